"""Which steps stand where and which calls they make, all by name."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from tracewright.step_names import by_number, call_name, call_named, is_inserted, is_original_step
from tracewright.trace import calls


class Arrangement:
    """The order and the calls of an answer, filled in from the steps of its document.

    A step without a list of calls keeps those of its own that stand in no other list.
    """

    def __init__(self, steps: Sequence[Any], order: Sequence[str] | None, calls: Mapping[str, Sequence[str]]) -> None:
        self._steps = steps
        self._listed = calls
        self._taken = {name for names in calls.values() for name in names}
        self.order = natural_order(steps) if order is None else list(order)
        self._placed = frozenset(self.order)

    def calls(self, step: str) -> list[str]:
        """The names of an original step's calls, in order."""
        if step in self._listed:
            return list(self._listed[step])
        return [name for name in self.own_calls(step) if name not in self._taken]

    def own_calls(self, step: str) -> list[str]:
        """The names of the calls that an original step has in the trace."""
        return [call_name(step, index) for index in range(len(calls(self._steps[int(step)])))]

    @cached_property
    def touched(self) -> dict[str, list[str]]:
        """The calls of each original step that is there and may have others than in the trace, in the trace's order."""
        owners = (str(call.step) for name in self._taken if (call := call_named(name)))
        steps = {step for step in (*self._listed, *owners) if step in self._placed}
        return {step: self.calls(step) for step in sorted(steps, key=by_number)}

    @cached_property
    def placed_calls(self) -> dict[str, str]:
        """The step in which each call of the touched steps stands."""
        return {name: step for step, names in self.touched.items() for name in names}

    def holds(self, step: str, call: int | None = None) -> bool:
        """Whether an original step is there or, wherever it stands now, one of its calls."""
        if call is not None and (call_name(step, call) in self.placed_calls or step in self.touched):
            return call_name(step, call) in self.placed_calls
        return step in self._placed

    def inserted(self) -> Iterator[str]:
        """The names of the inserted steps and calls that are there."""
        yield from (name for name in self.order if not is_original_step(name))
        yield from (name for name in self.placed_calls if is_inserted(name))

    def normal_order(self) -> list[str] | None:
        """None where the order is the trace's: equal arrangements have equal parts."""
        return None if self.order == natural_order(self._steps) else self.order

    def normal_calls(self) -> dict[str, list[str]]:
        """Only the lists that do not follow from the others."""
        return {
            step: names
            for step, names in self.touched.items()
            if names != [name for name in self.own_calls(step) if self.placed_calls.get(name, step) == step]
        }


def natural_order(steps: Sequence[Any]) -> list[str]:
    return [str(index) for index in range(len(steps))]
