"""Which removed line became which added one, and which of its words changed."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from tracewright.display.alignment import changes

ALIKE = 0.5  # of two lines, how much must be common for one to be the other's successor
MAX_PAIRED_LINES = 60  # of a change; the work grows with their square
MAX_MARKED_CHARS = 2000  # of a line

# Names and numbers stay whole, blanks and signs stand alone, as in the word diff of edits.
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")

Marks = list[list[int]]


def paired(removed: Sequence[str], added: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of lines that belong together, ascending in both; chosen so that together they have most in common.

    >>> paired(["total = 0", "return total"], ["import os", "total = 1"])
    [(0, 1)]
    """
    if not removed or not added or max(len(removed), len(added)) > MAX_PAIRED_LINES:
        return []
    alike = [[_likeness(one, other) for other in added] for one in removed]
    best = [[0.0] * (len(added) + 1) for _ in range(len(removed) + 1)]
    for i in range(len(removed) - 1, -1, -1):
        for j in range(len(added) - 1, -1, -1):
            taken = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(taken, best[i + 1][j], best[i][j + 1])
    return [*_path(alike, best)]


def changed_words(old: str, new: str) -> tuple[Marks, Marks]:
    """The marks of both lines; none when half of either changed or more: then marks would only add noise.

    >>> changed_words("verify(user, secret)", "verify(user, token)")
    ([[13, 19]], [[13, 18]])
    """
    if max(len(old), len(new)) > MAX_MARKED_CHARS:
        return [], []
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    marks: tuple[Marks, Marks] = [], []
    for i, j, k, m in changes(one, other):
        _mark(marks[0], one, i, j)
        _mark(marks[1], other, k, m)
    if any(
        2 * sum(end - start for start, end in of) >= len(text) > 0 for of, text in zip(marks, (old, new), strict=True)
    ):
        return [], []
    return _in_code_units(marks[0], old), _in_code_units(marks[1], new)


def _likeness(old: str, new: str) -> float:
    """How much is common, 0 when too little or when a line is blank: blank lines follow from nothing."""
    if not old.strip() or not new.strip() or max(len(old), len(new)) > MAX_MARKED_CHARS:
        return 0.0
    return float(Indel.normalized_similarity(old.strip(), new.strip(), score_cutoff=ALIKE))


def _path(alike: Sequence[Sequence[float]], best: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(alike) and j < len(alike[0]):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _mark(marks: Marks, words: Sequence[str], start: int, end: int) -> None:
    """Adds the words from `start` to `end`, to the last mark where they follow it."""
    if start == end:
        return
    at = sum(map(len, words[:start]))
    to = at + sum(map(len, words[start:end]))
    if marks and marks[-1][1] == at:
        marks[-1][1] = to
    else:
        marks.append([at, to])


def _in_code_units(marks: Marks, text: str) -> Marks:
    if not _BEYOND_BMP.search(text):
        return marks
    return [[at + len(_BEYOND_BMP.findall(text[:at])) for at in mark] for mark in marks]
