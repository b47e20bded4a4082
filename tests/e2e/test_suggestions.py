"""What a model suggests, in the browser: seen beside its question, no answer before somebody accepts it."""

import re
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect

from apps.annotations.models import Annotation, AnnotationRevision, Draft
from apps.tenants.scope import scope
from tests.annotations.test_rated_kinds import ANSWERS, EXAMPLE, EXAMPLES
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ITEMS, saved, start
from tests.e2e.test_calls_and_causes import BLAME, REVIEW, answers, choice, row
from tests.e2e.test_calls_and_causes import ITEMS as CALLS
from tests.e2e.waiting import becomes
from tests.factories import DONE, import_project, make_member, predict

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
REWARDS = {"annotation_type": "process_reward", "name": "rewards", "description": "Right?", "mode": "per_step"}
FIRST = {"annotation_type": "process_reward", "name": "first", "description": "Which is wrong?"}
STEPS = [
    {"step": 0, "value": 1, "confidence": 0.9},
    {"step": 1, "value": -1, "confidence": 0.7, "reasoning": "It opens the wrong one."},
]
# Of the other kinds an answer to their examples.
MORE: dict[str, dict[str, Any]] = {
    "likert": {"value": 4, "bad_text": False},
    "select": {"choice": "data"},
    "number": {"value": 3},
    "slider": {"value": 7},
    "confidence": {"value": 2},
    "triage": {"decision": "reject"},
    "text": {"texts": {"text_box": "The date slipped."}},
    "multiselect": {"choices": ["made_up"], "free_response": ""},
}


def opened(acme, sign_in_as, schemes, said, items=ITEMS) -> tuple[Any, Page]:
    """A project with these schemes and what is predicted of the first trace, and the page of its first turn."""
    project = import_project(acme, items=items, schemes=schemes)
    for scheme, about in said.items():
        predict(project, items[0]["id"], scheme, **about)
    page = sign_in_as(make_member(acme))
    start(page)
    return project, page


def draft(acme) -> dict[str, Any]:
    with scope(acme.pk):
        return Draft.objects.get().answers


def test_an_accepted_suggestion_is_handed_in(acme, sign_in_as):
    about = {"answer": {"choice": "yes"}, "confidence": 0.87, "reasoning": "It says so."}
    _project, page = opened(acme, sign_in_as, [{**DONE, "required": True}], {"done": about})
    question = page.locator("[data-scheme=done]")
    expect(question.get_by_text("suggested by critic-1, 87%")).to_be_visible()
    expect(question.get_by_label("yes")).not_to_be_checked()
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(question).to_have_class(re.compile("is-missing"))
    question.get_by_text("Why").click()
    expect(question.get_by_text("It says so.")).to_be_visible()
    question.get_by_role("button", name="Accept").click()
    expect(question.get_by_label("yes")).to_be_checked()
    expect(question).not_to_have_class(re.compile("is-missing"))
    with page.expect_navigation(url=re.compile("annotate")):
        page.get_by_role("button", name=re.compile("Submit")).click()
    with scope(acme.pk):
        revision = AnnotationRevision.objects.get()
    assert (revision.answer["choice"], revision.began_from["model"]) == ("yes", "critic-1")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_suggestions_are_read_and_accepted_by_keys(acme, sign_in_as, theme):
    schemes = [REWARDS, DONE]
    project, page = opened(
        acme, sign_in_as, schemes, {"rewards": {"steps": STEPS}, "done": {"answer": {"choice": "no"}}}
    )
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    row = page.locator("#step-2 .judge")
    expect(row.get_by_text("suggested by critic-1, 70%")).to_be_visible()
    expect(row.get_by_role("radio", checked=True)).to_have_count(0)
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row.get_by_text("It opens the wrong one.")).to_be_visible()
    assert grave(page) == []
    page.keyboard.press("y")
    expect(row.get_by_label("Wrong")).to_be_checked()
    expect(page.locator("#step-1 .judge").get_by_role("radio", checked=True)).to_have_count(0)
    saved(page)
    given = draft(acme)["rewards"]
    assert given["marks"] == {
        "1": {
            **{"reward": -1, "source": "ai", "verified": True},
            **{"ai_reward": -1, "ai_reasoning": "It opens the wrong one.", "confidence": 0.7},
        }
    }
    page.keyboard.press("Shift+Y")
    expect(page.locator("[data-scheme=done]").get_by_label("no")).to_be_checked()
    expect(page.locator("[data-shows=suggestions]")).to_be_hidden()
    assert grave(page) == []
    saved(page)
    page.reload()
    expect(page.locator("#step-1 .judge").get_by_label("Correct")).to_be_checked()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"annotate/\d+/$"))
    expect(page.locator(".task-meta")).to_contain_text("t2")
    with scope(acme.pk):
        began = {row.annotation.scheme.name: row.began_from for row in AnnotationRevision.objects.all()}
    assert {name: about["model"] for name, about in began.items()} == {"rewards": "critic-1", "done": "critic-1"}


