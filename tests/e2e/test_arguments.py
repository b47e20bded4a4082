"""The arguments of tool calls under the hand: changed, removed and added one by one."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.annotations.models import Annotation
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from tests.e2e.test_annotators_day import ready, saved, start, submit_page
from tests.factories import import_project, make_member
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

SCHEME = {**FIX, "steps_key": "structured_turns", "require_reason_on_edit": True}
GIVEN = {"file_path": "a.py", "offset": 100, "deep": True, "ranges": [[1, 2]]}
TURNS = [
    {
        "role": "assistant",
        "content": "Look.",
        "tool_calls": [{"id": "c1", "tool": "Read", "input": GIVEN, "output": "x"}],
    },
    {"role": "assistant", "content": "Done."},
]


@pytest.fixture
def page(acme, sign_in_as: Callable[[Membership], Page]) -> Page:
    import_project(acme, items=[{"id": "t1", "structured_turns": TURNS}], schemes=[SCHEME])
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def argument(page: Page, name: str, call: str = "0.0") -> Locator:
    return page.locator(f'[data-call="{call}"] edit-field[data-pointer$="/input/{name}"]')


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit").click()


def submitted(acme) -> dict[str, Any]:
    """The one answer there is."""
    with scope(acme.pk):
        return Annotation.objects.get().answer


def test_a_removed_argument_is_given_its_reason_where_it_was_removed(page, acme):
    field = argument(page, "file_path")
    field.locator(".label").click()
    field.get_by_role("button", name="Remove argument").click()
    expect(field.get_by_text("This argument is removed.")).to_be_visible()
    expect(field.get_by_label("Reason for this edit")).to_be_focused()
    page.keyboard.press("Escape")
    submit(page)
    expect(page.locator("[data-shows=missing]")).to_contain_text("step 1, call 1, file_path")
    expect(field.get_by_label("Reason for this edit")).to_be_focused()
    page.keyboard.type("no such file")
    expect(page.locator("[data-shows=missing]")).to_be_hidden()
    expect(field.locator("textarea")).to_be_hidden()
    submit_page(page)
    [edit] = submitted(acme)["edits"]
    assert (edit["removed"], edit["reason"]) == (True, "no such file")


def test_an_argument_that_is_brought_back_is_one_quiet_line_again(page):
    field = argument(page, "file_path")
    field.locator(".label").click()
    field.get_by_role("button", name="Remove argument").click()
    page.keyboard.type("gone")
    field.get_by_role("button", name="Bring back").click()
    expect(field.locator(".label")).to_be_focused()
    expect(field.locator(".pair")).to_be_hidden()
    expect(field.locator(".field-quiet")).to_have_text("a.py")
    expect(page.locator("[data-filter=edited] b")).to_have_text("0")


def ask_for_argument(page: Page) -> Locator:
    """The field for the name of a new argument of the first call."""
    call = page.locator('[data-call="0.0"]')
    call.hover()
    call.get_by_role("button", name="Add argument").click()
    return call.get_by_label("Name of the new argument")


def test_a_name_that_is_taken_is_told_and_keeps_the_focus(page):
    name = ask_for_argument(page)
    page.keyboard.type("file_path")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="file_path is there already")).to_be_visible()
    expect(name).to_be_focused()
    page.keyboard.type("_i")  # i is the key that inserts a step
    expect(page.get_by_role("alert").filter(has_text="is there already")).to_be_hidden()
    expect(name).to_have_value("file_path_i")
    page.keyboard.press("Enter")
    expect(argument(page, "file_path_i").locator("textarea")).to_be_focused()
    expect(page.locator("article.step")).to_have_count(2)


def test_a_half_typed_name_stays_when_the_focus_goes_and_an_empty_field_goes_with_it(page):
    name = ask_for_argument(page)
    page.keyboard.type("limi")
    argument(page, "file_path").locator(".label").click()
    expect(name).to_have_value("limi")
    name.fill("")
    argument(page, "file_path").locator("textarea").focus()
    expect(name).to_have_count(0)


def insert_read(page: Page) -> Locator:
    """A call of Read behind the one of the trace; its field file_path has the focus."""
    page.locator("#step-1 .step-at").focus()
    page.keyboard.press("a")
    page.keyboard.type("Read")
    page.keyboard.press("Enter")
    expect(argument(page, "file_path", "0.+1").locator("textarea")).to_be_focused()
    return page.locator('[data-call="0.+1"]')


def test_an_inserted_call_holds_only_what_was_typed(page, acme):
    call = insert_read(page)
    for name in ("offset", "deep", "ranges"):
        expect(argument(page, name, "0.+1")).to_contain_text("not set")
    page.keyboard.type("123")  # a text in every other call, so a text here
    argument(page, "ranges", "0.+1").locator(".label").click()  # opened, and nothing typed
    argument(page, "offset", "0.+1").locator(".label").click()
    page.keyboard.type("7")
    expect(call.locator("textarea >> visible=true")).to_have_count(2)
    submit_page(page)
    assert submitted(acme)["inserted"] == {"0.+1": {"tool": "Read", "input": {"file_path": "123", "offset": 7}}}


def test_an_argument_that_was_set_can_be_unset(page):
    insert_read(page)
    page.keyboard.type("b.py")
    field = argument(page, "file_path", "0.+1")
    field.get_by_role("button", name="Remove argument").click()
    expect(field).to_contain_text("not set")
    expect(field.locator(".label")).to_be_focused()
    sent = page.evaluate("document.querySelector('trace-steps').corrections.sent")
    assert (sent["edits"], sent["inserted"]) == ([], {"0.+1": {"tool": "Read", "input": {}}})


def test_what_was_set_in_an_inserted_call_is_there_after_a_reload(page):
    insert_read(page)
    page.keyboard.type("123")
    saved(page)
    page.reload()
    ready(page)
    expect(argument(page, "file_path", "0.+1").locator("textarea")).to_have_value("123")
    expect(argument(page, "offset", "0.+1")).to_contain_text("not set")


def test_a_number_of_an_inserted_call_is_one_as_in_other_calls(page):
    insert_read(page)
    field = argument(page, "offset", "0.+1")
    field.locator(".label").click()
    page.keyboard.type("many")
    expect(field.get_by_role("alert").filter(has_text="Type a number")).to_be_visible()
    field.locator("textarea").fill("7")
    expect(field.get_by_role("alert").filter(has_text="Type a number")).to_be_hidden()


def test_beside_an_added_argument_stands_what_it_will_be(page):
    ask_for_argument(page)
    page.keyboard.type("limit")
    page.keyboard.press("Enter")
    kind = argument(page, "limit").locator("[data-shows=kind]")
    expect(kind).to_have_text("empty text")
    page.keyboard.type("123")
    expect(kind).to_have_text("number")
    argument(page, "limit").locator("textarea").fill('"123"')
    expect(kind).to_have_text("text")
    argument(page, "offset").locator(".label").click()
    expect(argument(page, "offset").locator("[data-shows=kind]")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_reason_that_is_still_needed_looks_like_an_empty_field(page, theme):
    page.emulate_media(color_scheme=theme)
    field = argument(page, "file_path")
    reason = field.locator("input.reason")
    border = "(reason) => getComputedStyle(reason).borderTopColor"
    field.locator(".label").click()
    assert reason.evaluate(border) == "rgba(0, 0, 0, 0)"  # nothing was changed yet
    page.keyboard.type("b")
    assert reason.evaluate(border) != "rgba(0, 0, 0, 0)"
    reason.fill("typo")
    page.mouse.move(0, 0)
    field.locator("textarea").focus()
    assert reason.evaluate(border) == "rgba(0, 0, 0, 0)"
