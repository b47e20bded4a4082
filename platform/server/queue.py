"""Who goes first where only so many can go at once."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush


class Queue:
    """`at_once` places; who finds none free waits for the next one. For the tasks of one event loop."""

    def __init__(self, at_once: int) -> None:
        self.at_once = self.free = at_once
        self.waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self.numbers = itertools.count()

    @property
    def in_hand(self) -> int:
        """Who has a place or waits for one."""
        return self.at_once - self.free + len(self.waiting)

    @asynccontextmanager
    async def place(self, waits: float) -> AsyncIterator[None]:
        """In the order of coming; `waits` says how many seconds later somebody is taken to have come."""
        await self._come(waits)
        try:
            yield
        finally:
            self._go()

    async def _come(self, waits: float) -> None:
        if self.free:
            self.free -= 1
            return
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        heappush(self.waiting, (loop.time() + waits, next(self.numbers), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # the place was given, and nobody takes it
                self._go()
            raise

    def _go(self) -> None:
        while self.waiting:
            *_, turn = heappop(self.waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self.free += 1
