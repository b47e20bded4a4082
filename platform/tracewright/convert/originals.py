"""What a `source` names in a run's native bytes, read from a stream: no more of them is held than one record."""

import base64
import binascii
import codecs
from collections.abc import Mapping
from io import BufferedIOBase
from itertools import islice
from typing import Any

from tracewright import json_text, pointer
from tracewright.convert.attachments import content_of
from tracewright.convert.bundle import file_of, line_of
from tracewright.convert.json_lines import json_lines
from tracewright.convert.report import Report
from tracewright.convert.runs import STREAM
from tracewright.display.image import MAX_CHARS


class NotThere(LookupError):
    """The native bytes do not hold what was to be read, with the reason."""


def value_at(native: BufferedIOBase, source: Mapping[str, Any]) -> Any:
    """The value at {"line": 4, "pointer": "/message", "nth": 1, "file": "..."}, the last two left out where they say nothing.

    Without a line the native bytes, or that file of them, are one JSON value. {"line": 4, "lines": 2} are lines of text, joined
    by line ends; a line that is no JSON is its text.
    """
    line, nth, file = source.get("line"), source.get("nth", 0), source.get("file", "")
    if line is None:
        return _inside_whole(file_of(native, file if isinstance(file, str) else ""), str(source.get("pointer", "")))
    if not isinstance(line, int) or line < 1:
        raise NotThere(f"no line {line!r}")
    if isinstance(lines := source.get("lines"), int):
        return _text(native, line, lines)
    raw = line_of(native, file if isinstance(file, str) else "", line)
    found = next((each.value for each in json_lines(raw, Report()) if each.nth == nth), None)
    if found is None and raw and not source.get("pointer"):
        return raw.decode(errors="replace").rstrip("\r\n")
    try:
        return _resolved(found, str(source.get("pointer", "")))
    except (json_text.NotJson, KeyError, ValueError) as error:
        raise NotThere(f"nothing at {error} of line {line}") from error


def _text(native: BufferedIOBase, first: int, count: int) -> str:
    found = list(islice(native, first - 1, first - 1 + count)) if count > 0 else []
    if not found:
        raise NotThere(f"no line {first} of text")
    return b"".join(found).decode(errors="replace").removesuffix("\n")


def _inside_whole(raw: bytes, place: str) -> Any:
    if raw.lstrip().startswith(STREAM) and not place:
        return raw.decode(errors="replace")
    try:
        return _resolved(json_text.read(raw.removeprefix(codecs.BOM_UTF8))[0], place)
    except (json_text.NotJson, KeyError, ValueError) as error:
        raise NotThere(f"nothing at {place!r} of the file: {error}") from error


def _resolved(value: Any, place: str) -> Any:
    """What a pointer names; it leads on into a text that is JSON itself, as exports of spans have it, some encoded twice."""
    for token in pointer.tokens(place):
        while isinstance(value, str):
            value = json_text.read(value.encode())[0]
        value = pointer.resolve(value, pointer.escape(token))
    return value


def data_of(block: Any) -> bytes:
    """The bytes of an image or document block, which has them in base64, in any API's form. NotThere for one that only links."""
    _, data = content_of(block)
    if not data:
        raise NotThere("a block without data")
    if len(data) > MAX_CHARS:
        raise NotThere(f"{len(data)} characters of data; the bound is {MAX_CHARS}")
    try:
        return base64.b64decode(data)
    except (binascii.Error, ValueError) as error:
        raise NotThere(f"data that is no base64: {error}") from error
