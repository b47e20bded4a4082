"""SWE-agent's actions: a command in a text, or a call of a tool, and what its output says of it."""

import re
from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert.place import Place, object_at, text_at
from tracewright.convert.report import Report
from tracewright.trace import text_of

# Its own commands; the first argument of those in PATHS is a file, and EDITS change the file that is open.
PATHS = ("open", "create")
EDITS = ("edit", "insert")
SEARCHES = ("find_file", "search_file", "search_dir")
MOVES = ("goto", "scroll_up", "scroll_down", "set_cursors", "submit", "exit_forfeit")
OUTPUT_TYPES = {**dict.fromkeys(EDITS, "diff"), **dict.fromkeys((*PATHS, *SEARCHES), "code")}
SHELL = "bash"
FIRST = re.compile(r"\s*([A-Za-z_]{1,40})(?:[ \t]+(\"[^\"\n]{1,500}\"|'[^'\n]{1,500}'|\S{1,500}))?")
# It logs no exit code: these are the texts with which a step fails.
FAILURE = re.compile(
    r"^Your proposed edit has introduced new syntax error|: command not found\b|^Traceback \(most recent call last\):"
    r"|EXECUTION TIMED OUT|\bwas cancelled because it took more than|^No replacement was performed",
    re.MULTILINE,
)


class Action(NamedTuple):
    """A call: `input` is {"command": the whole text}, with the `path` it works on where that is known, or a tool's arguments."""

    tool: str
    input: Any
    identity: str = ""

    @property
    def output_type(self) -> str:
        """ "" for what the tool's name tells by itself."""
        return OUTPUT_TYPES.get(self.tool, "")


def action_of(command: str, open_file: str = "") -> Action:
    """What a command in a text calls: one of SWE-agent's own, else the shell.

    >>> action_of("open src/a.py")
    Action(tool='open', input={'command': 'open src/a.py', 'path': 'src/a.py'}, identity='')
    >>> action_of("python t.py").tool
    'bash'
    """
    found = FIRST.match(command)
    name, argument = (found[1], found[2] or "") if found else ("", "")
    path = argument.strip("\"'") if name in PATHS else open_file if name in EDITS else ""
    known = name in (*PATHS, *EDITS, *SEARCHES, *MOVES)
    return Action(name if known else SHELL, {"command": command} | ({"path": path} if path else {}))


def called(call: Any, place: Place, report: Report) -> Action:
    """What a call in the way of OpenAI's API names; arguments that are no JSON stay text."""
    if not isinstance(call, dict):
        return Action(SHELL, call)
    function = object_at(call, "function")
    given: Any = function.get("arguments")
    if isinstance(given, str):
        try:
            given = json_text.read(given.encode(errors="replace"))[0]
        except json_text.NotJson as error:
            report.warn(str(place), f"has arguments that are no JSON: {error}; they stand as text")
    return Action(text_at(function, "name") or SHELL, given, identity_of(call.get("id")))


def identity_of(value: Any) -> str:
    """An id as text, a number too."""
    return "" if value is None else text_of(value)


def failed(output: str) -> bool:
    return FAILURE.search(output) is not None
