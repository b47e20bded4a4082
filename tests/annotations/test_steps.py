"""Steps and map of a trace as the page gets them."""

import pytest

from apps.annotations.drawing import blank_step
from apps.annotations.outline import outline_rows
from apps.annotations.steps import CUT_CHARS, spent_in_all, step_before, step_view, step_views
from apps.traces.blocks import Trail
from apps.traces.opened import OpenedSteps
from tracewright.schemes import trajectory_edit

TURNS = trajectory_edit.config({"name": "fix", "description": "", "steps_key": "structured_turns"}, "fix")
STEPS = trajectory_edit.config({"name": "fix", "description": "", "editable_fields": ["action"]}, "fix")
CALL = {
    "id": "c1",
    "tool": "Bash",
    "input": {"command": "ls", "timeout": 5},
    "output": "a\nb",
    "exit_code": 1,
    "is_error": True,
}
TURN = {
    "role": "assistant",
    "thinking": "Look.",
    "content": "I look.",
    "tool_calls": [CALL],
    "usage": {"output_tokens": 7},
}


def test_a_turn_shows_what_it_thinks_then_says_then_calls():
    view = step_view(TURN, 4, TURNS, Trail([]))
    assert (view["name"], view["number"], view["kind"]) == ("4", 5, "agent")
    assert [(field["key"], field["text"], field["edit"]) for field in view["fields"]] == [
        ("thinking", "Look.", True),
        ("content", "I look.", True),
    ]


def test_a_call_shows_its_arguments_its_result_and_how_it_ended():
    [call] = step_view(TURN, 4, TURNS, Trail([]))["calls"]
    assert (call["name"], call["tool"], call["error"], call["exit"]) == ("4.0", "Bash", "agent", 1)
    assert [(field["key"], field["text"], field["json"], field["edit"]) for field in call["inputs"]] == [
        ("command", "ls", False, True),
        ("timeout", "5", True, True),
    ]
    assert call["result"]["text"] == "a\nb"
    assert not call["result"]["edit"]


def test_a_step_tells_what_it_spent_and_a_call_how_long_it_took():
    timed = {**CALL, "started_at": "2026-03-02T09:00:01Z", "ended_at": "2026-03-02T09:00:02.5Z"}
    before = {"at": "2026-03-02T08:59:58Z"}
    view = step_view({**TURN, "tool_calls": [timed], "at": "2026-03-02T09:00:00Z"}, 4, TURNS, Trail([]), before=before)
    assert view["spent"] == {
        "tokens": {"read": None, "written": 7, "cached": None},
        "dollars": None,
        "at": "2026-03-02T09:00:00+00:00",
        "seconds": None,
        "since": 2.0,
        "model": "",
    }
    assert view["calls"][0]["seconds"] == 1.5


def test_the_step_before_is_the_one_of_the_same_agent():
    inside = {"agent": "a", "parent_call": "c1"}
    steps = [{"content": "spawns"}, {**inside, "content": "first"}, {**inside, "content": "second"}, "goes on"]
    assert [step_before(steps, index) for index in range(4)] == [None, None, steps[1], steps[0]]


def test_a_trace_tells_its_own_sums_before_those_of_its_steps():
    steps = [
        {"usage": {"output_tokens": 2}, "cost_usd": 0.25, "at": "2026-03-02T09:00:00Z"},
        {"usage": {"output_tokens": 3}, "cost_usd": 0.5, "at": "2026-03-02T09:01:00Z"},
    ]
    summed = spent_in_all({}, steps)
    assert (summed["tokens"]["written"], summed["dollars"], summed["seconds"]) == (5, 0.75, 60.0)
    told = spent_in_all({"usage": {"output_tokens": 9}, "total_cost_usd": 1, "duration_ms": 500}, steps)
    assert (told["tokens"]["written"], told["dollars"], told["seconds"]) == (9, 1.0, 0.5)


@pytest.mark.parametrize("source", ["rejected", "cancelled", "environment"])
def test_whose_error_it_was_is_said(source):
    [call] = step_view({"tool_calls": [{**CALL, "error_source": source}]}, 0, TURNS, Trail([]))["calls"]
    assert call["error"] == source


@pytest.mark.parametrize(
    "odd",
    [
        {"tool_calls": None},
        {"tool_calls": "Bash ls"},
        {"tool_calls": ["ls", 5, None]},
        {"tool_calls": [{"tool": 5, "input": ["ls"], "output": {"a": 1}, "exit_code": "1"}]},
        {"tool_calls": [{"input": "ls", "is_error": "yes"}], "usage": "many", "kind": 7, "role": ["user"]},
        "only text",
        {},
    ],
)
def test_odd_records_are_shown_all_the_same(odd):
    steps = OpenedSteps([odd])
    assert len(step_views(steps, TURNS, 0, 9)) == 1
    assert outline_rows({"structured_turns": [odd]}, TURNS)[0][:2] == [0, None]
    assert steps.matches("no such text") == []


