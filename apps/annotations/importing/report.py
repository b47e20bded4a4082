"""What an import did, for the command's output and the import's page."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from tracewright.potato import KEYS, KeyReport
from tracewright.repairs import Repairs

KEPT_LINES = 500  # of each list, beside its length
INDEX = re.compile(r"\[\d+\]")


class Person(NamedTuple):
    """Whose an imported annotator's answers are here, and how many of them there are."""

    member: str
    answers: int


@dataclass
class ImportReport:
    """What an import did. Nothing is left out in silence: it stands in `warnings`.

    The fields of WRITTEN tell of rows, so an import that goes on where another was killed begins with the other's. All
    else is found again by reading the files again.
    """

    project: str = ""
    created: bool = False
    settings_changed: list[str] = field(default_factory=list)
    traces_added: int = 0
    traces_changed: int = 0
    traces_read: int = 0
    answers_stored: int = 0
    answers_read: int = 0
    predictions_stored: int = 0
    without_steps: int = 0
    people: dict[str, Person] = field(default_factory=dict)  # by the annotator's name in the folder
    repairs: Repairs = field(default_factory=Repairs)
    keys: KeyReport = field(default_factory=KeyReport)
    raw_schemes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def traces_same(self) -> int:
        return self.traces_read - self.traces_added - self.traces_changed

    @property
    def answers_same(self) -> int:
        return self.answers_read - self.answers_stored

    @property
    def is_news(self) -> bool:
        """Whether anything was written."""
        changes = (self.created, self.settings_changed, self.traces_added, self.traces_changed, self.answers_stored)
        return any(changes) or self.predictions_stored > 0

    def count_answers(self, annotator: str, member: str, answers: int) -> None:
        before = self.people.get(annotator, Person(member, 0))
        self.people[annotator] = Person(member, before.answers + answers)


WRITTEN = (
    *("project", "created", "settings_changed", "traces_added", "traces_changed", "answers_stored"),
    "predictions_stored",
)


def going_on(stored: dict[str, Any]) -> ImportReport:
    """The report of an import that goes on: of what `as_json` gave for the last one, what tells of rows."""
    return ImportReport(**{name: stored[name] for name in WRITTEN if name in stored})


def as_json(report: ImportReport) -> dict[str, Any]:
    """To be stored: counts, and of each list its length and its beginning.

    {"project": "weather", "created": true, "settings_changed": [], "traces_added": 12, "traces_changed": 0, "traces_same": 0,
    "answers_stored": 3, "predictions_stored": 0, "answers_same": 0, "without_steps": 0,
    "repairs": {"nan": 0, "nul": 1, "surrogates": 0},
    "people": {"count": 1, "lines": [["ann1", "ann1 (imported)", 3]]}, "raw_schemes": ["quality (likert)"],
    "keys": {"ignored": {"count": 1, "lines": [["port", "Serving is the server's own setting."]]}, ...},
    "warnings": {"count": 1, "lines": ["ann1, trace 'gone': ..."]}}
    """
    counts = ("traces_same", "answers_same", "without_steps", "raw_schemes")
    keys = {status: _cut([(key, _meaning(key)) for key in places]) for status, places in asdict(report.keys).items()}
    return {name: getattr(report, name) for name in (*WRITTEN, *counts)} | {
        "repairs": asdict(report.repairs),
        "people": _cut([(name, person.member, person.answers) for name, person in sorted(report.people.items())]),
        "keys": keys,
        "warnings": _cut(report.warnings),
    }


def _cut(lines: Sequence[object]) -> dict[str, Any]:
    return {"count": len(lines), "lines": list(lines[:KEPT_LINES])}


def _meaning(place: str) -> str:
    """What becomes of a key, in the words of docs/reference/config.md; "" for an unknown one or an option of a scheme."""
    known = KEYS.get(INDEX.sub("[]", place))
    return known.what if known else ""