@pytest.mark.slow
def test_of_every_kind_the_suggestion_becomes_just_that_answer(acme, sign_in_as):
    """Each example kind says after `Y` what was predicted; what somebody has answered before stays."""
    examples = {**EXAMPLE, **{kind: yaml.safe_load((EXAMPLES / f"{kind}.yaml").read_text()) for kind in MORE}}
    said = {examples[kind]["name"]: answer for kind, answer in {**ANSWERS, **MORE}.items()}
    schemes = [FIRST, DONE, *examples.values()]
    about = {name: {"answer": answer} for name, answer in said.items()}
    about |= {"first": {"steps": STEPS}, "done": {"answer": {"choice": "no"}}}
    _project, page = opened(acme, sign_in_as, schemes, about)
    expect(page.locator(".question > .prelabel")).to_have_count(len(schemes))
    assert grave(page) == []
    page.locator("[data-scheme=done]").get_by_label("yes").click()
    page.get_by_role("button", name="Accept all suggestions").click()
    saved(page)
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator(".task-meta")).to_contain_text("t2")
    with scope(acme.pk):
        stored = {row.scheme.name: row.answer for row in Annotation.objects.select_related("scheme")}
    assert stored.pop("done")["choice"] == "yes"
    assert stored.pop("first")["first_error"] == "1"
    assert {name: {**answer, **said[name]} for name, answer in stored.items()} == stored
    assert set(stored) == set(said)


@pytest.mark.slow
def test_calls_and_the_cause_are_accepted_where_they_stand(acme, sign_in_as):
    """One call by its button, one by key where the focus is, the rest with all; a note of one's own stays."""
    calls = {
        "1.0": {"verdict": "correct", "rationale": "It looks first."},
        "1.1": {"verdict": "unnecessary", "rationale": "Never read later."},
        "2.0": {"verdict": "wrong_args", "right_arguments": "rm logs/old", "rationale": "It deletes all."},
    }
    cause = {"failed": True, "agent": "Coder", "step": "2", "reason": "It deletes all."}
    said = {"review": {"answer": {"calls": calls}, "confidence": 0.8}, "blame": {"answer": cause}}
    _project, page = opened(acme, sign_in_as, [REVIEW, BLAME], said, CALLS)
    expect(page.locator("tool-call-review > .prelabel")).to_contain_text("3 calls")
    expect(page.locator("failure-attribution > .prelabel")).to_contain_text("Step 3, Coder, It deletes all.")
    expect(page.locator("#step-3 .step-card > .judge .prelabel")).to_contain_text("Decisive step")
    assert grave(page) == []
    row(page, "1.0").get_by_role("button", name="Accept").click()
    expect(choice(page, "1.0", "Correct")).to_be_checked()
    expect(row(page, "1.0").locator(".prelabel")).to_have_count(0)
    row(page, "1.1").locator("[data-gives=note]").click()
    page.keyboard.type("A note of mine.")
    choice(page, "1.1", "Correct").focus()
    page.keyboard.press("y")
    expect(choice(page, "1.1", "Unnecessary")).to_be_checked()
    expect(choice(page, "2.0", "Wrong args")).not_to_be_checked()
    page.get_by_role("button", name="Accept all suggestions").click()
    expect(page.locator(".prelabel:not(.is-taken)")).to_have_count(0)
    saved(page)
    page.get_by_role("button", name=re.compile("Submit")).click()
    stored = answers(page, acme)
    given = stored["review"]["calls"]
    assert given == {**calls, "1.1": {"verdict": "unnecessary", "rationale": "A note of mine."}}
    assert {key: stored["blame"][key] for key in cause} == cause
    with scope(acme.pk):
        assert {row.began_from["model"] for row in AnnotationRevision.objects.all()} == {"critic-1"}


