"""Potato edits a list of calls as one text of JSON; here its changes are told apart."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.schemes.sessions import CONFIG, SESSION
from tests.tracewright.strategies import calls as any_calls
from tests.tracewright.strategies import inputs
from tracewright.correction import corrected
from tracewright.schemes import trajectory_edit

TURNS = SESSION["structured_turns"]
READ, GREP = TURNS[1]["tool_calls"]


def imported(
    step: int, new: Any, document: dict[str, Any] = SESSION, field: str = "tool_calls", **config: Any
) -> dict[str, Any]:
    text = new if isinstance(new, str) else json.dumps(new)
    entry = {"step_index": step, "field": field, "edited_text": text, "edited": True, "reason": "wrong"}
    answer = trajectory_edit.from_potato({**CONFIG, **config}, {"fix": {"steps": [entry]}}, document)
    assert answer is not None
    return answer


def test_a_changed_argument_is_an_edit_of_it() -> None:
    answer = imported(1, [{**READ, "input": {**READ["input"], "limit": 6}}, GREP])
    assert [(edit["pointer"], edit["new"], edit["reason"]) for edit in answer["edits"]] == [
        ("/tool_calls/0/input/limit", 6, "wrong")
    ]
    assert (answer["inserted"], answer["calls"]) == ({}, {})


def test_calls_that_are_gone_new_or_moved_are_told_apart() -> None:
    bash = {"tool": "Bash", "input": "ls", "output": ""}
    answer = imported(1, [GREP, bash])
    assert (answer["edits"], answer["calls"], answer["inserted"]) == ([], {"1": ["1.1", "1.+1"]}, {"1.+1": bash})


def test_a_call_with_another_tool_is_another_call() -> None:
    renamed = {**READ, "tool": "Open"}
    answer = imported(1, [renamed, GREP])
    assert (answer["calls"], answer["inserted"]) == ({"1": ["1.+1", "1.1"]}, {"1.+1": renamed})


def test_the_next_submit_keeps_it() -> None:
    answer = imported(1, [GREP, {**READ, "input": {"file_path": "b.py"}}])
    sent = trajectory_edit.as_sent(CONFIG, answer, SESSION)
    assert trajectory_edit.parse(CONFIG, sent, SESSION) == answer


@pytest.mark.parametrize("new", ["no JSON", [1], [{"input": {}}]])
def test_what_cannot_be_taken_for_calls_stays_one_edit(new: Any) -> None:
    answer = imported(1, new)
    assert [edit["pointer"] for edit in answer["edits"]] == ["/tool_calls"]
    assert corrected(SESSION, CONFIG, answer)["structured_turns"][1]["tool_calls"] == new


def test_a_call_whose_argument_has_another_type_is_another_call() -> None:
    answer = imported(1, [{**READ, "input": {**READ["input"], "limit": "5"}}, {**GREP, "input": "all"}])
    assert (answer["edits"], answer["calls"]) == ([], {"1": ["1.+1", "1.+2"]})


def test_an_action_that_is_a_call_is_told_apart_by_its_parts() -> None:
    config = trajectory_edit.config({"name": "fix", "editable_fields": ["action", "tool_calls"]}, "scheme")
    document = {"steps": [{"action": {"tool": "Read", "input": {"path": "a", "limit": 5}}}]}
    answer = imported(0, {"tool": "Open", "input": {"path": "b", "limit": 5}}, document, "action", **config)
    assert [(edit["pointer"], edit["new"]) for edit in answer["edits"]] == [
        ("/action/input/path", "b"),
        ("/action/tool", "Open"),
    ]


def test_calls_that_are_not_edited_by_argument_stay_one_edit() -> None:
    answer = imported(1, [GREP], editable_fields=["content"])
    assert [edit["pointer"] for edit in answer["edits"]] == ["/tool_calls"]


@given(st.lists(any_calls, max_size=3), st.lists(any_calls, max_size=3), st.data())
def test_the_corrected_trace_is_that_of_the_whole_list(
    before: list[Any], others: list[Any], data: st.DataObject
) -> None:
    edited = [{**call, "input": data.draw(st.just(call["input"]) | inputs)} for call in before]
    after = data.draw(st.permutations([*edited, *others]))[: data.draw(st.integers(0, 6))]
    document = {"structured_turns": [{"tool_calls": before}]}
    answer = imported(0, after, document)
    found = corrected(document, CONFIG, answer)["structured_turns"][0]["tool_calls"]
    # Potato's page sorts keys, so their order is no edit.
    assert json.dumps(found, sort_keys=True) == json.dumps(after, sort_keys=True)
    assert trajectory_edit.parse(CONFIG, trajectory_edit.as_sent(CONFIG, answer, document), document) == answer
