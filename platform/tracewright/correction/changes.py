"""The steps and calls that an answer inserts, deletes and moves, derived from where they stand."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from tracewright.correction.arrangement import Arrangement, natural_order
from tracewright.step_names import call_named, is_inserted, is_original_step

Op = Literal["insert", "delete", "move", "insert_call", "delete_call", "move_call"]


class Change(NamedTuple):
    """A step or call by its name; `step` is the step where it stands now, None for a deleted one, and `call` its index there
    when it is a call."""

    op: Op
    name: str
    step: str | None = None
    call: int | None = None


def changes(found: Sequence[Any], arrangement: Arrangement) -> Iterator[Change]:
    """Those of steps and then those of calls; of each the deleted ones first, then the others in their new order.

    As few are moved as lead to the new order. The calls of a deleted or inserted step are part of it.
    """
    present = set(arrangement.order)
    yield from (Change("delete", name) for name in natural_order(found) if name not in present)
    yield from _placed_steps(arrangement)
    yield from _deleted_calls(arrangement)
    for step, names in arrangement.touched.items():
        yield from _placed_calls(step, names)


def moved(numbers: Sequence[int]) -> set[int]:
    """The fewest that must have moved when distinct numbers stand in this order: all but a longest increasing subsequence.

    Of several such subsequences the one of the lowest numbers stays. (Fredman 1975, On computing the length of longest
    increasing subsequences: the last members of the best subsequences of each length, kept sorted.)

    >>> moved([1, 2, 3, 0]), moved([1, 0])
    ({0}, {1})
    """
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        length = bisect_left(ends, number)
        before[number] = ends[length - 1] if length else None
        ends[length : length + 1] = [number]
    stays = set()
    last = ends[-1] if ends else None
    while last is not None:
        stays.add(last)
        last = before[last]
    return set(numbers) - stays


def _placed_steps(arrangement: Arrangement) -> Iterator[Change]:
    away = moved([int(name) for name in arrangement.order if is_original_step(name)])
    for name in arrangement.order:
        if is_inserted(name):
            yield Change("insert", name, name)
        elif int(name) in away:
            yield Change("move", name, name)


def _deleted_calls(arrangement: Arrangement) -> Iterator[Change]:
    for step in arrangement.touched:
        for name in arrangement.own_calls(step):
            if name not in arrangement.placed_calls:
                yield Change("delete_call", name)


def _placed_calls(step: str, names: Sequence[str]) -> Iterator[Change]:
    own = [call.call for name in names if (call := call_named(name)) and str(call.step) == step]
    away = moved([index for index in own if index is not None])
    for index, name in enumerate(names):
        call = call_named(name)
        if call is None or call.call is None:
            yield Change("insert_call", name, step, index)
        elif str(call.step) != step or call.call in away:
            yield Change("move_call", name, step, index)