@pytest.mark.slow
def test_a_question_that_is_not_asked_suggests_nothing(acme, sign_in_as):
    """Nor is it taken with all others: what it suggests was not seen yet."""
    when = {"display_logic": {"show_when": [{"schema": "done", "operator": "equals", "value": "no"}]}}
    why = {"annotation_type": "text", "name": "why", "description": "Why not?", **when}
    said = {
        "done": {"answer": {"choice": "no"}},
        "why": {"answer": {"texts": {"text_box": "It never ran."}}},
        "rewards": {"steps": STEPS},
    }
    _project, page = opened(acme, sign_in_as, [DONE, why, {**REWARDS, **when}], said)
    panel = page.locator("[data-shows=suggestions]")
    expect(panel).to_contain_text("1 suggestion")
    expect(page.locator(".prelabel:visible")).to_have_count(1)
    panel.get_by_role("button").click()
    expect(page.locator("[data-scheme=why]")).to_be_visible()
    expect(panel).to_contain_text("2 suggestions")
    expect(page.locator("[data-scheme=why]").get_by_role("textbox")).to_have_value("")
    panel.get_by_role("button").click()
    expect(page.locator("[data-scheme=why]").get_by_role("textbox")).to_have_value("It never ran.")
    expect(page.locator("#step-2 .judge").get_by_label("Wrong")).to_be_checked()


MARKS = {"annotation_type": "span", "name": "claims", "description": "What is it?", "labels": ["made_up", "quoted"]}


def mark(step: int, start: int, end: int, label: str = "made_up") -> dict[str, Any]:
    return {"label": label, "step": str(step), "pointer": "/thought", "start": start, "end": end}


@pytest.mark.slow
def test_suggested_marks_are_dashed_and_taken_one_by_one_or_all(acme, sign_in_as):
    items = [{"id": "t1", "task": "Go", "steps": [{"thought": "It rains in Rome."}, {"thought": "It snows."}]}]
    said = {"answer": {"spans": [mark(0, 3, 8), mark(0, 12, 16, "quoted"), mark(1, 3, 8)]}, "confidence": 0.6}
    _project, page = opened(acme, sign_in_as, [{**MARKS, "required": True}], {"claims": said}, items)
    question = page.locator("[data-scheme=claims]")
    expect(question).to_contain_text("suggested by critic-1, 60%")
    shown = "tone => [...(CSS.highlights.get(tone) ?? [])].map(String)"
    becomes(page, lambda: page.evaluate(shown, "mark-suggested"), ["rains", "Rome", "snows"])
    expect(question.get_by_label("Marks", exact=True).locator("li")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(question).to_have_class(re.compile("is-missing"))

    question.get_by_role("button", name="Accept the suggested mark: Rome").click()
    becomes(page, lambda: page.evaluate(shown, "mark-suggested"), ["rains", "snows"])
    expect(question.get_by_role("button", name="Accept the suggested mark: snows")).to_be_focused()
    saved(page)
    assert [each["text"] for each in draft(acme)["claims"]["spans"]] == ["Rome"]

    page.locator("h1, .trace-head").first.click()
    page.keyboard.press("Shift+Y")
    expect(question.get_by_label("Marks", exact=True).locator("li")).to_have_count(3)
    expect(question).to_contain_text("Accepted.")
    becomes(page, lambda: page.evaluate(shown, "mark-suggested"), [])
    page.keyboard.press("z")
    expect(question.get_by_label("Suggested marks").locator("li")).to_have_count(2)
    page.keyboard.press("Shift+Y")
    saved(page)
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator("work-page")).to_have_count(0)
    with scope(acme.pk):
        revision = AnnotationRevision.objects.get()
    assert (len(revision.answer["spans"]), revision.began_from["model"]) == (3, "critic-1")


