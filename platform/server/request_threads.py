"""The ASGI handler of a site whose views are synchronous: a request lives in one thread from its beginning to its end.

Django's own handler crosses from the loop to a thread that is made for the request and back, five times for a page; that was
two thirds of the cost of a short request (4.0 against 1.3 ms of CPU for /healthz; docs/design/decisions.md). Bodies are still
read, and streams sent, by the loop: a slow client holds no thread.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from server.neighbours import Neighbours
from server.queue import Queue

READS = ("GET", "HEAD", "OPTIONS")
READS_WAIT = 0.35  # seconds that what somebody did goes before what they want to see
MOVED = 2  # see `_moves`
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class RequestThreads(ASGIHandler):
    """`threads` requests run at once, the others wait: what is to be stored before what is only read.

    An async view works, in a loop of its own. What this process has in hand is told to its `neighbours`.
    """

    def __init__(self, threads: int, neighbours: Neighbours) -> None:
        BaseHandler.__init__(self)  # ASGIHandler's would load the middleware for the loop
        self.load_middleware(is_async=False)
        self.threads, self.queue = ThreadPoolExecutor(threads, "request"), Queue(threads)
        self.neighbours, self.surplus = neighbours, 0.0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"this is a site of HTTP pages; it takes no {scope['type']}")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            response = await self._in_turn(scope, body)
            if not response.streaming:
                await self.send_response(response, send)
                return
            await self._stream(response, receive, send)

    async def _in_turn(self, scope: dict[str, Any], body: Any) -> Any:
        async with self.queue.place(READS_WAIT if scope["method"] in READS else 0):
            self.neighbours.tell(self.queue.in_hand)
            response = await self._in_thread(self._response, scope, body)
        self.neighbours.tell(self.queue.in_hand)
        if self._moves():
            response.headers["Connection"] = "close"
        return response

    def _moves(self) -> bool:
        """Whether a connection ends, to begin anew at whichever process takes it.

        What a process has in hand goes up and down, so its surplus over the freest is summed up from answer to answer, as a
        part of what it has.
        """
        mine, fewest = self.queue.in_hand, self.neighbours.fewest()
        if fewest is None or not mine:
            return False
        self.surplus = max(0.0, self.surplus + (mine - fewest) / mine)
        if self.surplus < MOVED:
            return False
        self.surplus = 0.0
        return True

    async def _in_thread(self, act: Callable[..., Any], *arguments: Any) -> Any:
        """In a context of its own, so that nothing of a request is left for the thread's next one."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, copy_context().run, act, *arguments)

    def _response(self, scope: dict[str, Any], body: Any) -> Any:
        """From the first signal to the last; a stream is closed after it was sent."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(type(self), scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = self.get_response(request) if request else refusal
        response._handler_class = type(self)  # the sender of request_finished
        if not response.streaming:
            response.close()
        return response

    async def _stream(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """Until all is sent or the client is gone."""
        sending = asyncio.create_task(self.send_response(response, send))
        gone = asyncio.create_task(_gone(receive))
        gone.add_done_callback(lambda _: sending.cancel())
        try:
            await sending
        except asyncio.CancelledError:
            if not gone.done():  # the server ends, not the client
                raise
        finally:
            gone.cancel()
            await self._in_thread(response.close)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
