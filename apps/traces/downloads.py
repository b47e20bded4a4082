"""The native bytes of a trace as a download: unpacked a piece at a time, for they may be many times what is stored."""

from collections.abc import AsyncIterator, Iterator

import zstandard
from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse

from apps.tenants.scope import current
from apps.traces.models import Trace, TraceBody

PIECE = 256 * 1024


def native_download(request: HttpRequest, trace: Trace) -> StreamingHttpResponse:
    """The bytes that the newest revision was made from, as they came; never shown in the page."""
    packed = bytes(TraceBody.objects.only("native").get(organization=current(), revision=trace.current_id).native)
    is_async = hasattr(request, "scope")  # Django's ASGIRequest has it
    response = StreamingHttpResponse(_pieces_async(packed) if is_async else _pieces(packed))
    response["Content-Type"] = "application/octet-stream"
    response["Content-Disposition"] = f'attachment; filename="trace-{trace.pk}"'
    response["X-Content-Type-Options"] = "nosniff"
    if (size := zstandard.frame_content_size(packed)) >= 0:
        response["Content-Length"] = str(size)
    return response


def _pieces(packed: bytes) -> Iterator[bytes]:
    return iter(zstandard.ZstdDecompressor().read_to_iter(packed, write_size=PIECE))


async def _pieces_async(packed: bytes) -> AsyncIterator[bytes]:
    pieces = _pieces(packed)
    following = sync_to_async(lambda: next(pieces, b""), thread_sensitive=False)
    while piece := await following():
        yield piece
