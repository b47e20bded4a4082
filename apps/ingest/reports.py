"""What became of the files of an import."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert import Report
from tracewright.repairs import Repairs

MOST_LISTED = 200  # traces, warnings and problems of one file; more are counted


class Made(NamedTuple):
    """A trace that a file brought. `state` is added, changed or unchanged."""

    id: int
    identity: str
    state: str
    format: str


@dataclass
class FileReport:
    """Counts of one file: those of its conversions, and what its traces became."""

    traces: list[Made] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)  # records, unreadable, turns, calls, unanswered, errors
    unknown: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    repairs: Repairs = field(default_factory=Repairs)
    warnings: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    part_of: str = ""  # the file whose run it belongs to
    left_out: Counter[str] = field(default_factory=Counter)  # of the lists, what is more than MOST_LISTED

    def add(self, made: Made, name: str, found: Report) -> None:
        self._list("traces", made)
        self.states[made.state] += 1
        self.formats[made.format] += 1
        for key in ("records", "unreadable", "turns", "calls", "unanswered", "errors"):
            self.counts[key] += getattr(found, key)
        self.unknown += found.unknown
        self.mended += found.mended
        self.repairs += found.repairs
        for warning in found.warnings:
            self._list("warnings", f"{name}: {warning}")

    def joined(self, made: Made) -> None:
        """A trace that was there already, of which the file says more."""
        self._list("traces", made)
        self.states[made.state] += 1

    def problem(self, error: object) -> None:
        self._list("problems", str(error))

    @property
    def is_empty(self) -> bool:
        """Nothing came of the file."""
        return not self.states and not self.part_of and not any(said["joined"] for said in self.outcomes)

    def _list(self, key: str, entry: object) -> None:
        listed = getattr(self, key)
        if len(listed) < MOST_LISTED:
            listed.append(entry)
        else:
            self.left_out[key] += 1

    def as_json(self) -> dict[str, Any]:
        """{"traces": [[7, "run-7", "added", "codex"]], "states": {"added": 1}, "formats": {"codex": 1},
        "counts": {"records": 40, "turns": 12, "calls": 9, "errors": 1}, "unknown": {"token_count": 3}, "mended": {},
        "repairs": {"nan": 0, "nul": 0, "surrogates": 0}, "warnings": ["a.jsonl: line 14: ..."], "problems": [],
        "outcomes": [{"file": "preds.json", "kind": "predictions", "tasks": 3, "joined": 2}], "part_of": "", "left_out": {}}
        """
        return stored_json({**vars(self), "repairs": vars(self.repairs)})


def stored_json(value: Any) -> Any:
    """The value as a JSON column can keep it: text without NUL and lone surrogates."""
    return json_text.read(json.dumps(value).encode())[0]


def total(reports: Sequence[FileReport], key: str) -> int:
    """How many traces of all files are in that state."""
    return sum(report.states[key] for report in reports)
