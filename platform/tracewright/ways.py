"""The ways that a run was left behind on: `alternatives` of its document."""

from typing import Any, NamedTuple

from tracewright.trace import Document


class Way(NamedTuple):
    """`number` counts the alternatives from 1, also those without turns, which are none; it leaves after the turn `at`."""

    number: int
    turns: list[Any]
    at: int


def ways_of(document: Document) -> list[Way]:
    """In the order of the document. One that does not tell where it leaves from leaves at the start.

    >>> ways_of({"alternatives": [{"turns": []}, {"fork": {"turn": 3, "call": None}, "turns": [{"content": "Or so."}]}]})
    [Way(number=2, turns=[{'content': 'Or so.'}], at=3)]
    """
    listed = document.get("alternatives")
    found = enumerate(listed if isinstance(listed, list) else (), start=1)
    return [Way(number, each["turns"], _at(each)) for number, each in found if _is_way(each)]


def _is_way(alternative: Any) -> bool:
    turns = alternative.get("turns") if isinstance(alternative, dict) else None
    return isinstance(turns, list) and bool(turns)


def _at(alternative: dict[str, Any]) -> int:
    fork = alternative.get("fork")
    turn = fork.get("turn") if isinstance(fork, dict) else None
    return turn if isinstance(turn, int) and not isinstance(turn, bool) and turn >= 0 else 0
