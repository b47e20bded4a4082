"""How two texts differ, as rows that a unified and a split view draw alike.

A row:  {"kind": "same" | "removed" | "added", "old": line number or None, "new": line number or None, "text": "x = 1",
         "marks": [[4, 5]], "pair": position of its partner in the rows or None}
A hunk: {"old_start": 1 or None, "new_start": 1 or None, "heading": "def f():", "rows": [ROW, ...]}

Lines end at "\\n" alone; a row's text has none. Marks are what changed inside a line, in UTF-16 code units as the browser
counts. Of a pair one row is removed and one added; its lines are alike.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypedDict

from tracewright.display.alignment import changes
from tracewright.display.marks import changed_words, paired

CONTEXT_LINES = 3
# Beyond these, counted without the lines that begin and end both texts, a difference is one removal and one addition.
MAX_LINES = 2000
MAX_CHARS = 200_000

Opcode = tuple[str, int, int, int, int]


class Row(TypedDict):
    kind: str
    old: int | None
    new: int | None
    text: str
    marks: list[list[int]]
    pair: int | None


class Hunk(TypedDict):
    old_start: int | None
    new_start: int | None
    heading: str
    rows: list[Row]


class Difference(TypedDict):
    """`whole`: the texts were too large to be aligned. `old_ends`, `new_ends`: the text ends with a line end."""

    hunks: list[Hunk]
    added: int
    removed: int
    whole: bool
    old_ends: bool
    new_ends: bool


def difference(old: str, new: str, *, first: int | None = 1, context: int | None = CONTEXT_LINES) -> Difference:
    """The hunks with `context` same lines around each change, None for all lines in one hunk.

    `first` is the number of the first line of both texts in their file, None where nobody knows.

    >>> [(row["kind"], row["old"], row["text"]) for row in difference("a\\nb", "a\\nc")["hunks"][0]["rows"]]
    [('same', 1, 'a'), ('removed', 2, 'b'), ('added', None, 'c')]
    """
    before, after = lines_of(old), lines_of(new)
    opcodes, whole = _aligned(before, after)
    groups = [opcodes] if context is None else _grouped(opcodes, context)
    return {
        "hunks": [_hunk(group, before, after, first) for group in groups if group],
        "added": sum(end - start for kind, _, _, start, end in opcodes if kind != "same"),
        "removed": sum(end - start for kind, start, end, _, _ in opcodes if kind != "same"),
        "whole": whole,
        "old_ends": old.endswith("\n"),
        "new_ends": new.endswith("\n"),
    }


def changed_lines(old: str, new: str) -> tuple[int, int]:
    """How many lines were added and removed, as `difference` counts them, without its rows."""
    opcodes, _ = _aligned(lines_of(old), lines_of(new))
    apart = [opcode for opcode in opcodes if opcode[0] != "same"]
    return sum(end - start for *_, start, end in apart), sum(end - start for _, start, end, *_ in apart)


def lines_of(text: str) -> list[str]:
    """The lines without their ends; an empty text has none, and a last line end begins no further line."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def split_view(rows: Sequence[Row]) -> list[list[int | None]]:
    """[left, right] positions in the rows: same lines twice, pairs beside each other, the rest of a change in order.

    The rows may end anywhere: one whose pair was cut off stands as one without a pair.
    """
    result: list[list[int | None]] = []
    left: list[int] = []
    right: list[int] = []
    for position, row in enumerate(rows):
        if row["kind"] == "removed":
            left.append(position)
        elif row["kind"] == "added":
            right.append(position)
        else:
            result += [*_beside(rows, left, right), [position, position]]
            left, right = [], []
    return [*result, *_beside(rows, left, right)]


def rows_of(removed: Sequence[str], added: Sequence[str], old: int | None, new: int | None, at: int) -> list[Row]:
    """The rows of one change, pairs found and marked. `at` is how many rows stand before it in the hunk.

    Each side's number is that of its first line, None where nobody knows.
    """
    rows = [
        *(row("removed", text, plus(old, i), None) for i, text in enumerate(removed)),
        *(row("added", text, None, plus(new, i)) for i, text in enumerate(added)),
    ]
    for left, right in paired(removed, added):
        one, other = rows[left], rows[len(removed) + right]
        one["pair"], other["pair"] = at + len(removed) + right, at + left
        one["marks"], other["marks"] = changed_words(one["text"], other["text"])
    return rows


