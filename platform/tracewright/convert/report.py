"""What a conversion read and what became of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tracewright.convert.place import list_at
from tracewright.repairs import Repairs
from tracewright.trace import STEP_LISTS, Document, calls

MAX_WARNINGS = 1_000


@dataclass
class Report:
    """Counts of one conversion. What is not in the document is in the native bytes and counted here by its type."""

    records: int = 0
    unreadable: int = 0  # lines, or parts of lines, that are no record
    turns: int = 0
    calls: int = 0
    unanswered: int = 0  # calls without a result
    errors: int = 0  # see errors_in
    types: Counter[str] = field(default_factory=Counter)  # every record
    unknown: Counter[str] = field(default_factory=Counter)  # records and blocks that the converter does not know
    repairs: Repairs = field(default_factory=Repairs)  # values that had to be replaced
    mended: Counter[str] = field(default_factory=Counter)  # faults of the file that cost nothing
    warnings: list[str] = field(default_factory=list)  # "line 14: ..."

    def warn(self, where: str, what: str) -> None:
        """Keeps the first thousand; a broken file of any size may have one at each line."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(f"{where}: {what}")
        elif len(self.warnings) == MAX_WARNINGS:
            self.warnings.append("and more warnings than are kept")

    def include(self, other: "Report") -> None:
        """What was said of lines that hold no record."""
        self.unreadable += other.unreadable
        self.repairs += other.repairs
        self.mended += other.mended
        self.warnings += other.warnings[: MAX_WARNINGS + 1 - len(self.warnings)]

    def count(self, document: Document) -> None:
        """Takes the numbers of turns, calls, unanswered calls and errors from the document."""
        turns = list(_turns(document))
        made = [call for turn in turns for call in calls(turn) if isinstance(call, dict)]
        self.turns += len(turns)
        self.calls += len(made)
        self.unanswered += sum(call.get("output") is None for call in made)
        self.errors += errors_in(turns)

    def as_json(self) -> Mapping[str, Any]:
        return {**vars(self), "repairs": vars(self.repairs)}


def errors_in(turns: Iterable[Any]) -> int:
    """Turns and their calls that are marked as errors, whoever's errors they are.

    >>> errors_in([{"is_error": True}, {"tool_calls": [{"is_error": True}, {"is_error": False}]}, "a text"])
    2
    """
    records = (record for turn in turns for record in (turn, *calls(turn)))
    return sum(isinstance(record, dict) and record.get("is_error") is True for record in records)


def _turns(document: Document) -> Iterator[Any]:
    """Those of abandoned branches too: they are kept and have their calls."""
    for key in STEP_LISTS:
        yield from document.get(key) or []
    for alternative in list_at(document, "alternatives"):
        yield from list_at(alternative, "turns")
