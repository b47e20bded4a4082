"""Images and documents of a run. Their bytes stay where they are, in the native record; the trace names the place."""

import base64
import binascii
import re
from typing import Any

from tracewright.convert.place import object_at, text_at
from tracewright.picture import picture

IMAGES = ("image", "image_url", "input_image")
DOCUMENTS = ("document", "file", "input_file", "input_audio")
_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)(?:;[\w=.+-]+)*;base64,(.*)", re.DOTALL)
MADE = "image_generation_call"  # of the Responses API: the call holds what it gave back
INLINE = ("inlineData", "inline_data")  # Google's
_BEGINNING = 96 * 1024  # characters of base64: a JPEG's size stands behind its thumbnail


class Attachments:
    """The document's `attachments`, numbered in the order they were met."""

    def __init__(self) -> None:
        self.listed: list[dict[str, Any]] = []

    def part(self, block: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
        """Lists an image or document block and gives back the part that stands for it in a turn or call."""
        media_type, data = content_of(block)
        is_image = media_type.startswith("image/") or text_at(block, "type") in IMAGES or "image_url" in block
        kind = "image" if is_image else "document"
        identity = f"{kind}-{len(self.listed) + 1}"
        title = text_at(block, "title")
        named = {"title": title} if title else {}  # of Anthropic's documents
        self.listed.append({"id": identity, "media_type": media_type, **named, "source": source, **_size(data)})
        return {"type": kind, "attachment": identity}


def holds_file(block: Any) -> bool:
    """Whether it is an image or document, or links to one, in the form of any API.

    >>> holds_file({"inlineData": {"mimeType": "image/png", "data": "iVBO"}}), holds_file({"type": "text", "text": "a"})
    (True, False)
    """
    return bool(_link(block)) or any(object_at(block, key) for key in ("source", "input_audio", *INLINE))


def content_of(block: Any) -> tuple[str, str]:
    """Media type and base64 of a block, or of a data URL; "" for what it does not hold, as when it only links to an image.

    >>> content_of({"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBO"}})
    ('image/png', 'iVBO')
    """
    if found := _DATA_URL.match(block if isinstance(block, str) else _link(block)):
        return found[1], found[2]
    if text_at(block, "type") == MADE:
        return f"image/{text_at(block, 'output_format') or 'png'}", text_at(block, "result")
    if audio := object_at(block, "input_audio"):
        return f"audio/{text_at(audio, 'format')}", text_at(audio, "data")
    if inline := object_at(block, INLINE[0]) or object_at(block, INLINE[1]):
        return text_at(inline, "mimeType") or text_at(inline, "mime_type"), text_at(inline, "data")
    if mcp := text_at(block, "mimeType"):
        return mcp, text_at(block, "data") or text_at(block, "blob")
    if text_at(block, "type") == "blob":  # OpenTelemetry's
        return text_at(block, "mime_type"), text_at(block, "content")
    data = object_at(block, "source")
    return text_at(data, "media_type"), text_at(data, "data") if text_at(data, "type") != "text" else ""


def _link(block: Any) -> str:
    """The address of what a block of OpenAI's APIs, or of OpenInference, holds."""
    url = text_at(object_at(block, "image_url"), "url") or text_at(block, "image_url")
    url = url or text_at(object_at(block, "file"), "file_data") or text_at(block, "file_data")
    url = url or text_at(object_at(object_at(block, "image"), "image"), "url")  # OpenInference's
    drawn = text_at(block, "url")  # of a program that ran at the API; else the address of a page
    return url or (drawn if drawn.startswith("data:") else "")


def _size(text: str) -> dict[str, int]:
    """{"width": 640, "height": 480} in pixels, so that a page leaves room for the image; {} where its bytes do not tell."""
    try:
        found = picture(base64.b64decode(text[:_BEGINNING]))
    except (binascii.Error, ValueError):
        return {}
    return {"width": found.size[0], "height": found.size[1]} if found and found.size else {}
