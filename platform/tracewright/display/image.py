"""The display type image: pictures that the trace itself holds. Nothing is ever fetched from elsewhere.

{"kind": "image", "images": [IMAGE, ...], "maxWidth": 0, "more": 0}; `more` counts the images that were left out.

An IMAGE: {"at": "/0/source/data", "type": "image/png", "chars": 1200}: base64 text at a pointer inside the value, which the
          page reads when it is to be shown; {"address": "https://..."}: a link; {"name": "shot.png"}: a text that is no image;
          {"large": 12000000}: too large to be shown, with its number of characters
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from tracewright.display.options import option_object, whole_option
from tracewright.pointer import escape

name = "image"
MAX_IMAGES = 40
MAX_CHARS = 10_000_000  # of one image in base64
MAX_NAME = 300
# What a browser draws and cannot run. SVG is not among them: it is a document.
_BEGINS = {"iVBORw0KGgo": "image/png", "/9j/": "image/jpeg", "R0lGOD": "image/gif", "UklGR": "image/webp"}
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.I)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}")
_PLACES = (("source", "data"), ("source", "url"), ("image_url", "url"), ("image_url",), ("data",))
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+", re.I)

Image = dict[str, Any]


def options(raw: Any, where: str) -> dict[str, Any]:
    """`max_width` 0: as wide as there is room, and no wider than the image is."""
    given = option_object(raw, where)
    return {"max_width": whole_option(given, "max_width", 0, where, least=0)}


def part(value: Any, chosen: Mapping[str, Any]) -> dict[str, Any] | None:
    """A data: URI, bare base64, an image block of Anthropic's or OpenAI's API, or a list of them; None for all else."""
    found = [*islice(_found(value, ""), MAX_IMAGES + 1)]
    if not found:
        return None
    more = len(value) - MAX_IMAGES if isinstance(value, list) and len(found) > MAX_IMAGES else 0
    return {"kind": name, "images": found[:MAX_IMAGES], "maxWidth": chosen["max_width"], "more": max(0, more)}


def images_of(value: Any) -> list[Image]:
    """The images among the content blocks of a tool's result; [] where it has none.

    >>> images_of([{"type": "text", "text": "seen"}, {"type": "image", "source": {"data": "iVBORw0KGgoAAAANSUhEUg"}}])
    [{'at': '/1/source/data', 'type': 'image/png', 'chars': 22}]
    """
    blocks = value if isinstance(value, list) else []
    found = (image for index, block in enumerate(blocks) for image in _of_block(block, escape(index)))
    return [*islice(found, MAX_IMAGES)]


def _found(value: Any, at: str) -> Iterator[Image]:
    if isinstance(value, str):
        yield from _of_text(value, at)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            inside = at + escape(index)
            yield from _of_text(each, inside) if isinstance(each, str) else _of_block(each, inside)
    else:
        yield from _of_block(value, at)


def _of_block(block: Any, at: str) -> Iterator[Image]:
    """An image block of Anthropic's or OpenAI's API, or of MCP: its data, or its address."""
    if not isinstance(block, dict) or "image" not in str(block.get("type", ""))[:40]:
        return
    for keys in _PLACES:
        found: Any = block
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, str):
            yield from (image for image in _of_text(found, at + escape(*keys)) if "name" not in image)
            return


def _of_text(text: str, at: str) -> Iterator[Image]:
    uri = _DATA.match(text, 0, 40)
    start = uri.end() if uri else 0
    media = next((kind for begin, kind in _BEGINS.items() if text.startswith(begin, start)), "")
    if media and (uri or _BASE64.fullmatch(text, start, min(len(text), start + 2000))):
        yield {"large": len(text)} if len(text) > MAX_CHARS else {"at": at, "type": media, "chars": len(text)}
    elif len(text) <= 2000 and _ADDRESS.fullmatch(text):
        yield {"address": text}
    elif text:
        yield {"name": text[:MAX_NAME]}
