"""Reasoning, calls and the answer beside each other, where the window is wide enough."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.tenants.models import Membership
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import edit, start, step
from tests.factories import import_project, make_member, make_organization
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

STEPS = [
    {"thought": "I look.", "tool_calls": [{"tool": "Bash", "input": {"command": "ls"}, "output": "a.py"}]},
    {"thought": "I open it.", "action": "open(a.py)"},
]


@pytest.fixture
def page(sign_in_as: Callable[[Membership], Page]) -> Page:
    acme = make_organization()
    items = [{"id": "t1", "task_description": "Fix it.", "steps": STEPS, "final_answer": "It is fixed."}]
    field = {"key": "steps", "type": "eval_trace", "display_options": {"pane_labels": ["Why", "What", "Result"]}}
    import_project(
        acme, items=items, schemes=[{**FIX, "edit_final_answer": True}], instance_display={"fields": [field]}
    )
    page = sign_in_as(make_member(acme))
    page.set_viewport_size({"width": 1600, "height": 900})
    start(page)
    return page


def left(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["x"]


def answer(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Result")


def test_what_a_step_says_does_and_comes_to_stand_beside_each_other(page: Page) -> None:
    for number, done in ((1, ".call-block"), (2, ".step-done .field")):
        said = step(page, number).locator(".is-reasoning")
        assert left(said) < left(step(page, number).locator(done)) < left(answer(page))
    expect(page.locator(".pane-heads")).to_have_text("WhyWhat")
    expect(answer(page)).to_contain_text("It is fixed.")


def test_in_a_narrow_window_they_stand_below_each_other(page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 900})
    assert left(step(page, 1).locator(".is-reasoning")) <= left(step(page, 1).locator(".call-block"))
    expect(answer(page)).to_be_hidden()
    expect(page.locator(".pane-heads")).to_be_hidden()


def test_the_answer_is_the_corrected_one(page: Page) -> None:
    edit(page, "answer /final_answer", "It is mended.")
    expect(answer(page)).to_contain_text("It is mended.")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    expect(answer(page)).to_be_visible()
    assert grave(page) == []
