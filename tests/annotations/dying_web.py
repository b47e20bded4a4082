"""The web application, which dies where a request says so: header X-Die, "before commit" or "before reply"."""

import os
import signal
from contextvars import ContextVar
from typing import Any

from server.asgi import application as whole
from server.limits import Message, Receive, Send

dies: ContextVar[str] = ContextVar("dies", default="")


def die(place: str) -> None:
    if dies.get() == place:
        os.kill(os.getpid(), signal.SIGKILL)


def die_before_commit(instance: Any, **_signal: Any) -> None:
    if instance.status:  # the effect is written, and so is the reply
        die("before commit")


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        dies.set(dict(scope["headers"]).get(b"x-die", b"").decode())

    async def sent(message: Message) -> None:
        die("before reply")  # the transaction has ended, the client has heard nothing
        await send(message)

    await whole(scope, receive, sent)


def connect() -> None:
    from django.db.models.signals import post_save

    from apps.tenants.models import IdempotentReply

    post_save.connect(die_before_commit, sender=IdempotentReply)


connect()
