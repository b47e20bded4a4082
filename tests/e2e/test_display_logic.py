"""Questions that come and go with the answers to others, by mouse and by keyboard."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.annotations.models import Annotation
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ITEMS, option, ready, saved, start
from tests.factories import import_project, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


def when(other: str, operator: str, *value: str) -> dict[str, Any]:
    condition = {"schema": other, "operator": operator, **({"value": list(value)} if value else {})}
    return {"display_logic": {"show_when": [condition]}}


SCHEMES = [
    {
        "annotation_type": "radio",
        "name": "done",
        "description": "Done?",
        "labels": ["yes", "no"],
        "required": True,
        "sequential_key_binding": True,
    },
    {
        "annotation_type": "radio",
        "name": "part",
        "description": "Which part?",
        "labels": ["plan", "work"],
        "required": True,
        "sequential_key_binding": True,
        **when("done", "equals", "no"),
    },
    {
        "annotation_type": "text",
        "name": "why",
        "description": "What happened?",
        "required": True,
        **when("part", "not_empty"),
    },
    {
        "annotation_type": "process_reward",
        "name": "steps",
        "description": "Each step?",
        **when("part", "equals", "work"),
    },
]


@pytest.fixture
def page(acme, sign_in_as) -> Page:
    import_project(acme, items=ITEMS, schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    page.emulate_media(reduced_motion="reduce")
    start(page)
    return page


def asked(page: Page) -> list[str]:
    return page.locator(".question").evaluate_all(
        "all => all.filter((each) => each.checkVisibility()).map((each) => each.dataset.scheme)"
    )


def stored(acme):
    with scope(acme.pk):
        return {each.scheme.name: each.answer for each in Annotation.objects.select_related("scheme")}


def test_questions_come_and_go_with_the_answers_to_others(acme, page):
    assert asked(page) == ["done"]
    option(page, "no").check()
    assert asked(page) == ["done", "part"]
    expect(page.locator("[data-shows=asked]")).to_have_text("Now asked: Which part?")
    page.get_by_role("button", name=re.compile("Submit")).click()
    part = page.locator("[data-scheme=part]")
    expect(part).to_have_class(re.compile("is-missing"))
    option(page, "work").check()
    assert asked(page) == ["done", "part", "why", "steps"]
    expect(page.locator(".judge").first).to_be_visible()
    page.get_by_label("What happened?").fill("It gave up.")
    saved(page)

    page.reload()
    ready(page)
    assert asked(page) == ["done", "part", "why", "steps"]
    expect(page.locator("[data-shows=asked]")).to_be_empty()  # nothing came or went
    option(page, "yes").check()
    assert asked(page) == ["done"]
    expect(page.locator(".judge").first).to_be_hidden()

    page.get_by_role("button", name=re.compile("Submit")).click()  # nothing hidden is in the way
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")
    ready(page)
    assert asked(page) == ["done"]  # of another trace nothing is answered yet
    assert stored(acme)["why"] == {"texts": {"text_box": "It gave up."}}


@pytest.mark.slow
def test_what_is_hidden_is_not_missing_any_more(page):
    option(page, "no").check()
    page.get_by_role("button", name=re.compile("Submit")).click()
    foot = page.locator("[data-shows=missing]")
    expect(foot).to_contain_text("Which part?")
    option(page, "yes").check()
    expect(foot).to_be_hidden()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_by_keyboard_alone(page, theme):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.keyboard.press("2")  # no
    assert asked(page) == ["done", "part"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # plan, the first of its choices
    expect(option(page, "plan")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("It gave up.")
    expect(page.get_by_label("What happened?")).to_have_value("It gave up.")
    assert grave(page) == []
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("2")  # work: the digits answer the question that has the focus
    expect(page.locator(".judge").first).to_be_visible()
    assert grave(page) == []
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("1")  # yes
    assert asked(page) == ["done"]
    page.keyboard.press("2")
    page.keyboard.press("Tab")
    expect(option(page, "work")).to_be_focused()  # what was answered came back
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.question') === null")  # nothing hidden has the focus
    before = page.url
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: address != before)


@pytest.mark.slow
def test_digits_answer_what_is_asked(page):
    page.keyboard.press("2")
    page.locator("[data-scheme=part] input").first.focus()
    page.keyboard.press("2")
    expect(option(page, "work")).to_be_checked()
    option(page, "yes").check()
    page.keyboard.press("Escape")
    page.keyboard.press("2")  # the question it was pressed at before is hidden
    expect(option(page, "no")).to_be_checked()


@pytest.mark.slow
def test_marks_of_a_hidden_question_are_not_drawn(acme, sign_in_as):
    spans = {"annotation_type": "span", "name": "marks", "description": "Mark it.", "labels": ["odd"]}
    import_project(acme, items=ITEMS, schemes=[SCHEMES[0], {**spans, **when("done", "equals", "no")}])
    page = sign_in_as(make_member(acme))
    start(page)
    option(page, "no").check()
    page.locator("[data-scheme=marks] [data-label=odd]").first.click()  # waits for a selection
    expect(page.locator(".work-trace")).to_have_class(re.compile("is-marking"))
    option(page, "yes").check()
    expect(page.locator(".work-trace")).not_to_have_class(re.compile("is-marking"))
    assert asked(page) == ["done"]
