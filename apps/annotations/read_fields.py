"""What a trace says beside its task, its steps and its answer, as its reading page draws it: plain data, no words.

A line:  {"key": "cwd", "kind": "line", "text": "/work"}
A text:  {"key": "system_prompt", "kind": "text", "more": 0, ...}, as tracewright.display.text; `more` characters are left out
A patch: {"key": "model_patch", "kind": "diff", "more": 0, ...}, as tracewright.display.diff
A tree:  {"key": "tools", "kind": "json", "more": 0, ...}, as tracewright.display.json
"""

from collections.abc import Collection
from typing import Any

from tracewright.candidates import FINAL_ANSWER
from tracewright.display import diff, json, text
from tracewright.trace import STEP_LISTS, Document, task_key, text_of

# They have places of their own.
ELSEWHERE = {"id", "model", "source", "alternatives", "attachments", FINAL_ANSWER, *STEP_LISTS}
LINE_CHARS = 160
MOST_FIELDS = 40  # each of them may be a page long
KEY_CHARS = 200


def fields_of(document: Document, without: Collection[str]) -> tuple[list[dict[str, Any]], int]:
    """The first fields in the order of the document, what fits in a line before the others, and how many there are more.

    `without` are keys that the page draws elsewhere.
    """
    apart = {*ELSEWHERE, *without, task_key(document)}
    said = [(key, value) for key, value in document.items() if key not in apart and value not in (None, "", [], {})]
    drawn = ({"key": key[:KEY_CHARS], **_part(value)} for key, value in said[:MOST_FIELDS])
    return sorted(drawn, key=lambda field: field["kind"] != "line"), max(len(said) - MOST_FIELDS, 0)


def _part(value: Any) -> dict[str, Any]:
    if isinstance(value, dict | list):
        return _tree(value)
    shown = text_of(value)
    if len(shown) <= LINE_CHARS and "\n" not in shown:
        return {"kind": "line", "text": shown}
    return diff.part(shown, diff.options(None, diff.name)) or _text(shown)


def _text(value: str) -> dict[str, Any]:
    found = text.part(value, {})
    return {**found, "more": found["chars"] - len(found["text"])}


def _tree(value: Any) -> dict[str, Any]:
    found = json.part(value, json.options(None, json.name))
    assert found is not None  # only a text may be none
    return found
