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


async def application(scope: Message, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        dies.set(dict(scope["headers"]).get(b"x-die", b"").decode())

    async def sent(message: Message) -> None:
        die("before reply")  # the transaction has ended, the client has heard nothing
        await send(message)

    await whole(scope, receive, sent)


def die_once_kept() -> None:
    """Wraps the statement that keeps the reply: the effect is written by then."""
    from apps.tenants import idempotency

    run = idempotency.first_row

    def keep_and_die(statement: str, parameters: Any) -> Any:
        row = run(statement, parameters)
        if statement == idempotency.KEEP:
            die("before commit")
        return row

    idempotency.first_row = keep_and_die


die_once_kept()
