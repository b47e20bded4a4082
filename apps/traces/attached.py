"""The bytes of an image that a trace names, out of the native bytes of its revision."""

from collections.abc import Mapping
from typing import Any

from apps.tenants.scope import current
from apps.traces.models import TraceBody, TraceRevision
from tracewright.convert.originals import NotThere, data_of, value_at
from tracewright.picture import picture


def image_of(revision: TraceRevision, attachment: Mapping[str, Any]) -> tuple[bytes, str]:
    """Its bytes and what they are: PNG, JPEG, GIF or WebP, whatever the log calls it. NotThere for all else."""
    source = attachment.get("source")
    body = TraceBody.objects.only("native").get(organization=current(), revision=revision)
    with body.native_stream() as native:
        raw = data_of(value_at(native, source if isinstance(source, dict) else {}))
    found = picture(raw)
    if found is None:
        raise NotThere(f"{attachment['id']} is no image that a browser can only show")
    return raw, found.media_type
