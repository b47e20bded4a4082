"""What a list says of a trace: its model, how it ended, when it began, and the agent's errors."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tracewright.recovery import Recovery, recoveries
from tracewright.spent import began, first_moment
from tracewright.trace import STEP_LISTS, Document, calls, task

SUCCESSES = ("success", "is_success", "passed", "correct")
STATES = ("exit_status", "stop_reason", "status")
NUMBERS = ("reward", "score")
SEARCHED_BYTES = 64 * 1024
# Of a step, what nobody said; its calls are searched by what they were given, not by their results.
UNSAID = {"role", "kind", "tool_calls", "parts", "model", "at", "usage", "agent", "parent_call", "source", "id"}


@dataclass(frozen=True)
class Summary:
    """`failures` are of the steps that the outline shows, soft ones among them; `task_key` names the benchmark's task."""

    model: str = ""
    outcome: str = ""
    began: datetime | None = None
    failures: list[Recovery] = field(default_factory=list)
    said: str = ""
    task_key: str = ""

    def errors(self, *, recovered: bool) -> int:
        """How many errors that the log flags were recovered, or were not."""
        return sum((each.success is not None) == recovered for each in self.failures if not each.is_soft)


def summary(document: Document) -> Summary:
    """Of a document without steps, all is empty but what it says of itself."""
    key = next((key for key in STEP_LISTS if document.get(key)), STEP_LISTS[0])
    steps = [step for step in document.get(key) or () if isinstance(step, dict)]
    failures = [each for each in recoveries(document) if each.error.steps == key]
    began_at, task_key = _began(document, steps), document.get("task_key")
    named = task_key if isinstance(task_key, str) else ""
    return Summary(model_of(document, steps), outcome_of(document), began_at, failures, said(document), named)


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


def said(document: Document) -> str:
    """The task, and what the steps say and call, a line each: its first 64 kB as UTF-8.

    >>> said({"task": "Find it.", "steps": [{"thought": "Look.", "tool_calls": [{"tool": "Read", "input": {"path": "a"}}]}]})
    'Find it.\\nLook.\\nRead\\na'
    """
    found, size = list[str](), 0
    for text in _said(document):
        found.append(text[:SEARCHED_BYTES])
        size += len(found[-1].encode()) + 1
        if size >= SEARCHED_BYTES:
            break
    return "\n".join(found).encode()[:SEARCHED_BYTES].decode(errors="ignore")


def _said(document: Document) -> Iterator[str]:
    yield task(document)
    for step in next((steps for key in STEP_LISTS if (steps := document.get(key))), ()):
        if isinstance(step, dict):
            yield from _texts({key: value for key, value in step.items() if key not in UNSAID})
            for call in calls(step):
                yield from _texts([call.get("tool"), call.get("input")] if isinstance(call, dict) else call)
        else:
            yield from _texts(step)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


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
