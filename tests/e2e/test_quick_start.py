"""The quick start of each example, as its README has it: one command, and a person repairs traces in the browser."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.local_server import ROOT
from tests.server.test_start import READY, Start

pytestmark = [pytest.mark.e2e, pytest.mark.slow]
EXAMPLES = [path.parent.relative_to(ROOT) for path in sorted(ROOT.glob("examples/agent-traces/*/config.yaml"))]
SEEN = "all => [...new Set(all.filter((one) => one.checkVisibility()).map(({ name }) => name))]"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_started_by_one_command_a_person_signs_in_and_an_answer_is_saved(
    tmp_path: Path, chromium: Browser, example: Path
) -> None:
    server = Start(tmp_path / "var", example / "config.yaml")  # from the checkout, as people type it
    try:
        server.wait_for(READY)
        page = chromium.new_page()
        sign_in(page, server.text)
        answer(page)
        page.close()
        assert server.end() == 0
    finally:
        server.process.kill()


def sign_in(page: Page, said: str) -> None:
    """To the annotate page, with the login that the command has printed."""
    login = re.search(r"(\S+) with the password (\S+)", said)
    address = re.search(r"Annotate at +(\S+)", said)
    assert login and address, said
    page.goto(address[1])
    page.locator("input[name=login]").fill(login[1])
    page.locator("input[name=password]").fill(login[2])
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(re.compile("/annotate/$"))


def answer(page: Page) -> None:
    """Take a trace, choose the first of each choice and submit; the next trace opens."""
    page.get_by_role("button", name=re.compile("Start")).click()
    expect(page.locator("work-page:defined")).to_be_visible()
    for button in page.get_by_role("button", name="No wrong step").all():
        button.click()
    for name in page.eval_on_selector_all("input[type=radio]", SEEN):
        page.locator(f"input[type=radio][name={json.dumps(name)}]").first.check()
    for why in page.locator("textarea[data-why]").all():
        why.fill("It did what was asked.")
    first = page.url
    page.get_by_role("button", name=re.compile("Submit")).click()
    page.wait_for_url(lambda address: address != first)
    page.goto(first)
    expect(page.locator("input[type=radio]").first).to_be_checked()  # as it was submitted
