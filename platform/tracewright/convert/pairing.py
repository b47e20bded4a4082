"""Calls and their results: paired by id, in whatever order both come."""

from collections import defaultdict, deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Waiting(Generic[T]):
    """The calls that wait for their results, as whatever stands for them."""

    def __init__(self) -> None:
        self._calls: defaultdict[str, deque[T]] = defaultdict(deque)

    def add(self, identity: str, call: T) -> None:
        """`identity` is "" for a call that was logged without an id."""
        self._calls[identity].append(call)

    def take(self, identity: str) -> T | None:
        """The call that a result of this id answers: the oldest of that id that still waits; None when there is none.

        A result without an id answers the oldest call without one.

        >>> waiting = Waiting[str]()
        >>> waiting.add("b", "second"), waiting.take("b"), waiting.take("b")
        (None, 'second', None)
        """
        calls = self._calls.get(identity)
        return calls.popleft() if calls else None

    def drop(self, identity: str) -> None:
        """The calls of this id wait no more: they stay unanswered."""
        self._calls.pop(identity, None)
