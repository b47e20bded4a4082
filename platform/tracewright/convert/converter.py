"""What every converter is, gets and gives back."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from tracewright.convert.report import Report
from tracewright.convert.source import Sample, Source
from tracewright.records import OnProblem
from tracewright.trace import Document


class Sniff(NamedTuple):
    """How sure a converter is that a file is its own, from 0 (it is not) to 1, and why."""

    certainty: float
    why: str


class Converted(NamedTuple):
    """One trace. `identity` is the run's native id; `native` are the bytes it was made from, as they came."""

    identity: str
    document: Document
    native: bytes
    report: Report


class Converter(Protocol):
    """A converter's module. A higher `version` makes another document of the same bytes.

    One whose format nobody has seen in a real file says `verified = False`.
    """

    name: str
    title: str
    version: int

    def sniff(self, sample: Sample) -> Sniff:
        """Judges a file by the content of its beginning, never by its name."""

    def sources(self, paths: Iterable[Path]) -> list[Source]:
        """Files of this format as things to convert: each with its parts, a part that stands beside its run left out."""

    def convert(self, source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
        """The traces of a source, one in memory at a time.

        TraceFormatError for a run that cannot become a trace. With `on_problem` it is given the error and the next run
        is converted.
        """


def is_verified(converter: Converter) -> bool:
    """Whether the format was read from a file that a running agent has logged, not from descriptions alone."""
    return getattr(converter, "verified", True)
