"""One edited place, and how answers store it."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tracewright.distance import Budget, distance_chars, distance_words
from tracewright.pointer import ABSENT
from tracewright.trace import content_hash, text_of


class Edit(NamedTuple):
    """What stands at a place and what is to stand there: ABSENT is no value, before an addition or after a removal.

    `step` is the name of an original step, None for the final answer; `pointer` is inside of it.
    """

    step: str | None
    pointer: str
    original: Any
    new: Any
    reason: str


def stored(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """The edits that change something as answers hold them, sorted by step and pointer, the final answer last.

    Keys: step, pointer, old (content hash, "" where nothing stood), new (a JSON value), removed (true, only where a value is
    taken away; `new` is null then), reason, distance_chars, distance_words. The order is also that of the comparisons, which
    share one budget: what the distances are does not depend on the order in which the edits came.
    """
    budget = Budget()
    return [_stored(edit, budget) for edit in sorted(edits, key=_order) if _changes(edit)]


def new_value(edit: Mapping[str, Any]) -> Any:
    """What a stored edit puts at its place; ABSENT for a removal."""
    return ABSENT if edit.get("removed") else edit["new"]


def is_same(one: Any, other: Any) -> bool:
    """Equal as JSON, where true is not 1; the order of keys does not count."""
    if one is other or one is ABSENT or other is ABSENT:
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return content_hash(one) == content_hash(other)


def _order(edit: Edit) -> tuple[bool, int, str]:
    return edit.step is None, int(edit.step or 0), edit.pointer


def _changes(edit: Edit) -> bool:
    return not is_same(edit.original, edit.new)


def _stored(edit: Edit, budget: Budget) -> dict[str, Any]:
    before, after = _text(edit.original), _text(edit.new)
    is_removal = edit.new is ABSENT
    return {
        "step": edit.step,
        "pointer": edit.pointer,
        "old": "" if edit.original is ABSENT else content_hash(edit.original),
        "new": None if is_removal else edit.new,
        **({"removed": True} if is_removal else {}),
        "reason": edit.reason,
        "distance_chars": distance_chars(before, after, budget),
        "distance_words": distance_words(before, after, budget),
    }


def _text(value: Any) -> str:
    return "" if value is ABSENT else text_of(value)
