"""Images and documents of a session. Their bytes stay where they are, in the native record; the trace names the place."""

import base64
import binascii
from typing import Any

from tracewright.convert.place import text_at
from tracewright.picture import picture

_BEGINNING = 96 * 1024  # characters of base64: a JPEG's size stands behind its thumbnail


class Attachments:
    """The document's `attachments`, numbered in the order they were met."""

    def __init__(self) -> None:
        self.listed: list[dict[str, Any]] = []

    def part(self, block: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
        """Lists an image or document block and gives back the part that stands for it in a turn or call."""
        kind, data = text_at(block, "type"), block.get("source")
        identity = f"{kind}-{len(self.listed) + 1}"
        media_type = text_at(data, "media_type") if isinstance(data, dict) else ""
        self.listed.append({"id": identity, "media_type": media_type, "source": source, **_size(data)})
        return {"type": kind, "attachment": identity}


def _size(data: Any) -> dict[str, int]:
    """{"width": 640, "height": 480} in pixels, so that a page leaves room for the image; {} where its bytes do not tell."""
    text = text_at(data, "data") if isinstance(data, dict) else ""
    try:
        found = picture(base64.b64decode(text[:_BEGINNING]))
    except (binascii.Error, ValueError):
        return {}
    return {"width": found.size[0], "height": found.size[1]} if found and found.size else {}
