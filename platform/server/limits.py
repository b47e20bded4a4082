"""A bound on request bodies before anything reads them: an anonymous one would otherwise be kept on disk, however long."""

import re
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest, parse_cookie

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

UPLOADS = re.compile(
    r"/o/(?P<slug>[-\w]+)/imports/"
)  # where managers send a project's zip; Django writes it to disk as it comes


class BodyLimit:
    """ASGI: answers 413 when the length that is announced is too large, and hangs up when more comes than was announced.

    At UPLOADS the managers of that organization may send up to `upload_bytes`; the page asks again who they are.
    """

    def __init__(self, app: App, most_bytes: int, upload_bytes: int = 0) -> None:
        self.app, self.most_bytes, self.upload_bytes = app, most_bytes, upload_bytes

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        most_bytes = await self._most_bytes(scope, announced)
        if not announced.isdigit() or int(announced[:20]) > most_bytes:
            await self._refuse(send, most_bytes)
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            return message if got <= most_bytes else {"type": "http.disconnect"}

        await self.app(scope, counted, send)

    async def _most_bytes(self, scope: Message, announced: bytes) -> int:
        """The bound that holds for this request; only one that needs the higher costs a look at who sends it."""
        is_small = announced.isdigit() and int(announced[:20]) <= self.most_bytes
        page = UPLOADS.fullmatch(scope["path"])
        if is_small or self.upload_bytes <= self.most_bytes or not page:
            return self.most_bytes
        return self.upload_bytes if await sync_to_async(_manages)(scope["headers"], page["slug"]) else self.most_bytes

    async def _refuse(self, send: Send, most_bytes: int) -> None:
        body = f"The request is larger than {most_bytes} bytes.".encode()
        headers = [
            (b"content-type", b"text/plain"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _manages(headers: list[tuple[bytes, bytes]], slug: str) -> bool:
    """Whether whoever is signed in with these cookies is a manager of the organization."""
    from apps.tenants.lookups import seat_of_user  # server.asgi reads this module before Django is set up
    from apps.tenants.models import Membership, Role
    from apps.tenants.scope import scope

    cookies = parse_cookie(b"; ".join(value for name, value in headers if name == b"cookie").decode("latin-1"))
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    try:
        user = get_user(request)
        seat = seat_of_user(user.pk, slug) if user.is_authenticated else None
        if seat is None:
            return False
        with scope(seat.organization_id):
            member = Membership.objects.filter(organization_id=seat.organization_id, pk=seat.membership_id).first()
            return member is not None and member.reaches(Role.MANAGER)
    finally:
        connection.close()  # no request's end closes this thread's
