"""Which converter takes which file, and what a person is told of it."""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from tracewright.cli.inputs import Input
from tracewright.cli.output import tell
from tracewright.convert import Converted, Converter, NotRecognised, Source, converter_of, outcomes
from tracewright.convert.gathering import gathered
from tracewright.errors import TraceFormatError

TYPES, TYPE_CHARS = 10, 80  # of those that are not known: as many are named, so much of each


class Told:
    """What a person is told: each problem when it is met, and how many traces there were in the end."""

    def __init__(self) -> None:
        self.traces: list[dict[str, Any]] = []
        self.outcomes: list[dict[str, Any]] = []
        self.problems: list[str] = []
        self._unreadable = self._not_understood = 0
        self._is_unknown = False
        self._file_of: dict[tuple[str, str], str] = {}  # by format and identity

    def problem(self, error: TraceFormatError) -> None:
        self.problems.append(str(error))
        self._is_unknown |= isinstance(error, NotRecognised)
        tell(f"tracewright: {error}")

    def note(self, name: str, what: str) -> None:
        """What is worth knowing and no fault."""
        tell(f"note: {name}: {what}")

    def trace(self, source: Source, converter: Converter, found: Converted) -> None:
        about = {"file": source.name, "format": converter.name, "identity": found.identity}
        self.traces.append({**about, **found.report.as_json()})
        self._unreadable += found.report.unreadable
        run = (converter.name, found.identity)
        if run in self._file_of:
            self.note(source.name, f"run {found.identity} is in {self._file_of[run]} too; both are converted")
        self._file_of.setdefault(run, source.name)
        self._unknown_types(source, found.report.unknown)
        for warning in found.report.warnings:
            tell(f"warning: {source.name}: {warning}")

    def _unknown_types(self, source: Source, unknown: Counter[str]) -> None:
        """They are in the native bytes alone, so they are not converted."""
        if not unknown:
            return
        self._not_understood += unknown.total()
        types = [f"{' '.join(name.split())[:TYPE_CHARS]} ({number})" for name, number in unknown.most_common(TYPES)]
        if len(unknown) > TYPES:
            types.append(f"and {len(unknown) - TYPES} more types")
        what = f"{unknown.total()} records or blocks of types that are not known: {', '.join(types)}"
        tell(f"tracewright: {source.name}: {what}")

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
        tell(f"{len(self.traces)} traces converted")
        left = {
            "files or runs": len(self.problems),
            "records": self._unreadable,
            "records or blocks of unknown types": self._not_understood,
        }
        for what, number in left.items():
            if number:
                tell(f"{number} {what} not converted: they are listed above")
        if self._is_unknown:
            return 2
        return 1 if any(left.values()) else 0


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
    found = gathered(inputs, lambda _: format_name)
    for fault in found.unread.values():
        told.problem(fault)
    joining = outcomes.Joining(found.outcomes)
    if found.outcomes:  # whose an outcome is can be told only when all runs are known
        for converter, source in found.sources:
            for each in converter.convert(source, lambda _: None):
                joining.see(source.path, each.identity, each.document)
    for said in joining.settle():
        told.joined(said)
    for converter, source in found.sources:
        for each in converter.convert(source, told.problem):
            joining.join(each.identity, each.document)
            told.trace(source, converter, each)
            yield each
