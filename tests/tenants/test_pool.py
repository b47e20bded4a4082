"""Many requests of two tenants share few connections: what one leaves on a connection, the next must not find."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from threading import Barrier

import pytest
from django.conf import settings
from django.db import close_old_connections, connection
from django.test import Client

from apps.projects.models import Project
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import make_member, make_organization, make_project, sign_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.tenants.urls"),
    pytest.mark.skipif(
        not settings.ON_POSTGRESQL, reason="SQLite has no second wall: no setting that could stay behind"
    ),
]
CONNECTIONS, AT_ONCE, ROUNDS = 4, 16, 60


@pytest.fixture
def pooled() -> Iterator[None]:
    connection.close()
    options = connection.settings_dict["OPTIONS"]
    options["pool"] = {"min_size": 1, "max_size": CONNECTIONS, "timeout": 5}
    yield
    connection.close()
    connection.close_pool()
    del options["pool"]


def session_of(slug: str) -> str:
    organization = make_organization(slug)
    make_project(organization, f"Of {slug}")
    return sign_in(Client(), make_member(organization, Role.MANAGER)).cookies[settings.SESSION_COOKIE_NAME].value


def ask(session: str, address: str) -> tuple[str, int, str]:
    """One request as a server does it: its connection goes back to the pool at the end."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    try:
        answer = client.get(address)
        return address, answer.status_code, answer.content.decode()
    finally:
        close_old_connections()


def test_hundreds_of_requests_of_two_tenants_are_never_mixed(pooled: None):
    sessions = {slug: session_of(slug) for slug in ("acme", "other")}
    connection.close()
    pages = ("forgetful", "raises", "forgetful", "answers-500", "raises-404")
    wanted = [
        (sessions[slug], address)
        for number in range(ROUNDS)
        for slug in sessions
        for address in (f"/o/{slug}/try/{pages[number % len(pages)]}/", "/", f"/o/{slug}/try/forgetful/")
    ]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(lambda asked: ask(*asked), wanted))

    shown = {(address, text) for address, status, text in answers if "forgetful" in address}
    assert shown == {(f"/o/{slug}/try/forgetful/", f'{{"slugs": [["{slug}", "of-{slug}"]]}}') for slug in sessions}
    failed = [status for address, status, _text in answers if "raises" in address or "500" in address]
    assert len(failed) == ROUNDS * 2 * 3 // 5  # three pages of five fail, for both
    assert min(failed) >= HTTPStatus.NOT_FOUND
    assert connection.pool.get_stats()["pool_max"] == CONNECTIONS
    assert settings_left() == {None}
    for organization_id in organizations():
        with scope(organization_id):
            assert not Project.objects.filter(slug="written").exists()


def test_open_streams_hold_no_connection(pooled: None):
    """A stream may stay open for hours: twice as many as there are connections, none read, and a page still comes."""
    session = session_of("acme")
    connection.close()
    all_open = Barrier(2 * CONNECTIONS + 1, timeout=20)

    def watch(_number: int) -> None:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        stream = client.get("/o/acme/try/streamed/")
        all_open.wait()  # until the page was asked for
        stream.close()

    with ThreadPoolExecutor(2 * CONNECTIONS) as threads:
        watching = [threads.submit(watch, number) for number in range(2 * CONNECTIONS)]
        _address, status, _text = ask(session, "/o/acme/try/forgetful/")
        all_open.wait()
    assert status == HTTPStatus.OK
    assert not [one.exception() for one in watching if one.exception()]


def settings_left() -> set[str | None]:
    """What `app.organization` holds on each connection of the pool, outside any transaction."""
    pool, found = connection.pool, set()
    held = [pool.getconn() for _ in range(CONNECTIONS)]
    for one in held:
        found.add(one.execute("SELECT nullif(current_setting('app.organization', true), '')").fetchone()[0])
        one.rollback()
        pool.putconn(one)
    return found


def organizations() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lookup.organization_of_slug('acme') UNION SELECT lookup.organization_of_slug('other')")
        return [row[0] for row in cursor.fetchall()]
