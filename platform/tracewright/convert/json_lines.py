"""JSON lines as programs really leave them: two values on a line, a half last line, a byte order mark, stray bytes."""

import codecs
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from tracewright import json_text
from tracewright.convert.report import Report
from tracewright.records import MIB
from tracewright.trace import json_type

_DECODER = json.JSONDecoder()
LINE_BYTES = 256 * MIB
_SPACE = " \t\r,"
_KEPT = "it is kept in the native bytes and becomes no step"
_LEFT = "it becomes no trace"  # where each line is one


class Line(NamedTuple):
    """One JSON object. `nth` counts the objects of a line from 0; it is 0 but for lines that hold several."""

    number: int
    nth: int
    value: dict[str, Any]


class Read(NamedTuple):
    """An object with the bytes of its line, and what there is to say of it and of the lines behind it that hold none."""

    line: Line
    raw: bytes
    report: Report


def json_lines(raw: bytes, report: Report, file: str = "") -> Iterator[Line]:
    """Every object in the bytes. What is none is counted in the report as unreadable, with its line and the reason."""
    for number, line in enumerate(raw.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        yield from _on_line(number, line, report, file, _KEPT)


def lines_of(file: BinaryIO) -> Iterator[Read]:
    """Every object of a file of any size, which is read as the objects are asked for.

    What is none before the first stands in the first one's report. A line may have 256 MiB.
    """
    held: Read | None = None
    loose = Report()
    for number, raw in enumerate(iter(lambda: file.readline(LINE_BYTES), b""), start=1):
        report = Report()
        lines = list(_of_bounded(number, raw, file, report))
        if not lines:
            (held.report if held else loose).include(report)
        for line in lines:
            if held:
                yield held
            else:
                report.include(loose)
            report.records = 1
            held, report = Read(line, raw.removesuffix(b"\n"), report), Report()
    if held:
        yield held


def _of_bounded(number: int, raw: bytes, file: BinaryIO, report: Report) -> Iterator[Line]:
    if len(raw) == LINE_BYTES and not raw.endswith(b"\n"):
        while raw and not raw.endswith(b"\n"):
            raw = file.readline(MIB)
        report.unreadable += 1
        report.warn(_where("", number), f"has more than the {LINE_BYTES} bytes that a record may have; {_LEFT}")
    else:
        yield from _on_line(number, raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw, report, "", _LEFT)


def _on_line(number: int, line: bytes, report: Report, file: str, then: str) -> Iterator[Line]:
    if stripped := line.strip():
        for nth, value in enumerate(_values(stripped, report, _where(file, number), then)):
            if isinstance(value, dict):
                report.records += 1
                yield Line(number, nth, value)
            else:
                report.unreadable += 1
                what = f"is {json_type(value)}, where a record is a JSON object; {then}"
                report.warn(_where(file, number), what)


def _where(file: str, number: int) -> str:
    return f"{file} line {number}".lstrip()


def _values(line: bytes, report: Report, where: str, then: str) -> Iterable[Any]:
    """Nearly always the only one."""
    try:
        value, repairs = json_text.read(line)
    except json_text.NotJson as error:
        return _mended(line, report, where, then, error)
    if repairs:
        report.repairs += repairs
    return (value,)


def _mended(line: bytes, report: Report, where: str, then: str, error: json_text.NotJson) -> Iterator[Any]:
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
            report.warn(where, f"{what}; {then}")
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
