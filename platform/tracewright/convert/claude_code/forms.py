"""The records of a run in whatever form they came, under the names that session files use.

A session file has a record on each line. `claude -p --output-format stream-json` prints nearly the same records, and
`--output-format json --verbose` the same in a list; both say once, at the beginning, what a session file repeats on each
record. The log of the web application is one object with the records under `loglines`.
"""

import codecs
from collections.abc import Iterable, Iterator
from typing import Any

from tracewright import json_text
from tracewright.convert.json_lines import json_lines
from tracewright.convert.place import Place, list_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.trace import json_type

WEB = "loglines"
BEGINNING = 64 * 1024  # of the web's object, before its records
NAMES_A_SESSION = ("sessionId", "session_id", "uuid", "id")  # of the web's object, the surest first
# Ours and the stream's; a sub-agent has no name in a stream but that of the call that spawned it.
STREAMED = {
    "sessionId": "session_id",
    "agentId": "parent_tool_use_id",
    "toolUseResult": "tool_use_result",
    "isMeta": "isSynthetic",
    "version": "claude_code_version",
}
SAID_ONCE = ("cwd", "version")


def records_of(native: bytes, report: Report, file: str = "") -> Iterator[Placed]:
    """Every record with its place. What is none is counted in the report as unreadable."""
    value = _whole(native)
    if value is None:
        lines = json_lines(native, report, file)
        return _named_alike(Placed(line.value, Place(line.number, line.nth, file)) for line in lines)
    if isinstance(value, list):
        return _named_alike(_elements(value, Place(file=file), report))
    session = next((found for key in NAMES_A_SESSION if (found := text_at(value, key))), "")
    records = _elements(list_at(value, WEB), Place(file=file).inside(WEB), report)
    return (Placed({"sessionId": session} | record, place) for record, place in _named_alike(records))


def _whole(native: bytes) -> Any:
    """The list or the web's object that the bytes are; None where they hold a record on each line."""
    raw = native.removeprefix(codecs.BOM_UTF8).lstrip()
    if not (raw.startswith(b"[") or b'"loglines"' in raw[:BEGINNING]):  # within a text its quotes would be escaped
        return None
    try:
        value, _ = json_text.read(raw)
    except json_text.NotJson:
        return None
    return value if isinstance(value, list) or list_at(value, WEB) else None


def _elements(values: Iterable[Any], place: Place, report: Report) -> Iterator[Placed]:
    for index, value in enumerate(values):
        if isinstance(value, dict):
            report.records += 1
            yield Placed(value, place.inside(index))
        else:
            report.unreadable += 1
            report.warn(str(place.inside(index)), f"is {json_type(value)}, where a record is a JSON object")


def _named_alike(records: Iterable[Placed]) -> Iterator[Placed]:
    """Records of a stream as a session file has them; others as they are."""
    said: dict[str, Any] = {}
    for placed in records:
        record, place = placed
        if "session_id" not in record or "sessionId" in record:
            yield placed
            continue
        named = {ours: record[theirs] for ours, theirs in STREAMED.items() if theirs in record}
        named["isSidechain"] = bool(text_at(record, "parent_tool_use_id"))
        named["isApiErrorMessage"] = text_at(record, "type") == "assistant" and bool(text_at(record, "error"))
        whole = said | record | named
        said |= {key: whole[key] for key in SAID_ONCE if key in whole}
        yield Placed(whole, place)
