"""What a list says of a trace: its model, how it ended, when it began, and the agent's errors."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tracewright.recovery import Recovery, recoveries
from tracewright.spent import began, first_moment
from tracewright.trace import STEP_LISTS, Document

SUCCESSES = ("success", "is_success", "passed", "correct")
STATES = ("exit_status", "stop_reason", "status")
NUMBERS = ("reward", "score")


@dataclass(frozen=True)
class Summary:
    """`failures` are of the steps that the outline shows, soft ones among them."""

    model: str = ""
    outcome: str = ""
    began: datetime | None = None
    failures: list[Recovery] = field(default_factory=list)

    def errors(self, *, recovered: bool) -> int:
        """How many errors that the log flags were recovered, or were not."""
        return sum((each.success is not None) == recovered for each in self.failures if not each.is_soft)


def summary(document: Document) -> Summary:
    """Of a document without steps, all is empty but what it says of itself."""
    key = next((key for key in STEP_LISTS if document.get(key)), STEP_LISTS[0])
    steps = [step for step in document.get(key) or () if isinstance(step, dict)]
    failures = [each for each in recoveries(document) if each.error.steps == key]
    return Summary(model_of(document, steps), outcome_of(document), _began(document, steps), failures)


def model_of(document: Document, steps: list[dict[str, Any]]) -> str:
    """By the document's own word, else the one that most steps of the agent name; "" for none.

    >>> model_of({}, [{"model": "small", "agent": "helper"}, {"model": "large"}])
    'large'
    """
    if own := _model(document):
        return own
    main = Counter(model for step in steps if not step.get("agent") and (model := _model(step)))
    found = main or Counter(model for step in steps if (model := _model(step)))
    return found.most_common(1)[0][0] if found else ""


def outcome_of(document: Document) -> str:
    """How the run ended, in a word: whether its task is resolved, else how it stopped, else its reward; "" for unknown.

    >>> outcome_of({"outcome": {"exit_status": "Submitted", "resolved": False}})
    'not resolved'
    >>> outcome_of({"outcome": {"exit_status": "Submitted"}}), outcome_of({"outcome": {"reward": 1.0}})
    ('Submitted', 'reward 1')
    """
    outcome = document.get("outcome")
    if isinstance(outcome, str):
        return outcome.strip()
    return next(_outcomes(outcome), "") if isinstance(outcome, Mapping) else ""


def _outcomes(outcome: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(resolved := outcome.get("resolved"), bool):
        yield "resolved" if resolved else "not resolved"
    for key in SUCCESSES:
        if isinstance(success := outcome.get(key), bool):
            yield "success" if success else "no success"
    for key in STATES:
        if isinstance(state := outcome.get(key), str) and state.strip():
            yield state.strip()
    for key in NUMBERS:
        number = outcome.get(key)
        if isinstance(number, int | float) and not isinstance(number, bool):
            yield f"{key} {number:g}"


def _model(record: Mapping[str, Any]) -> str:
    """A name in angle brackets is what a harness writes where no model spoke."""
    found = next((value for key in ("model", "model_name") if isinstance(value := record.get(key), str) and value), "")
    return "" if found.startswith("<") else found


def _began(document: Document, steps: list[dict[str, Any]]) -> datetime | None:
    """A time without a zone is taken for one of UTC."""
    at = began(document) or first_moment(steps)
    return at.replace(tzinfo=UTC) if at and at.tzinfo is None else at
