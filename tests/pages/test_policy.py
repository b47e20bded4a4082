"""Every page of a full organization, as the policy for scripts and styles sees it."""

import pytest
from django.test import Client

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


def test_inline_marks_are_found() -> None:
    """The control: the test above would see them."""
    html = '<style>p{}</style><script>f()</script><p style="x" onclick="f()">'
    assert inline(html) == ["<style>", "<script>", "<p style>", "<p onclick>"]
