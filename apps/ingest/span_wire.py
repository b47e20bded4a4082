"""OTLP over HTTP: bodies in protobuf or JSON become OTLP JSON, answers go back in the encoding of the request.

https://opentelemetry.io/docs/specs/otlp/#otlphttp (1.9): the JSON has ids in hexadecimal, enums as numbers and 64-bit
integers as texts.
"""

import base64
import zlib
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.utils.translation import gettext as _
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (
    ExportLogsPartialSuccess,
    ExportLogsServiceRequest,
    ExportLogsServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from tracewright.json_text import MAX_DEPTH, NotJson, compact, read
from tracewright.repairs import Repairs, repaired

PROTOBUF, JSON = "application/x-protobuf", "application/json"
MOST_BYTES = 16 * 1024 * 1024  # of one export, unpacked; exporters send 512 spans at once
MOST_VALUES = 300_000  # in it; millions of small values hold a process for seconds
MOST_SIGNS = 2_000_000  # of JSON: before each value stands one, and there are some in its texts, too
SIGNS = (b",", b"[", b"{")
WIDE = {
    getattr(FieldDescriptor, f"CPPTYPE_{name}") for name in ("INT64", "UINT64")
}  # numbers that JSON writes as texts
IDS = ("trace_id", "span_id", "parent_span_id")


class NotTaken(Exception):
    """An export that is refused as a whole, with an HTTP status."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


class Signal(NamedTuple):
    """What is sent to one of the two addresses; `key` holds it in the JSON, `rejected` names the count of what was not taken."""

    key: str
    rejected: str
    request: type[Any]
    response: type[Any]
    partial: type[Any]


TRACES = Signal(
    *("resourceSpans", "rejected_spans"),
    *(ExportTraceServiceRequest, ExportTraceServiceResponse, ExportTracePartialSuccess),
)
LOGS = Signal(
    *("resourceLogs", "rejected_log_records"),
    *(ExportLogsServiceRequest, ExportLogsServiceResponse, ExportLogsPartialSuccess),
)


def encoding_of(content_type: str) -> str:
    """PROTOBUF or JSON. Raises NotTaken 415."""
    given = content_type.partition(";")[0].strip().lower()
    if given not in (PROTOBUF, JSON):
        raise NotTaken(415, _("Send application/x-protobuf or application/json."))
    return given


def unpacked(raw: bytes, coding: str) -> bytes:
    """The body without its Content-Encoding. Raises NotTaken: 415 where it is
    no gzip, 400 where that is broken, 413 above MOST_BYTES.
    """
    if coding.strip().lower() not in ("", "identity", "gzip"):
        raise NotTaken(415, _("Send it as it is, or packed with gzip."))
    if coding.strip().lower() == "gzip":
        raw = _gunzipped(raw)
    if len(raw) > MOST_BYTES:
        raise too_large()
    return raw


def export_in(raw: bytes, encoding: str, signal: Signal) -> dict[str, Any]:
    """The request as OTLP JSON, {"resourceSpans": [...]}, storable. Raises NotTaken 400 for what cannot be decoded, 413."""
    try:
        if encoding == JSON:
            if sum(map(raw.count, SIGNS)) > MOST_SIGNS:
                raise too_large()
            value, _repairs = read(raw)
        else:
            value = _Plain().object(signal.request.FromString(raw))
            value = repaired(value, Repairs()) if b"\0" in raw else value
    except (NotJson, DecodeError) as error:
        raise NotTaken(400, _("The body cannot be decoded: %(why)s.") % {"why": error}) from error
    if not isinstance(value, dict) or not isinstance(value.get(signal.key, []), list):
        text = _("The body must be an object whose %(key)s is a list.") % {"key": signal.key}
        raise NotTaken(400, text)
    return {signal.key: value.get(signal.key, [])}


def too_large() -> NotTaken:
    return NotTaken(413, _("This is more than the server takes at once: send smaller batches."))


def success(signal: Signal, encoding: str, rejected: int, why: str) -> HttpResponse:
    """200; with a partial success where something was not taken."""
    if not rejected and not why:
        return _answer(signal.response(), encoding)
    partial = signal.partial(**{signal.rejected: rejected, "error_message": why})
    return _answer(signal.response(partial_success=partial), encoding)


def failure(status: int, message: str, encoding: str) -> HttpResponse:
    """A google.rpc.Status, as OTLP says; its code is not used."""
    return _answer(Status(message=message), encoding, status)


def _answer(message: Message, encoding: str, status: int = 200) -> HttpResponse:
    content = message.SerializeToString() if encoding == PROTOBUF else compact(_Plain().object(message))
    return HttpResponse(content, status=status, content_type=encoding)


def _gunzipped(raw: bytes) -> bytes:
    """As far as MOST_BYTES and one more, whatever it would unpack to."""
    stream = zlib.decompressobj(wbits=31)
    try:
        found = stream.decompress(raw, MOST_BYTES + 1)
    except zlib.error as error:
        raise NotTaken(400, _("The body cannot be unpacked: %(why)s.") % {"why": error}) from error
    if len(found) <= MOST_BYTES and (not stream.eof or stream.unused_data):
        raise NotTaken(400, _("The body cannot be unpacked: it is no single, whole gzip file."))
    return found


class _Plain:
    """Protobuf's own JSON writes ids in base64, and knows no bound on what a few bytes may become."""

    def __init__(self) -> None:
        self.values = 0

    def object(self, message: Message, depth: int = 0) -> dict[str, Any]:
        if depth > MAX_DEPTH:
            raise DecodeError(f"nested more than {MAX_DEPTH} levels deep")
        found = {}
        for field, value in message.ListFields():
            if field.is_repeated:
                found[field.json_name] = [self.value(field, each, depth) for each in value]
            else:
                found[field.json_name] = self.value(field, value, depth)
        return found

    def value(self, field: Any, value: Any, depth: int) -> Any:
        self.values += 1
        if self.values > MOST_VALUES:
            raise too_large()
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            return self.object(value, depth + 1)
        if field.type == FieldDescriptor.TYPE_BYTES:
            return value.hex() if field.name in IDS else base64.b64encode(value).decode()
        if field.cpp_type == FieldDescriptor.CPPTYPE_DOUBLE and value - value != 0:
            return str(value)  # infinite, or no number: JSON has neither
        return str(value) if field.cpp_type in WIDE else value
