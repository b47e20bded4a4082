"""Records of several runs in one file: each run gets its own."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tracewright import json_text
from tracewright.convert.place import Place
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed, Run


def of_values(where: str, values: Iterable[Any], report: Report | None = None) -> Run:
    """A run of values that came one by one; its native bytes are a line for each, which makes one alone a JSON value."""
    given = list(values)
    lines = [json_text.line(value).encode() for value in given]
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
