"""The ways that a run left behind, also in documents that tell them badly."""

from typing import Any

import pytest

from tracewright.ways import ways_of

TURN = {"role": "assistant", "content": "Or so."}


@pytest.mark.parametrize(
    "listed", [None, {}, "x", [None, 1, {}, {"turns": None}, {"turns": {"0": TURN}}, {"turns": []}]]
)
def test_what_has_no_turns_is_no_way(listed: Any) -> None:
    assert ways_of({"alternatives": listed}) == []


@pytest.mark.parametrize(
    "fork", [None, {}, [], {"turn": None}, {"turn": "2"}, {"turn": -1}, {"turn": True}, {"turn": 1.5}]
)
def test_a_way_that_does_not_tell_where_it_leaves_leaves_at_the_start(fork: Any) -> None:
    (way,) = ways_of({"alternatives": [{"fork": fork, "turns": [TURN]}]})
    assert way.at == 0


def test_ways_are_counted_as_the_document_lists_them() -> None:
    ways = ways_of({"alternatives": [{"turns": []}, {"turns": [TURN]}, None, {"turns": [TURN], "fork": {"turn": 7}}]})
    assert [(way.number, way.at) for way in ways] == [(2, 0), (4, 7)]
