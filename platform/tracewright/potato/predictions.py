"""The predictions that an item brings along, under the field that `pre_annotation` names.

    {"overall_quality": "good", "confidence": 0.87, "model": "critic-1"}

A value is what the kind's page sends, what Potato stores for the question, or just the choice, the choices or the number. Beside
the schemes' names stand "confidence" and "reasoning" of them all, and "model" and "model_version". With reasons of its own a
value is the object that the API takes: {"answer": ..., "confidence": 0.87, "reasoning": "..."}, or "steps" in place of "answer".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracewright.errors import AnswerError, TraceFormatError
from tracewright.export.records import SchemeOf
from tracewright.predictions import KEYS, Given, Predicted, judges_by_step, predicted
from tracewright.schemes import kind_of
from tracewright.schemes.common import as_text
from tracewright.schemes.text import boxes
from tracewright.shown import shown
from tracewright.trace import Document

NAME_CHARS = 200
BESIDE = ("confidence", "reasoning", "model", "model_version")


class OfItem(NamedTuple):
    scheme: str
    model: str
    model_version: str
    predicted: Predicted


class Problem(NamedTuple):
    text: str


def predictions_of(document: Document, field: str, schemes: Sequence[SchemeOf]) -> Iterator[OfItem | Problem]:
    """What the item predicts, one for each scheme it speaks of; a Problem says what cannot be read and why."""
    stored = document.get(field)
    if stored is None:
        return
    if not isinstance(stored, dict):
        yield Problem(f"{field}: needs an object with the names of schemes, not {shown(stored)}")
        return
    by_name = {scheme.name: scheme for scheme in schemes}
    beside = {key: stored[key] for key in BESIDE if key in stored and key not in by_name}
    try:
        model, version = _text(beside, "model", field), _text(beside, "model_version", "")
    except AnswerError as error:
        yield Problem(f"{field}.{error}")
        return
    for name in (name for name in stored if name not in beside):
        try:
            yield OfItem(name, model, version, _predicted(by_name, name, stored[name], beside, document))
        except (AnswerError, TraceFormatError) as error:
            yield Problem(f"{field}.{name}: {error}")


def _predicted(by_name: Mapping[str, SchemeOf], name: str, value: Any, beside: Given, document: Document) -> Predicted:
    if name not in by_name:
        raise AnswerError(name, "is no scheme of the config")
    scheme = by_name[name]
    config: dict[str, Any] = dict(scheme.config)
    reasons = {key: beside[key] for key in ("confidence", "reasoning") if key in beside}
    if isinstance(value, dict) and ("answer" in value or "steps" in value) and set(value) <= set(KEYS):
        given = {**reasons, **value}
        sent = given.get("answer")
    else:
        given, sent = {**reasons, "answer": value}, value
    if isinstance(sent, list) and judges_by_step(scheme.kind):
        given.pop("answer")
        given["steps"] = [_step(entry) for entry in sent]
    elif "answer" in given:
        given["answer"] = _as_sent(scheme.kind, config, sent, document)
    return predicted(scheme.kind, config, given, document)


def _step(entry: Any) -> Any:
    """Potato's own suggestions have `index` and `reward`."""
    if not isinstance(entry, dict):
        return entry
    names = {"index": "step", "reward": "value", "correctness": "value"}
    return {names.get(key, key): value for key, value in entry.items()}


def _as_sent(kind: str, config: dict[str, Any], value: Any, document: Document) -> Any:
    """As the page would send it."""
    if not isinstance(value, dict):
        return WRAPS[kind](config, value) if kind in WRAPS else value
    try:
        kind_of(kind).parse(config, value, document)
        return value
    except AnswerError as as_page:
        try:
            answer = kind_of(kind).from_potato(config, value, document)
        except AnswerError:
            raise as_page from None
        if answer is None:
            raise as_page
        return kind_of(kind).as_sent(config, answer, document)


def _text(given: Given, key: str, default: str) -> str:
    value = as_text(given.get(key, default))
    if not isinstance(value, str) or len(value) > NAME_CHARS:
        raise AnswerError(key, f"needs a text of up to {NAME_CHARS} characters, not {shown(value)}")
    return value or default


def _choice(key: str) -> Callable[[dict[str, Any], Any], Any]:
    return lambda _config, value: {key: as_text(value)}


def _value(config: dict[str, Any], value: Any) -> Any:
    """A number; of a scale with names also the name of a point."""
    names = [label["name"] for label in config.get("labels") or [] if isinstance(label, dict)]
    return {"value": names.index(value) + 1 if value in names else value}


def _choices(_config: dict[str, Any], value: Any) -> Any:
    return {"choices": [as_text(each) for each in value] if isinstance(value, list) else [as_text(value)]}


# By kind: how a value that is no object becomes what the page sends.
WRAPS: dict[str, Callable[[dict[str, Any], Any], Any]] = {
    "radio": _choice("choice"),
    "select": _choice("choice"),
    "triage": _choice("decision"),
    "multiselect": _choices,
    "hierarchical_multiselect": lambda _config, value: {"choices": value},  # paths from the root
    "likert": _value,
    "number": _value,
    "slider": _value,
    "confidence": _value,
    "text": lambda config, value: {"texts": {boxes(config)[0]: value}},
    "ranking": lambda _config, value: {"order": value},
}
