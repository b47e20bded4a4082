"""Soft errors: results that are marked good, and whose text says that something failed.

`go test | tail`, `... || true` and `...; echo` hide an exit code: of 5,238 good results of a shell in real sessions 154 held
such a text. Other tools tell a failure, where their log has no flag for it, by a text that begins with it: anywhere else in a
file, a page or an answer it is content. A soft error is a mark beside the result, not an error: the text may also be what
somebody looked for.
"""

import re
from collections.abc import Iterator
from typing import Any

from tracewright.convert.place import list_at
from tracewright.display.tools import tool_class
from tracewright.trace import STEP_LISTS, Document, calls

_FAILURE = re.compile(
    r"^(?:Traceback \(most recent call last\):|panic: .{1,80}|fatal: .{1,80}|FAIL\b.{0,80}|FAILED\b.{0,80}|--- FAIL: .{1,80}"
    r"|npm ERR! .{1,80}|(?:\S{1,80}: )?error(?:\[\w{1,10}\])?: .{1,80}|.{1,80}: (?:command not found|No such file or directory)$"
    r"|.{0,40}\bSyntaxError: .{1,80})",
    re.MULTILINE,
)
_BEGINNING = re.compile(
    r"\s*(?:Tool )?Error\b[^\n:]{0,60}:.{0,100}", re.IGNORECASE
)  # "Error executing tool find: no such"


def mark_soft_errors(document: Document) -> None:
    """Writes `soft_error`, the line that says so, onto each such call."""
    for call in _calls(document):
        output = call.get("output")
        if call.get("is_error") is True or not isinstance(output, str):
            continue
        is_shell = tool_class(call.get("tool")) == "bash"
        if found := _FAILURE.search(output) if is_shell else _BEGINNING.match(output):
            call["soft_error"] = found[0].strip()[:120]


def _calls(document: Document) -> Iterator[dict[str, Any]]:
    lists = [document.get(key) or [] for key in STEP_LISTS]
    lists += [list_at(alternative, "turns") for alternative in list_at(document, "alternatives")]
    for turns in lists:
        for turn in turns:
            yield from (call for call in calls(turn) if isinstance(call, dict))
