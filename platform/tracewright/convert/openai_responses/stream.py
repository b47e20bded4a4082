"""A streamed answer: its events joined to the response that they tell."""

from collections.abc import Sequence
from typing import Any

from tracewright.convert.place import list_at, object_at, text_at
from tracewright.convert.report import Report

ENDS = ("response.completed", "response.incomplete", "response.failed", "response.cancelled")
# Where the pieces of an item stand in it: in a text of its own, or in the parts of a list.
TEXTS = {
    "function_call_arguments": "arguments",
    "mcp_call_arguments": "arguments",
    "custom_tool_call_input": "input",
    "code_interpreter_call_code": "code",
}
PARTS = {
    "output_text": ("content", "output_text", "text"),
    "refusal": ("content", "refusal", "refusal"),
    "reasoning_text": ("content", "reasoning_text", "text"),
    "reasoning_summary_text": ("summary", "summary_text", "text"),
}


def is_event(value: Any) -> bool:
    return text_at(value, "type").startswith("response.") and ("response" in value or "sequence_number" in value)


def response_of(events: Sequence[dict[str, Any]], where: str, report: Report) -> dict[str, Any]:
    """The response of the last event that has it whole; of a stream that breaks off, what came of its items."""
    body: dict[str, Any] = {}
    items: dict[int, dict[str, Any]] = {}
    is_ended = False
    for event in events:
        kind = text_at(event, "type")
        body = object_at(event, "response") or body
        if kind == "error":
            body = {**body, "error": object_at(event, "error") or event}
        elif kind in ("response.output_item.added", "response.output_item.done"):
            items[_number(event, "output_index")] = dict(object_at(event, "item"))
        elif kind.endswith(".delta"):
            _join(items.setdefault(_number(event, "output_index"), {}), event)
        elif not kind.startswith(("response.", "keepalive")):
            report.unknown[f"event {kind}" if kind else "event without type"] += 1
        is_ended = is_ended or kind in (*ENDS, "error")
    if not is_ended:
        report.warn(where, "is a stream that breaks off")
    return body if list_at(body, "output") else {**body, "output": [items[index] for index in sorted(items)]}


def _join(item: dict[str, Any], event: dict[str, Any]) -> None:
    """Of an item of which no end is told."""
    name = text_at(event, "type").removeprefix("response.").removesuffix(".delta")
    if name in TEXTS:
        item[TEXTS[name]] = text_at(item, TEXTS[name]) + text_at(event, "delta")
    elif name in PARTS:
        key, kind, field = PARTS[name]
        item.setdefault("type", "reasoning" if name.startswith("reasoning") else "message")
        if item["type"] == "message":
            item.setdefault("role", "assistant")
        parts = [dict(part) if isinstance(part, dict) else {} for part in list_at(item, key)]
        number = max(_number(event, "content_index"), _number(event, "summary_index"))
        if number >= len(parts):
            number = len(parts)
            parts.append({"type": kind, field: ""})
        parts[number][field] = text_at(parts[number], field) + text_at(event, "delta")
        item[key] = parts


def _number(event: dict[str, Any], key: str) -> int:
    found = event.get(key)
    return found if isinstance(found, int) else 0
