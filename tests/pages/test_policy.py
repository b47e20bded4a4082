"""Every page of a full organization, as the policy for scripts and styles sees it."""

import pytest
from csp.decorators import csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.test import Client, RequestFactory

from server.policy import PolicyMiddleware
from tests.factories import make_tenant, sign_in
from tests.pages.marks import inline

pytestmark = pytest.mark.django_db
PAGES = (
    "/",
    "/new-project/",
    "/imports/",
    "/jobs/",
    "/p/weather/",
    "/p/weather/settings/",
    "/p/weather/traces/",
    "/p/weather/traces/?q=nothing",
    "/p/weather/progress/",
    "/p/weather/exports/",
    "/p/weather/exports/rows/",
    "/p/weather/exports/card/",
    "/p/weather/annotate/",
    "/p/weather/my-work/",
)


def test_no_page_has_an_inline_script_or_style(client: Client) -> None:
    sign_in(client, make_tenant().manager)
    for page in PAGES:
        response = client.get(f"/o/acme{page}")
        assert response.status_code == 200, page
        assert not inline(response.content.decode()), page


def test_the_policy_allows_no_inline_script_and_no_eval(client: Client) -> None:
    sign_in(client, make_tenant().manager)
    policy = client.get("/o/acme/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy


def test_the_policy_is_what_django_csp_makes_of_the_settings(rf: RequestFactory) -> None:
    response = CSPMiddleware(lambda _request: HttpResponse())(rf.get("/"))
    assert PolicyMiddleware(lambda _request: HttpResponse())(rf.get("/")).headers == response.headers


def test_the_policy_of_one_view_is_its_own(rf: RequestFactory) -> None:
    view = csp_update({"script-src": ["'unsafe-eval'"]})(lambda _request: HttpResponse())
    policy = PolicyMiddleware(view)(rf.get("/"))["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-eval'" in policy


def test_inline_marks_are_found() -> None:
    """The control: the test above would see them."""
    html = '<style>p{}</style><script>f()</script><p style="x" onclick="f()">'
    assert inline(html) == ["<style>", "<script>", "<p style>", "<p onclick>"]
