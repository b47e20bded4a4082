"""What every exporter gets and gives back."""

from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tracewright.trace import Document


@dataclass(frozen=True)
class SchemeOf:
    """A scheme of the project: its kind and the kind's normalised config."""

    name: str
    kind: str
    config: Mapping[str, Any]


@dataclass(frozen=True)
class Given:
    """One canonical answer, and the kind and config it was given under: its scheme may read otherwise by now."""

    kind: str
    config: Mapping[str, Any]
    answer: Mapping[str, Any]


@dataclass(frozen=True)
class Answered:
    """All that one person answered about one trace, by the name of the scheme, in the order of the schemes."""

    trace_id: str
    annotator: str
    document: Document
    answers: Mapping[str, Given]


@dataclass(frozen=True)
class ExportReport:
    """What an export did, in numbers, and what a person should know about it."""

    counts: Mapping[str, int] = field(default_factory=dict)
    warnings: Sequence[str] = ()

    def __add__(self, other: "ExportReport") -> "ExportReport":
        """Counts are summed and every warning is kept."""
        counts = Counter(self.counts)
        counts.update(other.counts)
        return ExportReport(dict(counts), (*self.warnings, *other.warnings))


Writing = Generator[int, None, ExportReport]


class Exporter(Protocol):
    """An exporter's module. Work is cut into parts: equal records give byte-equal parts, so a part may be redone."""

    name: str
    title: str
    file_names: Sequence[str]

    def write_part(self, records: Iterable[Answered], directory: Path) -> Writing:
        """Writes the fragments of one part into an existing folder, holding one record at a time.

        Yields after each record how many there were so far; the report it returns has counts only.
        """

    def join(self, parts: Sequence[Path], reports: Sequence[ExportReport], out: Path) -> ExportReport:
        """Joins the fragments in order to the final files; every file is written, an empty one too."""


def drained(writing: Writing) -> ExportReport:
    """The report of a part that is written without a stop."""
    while True:
        try:
            next(writing)
        except StopIteration as end:
            report: ExportReport = end.value
            return report
