"""A request that is sent again acts once and is answered alike: in one process, in two at a time, and after a death."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.projects.models import Project
from apps.tenants.idempotency import AT_ONCE, KEPT_DAYS, KeyReused, Reply, drop_old_replies, once
from apps.tenants.models import IdempotentReply, Membership, Organization, Role
from apps.tenants.scope import scope
from tests.factories import keep_reply, make_member, make_organization, make_token, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.tenants.urls")]
Act = Callable[[], Reply]


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def mirela(acme: Organization) -> Membership:
    return make_member(acme, Role.MANAGER)


def send(member: Membership, act: Act, key: str = "k", fingerprint: str = "f") -> Reply:
    with scope(member.organization_id):
        return once(member=member, key=key, fingerprint=fingerprint, act=act)


def writes(name: str, status: int = 201) -> Act:
    """Makes a project of that name, in the organization of the scope."""

    def act() -> Reply:
        project = Project.objects.create(organization=Organization.objects.get(slug="acme"), slug=name, name=name)
        return Reply(status, {"slug": project.slug})

    return act


def never() -> Reply:
    raise AssertionError("it acted")


def written(of: Organization) -> list[str]:
    with scope(of.pk):
        return list(Project.objects.filter(organization=of).order_by("slug").values_list("slug", flat=True))


# ---- once ----


def test_a_repeat_is_answered_without_acting(acme, mirela):
    first = send(mirela, writes("one"))
    assert first == send(mirela, never) == Reply(201, {"slug": "one"})


def test_the_reply_comes_back_with_its_keys_in_their_order(mirela):
    send(mirela, lambda: Reply(200, {"z": 1, "a": [None, "ü"]}))
    assert str(send(mirela, never).body) == "{'z': 1, 'a': [None, 'ü']}"


def test_another_key_acts(acme, mirela):
    send(mirela, writes("one"), key="1")
    send(mirela, writes("two"), key="2")
    assert written(acme) == ["one", "two"]


def test_a_key_with_another_request_is_refused(acme, mirela):
    send(mirela, writes("one"))
    with pytest.raises(KeyReused, match="Choose a new one"):
        send(mirela, never, fingerprint="of another")


def test_two_people_may_choose_the_same_key(acme, mirela):
    tomas = make_member(acme, Role.MANAGER, "Tomas")
    send(mirela, writes("one"))
    send(tomas, writes("two"))
    assert written(acme) == ["one", "two"]


@pytest.mark.parametrize("status", [302, 400, 404, 409, 410, 422, 500])
def test_a_refusal_leaves_nothing_and_is_decided_anew(acme, mirela, status):
    assert send(mirela, writes("one", status)).status == status
    assert written(acme) == []
    send(mirela, writes("two"), fingerprint="the mended request")
    assert written(acme) == ["two"]


def test_an_error_leaves_nothing_and_the_key_free(acme, mirela):
    def fails() -> Reply:
        writes("one")()
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        send(mirela, fails)
    assert written(acme) == []
    send(mirela, writes("two"))
    assert written(acme) == ["two"]


# ---- Two at a time ----


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Each in a thread and on a connection of its own, all begun together; what they gave or raised."""
    begin = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        begin.wait(10)
        try:
            return act()
        except RuntimeError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_a_time_one_acts_and_all_get_its_reply(acme, mirela):
    tries = [lambda n=n: send(mirela, writes(f"by-{n}")) for n in range(8)]
    replies = at_once(*tries)
    [slug] = written(acme)
    assert replies == [Reply(201, {"slug": slug})] * 8


