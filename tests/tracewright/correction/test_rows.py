from typing import Any

import pytest

from tests.tracewright.schemes.sessions import CONFIG, SESSION, argument, edit, parsed
from tracewright.correction import count, edit_rows, stale_calls, stale_rows
from tracewright.correction.changes import moved
from tracewright.schemes import trajectory_edit
from tracewright.trace import text_of

STEP = {"role": "assistant", "content": "Look."}
CALL: dict[str, Any] = {"tool": "Read", "input": {}}
TURNS = SESSION["structured_turns"]


def rows(*edits: dict[str, Any], **parts: Any) -> list[dict[str, Any]]:
    return edit_rows(SESSION, CONFIG, parsed(*edits, **parts))


def places(*edits: dict[str, Any], **parts: Any) -> list[tuple[str, int | None, str, int | None]]:
    return [(row["op"], row["step_index"], row["field"], row["position"]) for row in rows(*edits, **parts)]


def test_an_edited_argument_is_named_by_its_way_and_keeps_the_old_text() -> None:
    (row,) = rows(argument("1", 0, "limit", "15", reason="more"))
    assert row == {
        "step_index": 1,
        "field": "tool_calls/0/input/limit",
        "original_text": "5",
        "edited_text": "15",
        "edit_distance_chars": 1,
        "edit_distance_words": 1,
        "reason": "more",
        "op": "edit",
        "position": 1,
    }


def test_an_argument_that_is_taken_away_or_added_is_an_edit() -> None:
    found = rows(argument("1", 0, "limit", None), argument("1", 0, "count", "9"))
    assert [(row["op"], row["field"], row["original_text"], row["edited_text"]) for row in found] == [
        ("edit", "tool_calls/0/input/count", "", "9"),
        ("edit", "tool_calls/0/input/limit", "5", ""),
    ]


def test_an_inserted_step_has_its_json_and_all_of_its_length() -> None:
    (row,) = rows(inserted={"+1": STEP}, order=["0", "+1", "1", "2", "3", "4"])
    # {"role":"assistant","content":"Look."} has 38 characters and no white space
    assert row == {
        "step_index": None,
        "field": "",
        "original_text": "",
        "edited_text": '{"role":"assistant","content":"Look."}',
        "edit_distance_chars": 38,
        "edit_distance_words": 1,
        "reason": "",
        "op": "insert",
        "position": 1,
    }


def test_a_deleted_step_has_its_original_and_no_position() -> None:
    (row,) = rows(order=["1", "2", "3", "4"])
    # "Fix the failing test." has 21 characters and 4 words
    assert (row["op"], row["step_index"], row["position"]) == ("delete", 0, None)
    assert (row["original_text"], row["edited_text"]) == (TURNS[0], "")
    assert (row["edit_distance_chars"], row["edit_distance_words"]) == (21, 4)


def test_a_moved_step_has_no_text_and_no_distance() -> None:
    (row,) = rows(order=["0", "4", "1", "2", "3"])
    assert (row["op"], row["step_index"], row["position"]) == ("move", 4, 1)
    assert (row["original_text"], row["edited_text"], row["edit_distance_chars"], row["edit_distance_words"]) == (
        "",
        "",
        0,
        0,
    )


def test_calls_are_named_by_where_they_are_or_were() -> None:
    found = places(inserted={"1.+1": CALL}, calls={"1": ["1.+1", "1.1"], "2": ["3.0"]}, order=["0", "2", "1", "3", "4"])
    assert found == [
        ("move", 2, "", 1),
        ("delete_call", 1, "tool_calls/0", None),
        ("insert_call", 1, "tool_calls/0", 2),
        ("move_call", 3, "tool_calls/0", 1),
    ]


def test_a_call_with_its_length_or_none() -> None:
    found = rows(inserted={"1.+1": CALL}, calls={"1": ["1.+1", "1.1"], "2": ["3.0"]})
    deleted = text_of(TURNS[1]["tool_calls"][0])
    assert [(row["original_text"], row["edited_text"], row["edit_distance_chars"]) for row in found] == [
        (deleted, "", len(deleted)),
        ("", '{"tool":"Read","input":{}}', 26),
        ("", "", 0),
    ]


