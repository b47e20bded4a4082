"""The fields of the trace document beside its steps, as plain JSON: no words for people are in it.

What each display type makes of a value stands in tracewright.display; markdown is rendered here, where its library is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.projects.markdown import nodes_of
from tracewright.display import types
from tracewright.pointer import escape
from tracewright.trace import Document

DISPLAYS = types.TYPES


@dataclass(frozen=True)
class Shown:
    """One field beside the steps: where its value stands in the document, and what is drawn of it."""

    label: str
    pointer: str
    part: dict[str, Any]


def shown_fields(document: Document, display: list[dict[str, Any]], step_lists: tuple[str, ...]) -> list[Shown]:
    """The fields that the project's instance_display names, in its order; steps and the task have their own places."""
    shown = []
    for field in display:
        key = field.get("key", "")
        if key in step_lists or key in ("task_description", "task", "text") or document.get(key) is None:
            continue
        shown.append(Shown(str(field.get("label") or key), escape(key), _part(document[key], field)))
    return shown


def display_warnings(display: list[dict[str, Any]], step_lists: tuple[str, ...]) -> Iterator[str]:
    """What of the fields means nothing here: types that are not built, and options that a type does not have."""
    for field in display:
        if not types.type_of(field) and field["key"] not in step_lists:
            yield f"instance_display {field['key']}: type {field['type']!r} comes later, it is shown as text"
        for option in types.unknown_options(field):
            yield f"instance_display {field['key']}: display_options.{option} means nothing to {field.get('type', 'text')}"


def _part(value: Any, field: dict[str, Any]) -> dict[str, Any]:
    part = types.part_of(value, field)
    if part["kind"] != "markdown":
        return part
    return {"kind": "markdown", "nodes": nodes_of(part["text"]), "more": part["more"]}