@pytest.mark.django_db(transaction=True)
def test_when_the_first_of_two_fails_the_other_acts(acme, mirela):
    acting, waited = Event(), Event()

    def fails() -> Reply:
        acting.set()
        waited.wait(0.3)  # long enough for the other to ask and wait
        raise RuntimeError("on purpose")

    def second() -> Reply:
        assert acting.wait(10)
        return send(mirela, writes("two"))

    error, reply = at_once(lambda: send(mirela, fails), second)
    assert isinstance(error, RuntimeError)
    assert reply == Reply(201, {"slug": "two"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite has one writer: everybody waits for everybody")
def test_another_key_does_not_wait(acme, mirela):
    tomas = make_member(acme, Role.MANAGER, "Tomas")
    other_done = Event()

    def slow() -> Reply:
        assert other_done.wait(10), "the other waited"
        return Reply(200, 1)

    def other() -> Reply:
        reply = send(tomas, lambda: Reply(200, 2))
        other_done.set()
        return reply

    assert at_once(lambda: send(mirela, slow), other) == [Reply(200, 1), Reply(200, 2)]


# ---- Views ----


def post(member: Membership, key: str | None, body: str = "{}", path: str = "once") -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    if path.startswith("api-"):
        headers["Authorization"] = f"Bearer {make_token(member)}"
        return Client().post(f"/api/try/{path}/", body, "application/json", headers=headers)
    return sign_in(Client(), member).post(f"/o/acme/try/{path}/", body, "application/json", headers=headers)


@pytest.mark.parametrize("path", ["once", "api-once"])
def test_without_the_header_each_request_acts(acme, mirela, path):
    assert [post(mirela, None, path=path).json()["number"] for _ in range(2)] == [0, 1]


@pytest.mark.parametrize("path", ["once", "api-once"])
def test_with_the_header_the_second_request_is_answered_like_the_first(acme, mirela, path):
    first, again = post(mirela, "k", path=path), post(mirela, "k", path=path)
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (201, {"number": 0})
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert len(written(acme)) == 1


@pytest.mark.parametrize("path", ["once", "api-once"])
def test_a_reused_key_gets_a_sentence(acme, mirela, path):
    post(mirela, "k", path=path)
    answer = post(mirela, "k", '{"other": 1}', path=path)
    assert answer.status_code == 422
    assert "Choose a new one" in answer.content.decode()
    assert len(written(acme)) == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b", "schlüssel"])
@pytest.mark.parametrize("path", ["once", "api-once"])
def test_a_key_that_is_none_gets_a_sentence(acme, mirela, path, key):
    answer = post(mirela, key, path=path)
    assert answer.status_code == 400
    assert "visible ASCII" in answer.content.decode()
    assert written(acme) == []


def test_a_refused_call_of_the_api_keeps_neither_row_nor_reply(acme, mirela):
    assert post(mirela, "k", '{"refuse": true}', path="api-once").status_code == 400
    assert written(acme) == []
    assert post(mirela, "k", path="api-once").json() == {"number": 0}


# ---- Old replies ----


def grow_old(member: Membership, days: float) -> None:
    with scope(member.organization_id):
        mine = IdempotentReply.objects.filter(organization_id=member.organization_id)
        mine.update(created_at=timezone.now() - timedelta(days=days))


def test_replies_are_kept_for_their_days_and_dropped_then(acme, mirela):
    keep_reply(mirela)
    grow_old(mirela, KEPT_DAYS - 0.1)
    assert drop_old_replies() == 0
    grow_old(mirela, KEPT_DAYS + 0.1)
    assert (drop_old_replies(), drop_old_replies()) == (1, 0)


def test_old_replies_of_every_organization_are_dropped_some_at_a_time(acme, mirela):
    with scope(acme.pk):
        rows = (
            IdempotentReply(organization=acme, member=mirela, key=str(n), fingerprint="f") for n in range(AT_ONCE + 1)
        )
        IdempotentReply.objects.bulk_create(rows)
    grow_old(mirela, KEPT_DAYS + 1)
    other = make_member(make_organization("other"))
    keep_reply(other)
    grow_old(other, KEPT_DAYS + 1)
    assert (drop_old_replies(), drop_old_replies(), drop_old_replies()) == (AT_ONCE + 1, 1, 0)
