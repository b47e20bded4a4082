"""Real pages in headless Chromium, against a live server on the test database."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIRequestHandler
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from apps.tenants.models import Membership, Organization
from tests.factories import make_organization
from tests.factories import sign_in as sign_in_client

# Playwright's own event loop runs in this thread; our database calls here are as synchronous as ever.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# The live server sends head and body apart, and Nagle's algorithm holds the body back: 40 ms for each of a page's 100 modules.
WSGIRequestHandler.disable_nagle_algorithm = True
# What is to be seen is seen at once, or long after on a machine with much to do; nothing here measures time by how long it waits.
expect.set_options(timeout=20_000)


class InHand:
    """How many requests the live server, which has threads of this process, has begun and not ended."""

    def __init__(self) -> None:
        self.count, self.changed = 0, threading.Condition()
        request_started.connect(self._began)
        request_finished.connect(self._ended)

    def _began(self, sender: Any, **_: object) -> None:
        self._add(sender, 1)

    def _ended(self, sender: Any, **_: object) -> None:
        self._add(sender, -1)

    def _add(self, sender: Any, change: int) -> None:
        if not (
            isinstance(sender, type) and issubclass(sender, WSGIHandler)
        ):  # Django's test client, and tests of signals
            return
        with self.changed:
            self.count += change
            self.changed.notify_all()

    def wait_for_none(self, seconds: float) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.count == 0, seconds), f"{self.count} requests hang in the server"


@pytest.fixture(scope="session")
def in_hand() -> InHand:
    return InHand()


@pytest.fixture
def live_server(live_server: object, in_hand: InHand) -> Iterator[object]:
    """A request whose page is gone goes on; to empty the tables while it reads them is a deadlock."""
    yield live_server
    in_hand.wait_for_none(seconds=20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "no Chromium on this machine"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def service_workers() -> Literal["allow", "block"]:
    """Requests of a page that has a worker cannot be looked at; tests of pages without a network override this."""
    return "block"


@pytest.fixture
def context(
    chromium: Browser, live_server: object, service_workers: Literal["allow", "block"]
) -> Iterator[BrowserContext]:
    """A fresh browser profile; a page that reports a script error or breaks the content policy fails its test."""
    context = chromium.new_context(
        base_url=str(live_server), viewport={"width": 1280, "height": 860}, service_workers=service_workers
    )
    context.set_default_timeout(10_000)
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(f"script error: {error.error}"))
    context.on(
        "console",
        lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
    )
    under_way: set[Request] = set()
    context.on("request", lambda request: under_way.add(request))
    for end in ("requestfinished", "requestfailed"):
        context.on(end, lambda request: under_way.discard(request))
    yield context
    _leave_quietly(context, under_way)
    context.close()
    assert complaints == []


def _leave_quietly(context: BrowserContext, under_way: set[Request]) -> None:
    """A page that goes saves what is unsaved: no request may reach the server when its database is taken away."""
    deadline = time.monotonic() + 3
    while under_way and context.pages and time.monotonic() < deadline:
        context.pages[0].wait_for_timeout(20)
    context.set_offline(True)


@pytest.fixture
def sign_in_as(context: BrowserContext, live_server: object) -> Callable[[Membership], Page]:
    """The first page of somebody who has signed in. By the form they do it in test_quick_start and test_import."""

    def sign_in(member: Membership) -> Page:
        session = sign_in_client(Client(), member).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": session.key, "value": session.value, "url": str(live_server)}])
        page = context.new_page()
        page.goto("/")
        return page

    return sign_in
