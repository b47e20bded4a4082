"""How a field of the trace document is shown. A display type that is not built is shown as plain text and named so."""

from dataclasses import dataclass
from typing import Any

from tracewright.pointer import escape
from tracewright.trace import Document, text_of

DISPLAYS = ("text", "coding_trace")


@dataclass(frozen=True)
class Shown:
    """One field beside the steps."""

    label: str
    text: str
    is_code: bool
    pointer: str


def shown_fields(document: Document, display: list[dict[str, Any]], step_lists: tuple[str, ...]) -> list[Shown]:
    """The fields that the project's instance_display names, in its order; steps and the task have their own places."""
    shown = []
    for field in display:
        key = field.get("key", "")
        if key in step_lists or key in ("task_description", "task", "text") or document.get(key) is None:
            continue
        value = document[key]
        shown.append(Shown(str(field.get("label") or key), text_of(value), not isinstance(value, str), escape(key)))
    return shown
