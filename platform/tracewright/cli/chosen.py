"""Which converter takes which file, and what a person is told of it."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.cli.inputs import Input
from tracewright.convert import (
    CONVERTERS,
    Converted,
    Converter,
    NotRecognised,
    Source,
    converter_for,
    converter_of,
    detect,
    outcomes,
)
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem


class Told:
    """What a person is told: each problem when it is met, and how many traces there were in the end."""

    def __init__(self) -> None:
        self.traces: list[dict[str, Any]] = []
        self.outcomes: list[dict[str, Any]] = []
        self.problems: list[str] = []
        self._unreadable = 0
        self._is_unknown = False

    def problem(self, error: TraceFormatError) -> None:
        self.problems.append(str(error))
        self._is_unknown |= isinstance(error, NotRecognised)
        print(f"tracewright: {error}", file=sys.stderr)

    def trace(self, source: Source, converter: Converter, found: Converted) -> None:
        about = {"file": source.name, "format": converter.name, "identity": found.identity}
        self.traces.append({**about, **found.report.as_json()})
        self._unreadable += found.report.unreadable
        for warning in found.report.warnings:
            print(f"warning: {source.name}: {warning}", file=sys.stderr)

    def joined(self, found: outcomes.Joined) -> None:
        """An outcome that is joined to no trace is a problem: nothing of it is in what was converted."""
        file, tasks = found.file, len(found.file.outcomes)
        about = {"file": file.name, "kind": str(file.kind), "tasks": tasks}
        self.outcomes.append({**about, "joined": found.joined, "left": found.left})
        if file.fault:
            self.problem(TraceFormatError(file.name, file.fault))
        if found.left:
            reasons = "; ".join(f"{why}: {', '.join(keys)}" for why, keys in found.left.items())
            what = f"holds {file.kind} of {tasks} tasks, {tasks - found.joined} of them joined to no trace. {reasons}"
            self.problem(TraceFormatError(file.name, what))

    def end(self) -> int:
        """0 only if every record was converted; 2 when a file is in no known format, else 1."""
        print(f"{len(self.traces)} traces converted", file=sys.stderr)
        for number, what in ((len(self.problems), "files or runs"), (self._unreadable, "records")):
            if number:
                print(f"{number} {what} not converted: they are listed above", file=sys.stderr)
        if self._is_unknown:
            return 2
        return 1 if self.problems or self._unreadable else 0


def known(name: str) -> str:
    """The type of an argument: a format's name, by whichever name it is called."""
    try:
        return converter_of(name).name
    except TraceFormatError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def converted(inputs: Sequence[Input], format_name: str | None, told: Told) -> Iterator[Converted]:
    """Each trace of the files, in their order, joined to what files of outcomes say of it; by `format_name`, else by what each
    file holds.
    """
    said = list(_outcomes(inputs, told.problem))
    others = [each for each in inputs if each.path not in {path for path, _ in said}]
    sources = _sources(others, format_name, told)
    joining = outcomes.Joining([file for _, file in said if file])
    if said:  # whose an outcome is can be told only when all runs are known
        for converter, source in sources:
            for found in converter.convert(source, lambda _: None):
                joining.see(source.path, found.identity, found.document)
    for each in joining.settle():
        told.joined(each)
    for converter, source in sources:
        for found in converter.convert(source, told.problem):
            joining.join(found.identity, found.document)
            told.trace(source, converter, found)
            yield found


def _outcomes(inputs: Sequence[Input], report_problem: OnProblem) -> Iterator[tuple[Path, outcomes.OutcomeFile | None]]:
    """The files of outcomes, with None for one that says nothing of any task or cannot be read."""
    for path, name in inputs:
        try:
            kind = outcomes.kind_of_file(path, name)
        except TraceFormatError:  # its conversion tells why
            continue
        if kind:
            try:
                yield path, outcomes.read(path, name, kind)
            except TraceFormatError as error:
                report_problem(error)
                yield path, None


def _sources(inputs: Sequence[Input], format_name: str | None, told: Told) -> list[tuple[Converter, Source]]:
    """What no converter takes is told, unless it is part of a run."""
    names = {each.path: each.name for each in inputs}
    converters: dict[Path, Converter] = {}
    unknown: dict[Path, TraceFormatError] = {}
    for path, name in names.items():
        try:
            converters[path] = converter_for(format_name, path, name) if format_name else detect(path, name)
        except TraceFormatError as error:
            unknown[path] = error
    found = list(_taken(converters, names))
    parts = {part for _, source in found for part in source.parts}
    for path, fault in unknown.items():
        if path not in parts:
            told.problem(fault)
    order = {path: number for number, path in enumerate(names)}
    return sorted(found, key=lambda each: order.get(each[1].path, len(order)))


def _taken(converters: dict[Path, Converter], names: dict[Path, str]) -> Iterator[tuple[Converter, Source]]:
    for converter in CONVERTERS.values():
        own: Iterable[Path] = [path for path, taken in converters.items() if taken is converter]
        for source in converter.sources(own):
            yield converter, Source(source.path, names.get(source.path, source.name), source.parts)
