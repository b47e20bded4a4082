"""Judging each call where it stands, and pointing out who made the run fail and where: by mouse, and by keyboard only."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.annotations.models import Annotation
from apps.tenants.models import Membership, Organization
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import saved, start, step
from tests.e2e.test_judging import EACH, FIRST, marks
from tests.e2e.waiting import becomes
from tests.factories import import_project, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


def call(tool: str, **given: str) -> dict[str, object]:
    return {"tool": tool, "input": given, "output": "done"}


TURNS = [
    {"role": "user", "content": "Delete the old logs."},
    {
        "agent": "Planner",
        "content": "I look at what is there.",
        "tool_calls": [call("Bash", command="ls logs"), call("Read", file_path="logs/a.log")],
    },
    {"agent": "Coder", "content": "I delete them.", "tool_calls": [call("Bash", command="rm -r logs")]},
    {"agent": "Planner", "content": "All old logs are deleted."},
]
ITEMS = [{"id": "logs", "task_description": "Delete the old logs.", "structured_turns": TURNS}]
REVIEW = {
    "annotation_type": "tool_call_review",
    "name": "review",
    "description": "Is each call right?",
    "steps_key": "structured_turns",
    "require_rationale": True,
    "required": True,
}
BLAME = {
    "annotation_type": "failure_attribution",
    "name": "blame",
    "description": "Who made the run fail?",
    "steps_key": "structured_turns",
    "preset": "mast",
    "require_reason": True,
    "required": True,
}
EDIT = {"annotation_type": "trajectory_edit", "name": "fix", "description": "", "steps_key": "structured_turns"}


@pytest.fixture
def open_page(acme: Organization, sign_in_as: Callable[[Membership], Page]) -> Callable[..., Page]:
    def open_page(*schemes: dict[str, object]) -> Page:
        import_project(acme, items=ITEMS, schemes=list(schemes))
        page = sign_in_as(make_member(acme))
        start(page)
        return page

    return open_page


def row(page: Page, name: str) -> Locator:
    """The row at a call."""
    return page.locator(f'[data-call="{name}"] .judge')


def choice(page: Page, name: str, verdict: str) -> Locator:
    return row(page, name).get_by_role("radio", name=re.compile(verdict))


def answers(page: Page, of: Organization) -> dict[str, Any]:
    """Those of each scheme, once they are handed in."""
    page.wait_for_url(re.compile("annotate/$"))
    with scope(of.pk):
        return {row.scheme.name: dict(row.answer) for row in Annotation.objects.select_related("scheme")}


def test_each_call_is_judged_by_mouse(open_page: Callable[..., Page], acme: Organization) -> None:
    page = open_page(REVIEW)
    expect(page.locator("tool-call-review")).to_contain_text("0 of 3 calls judged.")
    expect(step(page, 2).locator(".judge")).to_have_count(2)
    choice(page, "1.0", "Correct").click()
    choice(page, "1.1", "Unnecessary").click()
    row(page, "1.1").get_by_role("textbox", name="Why").fill("It is not read later.")
    expect(row(page, "2.0").get_by_role("textbox", name="The right tool")).to_be_hidden()
    choice(page, "2.0", "Wrong args").click()
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator("[data-shows=missing]")).to_contain_text("Say why at step 3, call 1: “Is each call right?”.")
    row(page, "2.0").get_by_role("textbox", name=re.compile("The right arguments")).fill('{"command": "rm logs/old"}')
    row(page, "2.0").get_by_role("textbox", name="Why").fill("It deletes all of them.")
    expect(page.locator("tool-call-review")).to_contain_text("3 of 3 calls judged.")
    page.get_by_role("button", name=re.compile("Submit")).click()
    assert answers(page, acme)["review"]["calls"] == {
        "1.0": {"verdict": "correct"},
        "1.1": {"verdict": "unnecessary", "rationale": "It is not read later."},
        "2.0": {
            "verdict": "wrong_args",
            "right_arguments": {"command": "rm logs/old"},
            "rationale": "It deletes all of them.",
        },
    }


def test_the_decisive_step_is_pointed_out_by_mouse(open_page: Callable[..., Page], acme: Organization) -> None:
    page = open_page(BLAME)
    panel = page.locator("failure-attribution")
    expect(panel.get_by_role("radio")).to_have_count(2)  # the user is no agent that acts
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator("[data-shows=missing]")).to_contain_text("Answer “Who made the run fail?”.")
    step(page, 3).get_by_role("button", name=re.compile("Decisive step")).click()
    expect(panel.get_by_role("button", name="Step 3")).to_be_visible()
    expect(panel.get_by_role("radio", name="Coder")).to_be_checked()  # whose step it is
    becomes(page, lambda: marks(page), ["Decisive step"])
    panel.get_by_role("combobox").select_option("task_verification::no_or_incomplete_verification")
    panel.get_by_role("checkbox", name="The run did not fail").check()
    expect(panel.get_by_role("combobox")).to_be_hidden()
    panel.get_by_role("checkbox", name="The run did not fail").uncheck()
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator("[data-shows=missing]")).to_contain_text("“Why”")
    panel.get_by_role("textbox", name="Why").fill("Nobody said all.")
    page.get_by_role("button", name=re.compile("Submit")).click()
    assert answers(page, acme)["blame"] == {
        "failed": True,
        "agent": "Coder",
        "step": "2",
        "error_type": "task_verification",
        "error_subtype": "no_or_incomplete_verification",
        "reason": "Nobody said all.",
    }


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_of_it_beside_rewards_and_corrections_by_keyboard_only(
    open_page: Callable[..., Page], acme: Organization, theme: str
) -> None:
    page = open_page(EDIT, REVIEW, EACH, BLAME)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    press = page.keyboard.press
    press("Shift+J")  # step 2 itself
    press("1")
    press("Shift+J")  # its first call
    press("1")
    press("Shift+J")
    press("4")
    expect(choice(page, "1.1", "Unnecessary")).to_be_checked()
    press("n")  # the note is open already, because a reason is needed
    page.keyboard.type("Never read.")
    press("Escape")
    press("Shift+J")
    press("3")
    press("w")
    expect(page.locator("failure-attribution").get_by_role("button", name="Step 3")).to_be_visible()
    press("Shift+J")
    press("1")
    press("Shift+J")
    press("1")
    expect(page.locator("tool-call-review")).to_contain_text("3 of 3 calls judged.")
    assert grave(page) == []
    press("Control+Enter")
    expect(page.get_by_role("textbox", name="Why").last).to_be_focused()
    page.keyboard.type("It deletes all.")
    saved(page)
    page.reload()
    expect(choice(page, "1.1", "Unnecessary")).to_be_checked()
    expect(page.locator("failure-attribution textarea")).to_have_value("It deletes all.")
    press("Control+Enter")
    given = answers(page, acme)
    assert [mark["reward"] for mark in given[str(FIRST["name"])]["marks"].values()] == [1, -1, 1]
    assert {name: review["verdict"] for name, review in given["review"]["calls"].items()} == {
        "1.0": "correct",
        "1.1": "unnecessary",
        "2.0": "correct",
    }
    assert (given["blame"]["agent"], given["blame"]["step"]) == ("Coder", "2")
