"""Who says which lines of a session: the person (or Aider in the person's name), the agent, or Aider itself."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from tracewright.convert.aider.edits import inside_blocks
from tracewright.convert.aider.sessions import Line

USER, AIDER, AGENT = "user", "aider", "agent"
SAID, OLD_SAID = re.compile(r"####(?: |$)"), "#### >  "  # the latter in 2023
TOLD = re.compile(r"> ?")
# In 2023 Aider's own lines stood in italics; a session is of that time when one of these does.
ITALIC = re.compile(r"[*_](.+)[*_]$")
OF_2023 = re.compile(
    r"[*_](?:Applied edit to |Commit [0-9a-f]{7} |[0-9a-f]{7} aider: |Add these files to the chat\?|Added .+ to )"
)
OF_AGENT = re.compile(r"Tokens: |Applied edit to |The LLM did not conform")  # what follows a text of the agent
RULE = "---"


class Style(NamedTuple):
    """How a session is written: the numbers of the lines in blocks; as in 2023; with a line break behind each line of a person,
    so that "#### Heading" without one is the agent's.
    """

    blocks: set[int]
    old: bool
    broken: bool


class Said(NamedTuple):
    """Lines of one speaker that follow each other, without their marks; at least one is not empty."""

    who: str
    lines: list[Line]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def speeches(lines: Sequence[Line], is_log: bool = False) -> Iterator[Said]:
    """In the order of the file. An empty line ends what a person says; what the others say goes on behind it.

    `is_log`: Aider wrote all of it, and nobody has edited it, as the pages of its website.
    """
    style = _style(lines, is_log)
    marked = _marked([line for line in lines if not (style.old and line.text == RULE)], style)
    for who, each in groupby(marked, key=lambda one: one[0]):
        yield from _trimmed(who, [line for _, line in each])


def _style(lines: Sequence[Line], is_log: bool) -> Style:
    old = any(OF_2023.match(line.text) or line.text.startswith(OLD_SAID) for line in lines)
    said = [line for line in lines if SAID.match(line.text)]
    return Style(inside_blocks(lines), old, broken=is_log and bool(said) and said[0].broken)


def _marked(lines: Sequence[Line], style: Style) -> Iterator[tuple[str, Line]]:
    """Each line with its speaker; an empty one has that of the line before it, and behind a person's none."""
    last, at = AIDER, 0
    while at < len(lines):
        who, text = _speaker(lines[at], style)
        if who:
            yield who, Line(lines[at].number, text)
            last, at = who, at + 1
            continue
        end = at
        while end < len(lines) and not _speaker(lines[end], style)[0]:
            end += 1
        after = _speaker(lines[end], style) if end < len(lines) else (USER, "")
        goes_on = _goes_on(lines[at:end], after) if last == AIDER and at else 0
        for index in range(at, end):
            if index >= at + goes_on and lines[index].text:
                last = AGENT
            yield "" if last == USER else last, lines[index]
        at = end


def _goes_on(lines: Sequence[Line], after: tuple[str, str]) -> int:
    """How many of the lines without a mark that follow one of Aider's are its own: of a piece only the first line has its mark.

    The agent's text begins and ends with an empty line, and behind it stands an edit or what it cost. So a piece that begins
    without one is Aider's up to its first, and all of it where nothing tells that the agent spoke.
    """
    if not lines[0].text:
        return 0
    who, text = after
    if who == USER or (who == AIDER and (lines[-1].text or not OF_AGENT.match(text))):
        return len(lines)
    return next((index for index, line in enumerate(lines) if not line.text), len(lines))


def _speaker(line: Line, style: Style) -> tuple[str, str]:
    """Of a line with a mark; "" for one without."""
    if line.number in style.blocks:
        return AGENT, line.text
    if (found := SAID.match(line.text)) and (line.broken or not style.broken):
        text = line.text[found.end() :]
        return USER, text.removeprefix(">").strip() if style.old else text
    if found := TOLD.match(line.text):
        return AIDER, line.text[found.end() :]
    if style.old and (italic := ITALIC.match(line.text)):
        return AIDER, italic[1]
    return "", line.text


def _trimmed(who: str, lines: Sequence[Line]) -> Iterator[Said]:
    told = [index for index, line in enumerate(lines) if line.text.strip()]
    if told and who:
        yield Said(who, list(lines[told[0] : told[-1] + 1]))


def joined(lines: Iterable[Line]) -> str:
    return "\n".join(line.text for line in lines).strip("\n")
