"""The web process's handler, asked as uvicorn asks it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from server.neighbours import Neighbours
from server.request_threads import RequestThreads

mark: ContextVar[str] = ContextVar("mark", default="nothing")
ended: list[str] = []
inside: list[int] = []
together: list[int] = []
order: list[str] = []
both_here = threading.Barrier(2)


def thread(request):
    return HttpResponse(str(threading.get_ident()))


def save(request):
    order.append("save")
    return HttpResponse("ok")


def read(request):
    order.append("read")
    return HttpResponse("ok")


def left(request):
    found = mark.get()
    mark.set("something")
    return HttpResponse(found)


def body(request):
    return HttpResponse(request.body[::-1])


def pair(request):
    inside.append(1)
    together.append(len(inside))
    both_here.wait(5)
    inside.pop()
    return HttpResponse("ok")


async def in_a_loop(request):
    await asyncio.sleep(0)
    return HttpResponse("async")


def stream(request):
    async def pieces() -> AsyncIterator[bytes]:
        try:
            yield b"one"
            yield b"two"
            if "for ever" in request.GET:
                await asyncio.sleep(60)
        finally:
            ended.append("stream")

    return StreamingHttpResponse(pieces())


urlpatterns = [path(f"{view.__name__}/", view) for view in (thread, save, read, left, body, pair, in_a_loop, stream)]


@pytest.fixture(autouse=True)
def handler(settings, tmp_path) -> RequestThreads:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = []
    settings.ALLOWED_HOSTS = ["*"]
    for kept in (ended, inside, together, order):
        kept.clear()
    return RequestThreads(2, Neighbours(tmp_path / "neighbours"))


class Client:
    """One connection: what it sends, and what it got."""

    def __init__(self, address: str, *chunks: bytes, leaves_after: int | None = None) -> None:
        self.name, _, self.query = address.partition("?")
        self.waiting = list(chunks or [b""])
        self.leaves_after = leaves_after  # answers; None: never
        self.answers: list[Any] = []
        self.is_gone = asyncio.Event()

    async def ask(self, handler: RequestThreads) -> None:
        scope = {
            "type": "http",
            "method": "GET" if self.name == "read" else "POST",
            "path": f"/{self.name}/",
            "headers": [],
            "query_string": self.query.encode(),
        }
        await handler(scope, self._receive, self._send)

    @property
    def content(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.answers)

    async def _receive(self) -> Any:
        if self.waiting:
            return {"type": "http.request", "body": self.waiting.pop(0), "more_body": bool(self.waiting)}
        await self.is_gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.answers.append(message)
        if self.leaves_after is not None and len(self.answers) >= self.leaves_after:
            self.is_gone.set()


def asked(handler: RequestThreads, *addresses: str, **details: Any) -> list[Client]:
    """Clients that asked at the same time, in a loop of their own: Playwright's may be running in this thread."""

    async def ask() -> list[Client]:
        clients = [
            Client(address, *details.get("chunks", ()), leaves_after=details.get("leaves_after"))
            for address in addresses
        ]
        await asyncio.wait_for(asyncio.gather(*(client.ask(handler) for client in clients)), 10)
        return clients

    with ThreadPoolExecutor(1) as loop:
        return loop.submit(asyncio.run, ask()).result()


def test_a_request_and_its_signals_share_one_thread(handler):
    threads = set()

    def note(**_: Any) -> None:
        threads.add(str(threading.get_ident()))

    request_started.connect(note)
    request_finished.connect(note)
    try:
        (client,) = asked(handler, "thread")
    finally:
        request_started.disconnect(note)
        request_finished.disconnect(note)
    assert threads == {client.content.decode()}


def test_nothing_of_a_request_is_left_for_the_next_in_its_thread(handler):
    for _ in range(5):
        (client,) = asked(handler, "left")
        assert client.content == b"nothing"


def test_a_body_in_pieces_arrives_whole(handler):
    (client,) = asked(handler, "body", chunks=(b"ab", b"cd"))
    assert client.content == b"dcba"


def test_two_threads_answer_two_at_once_and_the_others_after_them(handler):
    clients = asked(handler, *["pair"] * 6)
    assert [client.content for client in clients] == [b"ok"] * 6
    assert max(together) == 2


def test_what_is_to_be_stored_goes_before_what_is_only_read(handler):
    asked(handler, "thread", "thread", "read", "read", "save", "save")
    assert order == ["save", "save", "read", "read"]


def test_an_async_view_is_answered(handler):
    (client,) = asked(handler, "in_a_loop")
    assert client.content == b"async"


def test_a_stream_is_sent_in_pieces_and_closed(handler):
    (client,) = asked(handler, "stream")
    assert [message.get("body") for message in client.answers[1:]] == [b"one", b"two", None]
    assert ended == ["stream"]


def test_a_stream_ends_when_its_client_leaves(handler):
    (client,) = asked(handler, "stream?for ever", leaves_after=3)
    assert client.content == b"onetwo"
    assert ended == ["stream"]


def test_another_protocol_is_refused(handler):
    with ThreadPoolExecutor(1) as loop, pytest.raises(ValueError, match="websocket"):
        loop.submit(asyncio.run, handler({"type": "websocket"}, None, None)).result()


def closing(clients: list[Client]) -> int:
    return sum((b"connection", b"close") in map(lower, client.answers[0]["headers"]) for client in clients)


def lower(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    return header[0].lower(), header[1]


class Told:
    """A neighbour that has so much in hand."""

    def __init__(self, in_hand: int | None) -> None:
        self.in_hand = in_hand

    def tell(self, in_hand: int) -> None:
        pass

    def fewest(self) -> int | None:
        return self.in_hand


@pytest.mark.parametrize(("theirs", "moved"), [(None, 0), (40, 0), (16, 0), (12, 4), (8, 8), (0, 16)])
def test_the_more_a_process_has_beyond_the_freest_the_more_connections_begin_anew(handler, theirs, moved: int):
    """Of 32 answered by a process with 16 in hand: a quarter more comes to 2, where one goes, after eight."""
    handler.queue.waiting = [(0, number, None) for number in range(16)]
    handler.neighbours = Told(theirs)
    assert sum(handler._moves() for _ in range(32)) == moved


def test_a_connection_that_begins_anew_is_told_so(handler):
    handler.neighbours = Told(0)
    assert closing(asked(handler, *["thread"] * 30)) > 0


def test_connections_are_kept_while_no_request_waits(handler):
    assert sum(closing(asked(handler, "thread", "thread")) for _ in range(20)) == 0
