"""JSON lines as programs really leave them: two values on a line, a half last line, a byte order mark, stray bytes."""

import codecs
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert.report import Report
from tracewright.trace import json_type

_DECODER = json.JSONDecoder()
_SPACE = " \t\r,"
_KEPT = "it is kept in the native bytes and becomes no step"


class Line(NamedTuple):
    """One JSON object. `nth` counts the objects of a line from 0; it is 0 but for lines that hold several."""

    number: int
    nth: int
    value: dict[str, Any]


def json_lines(raw: bytes, report: Report, file: str = "") -> Iterator[Line]:
    """Every object in the bytes. What is none is counted in the report as unreadable, with its line and the reason."""
    for number, line in enumerate(raw.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        if stripped := line.strip():
            for nth, value in enumerate(_values(stripped, report, file, number)):
                if isinstance(value, dict):
                    report.records += 1
                    yield Line(number, nth, value)
                else:
                    report.unreadable += 1
                    what = f"is {json_type(value)}, where a record is a JSON object; {_KEPT}"
                    report.warn(_where(file, number), what)


def _where(file: str, number: int) -> str:
    return f"{file} line {number}".lstrip()


def _values(line: bytes, report: Report, file: str, number: int) -> Iterable[Any]:
    """Nearly always the only one."""
    try:
        value, repairs = json_text.read(line)
    except json_text.NotJson as error:
        return _mended(line, report, _where(file, number), error)
    if repairs:
        report.repairs += repairs
    return (value,)


def _mended(line: bytes, report: Report, where: str, error: json_text.NotJson) -> Iterator[Any]:
    """The values of a line that is not one JSON value; what cannot be read is reported."""
    text = line.decode(errors="replace")
    if text.encode() != line:
        report.mended["bytes that are no UTF-8"] += 1
        report.warn(where, "has bytes that are no UTF-8; they were replaced")
    at, found = 0, 0
    while at < len(text):
        try:
            _, end = _DECODER.raw_decode(text, at)
            value, repairs = json_text.read(text[at:end].encode())
        except (ValueError, RecursionError) as fault:
            report.unreadable += 1
            what = str(error) if not found else f"holds {found} records and then no JSON: {fault}"
            report.warn(where, f"{what}; {_KEPT}")
            return
        report.repairs += repairs
        yield value
        at, found = _next(text, end), found + 1
    if found > 1:
        report.mended["several records on one line"] += 1
        report.warn(where, f"holds {found} records; each was read")


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
