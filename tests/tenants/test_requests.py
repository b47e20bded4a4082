"""Requests against both walls: what a failed one leaves behind, who gets in, and what the others are told."""

from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client

from apps.projects.models import Project
from apps.projects.signals import overlap_changed
from apps.tenants import lookups
from apps.tenants.models import ApiToken, Membership, Role, User
from apps.tenants.scope import scope
from tests.factories import Tenant, make_member, make_organization, make_token, sign_in
from tests.tenants.urls import FAILING, FAILING_API, LASTING

postgresql = pytest.mark.skipif(
    not settings.ON_POSTGRESQL, reason="SQLite has no second wall: no request-wide transaction to discard"
)
pytestmark = pytest.mark.urls("tests.tenants.urls")
NOWHERE = 10**30  # larger than any column


@pytest.fixture
def browser(client: Client, acme: Tenant) -> Client:
    """Acme's manager; errors come back as answers, as they do in life."""
    client.raise_request_exception = False
    return sign_in(client, acme.manager)


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def has_written(tenant: Tenant) -> bool:
    with scope(tenant.organization.pk):
        return Project.objects.filter(slug="written").exists()


# ---- A request that failed leaves nothing ----


@postgresql
@pytest.mark.parametrize("name", FAILING)
def test_a_failed_page_leaves_no_row(browser: Client, acme: Tenant, name: str):
    assert browser.get(f"/o/acme/try/{name}/").status_code >= 400
    assert not has_written(acme)


@pytest.mark.parametrize("name", LASTING)
def test_an_answered_page_keeps_its_row(browser: Client, acme: Tenant, name: str):
    browser.get(f"/o/acme/try/{name}/")
    assert has_written(acme)


@postgresql
@pytest.mark.parametrize("name", FAILING_API)
def test_a_failed_api_call_leaves_no_row(browser: Client, acme: Tenant, name: str):
    assert browser.get(f"/api/try/{name}/", headers=bearer(acme.token)).status_code >= 400
    assert not has_written(acme)


@postgresql
def test_a_failed_page_of_the_admin_leaves_no_row(browser: Client, acme: Tenant):
    def fail(**_signal: object) -> None:
        raise RuntimeError("on purpose")

    overlap_changed.connect(fail)
    try:
        form = {"name": "Renamed", "slug": acme.project.slug, "overlap": 3, "strategy": "random", "seed": 0}
        answer = browser.post(f"/o/acme/admin/projects/project/{acme.project.pk}/change/", form)
    finally:
        overlap_changed.disconnect(fail)
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    with scope(acme.organization.pk):
        assert Project.objects.get(pk=acme.project.pk).name == acme.project.name


