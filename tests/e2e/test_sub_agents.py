"""What sub-agents did is folded away below the call that spawned them, and opens wherever somebody has to go there."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ready, saved, start
from tests.factories import import_project, make_member, make_organization

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

EDIT = {"annotation_type": "trajectory_edit", "name": "fix", "description": "Fix", "steps_key": "structured_turns"}
JUDGE = {
    "annotation_type": "process_reward",
    "name": "right",
    "description": "Right?",
    "steps_key": "structured_turns",
    "mode": "per_step",
}


def said(text: str, second: int, *calls: dict, **fields: object) -> dict:
    usage = {"input_tokens": 3, "cache_read_input_tokens": 1200, "output_tokens": 40}
    at = f"2026-03-02T09:{second // 60:02}:{second % 60:02}Z"
    turn = {"role": "assistant", "kind": "agent", "content": text, "tool_calls": list(calls), "at": at, "usage": usage}
    return {**turn, "model": "claude-opus-4-5", **fields}


def task(identity: str, kind: str, prompt: str) -> dict:
    return {"id": identity, "tool": "Task", "input": {"subagent_type": kind, "prompt": prompt}, "output": "Done."}


def of(agent: str, call: str) -> dict:
    return {"agent": agent, "parent_call": call}


READ = {"id": "r1", "tool": "Read", "input": {"file_path": "oak.py"}, "output": "x = 1", "is_error": True}
TURNS = [
    {"role": "user", "kind": "prompt", "content": "Count the trees."},
    said(
        "I send two.", 0, task("t1", "Explore", "Find the oaks.\nAll of them."), task("t2", "planner", "Plan the walk.")
    ),
    said("Find the oaks.", 1, **of("a1", "t1"), role="user"),
    said("I look for oaks.", 3, READ, task("t3", "helper", "Measure one."), **of("a1", "t1")),
    said("It is twelve metres.", 64, **of("a3", "t3")),
    said("There are three oaks.", 65, **of("a1", "t1")),
    said("First the north.", 66, **of("a2", "t2")),
    said("Three oaks, from the north.", 70),
]
TRACE = {"id": "t1", "task": "Count the trees.", "structured_turns": TURNS}


def opened(sign_in_as, *schemes: dict) -> Page:
    acme = make_organization()
    import_project(acme, items=[TRACE], schemes=schemes or [EDIT])
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def head(page: Page, name: str) -> Locator:
    return page.locator(".agent-head", has_text=name)


def here(page: Page) -> Locator:
    return page.locator("trace-steps .is-here")


def test_a_sub_agent_is_one_line_that_says_what_it_was_for_and_what_it_did(sign_in_as):
    page = opened(sign_in_as)
    line = head(page, "Explore")
    expect(line).to_have_attribute("aria-expanded", "false")
    for words in ("Sub-agent Explore", "call 1", "Find the oaks.", "4 steps", "2 calls", "1 tool error", "1 min 04 s"):
        expect(line).to_contain_text(words)
    expect(line).to_contain_text("4.8k tokens in, 160 out")  # 4 steps of 1,203 and 40 each
    expect(page.locator("#step-3")).to_have_count(0)
    expect(page.locator("#step-8 .step-at")).to_have_text("8")  # steps keep their numbers


def test_the_trace_its_steps_and_calls_say_what_they_took_and_what_is_not_known_is_not_said(sign_in_as):
    page = opened(sign_in_as)
    page.locator(".task-meta").get_by_text("8.4k tokens in, 280 out").wait_for()  # seven steps of 1,203 and 40
    expect(page.locator(".task-meta")).to_contain_text("1 min 10 s")
    facts = page.locator("#step-8 .facts")
    expect(facts).to_contain_text("claude-opus-4-5")
    expect(facts).to_contain_text("1 min 10 s")  # since the step that spawned, whose calls tell no times
    expect(facts).not_to_contain_text("$")
    expect(page.locator("#step-1 .facts")).to_have_text("")


def test_it_opens_and_closes_by_click_in_the_trace_and_in_the_map(sign_in_as):
    page = opened(sign_in_as)
    lines = page.locator(".outline li")
    expect(lines).to_have_count(7)  # prompt, step, its two calls, two folds, the last step
    head(page, "Explore").click()
    expect(page.locator("#step-4")).to_contain_text("I look for oaks.")
    expect(page.locator("#step-5")).to_have_count(0)  # its own sub-agent's
    expect(lines).to_have_count(13)  # three steps, two calls, a fold
    head(page, "helper").click()
    expect(page.locator("#step-5")).to_contain_text("twelve metres")
    page.locator(".outline li.is-agent", has_text="Explore").locator(".map-turn").click()
    expect(page.locator("#step-4")).to_have_count(0)
    expect(lines).to_have_count(7)


def test_the_keys_go_over_a_closed_one_and_open_it(sign_in_as):
    page = opened(sign_in_as)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(here(page)).to_contain_text("Sub-agent Explore")
    page.keyboard.press("j")
    expect(here(page)).to_contain_text("Sub-agent planner")
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.keyboard.press("j")
    expect(page.locator("#step-3")).to_have_class(re.compile("is-here"))
    page.keyboard.press("k")
    page.keyboard.press("Enter")  # the focus is on the line
    expect(page.locator("#step-3")).to_have_count(0)


def test_a_link_to_a_step_inside_opens_it(sign_in_as):
    page = opened(sign_in_as)
    page.goto(page.url.split("#")[0] + "#step-5")
    page.reload()
    ready(page)
    expect(page.locator("#step-5")).to_be_in_viewport()
    expect(head(page, "helper")).to_have_attribute("aria-expanded", "true")


def test_the_search_finds_inside_and_opens_it(sign_in_as):
    page = opened(sign_in_as)
    page.keyboard.press("/")
    page.keyboard.type("twelve")
    expect(page.locator(".outline li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#step-5")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(".outline li.is-nested")).to_have_count(7)


def test_what_is_not_judged_yet_is_gone_to_inside(sign_in_as):
    page = opened(sign_in_as, JUDGE)
    page.keyboard.press("j")
    page.keyboard.press("j")  # at the line of the sub-agent
    page.keyboard.press("J")
    expect(here(page)).to_have_attribute("id", "step-3")
    head(page, "Explore").click()  # closed again: who was inside is at its line
    expect(here(page)).to_contain_text("Sub-agent Explore")
    page.keyboard.press("K")
    expect(here(page)).to_have_attribute("id", "step-2")


def test_what_a_submit_lacks_inside_is_jumped_to(sign_in_as):
    page = opened(sign_in_as, {**JUDGE, "label_requirement": {"required": True}})
    for number in (2, 3):
        page.evaluate("(hash) => (location.hash = hash)", f"step-{number}")
        expect(here(page)).to_have_attribute("id", f"step-{number}")
        page.keyboard.press("1")
    head(page, "Explore").click()
    expect(page.locator("#step-3")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator("#step-4")).to_be_in_viewport()


def test_nothing_is_done_to_the_line_itself_and_what_is_inserted_there_stands_behind(sign_in_as):
    page = opened(sign_in_as)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".toast")).to_have_count(0)
    page.keyboard.press("i")
    page.keyboard.type("Wait for both.")
    page.keyboard.press("Escape")
    saved(page)
    shown = page.locator("trace-steps > .step:not([aria-hidden])")
    expect(shown.nth(3).locator("textarea").first).to_have_value(
        "Wait for both."
    )  # prompt, step, the closed fold, what was inserted
    assert page.locator("#step-\\+1.is-nested").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_with_open_and_closed_ones(sign_in_as, theme):
    page = opened(sign_in_as)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    head(page, "Explore").click()
    expect(page.locator("#step-4")).to_be_visible()
    assert grave(page) == []
    page.set_viewport_size({"width": 400, "height": 800})
    head(page, "Explore").scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
