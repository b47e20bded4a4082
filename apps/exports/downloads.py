"""Files as downloads, a piece at a time: Django's FileResponse would be read whole into memory under ASGI."""

from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.files.storage import default_storage
from django.http import HttpRequest, StreamingHttpResponse

PIECE = 256 * 1024


def attachment(request: HttpRequest, path: str, name: str, size: int) -> StreamingHttpResponse:
    """The stored file under its name, never shown in the page."""
    is_async = hasattr(request, "scope")  # Django's ASGIRequest has it
    response = StreamingHttpResponse(_pieces_async(path) if is_async else _pieces(path))
    for header, value in {
        "Content-Type": "application/octet-stream",
        "Content-Length": str(size),
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }.items():
        response[header] = value
    return response


def _pieces(path: str) -> Iterator[bytes]:
    with default_storage.open(path) as file:  # opened here: a response that is never read leaves nothing open
        while piece := file.read(PIECE):
            yield piece


async def _pieces_async(path: str) -> AsyncIterator[bytes]:
    file = await sync_to_async(default_storage.open)(path)
    read = sync_to_async(file.read, thread_sensitive=False)
    with file:
        while piece := await read(PIECE):
            yield piece