def test_a_long_text_is_cut_and_says_how_long_it_is():
    [field] = step_view({"content": "x" * 5000 + "\n"}, 0, TURNS, Trail([]))["fields"]
    assert (len(field["text"]), field["chars"], field["lines"]) == (CUT_CHARS, 5001, 2)


def test_the_length_of_a_text_counts_as_the_page_does():
    # 4,500 suns are two code units each: of a cut text the page has 4,000 suns, 8,000 units, which is less than 9,000.
    [field] = step_view({"content": "🌞" * 4500}, 0, TURNS, Trail([]))["fields"]
    assert (len(field["text"]), field["chars"]) == (CUT_CHARS, 9000)


def test_the_fields_of_a_step_are_all_shown_and_those_of_the_scheme_can_be_edited():
    view = step_view({"thought": "t", "action": {"tool": "ls"}, "observation": "o", "cost": 0.5}, 0, STEPS, Trail([]))
    shown = {field["key"]: (field["edit"], field["json"]) for field in view["fields"]}
    assert shown == {
        "thought": (False, False),
        "action": (True, True),
        "observation": (False, False),
        "cost": (False, True),
    }


def test_without_a_scheme_nothing_can_be_edited():
    assert not any(field["edit"] for field in step_view(TURN, 0, None, Trail([]))["fields"])


def test_a_call_that_is_edited_is_shown_by_its_arguments_any_other_by_what_it_did():
    [edited] = step_view(TURN, 4, TURNS, Trail([]))["calls"]
    [read] = step_view(TURN, 4, STEPS, Trail([]))["calls"]
    assert edited["blocks"] == []
    assert [block["kind"] for block in read["blocks"]] == ["terminal"]
    assert not read["told"]  # the timeout is shown nowhere else


def test_the_map_has_a_row_for_each_step_and_call():
    rows = outline_rows({"structured_turns": [{"role": "user", "content": "Do it."}, TURN]}, TURNS)
    assert [row[:6] for row in rows] == [
        [0, None, "prompt", "", "", "Do it."],
        [1, None, "agent", "", "", "I look."],
        [1, 0, "call", "Bash", "agent", "ls"],
    ]


def test_a_step_without_calls_names_the_tool_that_its_text_calls():
    [row] = outline_rows({"steps": [{"action": "web_search(query='x')"}]}, STEPS)
    assert row[3] == "web_search"


@pytest.mark.parametrize("path", ["/home/someone/" + "deep/" * 20 + "module.py", "src/" + "deep/" * 20 + "module.py"])
def test_of_a_path_the_map_has_all(path):
    rows = outline_rows({"structured_turns": [{"tool_calls": [{"tool": "Read", "input": {"file_path": path}}]}]}, TURNS)
    assert rows[1][5] == path


def test_of_an_endless_path_the_map_has_the_end():
    path = "/home/someone/" + "deep/" * 100 + "module.py"
    rows = outline_rows({"structured_turns": [{"tool_calls": [{"tool": "Read", "input": {"file_path": path}}]}]}, TURNS)
    assert rows[1][5].startswith("…") and rows[1][5].endswith("deep/module.py")


@pytest.mark.parametrize(
    ("document", "config", "blank"),
    [
        ({"structured_turns": [TURN]}, TURNS, {"role": "assistant", "thinking": "", "content": "", "tool_calls": []}),
        ({"structured_turns": []}, TURNS, {"role": "assistant", "content": "", "tool_calls": []}),
        ({"steps": [{"thought": "a", "action": "b", "n": 1, "id": "s1"}]}, STEPS, {"thought": "", "action": ""}),
        ({"steps": ["a"]}, STEPS, ""),
        ({"steps": []}, STEPS, {"action": ""}),
    ],
)
def test_a_new_step_is_like_the_others_and_empty(document, config, blank):
    assert blank_step(document, config) == blank


def test_of_a_written_file_the_map_names_the_file():
    call = {"tool": "Write", "input": {"file_path": "src/a.py", "content": "import os"}}
    rows = outline_rows({"structured_turns": [{"content": "Now", "tool_calls": [call]}]}, TURNS)
    assert [row[5] for row in rows] == ["Now", "src/a.py"]
