"""Records of several runs in one file: each run gets its own."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tracewright import json_text
from tracewright.convert.place import Place
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed, Run
from tracewright.convert.source import RUN_BYTES
from tracewright.errors import TraceFormatError
from tracewright.records import MIB

MOST = f"has more than the {RUN_BYTES // MIB} MiB that a run may have"


def of_values(where: str, values: Iterable[Any], report: Report | None = None) -> Run:
    """A run of values that came one by one; its native bytes are a line for each, which makes one alone a JSON value.

    TraceFormatError when they are more than a run may have: each stands with what it shared with others before.
    """
    given = list(values)
    lines, size = list[bytes](), 0
    for value in given:
        lines.append(json_text.line(value).encode())
        size += len(lines[-1]) + 1
        if size > RUN_BYTES:
            raise TraceFormatError(where, f"{MOST}; the file is not read further")
    placed = [Placed(value, Place(number if len(given) > 1 else 0)) for number, value in enumerate(given, start=1)]
    return Run(where, b"\n".join(lines), placed, report or Report(records=len(given)))


def by_key(run: Run, keyed: Iterable[tuple[str, Any]]) -> Iterator[Run]:
    """A run for each key; the run as it is when all have the same. Each value, or part of one, stands by its key.

    What the file's report tells stands in that of the first.
    """
    groups: dict[str, list[Any]] = {}
    for key, value in keyed:
        groups.setdefault(key, []).append(value)
    if len(groups) < 2:
        yield run
        return
    for number, (key, values) in enumerate(groups.items()):
        report = run.report if number == 0 else Report()
        report.records = len(values)
        yield of_values(f"{run.where} {key or 'without an id'}", values, report)


def joined(pairs: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    """Of (trace, conversation) pairs: what names the run of a trace, the conversation of it that comes first, else itself."""
    found: dict[str, str] = {}
    for trace, conversation in pairs:
        if conversation:
            found.setdefault(trace, conversation)
    return lambda trace: found.get(trace, trace)
