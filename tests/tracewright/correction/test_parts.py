"""A turn whose text and calls alternate: First, call a, then, call b."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.correction import arranged, corrected, difference
from tracewright.schemes import trajectory_edit

CONFIG = trajectory_edit.config({"name": "fix", "steps_key": "structured_turns"}, "scheme")
A, B = {"tool": "A", "input": {}, "output": ""}, {"tool": "B", "input": {}, "output": ""}
PARTS = [
    {"type": "text", "at": [0, 5]},
    {"type": "call", "call": 0},
    {"type": "text", "at": [6, 10]},
    {"type": "call", "call": 1},
]
TURN = {"content": "First\nthen", "tool_calls": [A, B], "parts": PARTS}
DOCUMENT = {"structured_turns": [TURN, {"content": "", "tool_calls": [A]}]}


def answer(document: dict[str, Any] = DOCUMENT, /, **sent: Any) -> dict[str, Any]:
    return trajectory_edit.parse(CONFIG, {"edits": [], **sent}, document)


def told(content: str | None = None, document: dict[str, Any] = DOCUMENT, **sent: Any) -> list[Any]:
    """The first turn in the order of its parts: texts as they are, calls by their tool."""
    edits = [] if content is None else [{"step": "0", "pointer": "/content", "text": content}]
    turn = corrected(document, CONFIG, answer(document, edits=edits, **sent))["structured_turns"][0]
    return [
        turn["content"][slice(*part["at"])] if part["type"] == "text" else turn["tool_calls"][part["call"]]["tool"]
        for part in turn["parts"]
        if part["type"] in ("text", "call")
    ]


@pytest.mark.parametrize(
    ("content", "order"),
    [
        ("First of all\nthen", ["First of all", "A", "then", "B"]),
        ("First\nand then", ["First", "A", "and then", "B"]),
        ("First\nthen?", ["First", "A", "then?", "B"]),
        ("Now: First\nthen", ["Now: First", "A", "then", "B"]),
        ("\nthen", ["", "A", "then", "B"]),
        ("Quite another", ["Quite another", "A", "", "B"]),  # a change across both
        ("", ["", "A", "", "B"]),
    ],
)
def test_a_text_that_is_edited_stays_before_its_call(content: str, order: list[str]) -> None:
    assert told(content) == order


def test_a_call_that_is_gone_has_no_part() -> None:
    assert told(calls={"0": ["0.1"]}) == ["First", "then", "B"]


def test_calls_that_change_places_take_each_others_part() -> None:
    assert told(calls={"0": ["0.1", "0.0"]}) == ["First", "B", "then", "A"]


@pytest.mark.parametrize(
    ("calls", "order"),
    [
        (["0.0", "0.+1", "0.1"], ["First", "A", "New", "then", "B"]),
        (["0.+1", "0.0", "0.1"], ["First", "New", "A", "then", "B"]),
        (["0.0", "0.1", "0.+1"], ["First", "A", "then", "B", "New"]),
        (["0.+1"], ["First", "then", "New"]),
        (["1.0", "0.+1"], ["First", "then", "A", "New"]),
    ],
)
def test_a_new_call_stands_behind_the_one_before_it(calls: list[str], order: list[str]) -> None:
    assert told(inserted={"0.+1": {"tool": "New"}}, calls={"0": calls}) == order


def test_a_first_text_stands_before_the_calls() -> None:
    turn = {
        "content": "",
        "tool_calls": [A],
        "parts": [{"type": "call", "call": 0}, {"type": "image", "media_type": "x"}],
    }
    assert told("Look.", {"structured_turns": [turn]}) == ["Look.", "A"]


def test_an_edited_argument_leaves_the_parts_alone() -> None:
    sent = answer(edits=[{"step": "0", "pointer": "/tool_calls/0/input/x", "text": "1"}])
    assert corrected(DOCUMENT, CONFIG, sent)["structured_turns"][0]["parts"] is PARTS


@pytest.mark.parametrize(
    "parts", [None, "x", [1], [{}], [{"type": "text"}, {"type": "call", "call": 9}, {"type": ["text"]}]]
)
def test_parts_of_another_form_stay(parts: Any) -> None:
    document = {"structured_turns": [{**TURN, "parts": parts}]}
    sent = answer(document, calls={"0": ["0.1", "0.0"]})
    assert corrected(document, CONFIG, sent)["structured_turns"][0]["parts"] == parts


texts = st.text("ab\n", max_size=8)


@given(texts, texts, texts, st.permutations(["0.0", "0.1", "1.0", "0.+1"]), st.integers(0, 4))
def test_parts_hold_the_whole_turn_and_are_no_edit(
    first: str, second: str, new: str, calls: list[str], kept: int
) -> None:
    content = f"{first}\n{second}"
    parts = [
        {"type": "text", "at": [0, len(first)]},
        {"type": "call", "call": 0},
        {"type": "text", "at": [len(first) + 1, len(content)]},
        {"type": "call", "call": 1},
    ]
    document = {"structured_turns": [{**TURN, "content": content, "parts": parts}, {"tool_calls": [A]}]}
    edits = [{"step": "0", "pointer": "/content", "text": new}]
    sent = answer(document, edits=edits, inserted={"0.+1": {"tool": "New"}}, calls={"0": calls[:kept]})
    placed = arranged(document, CONFIG, sent)
    turn = placed[0].value
    assert [part["call"] for part in turn["parts"] if part["type"] == "call"] == list(range(kept))
    (one, two) = (part["at"] for part in turn["parts"] if part["type"] == "text")
    assert 0 <= one[0] <= one[1] <= two[0] <= two[1] <= len(new)
    assert new[one[1] : two[0]].strip("\n") == new[: one[0]] == new[two[1] :] == ""
    assert difference(document, CONFIG, placed) == {
        key: [{**edit, "reason": ""} for edit in part] if key == "edits" else part
        for key, part in sent.items()
        if key != "not_applied"
    }
