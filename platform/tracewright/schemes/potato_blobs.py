"""Answers that Potato stores as one JSON text."""

from collections.abc import Mapping
from typing import Any

from tracewright import json_text
from tracewright.errors import AnswerError
from tracewright.repairs import storable
from tracewright.schemes.judged_steps import is_judged
from tracewright.schemes.sent_steps import original_step
from tracewright.shown import shown
from tracewright.step_names import said
from tracewright.trace import Document, json_type, steps

Entries = dict[str, dict[str, Any]]


def blob(name: str, labels: Mapping[str, Any], *lists: str) -> dict[str, Any] | None:
    """The stored object, None for nothing. AnswerError when it is no JSON object, or one of these keys holds no list."""
    stored = stored_json(name, labels)
    if stored is None:
        return None
    if not isinstance(stored, dict):
        raise AnswerError(name, f"holds {json_type(stored)}; a stored answer is a JSON object")
    for key in lists:
        if not isinstance(stored.get(key), list | None):
            raise AnswerError(name, f"holds {key} that are {json_type(stored[key])}; they must be a list")
    return stored


def stored_json(name: str, labels: Mapping[str, Any]) -> Any:
    """What is stored, from the label of the scheme's own name, from "label", or from the only label; None for nothing."""
    stored = labels.get(name) or labels.get("label") or (next(iter(labels.values())) if len(labels) == 1 else None)
    if not isinstance(stored, str):
        return stored or None
    try:
        return json_text.read(storable(stored).encode())[0] if stored else None
    except json_text.NotJson as error:
        raise AnswerError(name, f"holds an answer that is {error}") from error


def entries(
    config: Mapping[str, Any], stored: Mapping[str, Any], index_key: str, document: Document
) -> tuple[Entries, Entries]:
    """The entries of the list `steps` by the names of their steps: of the steps that are judged, and of users' turns.

    An entry's step is its `index_key`, else its position. The list may be short, and null says nothing about a step.
    """
    found = steps(document, config["steps_key"])
    of_steps: Entries = {}
    of_turns: Entries = {}
    for position, entry in enumerate(stored.get("steps") or []):
        if entry is None:
            continue
        name = _step(config["name"], position, entry, index_key)
        part = of_steps if is_judged(dict(config), original_step(name, found)) else of_turns
        if name in part:
            raise AnswerError(said(name), "is listed twice", name)
        part[name] = entry
    return of_steps, of_turns


def _step(scheme: str, position: int, entry: Any, index_key: str) -> str:
    if not isinstance(entry, dict):
        raise AnswerError(scheme, f"holds as entry {position + 1} {json_type(entry)}; it must be an object or null")
    index = entry.get(index_key)
    if index is None:
        return str(position)
    if isinstance(index, bool) or not isinstance(index, int):
        raise AnswerError(scheme, f"holds as entry {position + 1} the {index_key} {shown(index)}; it must be an index")
    return str(index)
