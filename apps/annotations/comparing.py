"""Two candidates beside each other as the annotate page gets them: plain data, no words, the long texts cut.

A pair: {"labels": ["A", "B"], "is_traces": true, "sides": [SIDE, SIDE], "first": 12}; `first` is the first row that is not
        the same, null where all are
A side: {"label": "Run 1", "model": "coder-large", "steps": 14, "calls": 20, "errors": 1, "text": FIELD or null}
A row:  {"name": "12", "number": 13, "is_same": false, "sides": [STEP or null, STEP or null]}

STEP and FIELD are those of apps.annotations.steps. The steps of the first candidate are named "A0", its calls "A0.1".
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from apps.annotations.outline import outline_of
from apps.annotations.steps import field, step_view
from apps.traces.pair import SIDES, OpenedPair
from tracewright.candidates import Candidate
from tracewright.display.comparison import Row, first_difference

FEWEST_FOLDED = 2  # rows of a common beginning
ANSWER = "answer"  # the kind of a step that is the final answer

Config = Mapping[str, Any]


def pair_view(pair: OpenedPair, config: Config, are_rows: bool) -> dict[str, Any]:
    """`are_rows`: the two stand in the place of the steps, and not as cards."""
    return {
        "labels": [label["displayed_label"] for label in config["labels"]],
        "is_traces": are_rows,
        "sides": [_side(candidate, config, are_rows) for candidate in pair.candidates],
        "first": first_difference(pair.rows) if are_rows else None,
    }


def row_views(pair: OpenedPair, start: int, stop: int, most: int | None) -> list[dict[str, Any]]:
    """The rows from `start` up to `stop`."""
    return [_row(pair, row, start + index, most) for index, row in enumerate(pair.rows[start:stop])]


def row_lines(pair: OpenedPair) -> list[list[Any]]:
    """The map: [row, null, kind, tool, error, gist, lines, who]; `who` is "same", "differs", or the side that alone has it."""
    steps = [_lines_of_steps(candidate) for candidate in pair.candidates]
    return [_line(index, row, steps) for index, row in enumerate(pair.rows)]


def first_rows(pair: OpenedPair) -> int:
    """Where the page begins: behind a common beginning, which it folds."""
    first = first_difference(pair.rows) or 0
    return first if first >= FEWEST_FOLDED else 0


def _side(candidate: Candidate, config: Config, are_rows: bool) -> dict[str, Any]:
    lines = outline_of(candidate.steps)
    hidden = config["hide_models"]
    return {
        "label": "" if hidden else candidate.label,
        "model": "" if hidden else candidate.model,
        "steps": len(candidate.steps) - candidate.has_final,
        "calls": sum(line[1] is not None for line in lines),
        "errors": sum(line[4] == "agent" for line in lines),
        "text": None if are_rows or candidate.is_trace else field("text", "", candidate.steps[0], set(), code=False),
    }


def _row(pair: OpenedPair, row: Row, index: int, most: int | None) -> dict[str, Any]:
    sides = [None if at is None else _step(pair, side, at, most) for side, at in enumerate(row[:2])]
    return {"name": str(index), "number": index + 1, "is_same": row.is_same, "sides": sides}


def _step(pair: OpenedPair, side: int, at: int, most: int | None) -> dict[str, Any]:
    """Under a name that no step of the other side has."""
    opened, name = pair.steps[side], SIDES[side]
    view = step_view(opened.steps[at], at, None, opened.trail, most)
    is_final = pair.candidates[side].has_final and at == len(opened.steps) - 1
    named = [{**call, "name": name + call["name"]} for call in view["calls"]]
    return {**view, "name": name + view["name"], "calls": named, **({"kind": ANSWER} if is_final else {})}


def _lines_of_steps(candidate: Candidate) -> list[list[list[Any]]]:
    """The lines of each step, its own and those of its calls."""
    lines = outline_of(candidate.steps)
    begins = [index for index, line in enumerate(lines) if line[1] is None]
    return [lines[begin:end] for begin, end in pairwise([*begins, len(lines)])]


def _line(index: int, row: Row, steps: Sequence[Sequence[Sequence[Sequence[Any]]]]) -> list[Any]:
    """What the first side that has it says, and the height of the higher one."""
    there = [steps[side][at] for side, at in enumerate(row[:2]) if at is not None]
    _step, _call, kind, tool, _error, gist, _lines = _telling(there[0])
    error = next((line[4] for lines in there for line in lines if line[4]), "")
    return [index, None, kind, tool, error, gist, max(_height(lines) for lines in there), _who(row)]


def _telling(lines: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """The line that says most: a step that only calls is its first call."""
    own, *calls = lines
    if own[5] or not calls:
        return own
    return [*own[:3], calls[0][3], own[4], calls[0][5], own[6]]


CALL_LINES = 4  # of a call's head and what it did, about


def _height(lines: Sequence[Sequence[Any]]) -> int:
    """In lines of half the width."""
    return sum(line[6] * 2 + (CALL_LINES if line[1] is not None else 0) for line in lines)


def _who(row: Row) -> str:
    if row.left is None or row.right is None:
        return SIDES[row.left is None]
    return "same" if row.is_same else "differs"