@pytest.mark.slow
def test_a_stretch_that_the_person_has_marked_is_not_suggested(acme, sign_in_as):
    items = [{"id": "t1", "task": "Go", "steps": [{"thought": "It rains in Rome."}]}]
    said = {"answer": {"spans": [mark(0, 3, 8)]}}
    _project, page = opened(acme, sign_in_as, [MARKS], {"claims": said}, items)
    question = page.locator("[data-scheme=claims]")
    question.get_by_role("button", name="Accept the suggested mark: rains").click()
    question.get_by_label("Change the label: rains").click()
    page.get_by_role("menuitemradio", name="Quoted").click()
    expect(question.get_by_label("Suggested marks").locator("li")).to_have_count(0)
    expect(question).not_to_contain_text("Accepted.")
    expect(page.get_by_text("1 suggestion")).to_be_hidden()


@pytest.mark.slow
def test_which_of_two_runs_is_better_is_suggested_in_the_order_of_the_page(acme, sign_in_as):
    """A model names the sides of the data; each person has an order of their own for each trace."""
    say = {"role": "assistant", "content": "I build it."}
    runs = [{"label": f"Run {n}", "structured_turns": [say, {**say, "content": f"Done {n}."}]} for n in (1, 2)]
    items = [{"id": str(n), "task_description": "Fix it.", "runs": runs} for n in range(12)]
    better = {"annotation_type": "pairwise", "name": "better", "description": "Which?", "randomize_order": True}
    project = import_project(acme, items=items, schemes=[{**better, "items_key": "runs"}])
    for item in items:
        predict(project, item["id"], "better", answer={"selection": "A"}, confidence=0.7)
    page = sign_in_as(make_member(acme))
    start(page)
    question, seen = page.locator("[data-scheme=better]"), []
    for turn in range(12):  # all stand in one order once in 2,048 times
        expect(page.locator(".crumbs [aria-current]")).to_have_text(str(turn))
        heads = page.locator("compare-head .compare-side h2")
        expect(heads.first).to_contain_text("Run")
        side = "A" if "Run 1" in heads.first.inner_text() else "B"
        expect(question.locator(".prelabel-what")).to_have_text(side)
        expect(question).to_contain_text("suggested by critic-1, 70%")
        expect(question.locator(".is-suggested input")).to_have_value(side)
        expect(question.locator("input:checked")).to_have_count(0)
        if turn % 2:
            page.keyboard.press("y")
        else:
            question.get_by_role("button", name="Accept").click()
        expect(question.locator("input:checked")).to_have_value(side)
        seen.append(side)
        page.keyboard.press("Control+Enter")
        if len(set(seen)) == 2:
            break
    expect(page.locator(".crumbs [aria-current]")).not_to_have_text(str(len(seen) - 1))
    assert set(seen) == {"A", "B"}
    with scope(acme.pk):
        stored = [(row.answer["selection"], row.began_from["model"]) for row in AnnotationRevision.objects.all()]
    assert stored == [("A", "critic-1")] * len(seen)


@pytest.mark.slow
def test_marks_that_come_with_the_records_are_suggested(acme, sign_in_as):
    text = {"id": "t1", "task": "Go", "steps": [{"thought": "It rains in Rome."}]}
    said = {"claims": {"spans": [mark(0, 3, 8)]}, "model": "critic-2", "confidence": 0.6}
    import_project(acme, items=[{**text, "predictions": said}], schemes=[MARKS], pre_annotation={"enabled": True})
    page = sign_in_as(make_member(acme))
    start(page)
    question = page.locator("[data-scheme=claims]")
    expect(question).to_contain_text("suggested by critic-2, 60%")
    question.get_by_role("button", name="Accept the suggested mark: rains").click()
    expect(question.get_by_label("Marks", exact=True).locator("li")).to_have_count(1)
