"""A submit whose reply was lost is sent again: one answer revision, whenever the web process died."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.test import Client

from apps.annotations.models import AnnotationRevision
from apps.assignments.models import Assignment
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from tests.factories import CORRECTED, FIX, claim, import_project, make_member, make_organization, sign_in
from tests.jobs.worker import ROOT, database_url
from tests.services.postgres import free_port

pytestmark = pytest.mark.django_db(transaction=True)
CSRF = "c" * 32
BODY = {"answers": CORRECTED, "number": 0, "base": {}}


@pytest.fixture
def turn() -> Assignment:
    acme = make_organization()
    return claim(import_project(acme), make_member(acme))


def revisions(turn: Assignment) -> int:
    with scope(turn.organization_id):
        return AnnotationRevision.objects.filter(annotation__assignment=turn).count()


def address(turn: Assignment) -> str:
    return f"/o/acme/p/weather/annotate/{turn.pk}/submit/"


def post(browser: Client, turn: Assignment, body: object = BODY, key: str = "k"):
    return browser.post(address(turn), json.dumps(body), "application/json", headers={"Idempotency-Key": key})


def test_a_submit_that_is_sent_again_gets_the_first_reply(turn):
    browser = sign_in(Client(), turn.member)
    first, again = post(browser, turn), post(browser, turn)
    assert (first.status_code, first.json()) == (again.status_code, again.json()) == (200, again.json())
    assert revisions(turn) == 1


def test_a_submit_that_arrived_is_not_judged_again_by_questions_that_came_since(turn):
    browser = sign_in(Client(), turn.member)
    first = post(browser, turn)
    done = {"annotation_type": "radio", "name": "done", "description": "Done?", "labels": ["yes"]}
    import_project(turn.project.organization, schemes=[FIX, {**done, "label_requirement": {"required": True}}])
    assert post(browser, turn, key="another").status_code == 422
    assert post(browser, turn).json() == first.json()


def test_without_a_key_it_would_be_a_conflict(turn):
    """The draft's number went on with the first submit."""
    browser = sign_in(Client(), turn.member)
    codes = [browser.post(address(turn), json.dumps(BODY), "application/json").status_code for _ in range(2)]
    assert codes == [200, 409]


def test_what_was_missing_may_be_mended_under_the_same_key(turn):
    browser = sign_in(Client(), turn.member)
    nothing = {**BODY, "answers": {"fix": {"edits": [{}]}}}
    assert [post(browser, turn, nothing).status_code, post(browser, turn).status_code] == [422, 200]


# ---- The web process dies ----


@contextmanager
def web(log: Path) -> Iterator[str]:
    """A web process on the test database; its address."""
    port = free_port()
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(settings.VAR_DIR),
    }
    command = [sys.executable, "-m", "uvicorn", "tests.annotations.dying_web:application", "--port", str(port)]
    with log.open("w") as said:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT
        )
    try:
        wait_for(f"http://127.0.0.1:{port}", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait(10)


def wait_for(site: str, log: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            urlopen(f"{site}/healthz").close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(log.read_text())


def session_of(member: Membership) -> str:
    return sign_in(Client(), member).cookies[settings.SESSION_COOKIE_NAME].value


def submit_at(site: str, turn: Assignment, session: str, die: str = "") -> tuple[int, dict]:
    """The reply of a submit under the key "k"; raises OSError when the connection ends without one."""
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": "k",
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "X-Die": die,
    }
    try:
        with urlopen(Request(site + address(turn), json.dumps(BODY).encode(), headers), timeout=20) as reply:
            return reply.status, json.load(reply)
    except HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.parametrize(("die", "stored"), [("before commit", 0), ("before reply", 1)])
def test_a_submit_whose_web_process_died_is_stored_once(turn, tmp_path, die, stored):
    session = session_of(turn.member)
    with web(tmp_path / "first") as site, pytest.raises(OSError):
        submit_at(site, turn, session, die)
    assert revisions(turn) == stored
    with web(tmp_path / "second") as site:
        status, reply = submit_at(site, turn, session)
        assert submit_at(site, turn, session) == (status, reply)
    assert (status, revisions(turn)) == (200, 1)
    assert reply["next"]
