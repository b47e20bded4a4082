"""Who goes first where only so many can go at once."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from server.queue import Queue


def went(at_once: int, story: Callable[[Queue, Callable[..., Awaitable[None]]], Awaitable[None]]) -> list[str]:
    """In which order those of a story had their places; in a loop of its own, for Playwright's may be running in this thread."""
    order: list[str] = []

    async def told() -> None:
        queue = Queue(at_once)

        async def go(name: str, waits: float = 0, stays: float = 0.02) -> None:
            async with queue.place(waits):
                order.append(name)
                await asyncio.sleep(stays)

        await asyncio.wait_for(story(queue, go), 10)
        assert (queue.free, queue.in_hand) == (at_once, 0)  # every place was given back

    with ThreadPoolExecutor(1) as loop:
        loop.submit(asyncio.run, told()).result()
    return order


def test_those_of_one_kind_go_in_the_order_of_coming():
    async def story(queue, go):
        await asyncio.gather(*(go(name) for name in "abcd"))

    assert went(1, story) == ["a", "b", "c", "d"]


def test_who_waits_for_others_goes_after_them():
    async def story(queue, go):
        await asyncio.gather(go("first"), go("read", waits=0.25), go("save"))

    assert went(1, story) == ["first", "save", "read"]


def test_nobody_waits_for_ever():
    """A read that came half a second ago goes before a save that comes now."""

    async def story(queue, go):
        async def later() -> None:
            await asyncio.sleep(0.5)
            await go("save")

        await asyncio.gather(go("first", stays=0.6), go("read", waits=0.25), later())

    assert went(1, story) == ["first", "read", "save"]


def test_as_many_as_there_are_places_go_at_once():
    async def story(queue, go):
        tasks = [asyncio.create_task(go(name)) for name in "abcde"]
        await asyncio.sleep(0)
        assert (queue.free, queue.in_hand) == (0, 5)
        await asyncio.gather(*tasks)

    assert went(2, story) == ["a", "b", "c", "d", "e"]


def test_who_leaves_the_queue_takes_nobodys_place():
    async def story(queue, go):
        tasks = [asyncio.create_task(go(name)) for name in "abc"]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    assert went(1, story) == ["a", "c"]


def test_a_place_given_to_somebody_who_is_just_leaving_goes_to_the_next():
    async def story(queue, go):
        held = queue.place(0)
        await held.__aenter__()
        tasks = [asyncio.create_task(go(name)) for name in "ab"]
        await asyncio.sleep(0)
        await held.__aexit__(None, None, None)  # a has the place, and has not run since
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    assert went(1, story) == ["b"]
