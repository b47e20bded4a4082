"""An image as a picture and nothing else, whatever bytes a log calls one."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from tracewright.convert.originals import NotThere

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def picture_answer(request: HttpRequest, sha256: str, read: Callable[[], tuple[bytes, str]]) -> HttpResponseBase:
    """What `read` gives, bytes and type; 404 for its NotThere. `sha256` is of what holds the image: no other bytes have this
    address and sum.

    It is asked for again each time, for a trace may be taken from its reader; who has it is told so without its bytes.
    """
    etag = f'"{sha256}"'
    answer = HttpResponse(headers={**HEADERS, "ETag": etag})
    held = get_conditional_response(request, etag=etag, response=answer)
    if held is not None and held is not answer:
        return held
    try:
        answer.content, answer["Content-Type"] = read()
    except NotThere as error:
        raise Http404(str(error)) from error
    return answer
