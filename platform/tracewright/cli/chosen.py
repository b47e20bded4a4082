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
)
from tracewright.errors import TraceFormatError


class Told:
    """What a person is told: each problem when it is met, and how many traces there were in the end."""

    def __init__(self) -> None:
        self.traces: list[dict[str, Any]] = []
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
    """Each trace of the files, in their order; by `format_name`, else by what each file holds."""
    for converter, source in _sources(inputs, format_name, told):
        for found in converter.convert(source, told.problem):
            told.trace(source, converter, found)
            yield found


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
