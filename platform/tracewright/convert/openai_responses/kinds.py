"""The items of the Responses API: what each is, and by which ids it is known."""

from collections.abc import Iterable
from typing import Any

from tracewright.convert.place import id_at, text_at

SPEAKERS = ("user", "assistant", "system", "developer")
REASONING, MESSAGE = "reasoning", "message"
TOOLS = ("mcp_list_tools", "additional_tools")  # which tools there are now
APPROVAL, APPROVED = "mcp_approval_request", "mcp_approval_response"
COMPACTION = ("compaction", "compaction_summary", "context_compaction")
REFERENCE = "item_reference"


def kind_of(item: Any) -> str:
    """The type of an item; a message may be without it."""
    return text_at(item, "type") or (MESSAGE if text_at(item, "role") in SPEAKERS else "")


def is_call(item: Any) -> bool:
    kind = text_at(item, "type")
    return kind.endswith("_call") or kind == APPROVAL


def is_result(item: Any) -> bool:
    """Of a call that ran elsewhere; what ran at the API is in its call."""
    kind = text_at(item, "type")
    return kind.endswith("_output") or kind == APPROVED


def is_item(value: Any) -> bool:
    """Whether it can be an item: a message of a speaker, or something that has a type of the API."""
    kind = kind_of(value)
    if kind == MESSAGE:
        return text_at(value, "role") in SPEAKERS and "content" in value
    return is_call(value) or is_result(value) or kind in (REASONING, *TOOLS, *COMPACTION, REFERENCE)


def is_marked(value: Any) -> bool:
    """Whether no other API has such a thing: a call or a result with its ids, a reasoning with its summary, typed texts."""
    kind = text_at(value, "type")
    if kind == REASONING:
        return "summary" in value or "encrypted_content" in value
    if is_call(value) or is_result(value):
        return "call_id" in value or "approval_request_id" in value or ("id" in value and "status" in value)
    parts = value.get("content") if kind_of(value) == MESSAGE else None
    listed = parts if isinstance(parts, list) else []
    return any(text_at(part, "type") in ("input_text", "output_text", "input_image", "input_file") for part in listed)


def ids_of(items: Iterable[Any]) -> set[str]:
    """All ids by which a client may name them again. A result is not known by its call's."""
    found = {id_at(item, "id") for item in items}
    return (found | {id_at(item, "call_id") for item in items if not is_result(item)}) - {""}


def text_of_message(item: Any) -> str:
    """The text of a message, as its client may send it back: a text, or parts."""
    content = item.get("content") if isinstance(item, dict) else None
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(filter(None, (text_at(part, "text") or text_at(part, "refusal") for part in parts)))
