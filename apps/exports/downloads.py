"""Files as downloads, a piece at a time: Django's FileResponse would be read whole into memory under ASGI."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import HttpRequest, StreamingHttpResponse

PIECE = 256 * 1024


def attachment(request: HttpRequest, path: str, name: str, size: int) -> StreamingHttpResponse:
    """The stored file under its name, never shown in the page."""
    file = default_storage.open(path)
    is_async = hasattr(request, "scope")  # Django's ASGIRequest has it
    response = StreamingHttpResponse(_pieces_async(file) if is_async else _pieces(file))
    for header, value in {
        "Content-Type": "application/octet-stream",
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }.items():
        response[header] = value
    return response


def _pieces(file: File) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


async def _pieces_async(file: File) -> AsyncIterator[bytes]:
    read = sync_to_async(file.read, thread_sensitive=False)
    with file:
        while piece := await read(PIECE):
            yield piece
