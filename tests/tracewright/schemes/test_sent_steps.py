"""Steps and calls that are inserted, deleted and moved, as they are sent and as they are stored."""

from typing import Any

import pytest

from tests.tracewright.schemes.sessions import CONFIG, SESSION, argument, calls, edit, parsed, turns
from tracewright.errors import AnswerError
from tracewright.schemes import trajectory_edit
from tracewright.schemes.sent_values import MAX_TEXT_BYTES
from tracewright.trace import MAX_STEPS

ORDER = ["0", "1", "2", "3", "4"]
STEP = {"role": "assistant", "content": "I look again.", "tool_calls": []}
NO_STEP = "is no step's name, which is its index or, for an inserted step, such as +1"
CALL = {"tool": "Read", "input": {"file_path": "a"}, "output": "x"}


def refusal(*edits: dict[str, Any], **parts: Any) -> tuple[str, str]:
    with pytest.raises(AnswerError) as error:
        parsed(*edits, **parts)
    return str(error.value), error.value.at


def test_a_step_that_is_missing_in_the_order_is_deleted() -> None:
    assert turns(order=["0", "1", "3", "4"]) == [*SESSION["structured_turns"][:2], *SESSION["structured_turns"][3:]]


def test_steps_are_moved_and_inserted() -> None:
    found = turns(inserted={"+1": STEP, "+7": "text"}, order=["+7", "1", "0", "+1", "2", "3", "4"])
    original = SESSION["structured_turns"]
    assert found == ["text", original[1], original[0], STEP, *original[2:]]


def test_every_step_can_be_deleted() -> None:
    assert turns(order=[]) == []
    assert trajectory_edit.as_sent(CONFIG, parsed(order=[]), SESSION) == {"edits": [], "order": []}


@pytest.mark.parametrize("parts", [{}, {"order": None}, {"order": ORDER}])
def test_the_order_of_the_trace_is_null_and_what_is_inserted_in_it_dropped(parts: dict[str, Any]) -> None:
    answer = parsed(inserted={"+1": STEP, "1.+1": CALL}, **parts)
    assert (answer["order"], answer["inserted"], answer["calls"]) == (None, {}, {})


def test_a_call_that_is_missing_in_its_list_is_deleted_with_its_result() -> None:
    made = turns(calls={"1": ["1.1"]})[1]["tool_calls"]
    assert [(call["id"], call["output"]) for call in made] == [("b", "none")]


def test_a_call_moves_to_another_step_with_its_result_and_its_edits() -> None:
    found = turns(argument("1", 0, "limit", "6"), calls={"4": ["1.0"]}, order=["0", "2", "3", "4"])
    (moved,) = found[-1]["tool_calls"]
    assert (moved["id"], moved["output"], moved["input"]["limit"]) == ("a", "x = 1", 6)


def test_a_call_is_inserted_between_others() -> None:
    assert calls(inserted={"1.+1": CALL}, calls={"1": ["1.0", "1.+1", "1.1"]})["1"] == ["1.0", "1.+1", "1.1"]


def test_an_inserted_call_may_stand_in_another_step() -> None:
    assert turns(inserted={"1.+1": CALL}, calls={"3": ["1.+1"]})[3]["tool_calls"] == [CALL]


def test_only_lists_that_do_not_follow_from_the_others_are_stored() -> None:
    natural = {"1": ["1.0", "1.1"], "2": [], "3": ["3.0"]}
    assert parsed(calls=natural)["calls"] == {}
    moved = {"1": ["1.1"], "2": ["1.0"]}
    assert parsed(calls=moved)["calls"] == parsed(calls={"2": ["1.0"]})["calls"] == {"2": ["1.0"]}


def test_a_call_listed_in_a_deleted_step_is_deleted_with_it() -> None:
    answer = parsed(order=["0", "1", "3", "4"], calls={"2": ["1.0"]})
    assert answer["calls"] == {"1": ["1.1"]}


def test_the_calls_of_an_inserted_step_are_named_by_their_place_in_it() -> None:
    assert calls(inserted={"+1": {"tool_calls": [CALL, CALL]}}, order=["+1"]) == {"+1": ["+1.0", "+1.1"]}


