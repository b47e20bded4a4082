"""What holds for every address of the API: its no, its lists, its bodies, its bound."""

from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.tenants.api import throttle
from apps.tenants.models import Membership, Organization, Role
from apps.tenants.scope import scope
from tests.api import Script, faults, refusal
from tests.factories import make_member, make_organization, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def script(acme: Organization) -> Script:
    return Script(make_member(acme, Role.MANAGER))


def make_projects(of: Organization, count: int) -> list[str]:
    return [make_project(of, f"p{number}").slug for number in range(count)]


# ---- No ----


def test_nobody_is_told_what_to_send():
    answer = Client().get("/api/v1/me")
    assert refusal(answer) == (401, "not_authenticated")
    assert "Bearer" in answer.json()["error"]["message"]
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("address", ["no-such-address", "projects/no-such", "projects/no-such/traces/1"])
def test_what_is_not_there_is_told_alike(script: Script, address: str):
    answer = script.get(address)
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert answer.json() == {"error": {"code": "not_found", "message": "There is nothing at this address."}}


def test_a_method_that_an_address_has_not_is_named(script: Script):
    answer = script.ask("DELETE", "projects")
    assert refusal(answer) == (405, "method_not_allowed")
    assert answer["Allow"] == "GET, HEAD, POST"


def test_a_nul_in_a_query_is_refused_at_its_parameter(script: Script):
    answer = script.get("projects?cursor=%00")
    assert refusal(answer) == (400, "invalid")
    assert faults(answer) == ["cursor"]


def test_an_error_of_ours_is_told_in_json(script: Script, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("apps.projects.api.projects", None)  # a call raises
    assert refusal(script.get("projects")) == (500, "server_error")


def test_a_browser_that_asks_for_html_gets_json(script: Script):
    assert script.get("me", Accept="text/html")["Content-Type"] == "application/json"


# ---- Bodies and queries ----


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "invalid"),
        (b"no", "parse_error"),
        (b"[]", "parse_error"),
        (b"\xff", "parse_error"),
        (b'{"a": ' * 300 + b"1" + b"}" * 300, "parse_error"),
        ({}, "invalid"),
    ],
)
def test_a_body_that_is_none_gets_a_sentence(script: Script, body: object, code: str):
    answer = script.post("projects", body)
    assert refusal(answer) == (400, code)
    assert answer.json()["error"]["message"]


def test_a_body_that_is_no_json_is_told_what_to_send(script: Script):
    answer = script.client.post("/api/v1/projects", {"name": "x"})
    assert refusal(answer) == (415, "unsupported_media_type")


def test_a_body_above_the_bound_is_refused(script: Script):
    assert refusal(script.post("projects", {"name": "x" * 12_000_001})) == (413, "too_large")
    assert refusal(script.post("projects", b'{"name": [' + b"1," * 300_001 + b"1]}")) == (413, "too_large")


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"name": 5}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "x", "overlap": "2"}, "overlap"),
        ({"name": "x", "overlap": True}, "overlap"),
        ({"name": "x", "overlap": 1.5}, "overlap"),
        ({"name": "x", "overlap": -2}, "overlap"),
        ({"name": "x", "quota": 10**30}, "quota"),
        ({"name": "x", "strategy": "any"}, "strategy"),
        ({"name": "x", "overlab": 2}, "overlab"),
    ],
)
def test_a_fault_in_a_body_has_its_place(script: Script, body: dict, at: str):
    answer = script.post("projects", body)
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), [at])
    assert answer.json()["error"]["message"].startswith(f"{at}: ")


@pytest.mark.parametrize(
    "query", ["page_size=0", "page_size=201", "page_size=many", "cursor=x", "cursor=WzFd", "cursor=", "pagesize=5"]
)
def test_a_fault_in_a_query_has_its_place(script: Script, query: str):
    answer = script.get(f"projects?{query}")
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), [query.partition("=")[0]])


def test_an_address_without_parameters_takes_none(script: Script):
    answer = script.get("me?verbose=1")
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), ["verbose"])


# ---- Lists ----


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (2, [2]), (3, [2, 1]), (4, [2, 2])])
def test_a_list_comes_in_pages(acme: Organization, script: Script, count: int, sizes: list[int]):
    slugs = make_projects(acme, count)
    pages = script.pages("projects?page_size=2")
    assert [len(page) for page in pages] == sizes
    assert [row["slug"] for page in pages for row in page] == slugs


def test_what_is_added_and_removed_between_two_pages_moves_nothing(acme: Organization, script: Script):
    slugs = make_projects(acme, 4)
    first = script.get("projects?page_size=2").json()
    removed = make_project(acme, "removed")
    slugs += make_projects(acme, 1)  # p0 is taken: p0-2
    with scope(acme.pk):
        removed.delete()
    rest = [row["slug"] for row in script.rows(first["next"])]
    assert [row["slug"] for row in first["results"]] + rest == slugs


def test_the_next_page_keeps_the_rest_of_the_query(acme: Organization, script: Script):
    make_projects(acme, 3)
    following = script.get("projects?page_size=1").json()["next"]
    assert following.startswith("http://testserver/api/v1/projects?page_size=1&cursor=")


def test_a_list_takes_as_many_queries_for_20_rows_as_for_10(acme: Organization, script: Script):
    counts = []
    for _ in range(2):
        make_projects(acme, 10)
        with CaptureQueriesContext(connection) as captured:
            assert script.get("projects?page_size=200").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


# ---- The bound ----


@pytest.fixture
def bound(settings, monkeypatch: pytest.MonkeyPatch):
    cache.clear()
    monkeypatch.setattr(throttle.time, "time", lambda: 600.0 + 48)  # in the eleventh minute
    settings.API_REQUESTS_A_MINUTE = 3


def test_who_asks_too_often_is_told_when_to_come_back(bound: None, script: Script, monkeypatch: pytest.MonkeyPatch):
    assert [script.get("me").status_code for _ in range(3)] == [200] * 3
    answer = script.get("me")
    assert (refusal(answer), answer["Retry-After"]) == ((429, "throttled"), "12")
    monkeypatch.setattr(throttle.time, "time", lambda: 660.0)
    assert script.get("me").status_code == 200


def test_one_member_does_not_use_up_the_bound_of_another(bound: None, acme: Organization, script: Script):
    for _ in range(4):
        script.get("me")
    assert Script(make_member(acme, name="Tomas")).get("me").status_code == 200


def test_a_cache_that_is_away_stops_nobody(bound: None, script: Script, settings, caplog: pytest.LogCaptureFixture):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert script.get("me").status_code == 200
    assert "the cache did not answer" in caplog.text


# ---- Who ----


def test_me_is_the_membership_of_the_token(acme: Organization):
    machine: Membership = make_member(acme, name="nightly", login=False)
    assert Script(machine).get("me").json() == {"organization": "acme", "public_name": "nightly", "role": "annotator"}
