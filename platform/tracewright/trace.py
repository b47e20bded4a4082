"""The trace document: a plain dict, read here by key and never re-encoded, so that no key is ever lost."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tracewright import json_text
from tracewright.errors import TraceFormatError
from tracewright.repairs import storable

Document = dict[str, Any]

STEP_LISTS = ("steps", "structured_turns")
TASK_KEYS = ("task_description", "task", "text")
MAX_STEPS = 50_000
PATH_KEYS = ("file_path", "path", "notebook_path")
JSON_TYPES = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


class TypeChanged(ValueError):
    """An edited text that is no longer JSON of the type that stood there."""


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One step (call is None) or one tool call in it. `chars` counts the characters of its text."""

    index: int
    call: int | None
    role: str
    tool: str
    path: str
    is_error: bool
    chars: int
    content_hash: str


def task(document: Document) -> str:
    """What the agent was asked: task_description, else task, else text, else "".

    >>> task({"text": "Find the file."})
    'Find the file.'
    """
    return text_of(document[key]) if (key := task_key(document)) else ""


def task_key(document: Document) -> str:
    """The key of what the agent was asked, "" for none."""
    return next((key for key in TASK_KEYS if document.get(key)), "")


def steps(document: Document, key: str = "steps") -> list[Any]:
    """The list of steps under `key`; null or absent is no steps. TraceFormatError for anything but a list."""
    found = document.get(key)
    if found is None:
        return []
    if not isinstance(found, list):
        raise TraceFormatError(key, f"is {json_type(found)}; it must be a list of steps")
    return found


def check_document(document: Document, where: str, keys: Iterable[str] = STEP_LISTS) -> None:
    """TraceFormatError when a list of steps is no list, holds what is neither text nor object, or more than 50,000 steps
    and tool calls: each is a row of the outline, and all rows of a record are written at once.
    """
    for key in keys:
        found = document.get(key)
        if found is None:
            continue
        if not isinstance(found, list):
            raise TraceFormatError(where, f"{key} is {json_type(found)}; it must be a list or null")
        for index, step in enumerate(found):
            if not isinstance(step, str | dict):
                raise TraceFormatError(where, f"{key}[{index}] is {json_type(step)}; a step is text or an object")
        size = len(found) + sum(len(calls(step)) for step in found)
        if size > MAX_STEPS:
            raise TraceFormatError(where, f"{key} has {size} steps and tool calls; a record may have {MAX_STEPS}")


def json_type(value: Any) -> str:
    """The JSON type of a value as people say it.

    >>> json_type(1.5), json_type([])
    ('a number', 'a list')
    """
    return JSON_TYPES[type(value)]


def text_of(value: Any) -> str:
    """The value as people read and edit it: a text as it is, anything else as compact JSON.

    >>> text_of({"tool": "Read"})
    '{"tool":"Read"}'
    """
    return value if isinstance(value, str) else json_text.compact(value)


def value_of(text: str, original: Any) -> Any:
    """The inverse of `text_of` that keeps the JSON type of what stood there.

    A null takes any JSON value, and text that is no JSON as text. TypeChanged otherwise.

    >>> value_of("5", "4"), value_of("5", 4)
    ('5', 5)
    """
    if isinstance(original, str):
        return text
    try:
        value, _ = json_text.read(storable(text).encode())
    except json_text.NotJson as error:
        if original is None:
            return text
        raise TypeChanged(f"needs {_json_needed(original)}: {error}") from error
    return of_same_type(value, original)


def of_same_type(value: Any, original: Any) -> Any:
    """The value. TypeChanged when it is of another JSON type than what stood there; a null takes any."""
    if original is not None and json_type(value) != json_type(original):
        raise TypeChanged(f"needs {_json_needed(original)}, not {json_type(value)}")
    return value


def text_for(value: Any, original: Any) -> str:
    """The text that `value_of` turns back into `value` at the place of `original`.

    Differs from `text_of` for a text in the place of a null: "5" must come back as text, so it is quoted.
    """
    if original is None and isinstance(value, str) and value_of(value, None) != value:
        return json_text.compact(value)
    return text_of(value)


def content_hash(value: Any) -> str:
    """The first 16 hex digits of the SHA-256 of the value's canonical JSON; the order of keys does not count."""
    return _hash(json_text.canonical(value))


def _hash(canonical: str) -> str:
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def outline(document: Document) -> Iterator[OutlineRow]:
    """One row for each step and one for each tool call in it, in order.

    `structured_turns` are taken when `steps` is absent or empty.
    """
    for index, step in enumerate(document.get("steps") or document.get("structured_turns") or []):
        fields = step if isinstance(step, dict) else {}
        yield _row(index, None, _text_at(fields, "role"), step)
        for call, made in enumerate(calls(fields)):
            yield _row(index, call, _text_at(fields, "role"), made)


def calls(step: Any) -> list[Any]:
    """The tool calls of a step; none for a text step or when `tool_calls` is no list."""
    found = step.get("tool_calls") if isinstance(step, dict) else None
    return found if isinstance(found, list) else []


def _row(index: int, call: int | None, role: str, value: Any) -> OutlineRow:
    fields = value if isinstance(value, dict) else {}
    canonical = json_text.canonical(value)  # as long as its compact form
    return OutlineRow(
        index=index,
        call=call,
        role=role,
        tool=_text_at(fields, "tool"),
        path=_path(fields.get("input")),
        is_error=is_agents_error(fields),
        chars=len(value if isinstance(value, str) else canonical),
        content_hash=_hash(canonical),
    )


def _path(call_input: Any) -> str:
    fields = call_input if isinstance(call_input, dict) else {}
    return next((found for key in PATH_KEYS if (found := _text_at(fields, key))), "")


def _text_at(fields: dict[str, Any], key: str) -> str:
    found = fields.get(key)
    return found if isinstance(found, str) else ""


def is_agents_error(fields: dict[str, Any]) -> bool:
    """A rejected, cancelled or environment error is none of the agent's doing."""
    return fields.get("is_error") is True and fields.get("error_source") in (None, "", "agent")


def _json_needed(original: Any) -> str:
    return json_type(original).replace("an object", "a JSON object").replace("a list", "a JSON list")
