"""The annotate page under the hand: keys, editors, dialogs, the map and what is told about missing answers."""

import re

import pytest
from playwright.sync_api import Page, expect

from apps.annotations import services
from apps.tenants.scope import scope
from tests.e2e.test_annotators_day import ITEMS, SCHEMES, edit, option, ready, saved, start, step, submit_page
from tests.factories import claim, import_project, make_member
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def page(acme, sign_in_as) -> Page:
    """The first trace, opened by Mirela."""
    import_project(acme, items=ITEMS, schemes=SCHEMES, overlap=2)
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def field(page: Page, number: int, pointer: str):
    return step(page, number).locator(f'edit-field[data-pointer="{pointer}"]')


def foot(page: Page):
    return page.locator("[data-shows=missing]")


def test_reset_by_key_leaves_the_focus_where_it_was(page):
    edit(page, "1 /action", "search()", "why")
    page.keyboard.press("Escape")
    expect(step(page, 1).locator(".step-at")).to_be_focused()
    page.keyboard.press("r")
    expect(step(page, 1).locator(".step-at")).to_be_focused()
    expect(field(page, 1, "/action").locator("textarea")).to_be_hidden()
    page.keyboard.press("j")
    expect(step(page, 2)).to_have_class(re.compile("is-here"))


def test_a_reset_is_undone_by_key(page):
    field(page, 1, "/action").locator(".label").click()
    page.keyboard.type("new ")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(field(page, 1, "/action").locator("textarea")).to_be_hidden()
    page.keyboard.press("z")
    expect(field(page, 1, "/action").locator("textarea")).to_have_value(re.compile("new"))


def test_e_opens_the_main_text_and_then_the_next_ones(page):
    area = field(page, 1, "/action").locator("textarea"), field(page, 1, "/thought").locator("textarea")
    page.keyboard.press("e")
    expect(area[0]).to_be_focused()
    page.keyboard.press("Escape")
    expect(area[0]).to_be_hidden()
    page.keyboard.press("e")
    expect(area[1]).to_be_focused()
    step(page, 1).get_by_role("button", name="Edit", exact=True).click()
    expect(area[0]).to_be_focused()
    expect(area[1]).to_be_hidden()


def test_an_untouched_editor_closes_when_its_step_is_left(page):
    page.keyboard.press("e")
    step(page, 1).locator(".step-at").focus()
    page.keyboard.press("j")
    expect(field(page, 1, "/action").locator("textarea")).to_be_hidden()


def test_a_digit_moves_the_focus_to_the_choice(page):
    page.keyboard.press("2")
    expect(option(page, "no")).to_be_checked()
    expect(option(page, "no")).to_be_focused()


def test_the_complaint_at_the_foot_goes_with_what_was_missing(page):
    edit(page, "3 ", "Read it")
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(foot(page)).to_contain_text("1 more place")
    page.keyboard.type("too long")  # the cursor is in the reason
    expect(foot(page)).to_have_text(re.compile("Done"))
    option(page, "no").check()
    expect(foot(page)).to_be_hidden()
    expect(page.locator(".is-missing")).to_have_count(0)


def test_the_skip_dialog_takes_the_keys(page):
    page.keyboard.press("Alt+s")
    reason = page.get_by_label("Why?")
    expect(reason).to_be_focused()
    before = page.url
    page.keyboard.press("Control+Enter")
    expect(page.locator("#skip-problem")).to_be_visible()
    page.keyboard.type("j1 is no city")
    expect(option(page, "yes")).not_to_be_checked()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: address != before)
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")


def test_shortcuts_do_nothing_under_a_dialog(page):
    page.keyboard.press("?")
    page.keyboard.press("2")
    page.keyboard.press("Alt+s")
    expect(option(page, "no")).not_to_be_checked()
    expect(page.locator("dialog[open]")).to_have_count(1)


def test_a_submitted_trace_cannot_be_skipped(page):
    first = page.url
    option(page, "yes").check()
    submit_page(page)
    page.goto(first)
    ready(page)
    expect(page.get_by_role("button", name="Skip", exact=True)).to_have_count(0)
    page.keyboard.press("Alt+s")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_map_counts_steps_and_the_final_answer_alike(page):
    edit(page, "answer /final_answer", "It is raining.")
    expect(page.locator("[data-filter=all]")).to_have_text(re.compile(r"All\s+4"))  # 3 steps and the answer
    expect(page.locator("[data-filter=edited]")).to_have_text(re.compile(r"Edited\s+1"))


def test_the_map_says_why_it_is_empty_and_escape_clears_the_search(page):
    none = page.locator("[data-shows=none-found]")
    page.locator("[data-filter=edited]").click()
    expect(none).to_contain_text("Nothing is edited")
    page.locator("[data-filter=all]").click()
    page.keyboard.press("/")
    page.keyboard.type("no such word")
    expect(none).to_contain_text("No step has this text")
    page.keyboard.press("Escape")
    expect(page.locator(".work-map input")).to_have_value("")
    expect(none).to_be_hidden()


def test_a_step_is_linked_by_the_number_people_see(page):
    page.goto(page.url + "#step-2")
    expect(page.locator("article.is-here .step-at")).to_have_text("2")
    expect(page.locator("article.is-here")).to_have_attribute("data-step", "1")  # as answers call it


def test_text_from_right_to_left_is_set_so(acme, sign_in_as):
    import_project(acme, items=[{"id": "t1", "task": "מה מזג האוויר?", "steps": ["חפש"]}], schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    start(page)
    step(page, 1).locator("[data-act=edit]").first.click()
    for place in (page.locator(".task-text"), step(page, 1).locator("textarea"), page.locator(".outline .what").first):
        expect(place).to_have_css("direction", "rtl")


def test_a_very_long_id_is_cut(acme, sign_in_as):
    import_project(acme, items=[{**ITEMS[0], "id": "trace-" + "x" * 300}], schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    start(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.get_by_text("0 of 1 done").bounding_box()
    assert box and box["width"] > 60  # not squeezed


def test_a_draft_from_before_a_scheme_changed_its_kind_does_not_stop_the_page(acme, sign_in_as):
    question = {"name": "outcome", "description": "Done?", "labels": ["yes", "no"]}
    mirela = make_member(acme)
    project = import_project(acme, items=ITEMS, schemes=[FIX, {**question, "annotation_type": "radio"}])
    turn = claim(project, mirela)
    with scope(acme.pk):
        services.save_draft(assignment=turn, answers={"outcome": {"choice": "yes"}}, number=0, base={}, by=mirela)
    import_project(acme, items=ITEMS, schemes=[FIX, {**question, "annotation_type": "multiselect"}])
    page = sign_in_as(mirela)
    page.goto(f"/o/acme/p/weather/annotate/{turn.pk}/")
    ready(page)
    edit(page, "1 /action", "web_search('Oslo')")
    saved(page)
