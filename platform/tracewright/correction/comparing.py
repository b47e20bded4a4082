"""From a corrected trace back to the answer that leads to it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tracewright import pointer
from tracewright.correction.applying import PlacedStep
from tracewright.correction.arrangement import Arrangement
from tracewright.correction.edits import Edit, stored
from tracewright.correction.places import CALLS, INPUT, edits_calls, is_call_field
from tracewright.pointer import ABSENT
from tracewright.step_names import call_named, is_inserted, is_original_step
from tracewright.trace import Document, calls, steps


def difference(document: Document, config: Mapping[str, Any], placed: Sequence[PlacedStep]) -> dict[str, Any]:
    """The answer's edits, inserted, order and calls for these steps: the inverse of `arranged`.

    Edits come as they are stored, without reasons, which steps do not show; the final answer is no step and has none here.
    """
    found = steps(document, config["steps_key"])
    originals = [step for step in placed if is_original_step(step.name)]
    listed = {step.name: step.calls for step in originals} if edits_calls(config) else {}
    arrangement = Arrangement(found, [step.name for step in placed], listed)
    inserted = dict(_inserted(placed, listed))
    return {
        "edits": stored(edit for step in originals for edit in step_edits(config, found, step)),
        "inserted": {name: inserted[name] for name in arrangement.inserted()},
        "order": arrangement.normal_order(),
        "calls": arrangement.normal_calls(),
    }


def step_edits(config: Mapping[str, Any], found: Sequence[Any], placed: PlacedStep) -> Iterator[Edit]:
    """The edits that lead to a placed original step, those of calls that have moved there from others among them."""
    before, after = found[int(placed.name)], placed.value
    if not isinstance(before, dict) or not isinstance(after, dict):
        yield Edit(placed.name, "", before, after, "")
        return
    by_call = edits_calls(config) and _lists_calls(before) and _lists_calls(after)
    for field in {**before, **after}:
        old, new = before.get(field, ABSENT), after.get(field, ABSENT)
        if field != CALLS and is_call_field(config, before, field):
            yield from _call_edits(placed.name, pointer.escape(field), old, new)
        elif field != CALLS or not by_call:
            yield Edit(placed.name, pointer.escape(field), old, new, "")
    for name, call in zip(placed.calls, calls(after), strict=True) if by_call else ():
        yield from _edits_of_named_call(found, name, call)


def _lists_calls(step: Mapping[str, Any]) -> bool:
    return isinstance(step.get(CALLS), list | None)


def _edits_of_named_call(found: Sequence[Any], name: str, after: Any) -> Iterator[Edit]:
    call = call_named(name)
    if call and call.call is not None:
        before = calls(found[call.step])[call.call]
        yield from _call_edits(str(call.step), pointer.escape(CALLS, call.call), before, after)


def _call_edits(step: str, place: str, before: Any, after: Any) -> Iterator[Edit]:
    if not isinstance(before, dict) or not isinstance(after, dict):
        yield Edit(step, place, before, after, "")
        return
    for key in {**before, **after}:
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        if key == INPUT and isinstance(old, dict) and isinstance(new, dict):
            yield from _argument_edits(step, place + pointer.escape(key), old, new)
        else:
            yield Edit(step, place + pointer.escape(key), old, new, "")


def _argument_edits(step: str, place: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Edit]:
    for key in {**before, **after}:
        yield Edit(step, place + pointer.escape(key), before.get(key, ABSENT), after.get(key, ABSENT), "")


def _inserted(placed: Sequence[PlacedStep], listed: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Any]]:
    for step in placed:
        if not is_original_step(step.name):
            yield step.name, step.value
        elif step.name in listed:
            pairs = zip(step.calls, calls(step.value), strict=True)
            yield from ((name, call) for name, call in pairs if is_inserted(name))
