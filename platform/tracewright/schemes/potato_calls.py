"""Tool calls that Potato stored as one JSON text, taken apart as they are edited here: by argument and by call.

The corrected trace is the same. Told apart, the person finds each change where they would make it, and the next submit keeps it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracewright import json_text, pointer
from tracewright.correction import Arrangement, Edit, PlacedStep, edits_calls
from tracewright.correction.comparing import step_edits
from tracewright.correction.places import CALLS, INPUT, is_call_field
from tracewright.pointer import ABSENT
from tracewright.step_names import call_name, is_inserted
from tracewright.trace import calls, json_type


class TakenApart(NamedTuple):
    """The edits, the inserted calls and the lists of calls of an answer, as answers hold them."""

    edits: list[Edit]
    inserted: dict[str, Any]
    calls: dict[str, list[str]]


def taken_apart(config: Mapping[str, Any], found: Sequence[Any], edits: Iterable[Edit]) -> TakenApart:
    """Each edit of a whole list of calls, or of an action that is a call, by what it changes; the others as they are.

    So are calls edited to something that cannot be taken for calls: the edit of the whole field stays.
    """
    apart: list[Edit] = []
    inserted: dict[str, Any] = {}
    lists: dict[str, list[str]] = {}
    for edit in edits:
        if edit.step is None or not _are_calls(config, found[int(edit.step)], edit):
            apart.append(edit)
            continue
        placed = _placed(found[int(edit.step)], edit)
        apart += (each._replace(reason=edit.reason) for each in step_edits(config, found, placed))
        lists[placed.name] = placed.calls
        named = zip(placed.calls, calls(placed.value), strict=True)
        inserted |= {name: call for name, call in named if is_inserted(name)}
    return TakenApart(apart, inserted, Arrangement(found, None, lists).normal_calls())


def _are_calls(config: Mapping[str, Any], step: Any, edit: Edit) -> bool:
    """Whether the edit turns calls into calls."""
    keys = pointer.tokens(edit.pointer)
    if not edits_calls(config) or len(keys) != 1 or not is_call_field(config, step, keys[0]):
        return False
    if keys[0] != CALLS:
        return isinstance(edit.new, dict)
    return isinstance(edit.new, list) and all(
        isinstance(call, dict) and isinstance(call.get("tool"), str) for call in edit.new
    )


def _placed(step: Mapping[str, Any], edit: Edit) -> PlacedStep:
    name = str(edit.step)
    value = pointer.changed(step, {edit.pointer: edit.new})
    return PlacedStep(name, value, list(_names(name, calls(step), calls(value))))


def _names(step: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[str]:
    """A call that differs in nothing but its input, and there as a person may edit it, is the same one; others are inserted."""
    left: defaultdict[str, list[int]] = defaultdict(list)
    for index, call in enumerate(before):
        left[_without_input(call)].append(index)
    new = 0
    for call in after:
        alike = left[_without_input(call)]
        same = next((index for index in alike if _keeps_types(before[index], call)), None)
        if same is None:
            new += 1
        else:
            alike.remove(same)
        yield call_name(step, f"+{new}" if same is None else same)


def _keeps_types(before: Any, after: Any) -> bool:
    if not isinstance(before, dict):
        return True
    old, new = before.get(INPUT, ABSENT), after.get(INPUT, ABSENT)
    if isinstance(old, dict) and isinstance(new, dict):
        return all(_keeps_type(old[key], new[key]) for key in old.keys() & new.keys())
    return old is new if old is ABSENT or new is ABSENT else _keeps_type(old, new)


def _keeps_type(old: Any, new: Any) -> bool:
    return old is None or json_type(old) == json_type(new)


def _without_input(call: Any) -> str:
    kept = {key: value for key, value in call.items() if key != INPUT} if isinstance(call, dict) else call
    return json_text.canonical(kept)
