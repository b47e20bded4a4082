"""The map of a trace: one row for each step and for each call in it, small enough for a trace of thousands."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from apps.annotations.steps import Config, error_of, step_key
from tracewright.speakers import kind_of
from tracewright.trace import Document, calls, steps

GIST_CHARS = 48
PATH_CHARS = 240  # the page shows its end first, and all of it in the tooltip
CHARS_OF_LINE = 110
MOST_LINES = 24  # a longer text is folded in the page
CALL_IN_TEXT = re.compile(r"\s*([A-Za-z_][\w.]*)\(")  # web_search(query="...")
PATH = re.compile(r"(?!.*://)\S*[/\\]\S*")
GISTS = ("content", "thinking", "thought", "action", "reasoning", "observation")


def outline_rows(document: Document, config: Config | None) -> list[list[Any]]:
    """[step, call or null, kind, tool, error, gist, lines]; `lines` is how high the page will show it, about.

    A step whose calls have rows of their own says in its row what the agent said. A step without calls names the tool
    that it or its action's text names.
    """
    return outline_of(steps(document, step_key(document, config)))


def outline_of(found: Sequence[Any]) -> list[list[Any]]:
    """The rows of a list of steps."""
    return [row for index, step in enumerate(found) for row in _rows(index, step)]


def _rows(index: int, step: Any) -> Iterator[list[Any]]:
    record = step if isinstance(step, dict) else {}
    made = calls(step)
    tool = "" if made else _tool(record)
    yield [index, None, kind_of(step), tool, error_of(record), _gist(step), _lines(step)]
    for position, call in enumerate(made):
        fields = call if isinstance(call, dict) else {}
        name = fields.get("tool")
        given = fields.get("input", call)
        yield [
            index, position, "call", name if isinstance(name, str) else "", error_of(fields), _first_line(given), _lines(call),
        ]  # fmt: skip


def _tool(record: dict[str, Any]) -> str:
    """The tool of a step without calls: named by the step or its action, else called in its action's text."""
    action = record.get("action")
    for part in (record, action):
        if isinstance(part, dict) and isinstance(part.get("tool"), str) and part["tool"]:
            return str(part["tool"])
    found = CALL_IN_TEXT.match(action) if isinstance(action, str) else None
    return found[1] if found else ""


def _gist(step: Any) -> str:
    """The first line of what a step says."""
    is_told = isinstance(step, dict) and any(key in step for key in GISTS)
    return _first_line({key: step.get(key) for key in GISTS} if is_told else step)


def _first_line(value: Any) -> str:
    """Of a text, or of the first text of several: of a call's arguments that is the command, the pattern or the file."""
    texts = value.values() if isinstance(value, dict) else [value]
    first = next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")
    line = first.split("\n", 1)[0]
    if PATH.fullmatch(line):  # its end tells most
        return line if len(line) <= PATH_CHARS else "…" + line[-PATH_CHARS + 1 :]
    return line if len(line) <= GIST_CHARS else line[: GIST_CHARS - 1] + "…"


def _lines(value: Any) -> int:
    """Counted roughly, without the results of calls, which are folded."""
    if isinstance(value, str):
        return min(MOST_LINES, value.count("\n") + len(value) // CHARS_OF_LINE + 1)
    if isinstance(value, dict):
        shown = (part for key, part in value.items() if key not in ("tool_calls", "output", "source", "usage", "parts"))
        return sum(_lines(part) for part in shown)
    return 1
