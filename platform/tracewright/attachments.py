"""Images and documents that a trace names and does not hold: its `attachments`, and the `parts` that stand for them.

What stands for one:  {"name": "image-1", "kind": "image", "type": "image/png", "size": [640, 480]}; `type` as the log says it, ""
where it does not; `size` in pixels, null where it is not known.
"""

from collections.abc import Mapping
from typing import Any

from tracewright.trace import Document

KINDS = ("image", "document")
Attached = dict[str, Any]


def attachments_of(document: Document) -> dict[str, Any]:
    """By their names; what is no attachment is left out."""
    listed = document.get("attachments")
    found = listed if isinstance(listed, list) else []
    return {each["id"]: each for each in found if isinstance(each, dict) and isinstance(each.get("id"), str)}


def attached(record: Any, attachments: Mapping[str, Any]) -> list[Attached]:
    """What the parts of a step or call stand for, in their order.

    >>> attached({"parts": [{"type": "image", "attachment": "i"}]}, {"i": {"id": "i", "media_type": "image/png"}})
    [{'name': 'i', 'kind': 'image', 'type': 'image/png', 'size': None}]
    """
    parts = record.get("parts") if isinstance(record, dict) else None
    found = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    named = [(part.get("type"), attachments.get(_text(part.get("attachment")))) for part in found]
    return [_attached(kind, attachment) for kind, attachment in named if kind in KINDS and attachment is not None]


def _attached(kind: str, attachment: Mapping[str, Any]) -> Attached:
    size = [attachment.get("width"), attachment.get("height")]
    is_known = all(isinstance(pixels, int) and not isinstance(pixels, bool) and pixels > 0 for pixels in size)
    media_type = _text(attachment.get("media_type"))
    return {"name": attachment["id"], "kind": kind, "type": media_type, "size": size if is_known else None}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
