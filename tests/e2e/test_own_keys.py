"""A person gives the annotate page's actions other keys: by keyboard alone, with a swap, and as the page knows them then."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from apps.tenants.models import Membership, User
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ready, start
from tests.e2e.test_judging import FIRST, ITEMS
from tests.factories import import_project, make_member, make_organization

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def mirela() -> Membership:
    acme = make_organization()
    import_project(acme, items=ITEMS, schemes=[FIRST])
    return make_member(acme)


@pytest.fixture
def page(mirela, sign_in_as: Callable[[Membership], Page]) -> Page:
    page = sign_in_as(mirela)
    page.emulate_media(reduced_motion="reduce")
    start(page)
    return page


def keys_page(page: Page) -> None:
    """From the trace by keyboard alone: the sheet of keys, and its link."""
    page.keyboard.press("?")
    link = page.get_by_role("link", name="Change your keys")
    for _ in range(10):
        if link.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Keyboard", level=1)).to_be_visible()
    page.wait_for_load_state("load")  # its scripts have run: before them a button does nothing


def change(page: Page, action: str):
    """The button that asks for a new key, with the focus; where it stands among the others is no matter here."""
    button = page.locator(f"#change-{action}")
    button.focus()
    return button


def back(page: Page) -> None:
    page.get_by_role("link", name="Back to the trace").press("Enter")
    ready(page)


def here(page: Page, number: int) -> None:
    expect(page.locator(f"#step-{number}")).to_have_class(re.compile("is-here"))


def stored(member: Membership) -> dict:
    return User.objects.get(pk=member.user_id).keys


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_by_keyboard_alone_the_next_step_gets_another_key(page, mirela, theme):
    page.emulate_media(color_scheme=theme)
    keys_page(page)
    assert grave(page) == []
    button = change(page, "next")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Next step")
    expect(dialog.get_by_label("Press the new key")).to_be_focused()
    assert grave(page) == []
    page.keyboard.press("h")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    expect(page.locator("#is-next")).to_have_text("h")
    expect(page.locator("#keys-said")).to_have_text("Next step: the key is h now.")
    assert stored(mirela) == {"next": "h"}
    assert grave(page) == []
    back(page)
    here(page, 1)
    page.keyboard.press("j")  # nobody's key now
    here(page, 1)
    page.keyboard.press("h")
    here(page, 2)
    page.reload()
    ready(page)
    page.keyboard.press("h")
    here(page, 2)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys").locator("dt").first).to_have_text("h k")
    assert grave(page) == []


def test_a_taken_key_is_swapped_and_judges_then(page, mirela):
    keys_page(page)
    change(page, "first-wrong")
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("alert")).to_contain_text("n is the key of “Say why, at a step or call”.")
    expect(dialog.get_by_role("button", name="Swap: that one gets f")).to_be_focused()
    assert grave(page) == []
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#change-first-wrong")).to_be_focused()
    assert stored(mirela) == {"first-wrong": "n", "note": "f"}
    back(page)
    page.keyboard.press("j")
    first = page.locator("#step-2").get_by_role("button", name="First wrong step")
    expect(first).to_have_attribute("title", "This is the first wrong step (n)")
    page.keyboard.press("n")
    expect(first).to_have_attribute("aria-pressed", "true")


def test_escape_cancels_and_a_key_of_the_browser_is_refused(page, mirela):
    keys_page(page)
    button = change(page, "next")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    for key, said in (("5", "The digits choose answers"), ("F2", "needs F2"), ("Space", "needs Space")):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text(said)
        expect(page.get_by_label("Press the new key")).to_be_focused()
    assert stored(mirela) == {}


def test_one_key_goes_another_comes_back_and_all_are_reset(page, mirela):
    keys_page(page)
    change(page, "mark").press("Enter")
    page.get_by_role("button", name="No key").press("Enter")
    expect(page.locator("#is-mark")).to_have_text("no key")
    change(page, "skip").press("Enter")
    page.keyboard.press("Control+g")
    expect(page.locator("#is-skip")).to_have_text("CtrlG")
    assert stored(mirela) == {"mark": "", "skip": "Ctrl+g"}
    page.get_by_role("button", name="Back to m: Mark text by keyboard").press("Enter")
    expect(page.locator("#is-mark")).to_have_text("m")
    assert stored(mirela) == {"skip": "Ctrl+g"}
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Reset all").press("Enter")
    expect(page.locator("#is-skip")).to_have_text("AltS")
    assert stored(mirela) == {}
