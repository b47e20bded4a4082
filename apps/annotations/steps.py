"""The steps of a trace as the annotate page shows them: their fields, which of them have an editor, and a name for the map."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tracewright.pointer import escape
from tracewright.schemes.trajectory_edit import editors
from tracewright.trace import STEP_LISTS, Document, calls, steps, text_of

GIST_CHARS = 80
PROSE = {"thought", "thinking", "reasoning", "content", "text", "final_answer"}  # all else is set as code
CALL_IN_TEXT = re.compile(r"\s*([A-Za-z_][\w.]*)\(")  # web_search(query="...")


@dataclass(frozen=True)
class FieldView:
    """One text of a step. `pointer` is RFC 6901 inside the step; `editor` when the person may change it."""

    key: str
    label: str
    pointer: str
    text: str
    is_code: bool
    is_json: bool
    editor: bool

    @property
    def lines(self) -> int:
        return self.text.count("\n") + 1


@dataclass(frozen=True)
class StepView:
    name: str  # "0": as answers call it
    number: int  # 1: as people count
    gist: str
    tool: str
    is_error: bool
    fields: list[FieldView] = field(default_factory=list)


def step_views(document: Document, config: dict[str, Any] | None) -> Iterator[StepView]:
    """The steps of the list that the editor names; without one, of the list the document has."""
    key = config["steps_key"] if config else next((key for key in STEP_LISTS if document.get(key)), "steps")
    editable = {(editor.step, editor.pointer) for editor in editors(config, document)} if config else set()
    for index, step in enumerate(steps(document, key)):
        fields = list(_fields(step, config["step_text_key"] if config else "action", str(index), editable))
        yield StepView(str(index), index + 1, _gist(fields), _tool(step), _is_error(step), fields)


def _fields(step: Any, text_key: str, name: str, editable: set[tuple[str | None, str]]) -> Iterator[FieldView]:
    if isinstance(step, str):
        yield FieldView(text_key, _("Step"), "", step, False, False, (name, "") in editable)
        return
    for key, value in step.items():
        pointer = escape(key)
        can_edit = (name, pointer) in editable
        if value in (None, [], {}) and not can_edit:
            continue
        yield FieldView(
            key, _label(key), pointer, text_of(value), key not in PROSE, not isinstance(value, str), can_edit
        )


def final_answer(document: Document, config: Mapping[str, Any] | None) -> FieldView | None:
    key = config["final_answer_key"] if config else "final_answer"
    if document.get(key) is None:
        return None
    value = document[key]
    can_edit = bool(config and config["edit_final_answer"])
    pointer = escape(key)
    return FieldView(key, _("Answer"), pointer, text_of(value), False, not isinstance(value, str), can_edit)


def _label(key: str) -> str:
    known = {
        "thought": _("Thought"),
        "thinking": _("Thought"),
        "action": _("Action"),
        "observation": _("Result"),
        "content": _("Text"),
        "role": _("Role"),
        "tool_calls": _("Calls"),
    }
    return known.get(key) or key.replace("_", " ").capitalize()


def _tool(step: Any) -> str:
    """The step's tool: named by the step, its action or its first call, else called in its action's text."""
    if not isinstance(step, dict):
        return ""
    action = step.get("action")
    named = [part.get("tool") for part in (step, action, *calls(step)) if isinstance(part, dict)]
    for name in named:
        if isinstance(name, str) and name:
            return name
    found = CALL_IN_TEXT.match(action) if isinstance(action, str) else None
    return found[1] if found else ""


def _is_error(step: Any) -> bool:
    marked = [step, *calls(step)] if isinstance(step, dict) else []
    return any(isinstance(part, dict) and part.get("is_error") is True for part in marked)


def _gist(fields: Sequence[FieldView]) -> str:
    first = next((field.text.strip() for field in fields if field.key != "role" and field.text.strip()), "")
    line = first.splitlines()[0] if first else ""
    return line if len(line) <= GIST_CHARS else line[: GIST_CHARS - 1] + "…"
