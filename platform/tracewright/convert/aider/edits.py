"""SEARCH/REPLACE blocks: the edits that the agent writes into its text.

The file stands before the block's fence, or, as in 2023, inside it before the block. A block that is not closed is no edit.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracewright.convert.aider.sessions import Line

HEAD = re.compile(r"<{4,9} ?(?:SEARCH|ORIGINAL)>?$")
DIVIDER = re.compile(r"={4,9}$")
TAIL = re.compile(r">{4,9} ?(?:REPLACE|UPDATED)$")
FENCE = re.compile(
    r"`{3,}|~{3,}|</?(?:source|code|pre|codeblock|sourcecode)>"
)  # Aider takes one that the files do not hold
PATH = re.compile(r"[^\s<>=`]{1,250}$")
DECORATION = "*`#: "


class Edit(NamedTuple):
    """`lines` are all that belong to it: file, fences, block."""

    file: str
    old: str
    new: str
    lines: list[Line]


def inside_blocks(lines: Sequence[Line]) -> set[int]:
    """The numbers of the lines of closed blocks: whatever they begin with, the agent wrote them."""
    found: set[int] = set()
    begin = None
    for index, line in enumerate(lines):
        if HEAD.match(line.text):
            begin = index
        elif begin is not None and TAIL.match(line.text):
            found.update(each.number for each in lines[begin : index + 1])
            begin = None
    return found


def edits_in(lines: Sequence[Line]) -> Iterator[Line | Edit]:
    """The lines of a text of the agent, with its edits in their places."""
    before: list[Line] = []
    file, at = "", 0
    while at < len(lines):
        end = _end(lines, at)
        if end is None:
            before.append(lines[at])
            at += 1
            continue
        named = _named(before)
        yield from before[: len(before) - len(named)]
        file = _file(named) or file
        block, after = list(lines[at : end + 1]), end + 1
        if after < len(lines) and FENCE.fullmatch(lines[after].text):
            after += 1
        yield Edit(file, *_halves(block), [*named, *lines[at:after]])
        before, at = [], after
    yield from before


def _end(lines: Sequence[Line], begin: int) -> int | None:
    """The last line of the block that begins there; None where none does, or where it is not closed."""
    if not HEAD.match(lines[begin].text):
        return None
    for index in range(begin + 1, len(lines)):
        if HEAD.match(lines[index].text):
            return None
        if TAIL.match(lines[index].text):
            return index
    return None


def _named(before: Sequence[Line]) -> list[Line]:
    """The lines in front of a block that name its file and open its fence."""
    *_, second, first = [None, None, *before]
    if first is None:
        return []
    if FENCE.match(first.text):
        return [second, first] if second and _path(second) else [first]
    if _path(first):
        return [second, first] if second and FENCE.match(second.text) else [first]
    return []


def _file(named: Sequence[Line]) -> str:
    return next(filter(None, map(_path, named)), "")


def _path(line: Line) -> str:
    text = line.text.strip(DECORATION)
    return text if PATH.match(text) and not FENCE.match(line.text) else ""


def _halves(block: Sequence[Line]) -> tuple[str, str]:
    """What is sought and what replaces it; without a divider all of it is sought."""
    inner = [line.text for line in block[1:-1]]
    middle = next((index for index, text in enumerate(inner) if DIVIDER.match(text)), len(inner))
    return "\n".join(inner[:middle]), "\n".join(inner[middle + 1 :])
