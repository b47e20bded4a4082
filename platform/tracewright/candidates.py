"""The two candidates of a record that are compared: two texts, or two traces of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracewright.errors import TraceFormatError
from tracewright.trace import STEP_LISTS, Document, check_document, json_type, steps, text_of

FINAL_ANSWER = "final_answer"
TEXT_KEYS = ("text", "content", "response", "output")


@dataclass(frozen=True)
class Candidate:
    """`steps` are those of a trace; of a text the only one is the text. `has_final`: the last step is its final answer."""

    label: str
    model: str
    is_trace: bool
    steps: Sequence[Any]
    has_final: bool = False


def candidates(document: Document, key: str) -> tuple[Candidate, Candidate]:
    """Those under `key`: a list of two, or an object with two keys, which are their labels.

    TraceFormatError names the place where there are not two, or where the steps of one are none.
    """
    found = document.get(key)
    if isinstance(found, dict):
        named = [(str(label), value) for label, value in found.items()]
    elif isinstance(found, list):
        named = [("", value) for value in found]
    else:
        raise TraceFormatError(
            key, f"is {'missing' if found is None else json_type(found)}; it must hold two to compare"
        )
    if len(named) != 2:
        raise TraceFormatError(key, f"has {len(named)} to compare; it must be two")
    at = (f"{key}.{label}" if label else f"{key}[{index}]" for index, (label, _) in enumerate(named))
    first, second = (_candidate(value, label, where) for (label, value), where in zip(named, at, strict=True))
    return first, second


def compared_runs(document: Document) -> dict[str, tuple[Candidate, Candidate]]:
    """The pairs of traces that a record holds to compare, by their keys.

    >>> [run.label for run in compared_runs({"id": "a", "runs": {"old": {"steps": ["x"]}, "new": {"steps": ["y"]}}})["runs"]]
    ['old', 'new']
    """
    found = {}
    for key in (key for key in document if key not in STEP_LISTS):
        try:
            pair = candidates(document, key)
        except TraceFormatError:
            continue  # no pair, which any other value may be
        if all(each.is_trace for each in pair):
            found[key] = pair
    return found


def _candidate(value: Any, label: str, where: str) -> Candidate:
    fields = value if isinstance(value, dict) else {}
    label, model = _text(fields.get("label")) or label, _text(fields.get("model"))
    check_document(fields, where)
    listed = next((key for key in STEP_LISTS if fields.get(key)), None)
    if listed is None:
        return Candidate(label, model, False, [_said(value)])
    final = fields.get(FINAL_ANSWER)
    last = [] if final is None else [{FINAL_ANSWER: final}]
    return Candidate(label, model, True, [*steps(fields, listed), *last], bool(last))


def _said(value: Any) -> str:
    """A text as it is, an object's own text, anything else as JSON."""
    fields = value if isinstance(value, dict) else {}
    return text_of(next((fields[key] for key in TEXT_KEYS if fields.get(key)), value))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
