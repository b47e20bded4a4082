"""Line numbers of a file, as far as a trace knows them: from what the agent read of it."""

import re
from dataclasses import dataclass
from typing import Any

from tracewright.display.diffs import CONTEXT_LINES, lines_of
from tracewright.display.outputs import output_text
from tracewright.display.tools import fields_of

# "    12→text" and "    12\ttext": Claude Code's Read, and `cat -n` of OpenHands and Anthropic's editor.
# "00012| text": OpenCode's read.
_NUMBERED = re.compile(r" *(\d{1,9})(?:→|\t)|(\d{5,9})\| ")
# "12:text" under "[File: /a.py (90 lines total)]": SWE-agent's window. "12: text" under "<path>": OpenCode's read since 2026.
# The colon alone proves nothing.
_COLON = [(re.compile(r"\[File: "), re.compile(r"(\d{1,9}):")), (re.compile(r"<path>"), re.compile(r"(\d{1,9}): "))]
_MAX_HEAD_LINES = 10
# Agents whose `offset` counts from 0, told by how they name the file: Gemini CLI and OpenCode.
_COUNT_FROM_ZERO = ("absolute_path", "filePath")


@dataclass(frozen=True, slots=True)
class FileLines:
    """Consecutive lines of a file; `first` is the number of the first one, None where nobody knows."""

    first: int | None
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Placed:
    """An edit's two texts as whole lines of the file, with lines around them, and the number of their first line."""

    first: int
    old: str
    new: str


def file_lines(output: Any, call_input: Any = None) -> FileLines:
    """The lines of a file out of a read's output, without their numbers.

    What stands before and behind numbered lines (a head, a reminder) is left out. Without numbers the output is the file
    from the line on that the input names (`start_line`, `offset`), else from line 1.

    >>> file_lines("    7→def f():\\n    8→    pass\\n")
    FileLines(first=7, lines=['def f():', '    pass'])
    """
    text = output_text(output)
    lines = lines_of(text)
    for pattern in (_NUMBERED, *(number for head, number in _COLON if head.match(text))):
        for start, line in enumerate(lines[:_MAX_HEAD_LINES]):
            if pattern.match(line):
                return _run(lines, start, pattern)
    return FileLines(_first_named(fields_of(call_input)), lines)


def numbered(old_text: str, output: Any, call_input: Any = None) -> int | None:
    """The number of the line on which `old_text` begins in what was read; None when it stands there never or twice.

    >>> numbered("b\\nc", "    4→a\\n    5→b\\n    6→c"), numbered("x", "x\\nx")
    (5, None)
    """
    placed = place(old_text, old_text, file_lines(output, call_input), context=0)
    return placed.first if placed else None


def place(old: str, new: str, read: FileLines, context: int = CONTEXT_LINES) -> Placed | None:
    """The edit where it happened, or None when its old text stands in the lines read never or more than once.

    Half lines are completed, so that a change of one word is one of its line.
    """
    text = "".join(f"{line}\n" for line in read.lines)
    at = text.find(old) if old else -1
    if at < 0 or read.first is None or text.find(old, at + 1) >= 0:
        return None
    end = at + len(old)
    for _ in range(context):
        at = _line_start(text, _line_start(text, at) - 1)
        end = _line_end(text, _line_end(text, end) + 1)
    start, stop = _line_start(text, at), _line_end(text, end)
    position = text.find(old)
    before, behind = text[start:position], text[position + len(old) : stop]
    return Placed(read.first + text.count("\n", 0, start), before + old + behind, before + new + behind)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, max(at, 0)) + 1


def _line_end(text: str, at: int) -> int:
    """The end of the line with position `at`; a text that ends with a line end keeps it, its next line is not begun."""
    if at >= len(text):
        return len(text)
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _first_named(fields: dict[str, Any]) -> int | None:
    """The number of the first line; None when the input names something that is no number."""
    named = next((fields[key] for key in ("start_line", "offset") if fields.get(key) is not None), 1)
    if not isinstance(named, int) or isinstance(named, bool):
        return None
    from_zero = (
        fields.get("start_line") is None and "offset" in fields and any(key in fields for key in _COUNT_FROM_ZERO)
    )
    return max(named + from_zero, 1)


def _run(lines: list[str], start: int, pattern: re.Pattern[str]) -> FileLines:
    """The lines from `start` on whose numbers go up by one."""
    first: int | None = None
    found: list[str] = []
    for line in lines[start:]:
        match = pattern.match(line)
        number = int(match[match.lastindex or 1]) if match else None
        if match is None or number is None or (first is not None and number != first + len(found)):
            break
        first = number if first is None else first
        found.append(line[match.end() :])
    return FileLines(first, found)
