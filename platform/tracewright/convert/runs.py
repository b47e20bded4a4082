"""The runs of a file of JSON: one value, a list of values, or a value on each line; each is a run, or all of them are one."""

import codecs
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert.converter import Converted
from tracewright.convert.json_lines import json_lines, lines_of
from tracewright.convert.place import Place
from tracewright.convert.report import Report
from tracewright.convert.soft_errors import mark_soft_errors
from tracewright.convert.source import Source, first_lines
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising
from tracewright.trace import Document, check_document

_DECODER = json.JSONDecoder()
_BETWEEN = " \t\r\n,"
STREAM = (b"event:", b"data:")  # server-sent events: the whole file is one text


class Placed(NamedTuple):
    """A JSON value, and where in the run's native bytes it stands."""

    value: Any
    place: Place


@dataclass(frozen=True)
class Run:
    """`where` is how errors call it; `values` are its records, at least one; `native` the bytes that hold them."""

    where: str
    native: bytes
    values: list[Placed]
    report: Report

    @property
    def value(self) -> Any:
        """The only record, or the first."""
        return self.values[0].value

    @property
    def place(self) -> Place:
        return self.values[0].place

    def hash(self) -> str:
        """Names a run that has no id of its own: its first record's, so that it stays when more is appended."""
        return _hash(self.value)

    def hash_of_all(self) -> str:
        """Names a run without an id that is written when it has ended: two that begin alike are two."""
        return _hash([each.value for each in self.values]) if len(self.values) > 1 else self.hash()


def _hash(value: Any) -> str:
    return hashlib.sha256(json_text.canonical(value).encode()).hexdigest()[:32]


class Made(NamedTuple):
    """What a converter makes of a run; `identity` is its native id."""

    identity: str
    document: Document


IsOne = Callable[[Sequence[Any]], bool]
Make = Callable[[Run], Made]
Split = Callable[[Run], Iterable[Run]]


def each_is_a_run(_values: Sequence[Any]) -> bool:
    """The `is_one` of formats whose lists and lines always hold runs by themselves."""
    return False


def each_alone(paths: Iterable[Path]) -> list[Source]:
    """The sources of a format whose runs are never spread over several files."""
    return [Source(path, str(path)) for path in paths]


def converted(
    source: Source, make: Make, is_one: IsOne, on_problem: OnProblem | None, split: Split | None = None
) -> Iterator[Converted]:
    """A trace of each run in the file; `is_one` says of a list of values, or of those on the lines, that they are one run.

    `split` gives the runs that what looks like one really holds.

    A run of which `make` raises TraceFormatError, or without a single turn, is a problem; the others are converted.
    """
    report_problem = on_problem or raising
    found = runs_of(source, is_one, report_problem)
    yield from made_of(chain.from_iterable(map(split, found)) if split else found, make, report_problem)


def made_of(runs: Iterable[Run], make: Make, report_problem: OnProblem) -> Iterator[Converted]:
    """The traces of runs that were already found; one that cannot be made of its file is a problem, and ends it."""
    for run in _found(runs, report_problem):
        try:
            made = make(run)
            check_document(made.document, run.where)
            if not made.document.get("structured_turns"):
                raise TraceFormatError(run.where, "holds no turn")
        except TraceFormatError as error:
            report_problem(error)
            continue
        mark_soft_errors(made.document)
        run.report.count(made.document)
        yield Converted(made.identity, made.document, run.native, run.report)


def _found(runs: Iterable[Run], report_problem: OnProblem) -> Iterator[Run]:
    try:
        yield from runs
    except TraceFormatError as error:
        report_problem(error)


def runs_of(source: Source, is_one: IsOne, report_problem: OnProblem) -> Iterator[Run]:
    """What cannot be read of a file stands in the report of the run before it, or of the first.

    Of several lines the first fifty say whether they are one run. Where they are not, each is read when it is asked for.
    """
    try:
        first = [value for value in first_lines(source.path) if isinstance(value, dict)]
        if first and not is_one(first):
            yield from _of_each_line(source)
            return
        raw = source.read()[source.path.name]
        value, repairs = json_text.read(raw.removeprefix(codecs.BOM_UTF8))
    except json_text.NotJson as error:
        if raw.lstrip().startswith(STREAM):
            yield Run(source.name, raw, [Placed(raw.decode(errors="replace"), Place())], Report(records=1))
        else:
            yield from _of_lines(raw, source.name, is_one, report_problem, error)
        return
    except TraceFormatError as error:
        report_problem(error)
        return
    report = Report(records=1, repairs=repairs)
    if value == []:
        report_problem(TraceFormatError(source.name, "is an empty list"))
    elif not isinstance(value, list):
        yield Run(source.name, _as_line(raw), [Placed(value, Place())], report)
    elif is_one(value):
        report.records = len(value)
        values = [Placed(each, Place(pointer=f"/{index}")) for index, each in enumerate(value)]
        yield Run(source.name, raw, values, report)
    else:
        yield from _elements(raw, value, source.name)


def _as_line(raw: bytes) -> bytes:
    r"""The only line of a file without its end, as each of several has it: when one is added, the first stays as it was.

    >>> _as_line(b"{}\n"), _as_line(b"{\n}\n")
    (b'{}', b'{\n}\n')
    """
    line = raw.removesuffix(b"\n")
    return raw if b"\n" in line else line


def _elements(raw: bytes, values: Sequence[Any], name: str) -> Iterator[Run]:
    """Each with its own bytes."""
    text, at = raw.decode(), raw.decode().find("[") + 1
    for index, value in enumerate(values):
        start = _next(text, at)
        _, at = _DECODER.raw_decode(text, start)
        yield Run(f"{name} [{index}]", text[start:at].encode(), [Placed(value, Place())], Report(records=1))


def _of_each_line(source: Source) -> Iterator[Run]:
    with source.path.open("rb") as file:
        for line, raw, report in lines_of(file):
            yield Run(f"{source.name} line {line.number}", raw, [Placed(line.value, Place(1, line.nth))], report)


def _of_lines(
    raw: bytes, name: str, is_one: IsOne, report_problem: OnProblem, error: json_text.NotJson
) -> Iterator[Run]:
    report = Report()
    lines = list(json_lines(raw, report))
    if not lines:
        report_problem(TraceFormatError(name, str(error)))
    elif is_one([line.value for line in lines]):
        values = [Placed(line.value, Place(line.number, line.nth)) for line in lines]
        yield Run(name, raw, values, report)
    else:
        split = raw.split(b"\n")
        for number, line in enumerate(lines):
            own = report if number == 0 else Report(records=1)
            own.records = 1
            yield Run(
                f"{name} line {line.number}", split[line.number - 1], [Placed(line.value, Place(1, line.nth))], own
            )


def _next(text: str, at: int) -> int:
    while text[at] in _BETWEEN:
        at += 1
    return at
