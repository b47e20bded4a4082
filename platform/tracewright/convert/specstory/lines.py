"""The lines of a file of SpecStory's, parted: who speaks from where on, and the blocks of thoughts and tools in what is said."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

HEADING = re.compile(r"_\*\*(User|Agent|Assistant)( - sidechain)?(?: \((.{1,200})\))?\*\*_\s*$")
MARKS = {"tool": ('<tool-use data-tool-type="', "</tool-use>"), "thought": ("<think>", "</think>")}
RULE = "---"
TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?)\s*(Z|[+-]\d\d:?\d\d)?")


class Block(NamedTuple):
    """The lines [first, end) of a file, counted from 0. `kind` is text, tool or thought; one that `is_open` lacks its end."""

    kind: str
    first: int
    end: int
    is_open: bool = False


class Message(NamedTuple):
    """A heading, at line `first`, and what stands below it. `at` is ISO 8601; it and `model` are "" where they are not told."""

    is_person: bool
    is_side: bool
    model: str
    at: str
    first: int
    end: int
    blocks: list[Block]


def messages(lines: Sequence[str]) -> Iterator[Message]:
    """A heading inside a block, as the output of a tool may hold it, is none. What stands before the first one is the title."""
    heading, blocks = -1, list[Block]()
    for block in _blocks(lines):
        if block.kind == "heading":
            if heading >= 0:
                yield _message(lines, heading, block.first, blocks)
            heading, blocks = block.first, []
        else:
            blocks.append(block)
    if heading >= 0:
        yield _message(lines, heading, len(lines), blocks)


def text_of(lines: Sequence[str], block: Block) -> str:
    """Without the empty lines around it, and without the rule that SpecStory draws before another one speaks."""
    return "\n".join(lines[block.first : block.end]).strip().removesuffix(f"\n{RULE}").rstrip().removeprefix(RULE)


def time_of(text: str) -> str:
    """The first time in a text as ISO 8601, "" for none.

    >>> time_of("claude-opus-4-5 2026-01-16 16:48:43Z")
    '2026-01-16T16:48:43Z'
    """
    found = TIME.search(text)
    return f"{found[1]}T{found[2]}{_zone(found[3] or '')}" if found else ""


def _zone(zone: str) -> str:
    return zone if zone in ("", "Z") or ":" in zone else f"{zone[:3]}:{zone[3:]}"


def _message(lines: Sequence[str], first: int, end: int, blocks: list[Block]) -> Message:
    found = HEADING.match(lines[first])
    who, side, told = found.groups() if found else ("Agent", None, None)
    return Message(who == "User", bool(side), _model(told or ""), time_of(told or ""), first, end, blocks)


def _model(told: str) -> str:
    """Of "claude-opus-4-5 2026-01-16 16:48:43Z", and of the older "model claude-opus-4-5, mode Agent"."""
    parts = [part.strip() for part in TIME.sub("", told).split(",")]
    return next((part.removeprefix("model ") for part in parts if part and not part.startswith("mode ")), "")


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    """Headings, texts and blocks in their order."""
    ends = {kind: _Ends(lines, *marks) for kind, marks in MARKS.items()}
    text = at = 0
    while at < len(lines):
        kind = next((kind for kind, (begin, _) in MARKS.items() if lines[at].startswith(begin)), "")
        if not kind and not HEADING.match(lines[at]):
            at += 1
            continue
        if any(line.strip() for line in lines[text:at]):
            yield Block("text", text, at)
        end = ends[kind].of(at) if kind else at + 1
        text = (
            end
            if end is not None
            else next((i for i in range(at + 1, len(lines)) if HEADING.match(lines[i])), len(lines))
        )
        yield Block(kind or "heading", at, text, end is None)
        at = text
    if any(line.strip() for line in lines[text:]):
        yield Block("text", text, len(lines))


class _Ends:
    """Where blocks end. The output of a tool may hold such blocks itself, whole or cut off."""

    def __init__(self, lines: Sequence[str], begin: str, end: str) -> None:
        self._whole: dict[int, int] = {}
        self._all: list[int] = []
        open_: list[int] = []
        for index, line in enumerate(lines):
            if line.startswith(begin):
                open_.append(index)
            if line.rstrip().endswith(end):
                self._all.append(index)
                if open_:
                    self._whole[open_.pop()] = index + 1

    def of(self, first: int) -> int | None:
        """One past the last line of the block: where as many have ended as began in it, else the first end at all."""
        nearest = bisect_left(self._all, first)
        lone = self._all[nearest] + 1 if nearest < len(self._all) else None
        return self._whole.get(first, lone)
