"""Two lists of steps beside each other: equal steps in one row, and where they first differ."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from rapidfuzz.distance import LCSseq

from tracewright.trace import calls, content_hash

# Beyond this many pairs of steps, behind the common beginning, they stand beside each other by their places.
MAX_PAIRS = 4_000_000

# Of a step: who recorded it and when, not what was done.
RECORD = {
    *("id", "at", "timestamp", "time", "model", "usage", "source", "parts", "parent_call", "edited_by", "duration"),
    *("tool_calls", "step_index", "index"),
}


class Row(NamedTuple):
    """The index of a step on each side, None where that side has none. `is_same`: both did the same and got the same."""

    left: int | None
    right: int | None
    is_same: bool


def aligned(left: Sequence[Any], right: Sequence[Any]) -> list[Row]:
    """Every step of both in its order, in one row with the step of the other side that says and calls the same.

    What lies between equal steps is paired by its place. Results do not count for what stands side by side, but
    a row whose results differ is not the same.

    >>> aligned(["a", "b", "c"], ["a", "x", "c", "d"])
    [Row(left=0, right=0, is_same=True), Row(left=1, right=1, is_same=False), Row(left=2, right=2, is_same=True), Row(left=None, right=3, is_same=False)]
    """  # noqa: E501
    done, whole = (
        [[_key(step, has_results) for step in side] for side in (left, right)] for has_results in (False, True)
    )
    rows: list[Row] = []
    for i, k in _pairs(*done):
        rows.append(Row(i, k, i is not None and k is not None and whole[0][i] == whole[1][k]))
    return rows


def first_difference(rows: Sequence[Row]) -> int | None:
    """The first row that is not the same; None where both did all the same."""
    return next((index for index, row in enumerate(rows) if not row.is_same), None)


def _pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    begin = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    yield from ((index, index) for index in range(begin))
    at_left = at_right = begin
    for i, k, size in _equal_blocks(left, right, begin):
        yield from zip_longest(range(at_left, i), range(at_right, k))
        yield from ((i + more, k + more) for more in range(size))
        at_left, at_right = i + size, k + size


def _equal_blocks(left: Sequence[str], right: Sequence[str], begin: int) -> Iterator[tuple[int, int, int]]:
    """The stretches that both have behind `begin`, the last one empty and at both ends."""
    rest, other = left[begin:], right[begin:]
    if len(rest) * len(other) <= MAX_PAIRS:
        numbers: dict[str, int] = {}
        coded = [[numbers.setdefault(key, len(numbers)) for key in side] for side in (rest, other)]
        for block in LCSseq.opcodes(*coded).as_matching_blocks():
            yield begin + block.a, begin + block.b, block.size
    yield len(left), len(right), 0


def _key(step: Any, has_results: bool) -> str:
    """Equal for steps that say and call the same."""
    if not isinstance(step, dict):
        return content_hash(step)
    said = {key: value for key, value in step.items() if key not in RECORD and value not in (None, "", [], {})}
    return content_hash([said, [_called(call, has_results) for call in calls(step)]])


def _called(call: Any, has_results: bool) -> Any:
    if not isinstance(call, dict):
        return call
    results = [call.get(key) for key in ("output", "is_error", "exit_code")] if has_results else []
    return [call.get("tool"), call.get("input"), *results]
