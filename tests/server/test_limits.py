import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.test import Client

from apps.tenants.models import Membership, Role, User
from server.limits import BodyLimit
from tests.factories import make_member, make_organization, sign_in

UPLOADS = "/o/acme/imports/"


def asked(
    chunks: list[bytes], headers: list[tuple[bytes, bytes]], path: str = "/", upload_bytes: int = 0
) -> tuple[list[dict], bytes]:
    """What a client gets that sends these chunks, and what reached the application."""
    waiting, answers, seen = list(chunks), [], b""

    async def app(scope, receive, send):
        nonlocal seen
        while (message := await receive())["type"] == "http.request":
            seen += message["body"]
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": 200, "headers": []})
                return

    async def receive():
        body = waiting.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    async def send(message):
        answers.append(message)

    async def ask():
        await BodyLimit(app, 10, upload_bytes)({"type": "http", "path": path, "headers": headers}, receive, send)

    with ThreadPoolExecutor(1) as thread:  # Playwright's loop may be running in this one
        thread.submit(asyncio.run, ask()).result()
    return answers, seen


def test_a_body_within_the_bound_passes():
    answers, seen = asked([b"12345", b"67890"], [(b"content-length", b"10")])
    assert (answers[0]["status"], seen) == (200, b"1234567890")


def test_an_announced_length_above_the_bound_is_refused_unread():
    answers, seen = asked([b"x"], [(b"content-length", b"11")])
    assert (answers[0]["status"], seen) == (413, b"")


def test_a_length_that_is_no_number_is_refused():
    assert asked([b"x"], [(b"content-length", b"many")])[0][0]["status"] == 413


def test_more_than_the_bound_without_a_length_is_hung_up_on():
    answers, seen = asked([b"12345678", b"12345678", b"x"], [])
    assert (answers, seen) == ([], b"12345678")


# ---- Where a zip may be larger ----


@pytest.fixture
def cookie(transactional_db) -> bytes:
    """Of a manager who is signed in; another thread looks at the session."""
    return cookie_of(make_member(make_organization(), Role.MANAGER))


def cookie_of(member: Membership) -> bytes:
    client = sign_in(Client(), member)
    return f"other=1; {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}".encode()


def upload_of(length: int, cookie: bytes, path: str = UPLOADS) -> int:
    headers = [(b"content-length", str(length).encode()), (b"cookie", cookie)]
    return asked([b"x" * length], headers, path, upload_bytes=100)[0][0]["status"]


def test_a_manager_may_upload_more(cookie):
    assert (upload_of(100, cookie), upload_of(101, cookie)) == (200, 413)


@pytest.mark.parametrize("path", ["/o/other/imports/", "/o/no-such/imports/"])
def test_a_manager_may_not_upload_more_elsewhere(cookie, path):
    make_organization("other")
    assert upload_of(100, cookie, path) == 413


@pytest.mark.parametrize(("role", "paused"), [(Role.ANNOTATOR, False), (Role.REVIEWER, False), (Role.MANAGER, True)])
def test_a_member_who_manages_nothing_may_not(transactional_db, role, paused):
    member = make_member(make_organization(), role, paused=paused)
    assert upload_of(100, cookie_of(member)) == 413


def test_a_manager_whose_login_is_off_may_not(cookie):
    User.objects.update(is_active=False)
    assert upload_of(100, cookie) == 413


@pytest.mark.parametrize("foreign", [b"", b"tracewright=1", b"sessionid=made-up", b"sessionid=\xff\x00; ;=;"])
def test_who_is_not_signed_in_may_not(transactional_db, foreign):
    assert upload_of(100, foreign) == 413


@pytest.mark.parametrize("path", ["/", "/o/acme/", "/o/acme/imports/7/begin/", "/o/acme/jobs/", "/x/o/acme/imports/"])
def test_nowhere_else_is_more_taken(cookie, path):
    assert upload_of(100, cookie, path) == 413


def test_more_than_was_announced_is_hung_up_on_there_too(cookie):
    headers = [(b"content-length", b"11"), (b"cookie", cookie)]
    answers, seen = asked([b"x" * 60, b"x" * 60], headers, UPLOADS, upload_bytes=100)
    assert (answers, seen) == ([], b"x" * 60)


def test_a_little_upload_costs_no_look_at_the_session():
    assert asked([b"x"], [(b"content-length", b"1")], UPLOADS, upload_bytes=100)[0][0]["status"] == 200