def test_edits_of_what_is_deleted_are_dropped_even_half_typed_ones() -> None:
    edits = [edit("2", "/content", "no JSON"), argument("1", 1, "paths", "no JSON"), argument("1", 0, "limit", "6")]
    answer = parsed(*edits, order=["0", "1", "3", "4"], calls={"1": ["1.0"]})
    assert [each["pointer"] for each in answer["edits"]] == ["/tool_calls/0/input/limit"]


def test_edits_inside_an_inserted_step_become_part_of_it() -> None:
    answer = parsed(
        edit("+1", "/content", "3"),
        edit("+1", "/tool_calls/0/input/limit", "3"),
        edit("+1", "/tool_calls/0/output", "3"),
        inserted={"+1": {"content": "", "tool_calls": [{"tool": "Read", "input": {}}]}},
        order=["+1"],
    )
    call = {"tool": "Read", "input": {"limit": 3}, "output": "3"}
    assert (answer["inserted"], answer["edits"]) == ({"+1": {"content": "3", "tool_calls": [call]}}, [])


def test_edits_inside_an_inserted_call_become_part_of_it() -> None:
    edits = [edit("1.+1", "/input/file_path", None), edit("1.+1", "/input/path", "a"), edit("1.+1", "/tool", "Write")]
    answer = parsed(*edits, inserted={"1.+1": CALL}, calls={"1": ["1.+1"]})
    assert answer["inserted"] == {"1.+1": {"tool": "Write", "input": {"path": "a"}, "output": "x"}}


def test_what_is_inserted_is_sorted_steps_first() -> None:
    inserted = {"1.+2": CALL, "+10": "x", "+9": "x", "1.+1": CALL}
    answer = parsed(inserted=inserted, order=["0", "1", "+10", "+9"], calls={"1": ["1.+2", "1.+1"]})
    assert list(answer["inserted"]) == ["+9", "+10", "1.+1", "1.+2"]


