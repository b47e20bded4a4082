"""Long work that cannot yield by itself, in a thread, so that its job gives signs of life meanwhile."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import nullcontext
from typing import Any, TypeVar

T = TypeVar("T")
SECONDS = 1.0


def patiently(
    act: Callable[[], T], sign: Any = None, thread: ThreadPoolExecutor | None = None
) -> Generator[Any, None, T]:
    """Yields the sign every second until `act` is done, and returns what it gives. `act` must not use the database.

    It runs in the `thread` that is given, else in one of its own. Whoever closes the generator waits for the end of `act`.
    """
    with nullcontext(thread) if thread else ThreadPoolExecutor(1) as pool:
        doing = pool.submit(act)
        try:
            while wait([doing], timeout=SECONDS).not_done:
                yield sign
        finally:
            wait([doing])
        return doing.result()
