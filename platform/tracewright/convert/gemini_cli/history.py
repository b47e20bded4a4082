"""Contents of the API: {"role", "parts": [...]}."""

from typing import Any

from tracewright.convert.place import object_at, text_at

ROLES = ("user", "model", "gemini", "function")


def is_content(value: Any) -> bool:
    """A record of a history; a chat's message has a `type` instead of the role."""
    return text_at(value, "role") in ROLES and isinstance(value, dict) and isinstance(value.get("parts"), list)


def plain(content: Any) -> Any:
    """A content without what differs each time it is sent: ids and signatures."""
    parts = content.get("parts") if isinstance(content, dict) else None
    return [text_at(content, "role"), [_plain_part(part) for part in parts] if isinstance(parts, list) else parts]


def _plain_part(part: Any) -> Any:
    for key in ("functionCall", "functionResponse"):
        if inner := object_at(part, key):
            return {key: {name: value for name, value in inner.items() if name != "id"}}
    if not isinstance(part, dict):
        return part
    return {name: value for name, value in part.items() if name != "thoughtSignature"}