def test_calls_that_change_places_are_one_move() -> None:
    assert places(calls={"1": ["1.1", "1.0"]}) == [("move_call", 1, "tool_calls/1", 1)]


def test_the_calls_of_a_deleted_step_go_with_it() -> None:
    assert places(order=["0", "2", "3", "4"]) == [("delete", 1, "", None)]


def test_an_edit_of_a_moved_call_stands_where_the_call_stands() -> None:
    found = places(argument("1", 0, "limit", "6"), edit("1", "/content", "x"), calls={"4": ["1.0"]}, order=["4", "1"])
    assert [place for place in found if place[0] == "edit"] == [
        ("edit", 1, "content", 1),
        ("edit", 1, "tool_calls/0/input/limit", 0),
    ]


def test_the_final_answer_comes_last() -> None:
    config = {**CONFIG, "edit_final_answer": True}
    document = {**SESSION, "final_answer": "a"}
    sent = {"edits": [edit(None, "/final_answer", "b")], "order": ["1", "2", "3", "4"]}
    found = edit_rows(document, config, trajectory_edit.parse(config, sent, document))
    assert [(row["op"], row["step_index"], row["position"]) for row in found] == [
        ("delete", 0, None),
        ("edit", None, None),
    ]


@pytest.mark.parametrize(
    ("order", "away"),
    [
        ([0, 1, 2], set()),
        ([], set()),
        ([2, 0, 1], {2}),
        ([1, 2, 0], {0}),
        ([1, 0], {1}),  # either could stay: the lower does
        ([2, 1, 0], {1, 2}),
        ([3, 4, 0, 1], {3, 4}),
        ([4, 0, 3, 1, 2], {3, 4}),
        ([2, 5, 3, 7], {5}),  # 2, 3, 7 and 2, 5, 7 are as long
    ],
)
def test_as_few_as_possible_have_moved(order: list[int], away: set[int]) -> None:
    assert moved(order) == away


def test_an_answer_from_before_steps_could_move_still_reads() -> None:
    answer = {key: part for key, part in parsed(edit("1", "/content", "x")).items() if key in ("edits", "not_applied")}
    assert [row["op"] for row in edit_rows(SESSION, CONFIG, answer)] == ["edit"]
    assert (count(SESSION, CONFIG, answer), stale_calls(SESSION, CONFIG, answer)) == (1, [])
    assert trajectory_edit.as_sent(CONFIG, answer, SESSION) == {"edits": [edit("1", "/content", "x", reason="")]}


def stale(*edits: dict[str, Any], **parts: Any) -> list[str]:
    return stale_calls(SESSION, CONFIG, parsed(*edits, **parts))


def test_a_call_with_an_edited_input_is_stale_wherever_it_stands() -> None:
    edits = [argument("1", 1, "paths", "[]"), edit("3", "/tool_calls/0/input", "ls -a"), edit("1", "/content", "x")]
    assert stale(*edits) == ["1.1", "3.0"]
    assert stale(*edits, calls={"4": ["1.1"]}) == ["3.0", "1.1"]
    assert stale(*edits, calls={"1": ["1.0"]}) == ["3.0"]


@pytest.mark.parametrize(("output", "is_stale"), [({}, True), ({"output": None}, True), ({"output": ""}, False)])
def test_an_inserted_call_is_stale_without_a_result(output: dict[str, Any], is_stale: bool) -> None:
    call = {**CALL, **output}
    names = stale(inserted={"+1": {"tool_calls": [call]}, "1.+1": call}, order=["+1", "1"], calls={"1": ["1.+1"]})
    assert names == (["+1.0", "1.+1"] if is_stale else [])


def test_stale_calls_are_listed_by_where_they_stand() -> None:
    answer = parsed(argument("1", 1, "paths", "[]"), calls={"1": ["1.1"], "4": ["1.0"]}, order=["1", "4"])
    assert stale_rows(SESSION, CONFIG, answer) == [{"position": 0, "call": 0, "tool": "Grep"}]
