"""Images as the APIs of OpenAI and Google write them, in the form of an Anthropic block, which attachments are read by."""

import re
from typing import Any

from tracewright.convert.place import object_at, text_at

_DATA_URL = re.compile(r"data:([\w.+-]+/[\w.+-]+)(?:;[\w=.+-]+)*;base64,")


def as_block(value: Any) -> Any:
    """Of {"image_url": "data:..."}, {"image_url": {"url"}} or {"inlineData": {"mimeType", "data"}}; any other value as it is.

    >>> as_block({"inlineData": {"mimeType": "image/png", "data": "iVBO"}})["source"]
    {'type': 'base64', 'media_type': 'image/png', 'data': 'iVBO'}
    """
    inline = object_at(value, "inlineData") or object_at(value, "inline_data")
    if inline:
        return _block(text_at(inline, "mimeType") or text_at(inline, "mime_type"), text_at(inline, "data"))
    url = text_at(value, "image_url") or text_at(object_at(value, "image_url"), "url")
    if found := _DATA_URL.match(url):
        return _block(found[1], url[found.end() :])
    if url:
        return {"type": "image", "source": {"type": "url", "url": url}}
    return value


def _block(media_type: str, data: str) -> dict[str, Any]:
    kind = "image" if media_type.startswith("image/") else "document"
    return {"type": kind, "source": {"type": "base64", "media_type": media_type, "data": data}}
