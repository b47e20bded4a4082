"""A session of a coding agent, from its log to the corrected trace: imported, repaired on the page, submitted, exported."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.e2e.test_annotators_day import exported, ready, saved, submit_page
from tests.factories import import_project, make_member
from tests.tracewright.convert.sessions import DATA

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

EXAMPLE = Path(__file__).parents[2] / "examples/agent-traces/coding-session-repair/sessions"
CONFIG = {
    "annotation_task_name": "Weather",
    "task_dir": ".",
    "output_annotation_dir": "annotation_output",
    "data_files": ["session.jsonl"],
    "item_properties": {"id_key": "id", "text_key": "task_description"},
    "annotation_schemes": [
        {"annotation_type": "trajectory_edit", "name": "fix", "description": "Fix", "steps_key": "structured_turns"}
    ],
}


def sessions() -> list[Any]:
    """One of our own, and the 3.7 MB one of the corpus where that is there."""
    corpus = os.environ.get("TRACE_CORPUS", "")
    real = Path(corpus) / "claude_code/entireio-cli__89_7eb280e769_12__full.jsonl"
    no_corpus = pytest.mark.skipif(not corpus, reason="TRACE_CORPUS names no folder of real traces")
    return [
        pytest.param(sorted(EXAMPLE.glob("*.jsonl"))[0], id="our own"),
        pytest.param(real, id="real", marks=[pytest.mark.corpus, no_corpus]),
    ]


def import_session(folder: Path, session: Path) -> None:
    shutil.copyfile(session, folder / "session.jsonl")
    (folder / "config.yaml").write_text(json.dumps(CONFIG))
    call_command("import_project", str(folder), organization="acme", project="weather", verbosity=0)


def document(acme) -> dict[str, Any]:
    with scope(acme.pk):
        return Trace.objects.select_related("current__body").get().current.document


def start(page: Page) -> None:
    page.goto("/o/acme/p/weather/annotate/")
    page.get_by_role("button", name="Start").click()
    ready(page)


def go_to(page: Page, index: int) -> Locator:
    page.evaluate("(hash) => (location.hash = hash)", f"step-{index + 1}")
    step = page.locator(f"#step-{index + 1}")
    expect(step).to_be_visible()
    return step


def turns_with_a_command(document: dict[str, Any]) -> list[int]:
    return [
        index
        for index, turn in enumerate(document["structured_turns"])
        for call in turn.get("tool_calls", [])[:1]
        if isinstance(call.get("input"), dict) and isinstance(call["input"].get("command"), str)
    ]


def results(turns: list[dict[str, Any]]) -> dict[str, Any]:
    """The result of each call by its id; calls that people inserted have none."""
    return {call["id"]: call.get("output") for turn in turns for call in turn.get("tool_calls") or [] if "id" in call}


@pytest.mark.parametrize("session", sessions())
def test_a_session_is_repaired_and_exported_with_calls_and_results_paired(acme, sign_in_as, tmp_path, session):
    import_session(tmp_path, session)
    before = document(acme)["structured_turns"]
    repaired, removed = turns_with_a_command(document(acme))[0], turns_with_a_command(document(acme))[1]
    page = sign_in_as(make_member(acme))
    start(page)

    call = go_to(page, repaired).locator("[data-call]").first
    call.locator('edit-field[data-pointer$="/input/command"] .label').click()
    call.locator("textarea").fill("make check")
    page.keyboard.press("Escape")
    expect(call.get_by_text("Result of the original call")).to_be_visible()

    page.keyboard.press("i")
    expect(page.get_by_label("Inserted step", exact=True)).to_be_visible()
    page.keyboard.type("First I look at what the check says.")
    page.keyboard.press("Escape")

    go_to(page, removed).locator(".step-at").focus()
    page.keyboard.press("x")
    expect(page.locator(f"#step-{removed + 1}")).to_contain_text("Removed")

    saved(page)
    page.reload()
    ready(page)
    expect(page.locator("[data-filter=edited] b")).to_have_text("3")
    submit_page(page)

    [record] = exported(tmp_path / "out")["records"]
    after = record["corrected_trace"]["steps"]
    assert len(after) == len(before)  # one more and one less
    assert after[repaired]["tool_calls"][0]["input"]["command"] == "make check"
    assert after[repaired + 1]["content"] == "First I look at what the check says."
    gone = {call["id"] for call in before[removed]["tool_calls"]}
    assert results(after) == {name: output for name, output in results(before).items() if name not in gone}
    assert [edit["op"] for edit in record["edits"]].count("edit") == 1
    assert sorted(edit["op"] for edit in record["edits"]) == ["delete", "edit", "insert"]


def test_an_argument_of_every_type_keeps_it(acme, sign_in_as, tmp_path):
    """A number, a nested list and a text that holds JSON."""
    given = {"limit": 5, "paths": [["a", 1], []], "body": '{"n": 1}'}
    item = {
        "id": "t1",
        "structured_turns": [
            {
                "role": "assistant",
                "content": "Go",
                "tool_calls": [{"id": "c1", "tool": "Send", "input": given, "output": "ok"}],
            }
        ],
    }
    (tmp_path / "items.json").write_text(json.dumps([item]))
    (tmp_path / "config.yaml").write_text(json.dumps({**CONFIG, "data_files": ["items.json"]}))
    call_command("import_project", str(tmp_path), organization="acme", project="weather", verbosity=0)
    page = sign_in_as(make_member(acme))
    start(page)
    for key, text in {"limit": "7.5", "paths": '[["b", 2], [true]]', "body": '{"n": 2}'}.items():
        field = page.locator(f'edit-field[data-pointer="/tool_calls/0/input/{key}"]')
        field.locator(".label").click()
        field.locator("textarea").fill(text)
    submit_page(page)
    [record] = exported(tmp_path / "out")["records"]
    [call] = record["corrected_trace"]["steps"][0]["tool_calls"]
    assert call["input"] == {"limit": 7.5, "paths": [["b", 2], [True]], "body": '{"n": 2}'}
    assert (call["id"], call["output"]) == ("c1", "ok")


def test_a_wrong_number_in_an_argument_is_told_at_its_place_and_kept(acme, sign_in_as, tmp_path):
    turn = {"role": "assistant", "content": "", "tool_calls": [{"id": "c1", "tool": "Go", "input": {"limit": 5}}]}
    (tmp_path / "items.json").write_text(json.dumps([{"id": "t1", "structured_turns": [turn]}]))
    (tmp_path / "config.yaml").write_text(json.dumps({**CONFIG, "data_files": ["items.json"]}))
    call_command("import_project", str(tmp_path), organization="acme", project="weather", verbosity=0)
    page = sign_in_as(make_member(acme))
    start(page)
    field = page.locator('edit-field[data-pointer="/tool_calls/0/input/limit"]')
    field.locator(".label").click()
    field.locator("textarea").fill("five")
    expect(field.get_by_role("alert").filter(has_text="Type a number")).to_be_visible()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("[data-shows=missing]")).to_contain_text("step 1, call 1, limit")
    expect(field.locator("textarea")).to_be_focused()
    expect(field.locator("textarea")).to_have_value("five")


@pytest.mark.slow
def test_an_edited_edit_shows_the_change_that_it_would_make(acme, sign_in_as, tmp_path):
    import_session(tmp_path, DATA / "pictures.jsonl")
    page = sign_in_as(make_member(acme))
    start(page)
    call = go_to(page, 1).locator("[data-call]")
    change = call.locator(".call-blocks")
    expect(change).to_be_hidden()
    call.locator('edit-field[data-pointer$="/new_string"] .label').click()
    call.get_by_label("new_string, corrected").fill(".button { top: 150px; }\n.button { left: 0; }")
    expect(change).to_contain_text("The change as the edited call would make it")
    expect(change.locator("tr.added")).to_have_text(["+.button { left: 0; }"])
    expect(change.locator("tr.same")).to_have_text([".button { top: 150px; }"])
    call.get_by_label("new_string, corrected").fill(".button { top: 150px; }")
    expect(change).to_contain_text("The edited call would change nothing")
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    page.keyboard.press("z")
    expect(change).to_be_hidden()


@pytest.mark.slow
def test_a_text_that_is_not_there_is_a_button_until_somebody_writes_one(acme, sign_in_as) -> None:
    call = {"tool": "Bash", "input": {"command": "make"}, "output": "ok"}
    turns = [
        {"role": "assistant", "content": "I look."},
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "assistant", "content": ""},
    ]
    items = [{"id": "fix", "task_description": "Fix it.", "structured_turns": turns}]
    import_project(acme, items=items, schemes=CONFIG["annotation_schemes"])
    page = sign_in_as(make_member(acme))
    start(page)
    silent, add = page.locator("#step-2"), page.locator("#step-2").get_by_role("button", name="Add text")
    assert "empty" not in page.locator(".work-steps").inner_text()
    in_sight = "button => getComputedStyle(button).clipPath === 'none'"
    assert not add.evaluate(in_sight)
    assert page.locator("#step-3").get_by_role("button", name="Add text").evaluate(in_sight)  # it has nothing else
    add.focus()
    assert add.evaluate(in_sight)
    page.keyboard.press("Enter")
    page.keyboard.type("I build.")
    expect(add).to_be_hidden()
    saved(page)
    page.reload()
    expect(silent.locator("textarea").first).to_have_value("I build.")
    silent.get_by_role("button", name="Reset").click()
    page.keyboard.press("Escape")
    expect(silent.locator("textarea").first).to_be_hidden()
    expect(add).to_be_visible()
    page.evaluate("location.hash = 'step-2'")
    page.keyboard.press("e")  # what is there comes before what is not
    expect(silent.locator("textarea:focus")).to_have_value("make")