@postgresql
def test_a_failed_page_sends_no_mail(
    browser: Client, acme: Tenant, mailoutbox: list, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        browser.get("/o/acme/try/after-mail/")
    assert not mailoutbox


# ---- Where the first wall was forgotten, the second stands ----


@postgresql
def test_a_page_without_a_filter_shows_its_own_rows(browser: Client, acme: Tenant, other: Tenant):
    assert browser.get("/o/acme/try/forgetful/").json() == {"slugs": [["acme", "weather"]]}


@postgresql
def test_an_api_call_without_a_filter_shows_its_own_rows(client: Client, acme: Tenant, other: Tenant):
    answer = client.get("/api/try/api-forgetful/", headers=bearer(other.token))
    assert answer.json() == {"slugs": [["other", "weather"]]}


@postgresql
def test_a_stream_reads_nothing_outside_a_scope_of_its_own(browser: Client, acme: Tenant):
    assert b"".join(browser.get("/o/acme/try/streamed/").streaming_content) == b"0"


@postgresql
def test_two_requests_of_two_tenants_follow_each_other(acme: Tenant, other: Tenant):
    for tenant in (acme, other, acme):
        slug = tenant.organization.slug
        browser = sign_in(Client(), tenant.manager)
        assert browser.get(f"/o/{slug}/try/forgetful/").json() == {"slugs": [[slug, "weather"]]}


# ---- Strangers ----


def addresses(tenant: Tenant) -> list[str]:
    start = f"/o/{tenant.organization.slug}/"
    return [
        start,
        f"{start}p/weather/",
        f"{start}p/weather/annotate/{tenant.claimed.pk}/",
        f"{start}jobs/{tenant.waiting.job_id}/",
        f"{start}admin/",
        f"{start}admin/projects/project/{tenant.project.pk}/change/",
    ]


def test_a_stranger_is_told_what_is_told_of_an_organization_that_does_not_exist(acme: Tenant, other: Tenant):
    stranger = sign_in(Client(), other.owner)
    nowhere = stranger.get("/o/no-such/")
    assert nowhere.status_code == HTTPStatus.NOT_FOUND
    for address in addresses(acme):
        answer = stranger.get(address)
        assert (answer.status_code, answer.content) == (nowhere.status_code, nowhere.content), address


def test_a_foreign_id_is_told_what_is_told_of_an_id_that_does_not_exist(acme: Tenant, other: Tenant):
    browser = sign_in(Client(), acme.manager)
    for address in (
        "/o/acme/jobs/{}/",
        "/o/acme/p/weather/exports/{}/trajectory_sft.jsonl",
        "/o/acme/p/weather/annotate/{}/",
    ):
        nowhere = browser.get(address.format(2**31 - 1))
        for pk in (other.waiting.job_id, other.export.pk, other.claimed.pk, NOWHERE):
            answer = browser.get(address.format(pk))
            assert answer.status_code == nowhere.status_code == HTTPStatus.NOT_FOUND, address
            assert answer.content == nowhere.content


def test_a_colleagues_turn_is_not_there(acme: Tenant):
    browser = sign_in(Client(), acme.annotator)
    assert browser.get(f"/o/acme/p/weather/annotate/{acme.submitted.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_a_superuser_is_a_stranger_in_every_organization(acme: Tenant):
    browser = Client()
    browser.force_login(User.objects.create_superuser("root@tracewright.test", "x"))
    assert [browser.get(address).status_code for address in addresses(acme)] == [HTTPStatus.NOT_FOUND] * 6


def test_a_member_who_leaves_while_asking_is_a_stranger(acme: Tenant, monkeypatch: pytest.MonkeyPatch):
    browser = sign_in(Client(), acme.manager)
    seat = lookups.Seat(acme.organization.pk, 2**31 - 1)  # as it was found before the row went
    monkeypatch.setattr(lookups, "seat_of_user", lambda _user, _slug: seat)
    assert browser.get("/o/acme/jobs/").status_code == HTTPStatus.NOT_FOUND


def test_a_member_who_left_is_a_stranger(acme: Tenant):
    gone = make_member(acme.organization, Role.MANAGER, "Gone")
    browser = sign_in(Client(), gone)
    with scope(acme.organization.pk):
        Membership.objects.filter(pk=gone.pk).delete()
    assert browser.get("/o/acme/jobs/").status_code == HTTPStatus.NOT_FOUND


# ---- Nobody ----


def test_nobody_is_sent_to_the_login_from_any_address_alike(acme: Tenant):
    for address in (*addresses(acme), "/o/no-such/", "/o/acme/no-such-page/", "/o/acme/admin/no/such/"):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("slug", ["acme", "no-such"])
@pytest.mark.parametrize(
    ("content_type", "headers"),
    [
        ("application/json", {}),
        ("text/plain", {"Accept": "application/json"}),
        ("application/x-www-form-urlencoded", {"HX-Request": "true"}),
    ],
)
def test_a_script_of_nobody_is_told_so(acme: Tenant, slug: str, content_type: str, headers: dict[str, str]):
    """A redirect would be followed unseen, and the login page swapped into the middle of another."""
    answer = Client().post(f"/o/{slug}/p/weather/annotate/1/submit/", b"{}", content_type, headers=headers)
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert answer.json()["login"] == "/accounts/login/?next=/signed-in/"  # the first tab has the work


def test_a_login_that_was_switched_off_is_nobody(acme: Tenant):
    browser = sign_in(Client(), acme.manager)
    User.objects.filter(pk=acme.manager.user_id).update(is_active=False)
    assert browser.get("/o/acme/jobs/").status_code == HTTPStatus.FOUND


# ---- Roles ----


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("annotator", "/o/acme/p/weather/"),
        ("annotator", "/o/acme/p/weather/traces/"),
        ("reviewer", "/o/acme/jobs/"),
        ("reviewer", "/o/acme/p/weather/settings/"),
        ("annotator", "/o/acme/admin/"),
    ],
)
def test_a_role_that_is_too_low_gets_403(acme: Tenant, role: str, address: str):
    assert sign_in(Client(), acme.people[role]).get(address).status_code == HTTPStatus.FORBIDDEN


# ---- Tokens ----


def who(secret: str) -> tuple[int, dict]:
    answer = Client().get("/api/v1/me", headers=bearer(secret))
    return answer.status_code, answer.json()


def test_a_token_acts_as_its_membership(acme: Tenant):
    me = {"organization": "acme", "public_name": "acme-manager", "role": "manager"}
    assert who(acme.token) == (HTTPStatus.OK, me)


def test_an_unknown_token_is_nobody(acme: Tenant):
    assert who("tw_unknown")[0] == HTTPStatus.UNAUTHORIZED


def test_a_revoked_token_is_nobody(acme: Tenant):
    with scope(acme.organization.pk):
        ApiToken.objects.update(revoked_at=acme.project.created_at)
    assert who(acme.token)[0] == HTTPStatus.UNAUTHORIZED


def test_a_paused_members_token_is_nobody(acme: Tenant):
    assert who(make_token(make_member(acme.organization, name="Paused", paused=True)))[0] == HTTPStatus.UNAUTHORIZED


def test_a_token_of_a_login_that_was_switched_off_is_nobody(acme: Tenant):
    User.objects.filter(pk=acme.manager.user_id).update(is_active=False)
    assert who(acme.token)[0] == HTTPStatus.UNAUTHORIZED


def test_a_machine_has_a_token_and_no_login(acme: Tenant):
    machine = make_member(acme.organization, name="nightly", login=False)
    assert who(make_token(machine)) == (
        HTTPStatus.OK,
        {"organization": "acme", "public_name": "nightly", "role": "annotator"},
    )


def test_a_token_opens_no_page(acme: Tenant):
    assert Client().get("/o/acme/jobs/", headers=bearer(acme.token)).status_code == HTTPStatus.FOUND


def test_a_token_of_another_organization_opens_no_page_of_this_one(acme: Tenant, other: Tenant):
    browser = sign_in(Client(), other.manager)
    assert browser.get("/o/acme/jobs/", headers=bearer(acme.token)).status_code == HTTPStatus.NOT_FOUND


def test_a_session_opens_no_api(acme: Tenant):
    assert sign_in(Client(), acme.manager).get("/api/v1/me").status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.django_db
def test_a_nul_in_a_query_is_a_bad_request(client):
    acme = make_organization("nul")
    sign_in(client, make_member(acme, Role.OWNER))
    assert client.get("/o/nul/admin/tenants/membership/?role__exact=%00").status_code == 400
