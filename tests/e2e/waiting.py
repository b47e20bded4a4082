"""Waiting for what `expect` cannot ask. The content policy of our pages forbids Playwright's `wait_for_function`."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

SECONDS = 10


def becomes(page: Page, look: Callable[[], object], wanted: object = True) -> None:
    deadline = time.monotonic() + SECONDS
    while look() != wanted and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert look() == wanted
