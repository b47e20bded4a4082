"""Judging at the step: by keyboard and by mouse, in the row, in the map and beside the trace."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from apps.annotations.models import Annotation, Draft
from apps.tenants.models import Membership, Organization, Role
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ready, saved, start, step
from tests.e2e.waiting import becomes
from tests.factories import import_project, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

TURNS = [
    {"role": "user", "content": "Delete the old logs."},
    *({"role": "assistant", "content": f"I do part {number}.", "tool_calls": []} for number in range(1, 5)),
]
ITEMS = [{"id": "logs", "task_description": "Delete the old logs.", "structured_turns": TURNS}]
FIRST = {
    "annotation_type": "process_reward",
    "name": "reward",
    "description": "Which is the first wrong step?",
    "steps_key": "structured_turns",
    "required": True,
}
EACH = {**FIRST, "mode": "per_step", "allow_neutral": True}
EVALUATION = {
    "annotation_type": "trajectory_eval",
    "name": "evaluation",
    "description": "How right is each step?",
    "steps_key": "structured_turns",
    "correctness_options": ["correct", "unnecessary", "wrong"],
    "outcome_options": ["success", "failure"],
    "error_types": [{"name": "execution", "subtypes": ["wrong_tool", "bad_arguments"]}, "looping"],
    "severities": [{"name": "minor", "weight": -0.5}, {"name": "major", "weight": -5}],
    "required": True,
}


@pytest.fixture
def open_page(acme: Organization, sign_in_as: Callable[[Membership], Page]) -> Callable[..., Page]:
    def open_page(*schemes: dict[str, object]) -> Page:
        import_project(acme, items=ITEMS, schemes=list(schemes))
        page = sign_in_as(make_member(acme))
        start(page)
        return page

    return open_page


def row(page: Page, number: int) -> Locator:
    return step(page, number).locator(".judge")


def marks(page: Page) -> list[str]:
    """What the map shows in front of each step."""
    return [str(each.get_attribute("aria-label")) for each in page.locator(".outline a > .mark:first-child").all()]


def judged(page: Page, of: Organization) -> dict[str, Any]:
    """The answer of the one scheme, once it is handed in."""
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("annotate/$"))
    with scope(of.pk):
        return dict(Annotation.objects.get().answer)


def test_one_key_marks_the_first_wrong_step(open_page: Callable[..., Page], acme: Organization) -> None:
    page = open_page(FIRST)
    expect(row(page, 1)).to_have_count(0)  # the user's turn is no step of the agent
    for key in "jj":
        page.keyboard.press(key)
    page.keyboard.press("f")
    expect(row(page, 3).get_by_role("button", name="First wrong step")).to_have_attribute("aria-pressed", "true")
    expect(row(page, 2)).to_contain_text("Correct")
    expect(row(page, 4)).to_contain_text("Wrong, after the first wrong step")
    expect(page.locator("process-reward")).to_contain_text("The first wrong step is 3.")
    after = "Wrong, after the first wrong step"
    expect(page.locator(".outline a > .mark:first-child")).to_have_count(4)
    becomes(page, lambda: marks(page), ["Correct", "First wrong step", after, after])
    answer = judged(page, acme)
    assert answer["first_error"] == "2"
    assert [mark["reward"] for mark in answer["marks"].values()] == [1, -1, -1, -1]


def test_the_same_key_again_takes_it_back(open_page: Callable[..., Page], acme: Organization) -> None:
    page = open_page(FIRST)
    page.keyboard.press("j")
    page.keyboard.press("f")
    expect(page.locator("process-reward")).to_contain_text("The first wrong step is 2.")
    page.keyboard.press("f")
    expect(page.locator("process-reward")).to_contain_text("Not judged yet.")


def test_no_wrong_step_is_an_answer_and_survives_a_reload(open_page: Callable[..., Page], acme: Organization) -> None:
    page = open_page(FIRST)
    page.get_by_role("button", name="No wrong step").click()
    saved(page)
    page.reload()
    ready(page)
    expect(page.get_by_role("button", name="No wrong step")).to_have_attribute("aria-pressed", "true")
    answer = judged(page, acme)
    assert [mark["reward"] for mark in answer["marks"].values()] == [1, 1, 1, 1]


def test_digits_judge_the_step_you_are_on_and_j_in_capital_goes_to_the_next_open_one(
    open_page: Callable[..., Page], acme: Organization
) -> None:
    page = open_page(EACH)
    page.keyboard.press("Shift+J")
    page.keyboard.press("1")
    page.keyboard.press("Shift+J")
    page.keyboard.press("3")
    page.keyboard.press("Shift+J")
    page.keyboard.press("2")
    expect(row(page, 2).get_by_role("radio", name=re.compile("Correct"))).to_be_checked()
    expect(row(page, 3).get_by_role("radio", name=re.compile("Wrong"))).to_be_checked()
    expect(page.locator("process-reward")).to_contain_text("3 of 4 steps judged.")
    expect(page.get_by_role("button", name=re.compile("To judge"))).to_contain_text("1")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-shows=missing]")).to_contain_text("Judge step 5")
    expect(step(page, 5)).to_have_class(re.compile("is-here"))
    page.keyboard.press("1")
    answer = judged(page, acme)
    assert [mark["reward"] for mark in answer["marks"].values()] == [1, -1, 0, 1]


def test_a_chosen_mark_is_taken_back_by_a_click_on_it(open_page: Callable[..., Page], acme: Organization) -> None:
    page = open_page(EACH)
    correct = row(page, 2).get_by_role("radio", name=re.compile("Correct"))
    correct.click()
    expect(correct).to_be_checked()
    correct.click()
    expect(correct).not_to_be_checked()
    expect(page.locator("process-reward")).to_contain_text("0 of 4 steps judged.")


def test_a_wrong_step_gets_its_error_and_the_score_follows(open_page: Callable[..., Page], acme: Organization) -> None:
    page = open_page(EVALUATION)
    wrong = row(page, 3)
    expect(wrong.get_by_role("combobox")).to_be_hidden()
    wrong.get_by_role("radio", name=re.compile("Wrong")).click()
    wrong.get_by_role("combobox").select_option("execution::bad_arguments")
    wrong.get_by_role("radio", name="Major").click()
    wrong.get_by_role("button", name="Note").click()
    page.keyboard.type("It deletes all files.")
    row(page, 4).get_by_role("radio", name=re.compile("Unnecessary")).click()
    row(page, 4).get_by_role("radio", name="Minor").click()
    panel = page.locator("trajectory-eval")
    expect(panel.locator("[data-shows=raw]")).to_have_text("−5.5")  # 5 for the major one, 0.5 for the minor
    expect(panel.locator("[data-shows=score]")).to_have_text("94.5 of 100")
    for number in (2, 5):
        row(page, number).get_by_role("radio", name=re.compile("Correct")).click()
    page.get_by_role("radio", name=re.compile("Success")).check()
    answer = judged(page, acme)
    assert answer["steps"]["2"] == {
        "correctness": "wrong",
        "error_type": "execution",
        "error_subtype": "bad_arguments",
        "severity": "major",
        "rationale": "It deletes all files.",
    }
    assert (answer["score"], answer["outcome"]) == (94.5, "success")


def test_a_step_set_back_to_correct_costs_nothing(open_page: Callable[..., Page], acme: Organization) -> None:
    page = open_page(EVALUATION)
    row(page, 3).get_by_role("radio", name=re.compile("Wrong")).click()
    row(page, 3).get_by_role("radio", name="Major").click()
    score = page.locator("trajectory-eval [data-shows=score]")
    expect(score).to_have_text("95 of 100")
    row(page, 3).get_by_role("radio", name=re.compile("Correct")).click()
    expect(score).to_have_text("100 of 100")
    expect(row(page, 3).get_by_role("radio", name="Major")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_at_the_steps(open_page: Callable[..., Page], theme: str) -> None:
    page = open_page({**FIRST, "required": False}, EVALUATION)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    row(page, 3).get_by_role("radio", name=re.compile("Wrong")).click()
    page.keyboard.press("f")
    assert grave(page) == []


@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.MANAGER])
def test_a_trace_without_the_list_that_is_asked_about_says_so(
    acme: Organization, sign_in_as: Callable[[Membership], Page], role: Role
) -> None:
    import_project(acme, items=ITEMS, schemes=[{**FIRST, "steps_key": "steps"}])
    page = sign_in_as(make_member(acme, role))
    page.goto(page.url.split("/o/")[0] + "/o/acme/p/weather/annotate/")
    page.get_by_role("button", name="Start with the first trace").click()
    notice = page.get_by_role("alert").filter(has_text="This trace has no")
    expect(notice).to_contain_text(
        "This trace has no “steps”, the list of steps that the questions are about; it has “structured_turns”."
    )
    expect(notice.get_by_role("link", name="Questions")).to_have_count(int(role == Role.MANAGER))
    expect(page.get_by_text("This trace has no steps to show.")).to_have_count(0)
    assert grave(page) == []
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


PRESS = """async ([most, seconds]) => {
    const how = { bubbles: true, cancelable: true };
    const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, ...how }));
    const began = performance.now();
    press("J"); // to the first step that can be judged
    for (let given = 1; given <= most; given += 1) {
        press("1");
        press("J");
        await new Promise((done) => setTimeout(done, Math.max(0, began + (given * seconds * 1000) / most - performance.now())));
    }
    return Object.keys(document.querySelector("process-reward").answer.marks).length;
}"""


def test_a_hundred_judgements_in_ten_seconds_are_all_stored(acme, sign_in_as):
    turns = [{"role": "assistant", "content": f"I do part {number}.", "tool_calls": []} for number in range(100)]
    import_project(acme, items=[{"id": "long", "structured_turns": turns}], schemes=[EACH])
    page = sign_in_as(make_member(acme))
    start(page)
    assert page.evaluate(PRESS, [100, 10]) == 100
    saved(page)
    page.reload()
    ready(page)
    with scope(acme.pk):
        assert len(Draft.objects.get().answers["reward"]["marks"]) == 100


def test_keys_at_a_step_that_has_not_come_wait_for_it(acme, sign_in_as):
    turns = [{"role": "assistant", "content": f"I do part {number}.", "tool_calls": []} for number in range(100)]
    import_project(acme, items=[{"id": "long", "structured_turns": turns}], schemes=[EACH])
    page = sign_in_as(make_member(acme))
    start(page)
    held: list[Route] = []
    page.route(re.compile(r"/steps/\?from=80"), lambda route: held.append(route))
    page.keyboard.press("G")
    for key in ("1", "k", "3"):
        page.keyboard.press(key)
    expect(page.locator("#step-100.is-waiting")).to_have_count(1)
    for route in held:
        route.continue_()
    expect(row(page, 99).locator("input:checked")).to_have_count(1)
    saved(page)
    with scope(acme.pk):
        marks = Draft.objects.get().answers["reward"]["marks"]
    assert {step: mark["reward"] for step, mark in marks.items()} == {"99": 1, "98": -1}
