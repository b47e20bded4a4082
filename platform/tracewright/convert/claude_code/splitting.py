"""The sessions of a file. Nearly always it is one, and then its native bytes are the file's, to the last of them."""

import re
from collections import defaultdict

from tracewright.convert.json_lines import json_lines
from tracewright.convert.place import text_at
from tracewright.convert.report import Report

# Inside a text its quotes would be escaped, so this finds keys only; those of nested objects are sorted out below.
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_SESSION = re.compile(rb'"sessionId"\s*:\s*"([^"\\]*)"')
_STREAM = re.compile(rb'"session_id"\s*:\s*"([^"\\]*)"')


def sessions_of(native: bytes) -> list[bytes]:
    """The lines of each session, in the order that the sessions begin. A line of none belongs to the one before it."""
    key, names = "sessionId", set(_SESSION.findall(native))
    if not names:
        key, names = "session_id", set(_STREAM.findall(native))
    if len(names) < 2:
        return [native]
    named: dict[int, str] = {}
    for line in json_lines(native, Report()):
        if session := text_at(line.value, key):
            named.setdefault(line.number, session)
    if len(set(named.values())) < 2:
        return [native]
    lines = defaultdict[str, list[bytes]](list)
    session = next(iter(named.values()))
    for number, line in enumerate(_LINE.findall(native), start=1):
        session = named.get(number, session)
        lines[session].append(line)
    return [b"".join(found) for found in lines.values()]