def row(kind: str, text: str, old: int | None, new: int | None) -> Row:
    return {"kind": kind, "old": old, "new": new, "text": text, "marks": [], "pair": None}


def _aligned(old: Sequence[str], new: Sequence[str]) -> tuple[list[Opcode], bool]:
    """What stays ("same") and what changes ("change"), in turns; and whether the texts were too large to be aligned."""
    start = _equal_at(old, new, lambda i: i, min(len(old), len(new)))
    end = _equal_at(old, new, lambda i: -1 - i, min(len(old), len(new)) - start)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    whole = _is_too_large(middle_old, middle_new)
    found = [(0, len(middle_old), 0, len(middle_new))] if whole else changes(middle_old, middle_new)
    result: list[Opcode] = []
    at_old = at_new = 0
    for old_from, old_to, new_from, new_to in (
        *((start + i, start + j, start + k, start + m) for i, j, k, m in found),
        (len(old), len(old), len(new), len(new)),
    ):
        result += [("same", at_old, old_from, at_new, new_from)] if at_old < old_from else []
        result += [("change", old_from, old_to, new_from, new_to)] if (old_from, new_from) != (old_to, new_to) else []
        at_old, at_new = old_to, new_to
    return result, whole


def _equal_at(old: Sequence[str], new: Sequence[str], position: Callable[[int], int], most: int) -> int:
    return next((i for i in range(most) if old[position(i)] != new[position(i)]), most)


def _is_too_large(old: Sequence[str], new: Sequence[str]) -> bool:
    """A pure addition or removal never is: there is nothing to align."""
    if not old or not new:
        return False
    return max(len(old), len(new)) > MAX_LINES or max(sum(map(len, old)), sum(map(len, new))) > MAX_CHARS


def _grouped(opcodes: Sequence[Opcode], context: int) -> Iterator[list[Opcode]]:
    """One group for the changes that have at most twice the context between them."""
    group: list[Opcode] = []
    for position, (kind, i, j, k, m) in enumerate(opcodes):
        is_last = position == len(opcodes) - 1
        if kind != "same":
            group.append((kind, i, j, k, m))
        elif not group:
            if not is_last:
                group = [(kind, max(i, j - context), j, max(k, m - context), m)]
        elif is_last or j - i > 2 * context:
            yield [*group, (kind, i, min(j, i + context), k, min(m, k + context))]
            group = [] if is_last else [(kind, j - context, j, m - context, m)]
        else:
            group.append((kind, i, j, k, m))
    if any(kind != "same" for kind, *_ in group):
        yield group


def _hunk(group: Sequence[Opcode], old: Sequence[str], new: Sequence[str], first: int | None) -> Hunk:
    rows: list[Row] = []
    for kind, i, j, k, m in group:
        if kind == "same":
            rows += (row("same", old[i + n], plus(first, i + n), plus(first, k + n)) for n in range(j - i))
        else:
            rows += rows_of(old[i:j], new[k:m], plus(first, i), plus(first, k), len(rows))
    _, old_from, _, new_from, _ = group[0]
    return {"old_start": plus(first, old_from), "new_start": plus(first, new_from), "heading": "", "rows": rows}


def _beside(rows: Sequence[Row], left: list[int], right: list[int]) -> Iterator[list[int | None]]:
    """Pairs on one line; what stands between two pairs side by side in order."""
    at_left = at_right = 0
    paired = [(i, rows[one]["pair"]) for i, one in enumerate(left)]
    pairs = [(i, right.index(pair)) for i, pair in paired if pair is not None and pair < len(rows)]
    for i, j in (*pairs, (len(left), len(right))):
        while at_left < i or at_right < j:
            yield [left[at_left] if at_left < i else None, right[at_right] if at_right < j else None]
            at_left, at_right = min(at_left + 1, i), min(at_right + 1, j)
        if i < len(left):
            yield [left[i], right[j]]
            at_left, at_right = i + 1, j + 1


def plus(number: int | None, more: int) -> int | None:
    """A line number further on; what nobody knows stays unknown."""
    return None if number is None else number + more
