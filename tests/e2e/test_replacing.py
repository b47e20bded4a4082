"""Find and replace over all steps of a trace: by mouse, by keyboard, over texts that never were in the page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.annotations.models import Annotation
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import saved, start, submit_page
from tests.e2e.waiting import becomes
from tests.factories import import_project, make_member
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

SCHEME = {
    **FIX,
    "steps_key": "structured_turns",
    "step_text_key": "content",
    "editable_fields": ["content", "tool_calls"],
    "require_reason_on_edit": True,
}
FILLING = "a line of the file\n" * 400  # longer than what comes with the page


def turn(number: int, content: str) -> dict:
    call = {"id": f"c{number}", "tool": "Read", "input": {"path": f"src/old_{number}.py", "limit": 5}, "output": "old"}
    return {"role": "assistant", "content": content, "tool_calls": [call]}


# "old" stands 120 times in the arguments, and three times in the texts: at the very end of a long one, and twice in the last.
TURNS = [turn(number, f"Now file {number}.") for number in range(120)]
TURNS[60]["content"] = FILLING + "The old end."
TURNS[119]["content"] = "Old and older."


@pytest.fixture(params=["light"])
def page(request, acme, sign_in_as: Callable[[Membership], Page]) -> Page:
    import_project(acme, items=[{"id": "t1", "structured_turns": TURNS}], schemes=[SCHEME])
    page = sign_in_as(make_member(acme))
    page.emulate_media(color_scheme=request.param, reduced_motion="reduce")
    start(page)
    return page


def bar(page: Page) -> Locator:
    return page.get_by_role("search", name="Find and replace")


def count(page: Page, text: str) -> None:
    expect(bar(page).get_by_role("status")).to_have_text(text)


def look_for(page: Page, wanted: str, replacement: str) -> None:
    page.get_by_role("button", name="Find and replace", exact=True).click()
    bar(page).get_by_label("Find", exact=True).fill(wanted)
    bar(page).get_by_label("Replace by").fill(replacement)


def submitted(acme) -> list[dict]:
    with scope(acme.pk):
        return Annotation.objects.get().answer["edits"]


def test_by_mouse_all_places_are_replaced_in_whole_texts_and_taken_back_as_one(page, acme):
    look_for(page, "old", "new")
    count(page, "123 places")
    bar(page).get_by_label("Arguments of calls").uncheck()
    count(page, "3 places")
    bar(page).get_by_label("Whole words").check()
    count(page, "2 places")
    bar(page).get_by_label("Match case").check()
    count(page, "1 place")
    row = bar(page).get_by_role("listitem")
    expect(row).to_contain_text("Step 61, Text")
    expect(row.locator("del")).to_have_text("old")
    expect(row.locator("ins")).to_have_text("new")
    bar(page).get_by_label("Match case").uncheck()
    bar(page).get_by_label("Reason").fill("renamed")
    bar(page).get_by_role("button", name="Replace all (2)").click()
    count(page, "No place")
    expect(page.get_by_text("2 places replaced, in 2 texts.")).to_be_visible()
    expect(page.locator("[data-filter=edited] b")).to_have_text("2")
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-filter=edited] b")).to_have_text("0")
    count(page, "2 places")
    bar(page).get_by_role("button", name="Replace all (2)").click()
    count(page, "No place")
    saved(page)
    submit_page(page)
    edits = submitted(acme)
    assert [(edit["step"], edit["new"], edit["reason"]) for edit in edits] == [
        ("60", FILLING + "The new end.", "renamed"),
        ("119", "new and older.", "renamed"),
    ]


def test_what_is_left_out_and_what_is_removed_stay_as_they_are(page):
    page.locator("#step-2 .step-at").focus()
    page.keyboard.press("x")
    look_for(page, "old_", "new_")
    count(page, "119 places")
    bar(page).get_by_role("checkbox", name="src/old_new_0.py").uncheck()
    expect(bar(page).get_by_role("listitem")).to_have_count(50)
    bar(page).get_by_role("button", name="1 to 50 of 119").click()
    bar(page).get_by_role("button", name="51 to 100 of 119").click()
    expect(bar(page).get_by_role("listitem")).to_have_count(19)
    bar(page).get_by_role("button", name="Replace all (118)").click()
    count(page, "1 place")
    expect(bar(page).get_by_role("listitem")).to_contain_text("Step 1, call 1, path")
    expect(page.locator("#step-1 .badge-edited >> visible=true")).to_have_count(0)
    expect(page.locator("#step-3").get_by_text("Edited", exact=True)).to_be_visible()


def test_by_keyboard_places_are_visited_replaced_one_by_one_and_the_focus_comes_back(page):
    page.locator("#step-1 .step-at").focus()
    page.keyboard.press("Control+h")
    expect(bar(page).get_by_label("Find", exact=True)).to_be_focused()
    page.keyboard.type("old")
    count(page, "123 places")
    page.keyboard.press("Enter")
    count(page, "1 of 123")
    page.keyboard.press("Shift+Enter")
    count(page, "123 of 123")
    expect(page.locator("#step-120 .step-body")).to_be_in_viewport()  # far off, and not in the page before
    expect(bar(page).locator("[aria-current]")).to_contain_text("Step 120")
    page.keyboard.press("Enter")
    count(page, "1 of 123")
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(bar(page).get_by_label("Replace by")).to_be_focused()
    page.keyboard.type("old or new")
    page.keyboard.press("Enter")
    count(page, "Replaced. 2 of 123")  # not the one that was just put there
    expect(page.locator("#step-1").get_by_text("Edited", exact=True)).to_be_visible()
    page.keyboard.press("Enter")
    count(page, "Replaced. 3 of 123")
    page.keyboard.press("Escape")
    expect(bar(page)).to_be_hidden()
    expect(page.locator("#step-1 .step-at")).to_be_focused()
    page.keyboard.press("z")
    expect(page.locator("[data-filter=edited] b")).to_have_text("1")
    page.keyboard.press("z")
    expect(page.locator("[data-filter=edited] b")).to_have_text("0")


def test_replace_all_keeps_the_focus_where_the_page_s_undo_works(page):
    look_for(page, "old", "new")
    button = bar(page).get_by_role("button", name="Replace all (123)")
    button.focus()
    page.keyboard.press("Enter")
    count(page, "No place")
    expect(page.locator("[data-filter=edited] b")).to_have_text("120")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-filter=edited] b")).to_have_text("0")
    count(page, "123 places")
    page.keyboard.press("Control+Shift+z")
    count(page, "No place")


def test_what_is_typed_meanwhile_is_found_and_kept(page):
    look_for(page, "old", "new")
    count(page, "123 places")
    field = page.locator('#step-1 edit-field[data-pointer="/content"]')
    field.locator(".label").click()
    field.locator("textarea").fill("An old thing.")
    bar(page).get_by_role("button", name=re.compile("Replace all")).click()
    count(page, "No place")
    expect(field.locator("textarea")).to_have_value("An new thing.")


def test_without_a_network_it_works_and_is_saved_later(page):
    look_for(page, "old", "new")
    count(page, "123 places")
    page.context.set_offline(True)
    bar(page).get_by_role("button", name="Replace all (123)").click()
    count(page, "No place")
    page.context.set_offline(False)
    saved(page)
    page.reload()
    expect(page.locator("[data-filter=edited] b")).to_have_text("120")


def test_opened_without_a_network_it_says_that_only_a_part_was_looked_through(page):
    page.context.set_offline(True)
    look_for(page, "old", "new")
    expect(bar(page).get_by_text("Without a network only")).to_be_visible()
    becomes(page, lambda: bar(page).get_by_role("listitem").count() > 0)
    expect(bar(page).get_by_text("Step 61, Text")).to_have_count(0)


@pytest.mark.parametrize("page", ["light", "dark"], indirect=True)
def test_axe_finds_nothing_serious(page):
    look_for(page, "old", "new")
    count(page, "123 places")
    bar(page).get_by_role("button", name="Next place").click()
    count(page, "1 of 123")
    assert grave(page) == []
