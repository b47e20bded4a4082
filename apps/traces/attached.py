"""The bytes of an image that a trace names, out of the native bytes of its revision, or that its document holds."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from apps.tenants.scope import current
from apps.traces.models import TraceBody, TraceRevision
from tracewright.convert.originals import NotThere, data_of, value_at
from tracewright.display.image import MAX_CHARS
from tracewright.picture import picture


def image_of(revision: TraceRevision, attachment: Mapping[str, Any]) -> tuple[bytes, str]:
    """Its bytes and what they are: PNG, JPEG, GIF or WebP, whatever the log calls it. NotThere for all else."""
    source = attachment.get("source")
    body = TraceBody.objects.only("native").get(organization=current(), revision=revision)
    with body.native_stream() as native:
        raw = data_of(value_at(native, source if isinstance(source, dict) else {}))
    return _typed(raw, str(attachment["id"]))


def image_in(held: Any) -> tuple[bytes, str]:
    """The same of base64 that a document holds, with or without the head of a data: URI."""
    if not isinstance(held, str) or len(held) > MAX_CHARS:
        raise NotThere("no image that a document holds")
    try:
        return _typed(base64.b64decode(held[held.find(",") + 1 :]), "the text")
    except binascii.Error as error:
        raise NotThere(f"no base64: {error}") from error


def _typed(raw: bytes, name: str) -> tuple[bytes, str]:
    found = picture(raw)
    if found is None:
        raise NotThere(f"{name} is no image that a browser can only show")
    return raw, found.media_type