@pytest.mark.parametrize(
    ("parts", "message", "at"),
    [
        ({"order": ["8"]}, "step 9: is not in this version of the trace, which has 5 steps", "8"),
        ({"order": ["0", "0"]}, "step 1: is listed twice", "0"),
        ({"order": ["+1", "+1"], "inserted": {"+1": "x"}}, "step +1: is listed twice", "+1"),
        ({"order": ["+1"]}, "step +1: is not among what is inserted", "+1"),
        ({"order": ["x"]}, "step 'x': " + NO_STEP, ""),
        (
            {"order": [["0"]]},
            "step a list, ['0']: " + NO_STEP,
            "",
        ),
        ({"order": "0"}, "fix: needs a list of steps as their order, not '0'", ""),
        ({"inserted": []}, "fix: needs an object of inserted steps, not a list, []", ""),
        ({"inserted": {"1": "x"}}, "step 2: is no name for an inserted step or call, such as +1 or 4.+1", ""),
        ({"inserted": {"+0": "x"}}, "step '+0': is no name for an inserted step or call, such as +1 or 4.+1", ""),
        ({"inserted": {"+1": 3}, "order": ["+1"]}, "step +1: needs a text or an object, not 3", "+1"),
        (
            {"inserted": {"+1": {"tool_calls": {}}}, "order": ["+1"]},
            "step +1: needs a list of tool_calls, not an object, {}",
            "+1",
        ),
        (
            {"inserted": {"+1": {"tool_calls": [CALL, 3]}}, "order": ["+1"]},
            "step +1, call 2: needs an object, not 3",
            "+1:/tool_calls/1",
        ),
        (
            {"inserted": {"+1": {"role": 5}}, "order": ["+1"]},
            "step +1, role: needs a text, not 5",
            "+1:/role",
        ),
        (
            {"inserted": {"+1": {"content": [1, 2]}}, "order": ["+1"]},
            "step +1, content: needs a text, not a list, [1, 2]",
            "+1:/content",
        ),
        (
            {"inserted": {"+1": {"tool_calls": [CALL, {**CALL, "id": ["x"]}]}}, "order": ["+1"]},
            "step +1, call 2, id: needs a text, not a list, ['x']",
            "+1:/tool_calls/1/id",
        ),
        (
            {"inserted": {"1.+1": {"input": {}}}, "calls": {"1": ["1.+1"]}},
            "step 2, call +1: needs the name of its tool, not nothing",
            "1.+1",
        ),
        ({"calls": []}, "fix: needs an object of lists of calls, not a list, []", ""),
        ({"calls": {"1": "1.0"}}, "step 2: needs a list of its calls, not '1.0'", "1"),
        ({"calls": {"9": []}}, "step 10: is not in this version of the trace, which has 5 steps", "9"),
        (
            {"calls": {"+1": []}},
            "step +1: " + NO_STEP,
            "",
        ),
        ({"calls": {"0": []}}, "step 1: is a text and can hold no calls", "0"),
        (
            {"calls": {"1": ["1.2"]}},
            "step 2, call 3: is not in this version of the trace, where the step has 2 calls",
            "1.2",
        ),
        (
            {"calls": {"1": ["3.1"]}},
            "step 4, call 2: is not in this version of the trace, where the step has 1 call",
            "3.1",
        ),
        ({"calls": {"1": ["9.0"]}}, "step 10: is not in this version of the trace, which has 5 steps", "9"),
        ({"calls": {"1": ["9.+1"]}}, "step 10: is not in this version of the trace, which has 5 steps", "9"),
        ({"calls": {"1": ["1.+1"]}}, "step 2, call +1: is not among what is inserted", "1.+1"),
        ({"calls": {"1": ["1.0"], "2": ["1.0"]}}, "step 2, call 1: is listed twice", "1.0"),
        ({"calls": {"1": ["1"]}}, "step 2: is no call's name, such as 4.1 or, for an inserted call, 4.+1", ""),
        ({"calls": {"1": [1]}}, "step 1: is no call's name, such as 4.1 or, for an inserted call, 4.+1", ""),
    ],
)
def test_a_refusal_names_the_step_or_call(parts: dict[str, Any], message: str, at: str) -> None:
    assert refusal(**parts) == (message, at)


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([edit("+2", "/content")], "step +2: is not among what is inserted"),
        ([edit("+1", "/a/b")], "step +1: has nothing to edit at '/a/b'"),
        ([edit("+1", "content")], "step +1: has nothing to edit at 'content'"),
        ([edit("+1", "/tool_calls/0")], "step +1: has nothing to edit at '/tool_calls/0'"),
        ([edit("+1", "/content", 3)], "step +1, content: needs a text, not a number"),
        ([edit("+1", "/content", None)], "step +1, content: needs a text, not null"),
        ([edit("+1", "/content"), edit("+1", "/content")], "step +1, content: is edited twice"),
        ([edit("+1", "", "{}"), edit("+1", "/content")], "step +1: is edited as a whole and in parts"),
        ([edit("+1", "/tool_calls", "[1]")], "step +1, call 1: needs an object, not 1"),
    ],
)
def test_a_refusal_names_the_place_in_an_inserted_step(edits: list[dict[str, Any]], message: str) -> None:
    assert refusal(*edits, inserted={"+1": STEP}, order=["+1"])[0] == message


def test_what_is_inserted_has_the_bound_of_a_text() -> None:
    large = {"content": "x" * MAX_TEXT_BYTES}
    assert "the bound is 5000000" in refusal(inserted={"+1": large}, order=["+1"])[0]


def test_a_trace_cannot_grow_beyond_its_bound() -> None:
    inserted: dict[str, Any] = {"+1": {"tool_calls": [CALL] * MAX_STEPS}}
    assert refusal(inserted=inserted, order=["+1"]) == (
        "step +1: makes 50001 steps and tool calls; a trace may have 50000",
        "+1",
    )


def test_calls_are_refused_where_they_are_not_edited() -> None:
    config = trajectory_edit.config(
        {"name": "fix", "steps_key": "structured_turns", "editable_fields": ["content"]}, "s"
    )
    with pytest.raises(AnswerError, match="does not edit tool calls"):
        trajectory_edit.parse(config, {"edits": [], "calls": {"1": []}}, SESSION)


def test_calls_that_are_no_list_cannot_be_rearranged() -> None:
    document = {"structured_turns": [{"tool_calls": "none"}]}
    with pytest.raises(AnswerError, match="step 1: has tool_calls that are a text, not a list"):
        trajectory_edit.parse(CONFIG, {"edits": [], "calls": {"0": []}}, document)
