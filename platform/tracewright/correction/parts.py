"""The order of what a turn holds (its `parts`, docs/reference/formats.md), kept right when its texts and calls change."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeGuard

PARTS = "parts"
TEXTS = {"thinking": "thinking", "text": "content"}  # the field that a part of this type names characters of

Part = dict[str, Any]


def with_parts(before: Mapping[str, Any], after: Part, own: Sequence[str], names: Sequence[str]) -> Part:
    """The corrected turn with parts that follow its texts and calls. `own` names the calls that it had, `names` those it has.

    What is typed inside a part of text or at its ends belongs to it; of a change across several, the first takes all. A new call
    stands behind the one before it. A turn without parts stays as it is, and so do parts that were edited; calls are told
    apart only where every one has its part.
    """
    parts = before.get(PARTS)
    if after.get(PARTS) is not before.get(PARTS) or not _are_parts(parts):
        return after
    found = [*_new_texts(parts, before, after), *(_with_text(part, before, after) for part in parts)]
    if own != names and {_call_of(part, own) for part in parts} >= set(own):
        found = _with_calls(found, own, names)
    return after if found == parts else {**after, PARTS: found}


def _are_parts(found: Any) -> TypeGuard[list[Part]]:
    return isinstance(found, list) and all(isinstance(part, dict) for part in found)


def _new_texts(parts: Sequence[Part], before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Part]:
    """A text that the turn did not have stands in its usual place, before all else."""
    for kind, field in TEXTS.items():
        text = after.get(field)
        is_new = isinstance(text, str) and text and not before.get(field)
        if is_new and not any(part.get("type") == kind for part in parts):
            yield {"type": kind, "at": [0, len(str(text))]}


def _with_text(part: Part, before: Mapping[str, Any], after: Mapping[str, Any]) -> Part:
    """The part with its characters in the corrected text; one of something else as it is."""
    field = TEXTS.get(str(part.get("type")), "")
    old, new = before.get(field), after.get(field)
    match part.get("at"):
        case [int(start), int(end)] if isinstance(old, str) and isinstance(new, str) and old != new:
            return {**part, "at": _moved(start, end, old, new)}
    return part


def _moved(start: int, end: int, old: str, new: str) -> list[int]:
    """Where [start, end) of the old text is in the new one, seen as one stretch that was replaced.

    >>> _moved(0, 5, "First\\nthen", "First of all\\nthen"), _moved(6, 10, "First\\nthen", "First of all\\nthen")
    ([0, 12], [13, 17])
    """
    from_here = len(os.path.commonprefix([old, new]))
    rest = min(len(old), len(new)) - from_here
    same_behind = len(os.path.commonprefix([old[::-1][:rest], new[::-1][:rest]]))
    to_here, longer = len(old) - same_behind, len(new) - len(old)
    replaced_to = to_here + longer
    return [
        start if start <= from_here else start + longer if start >= to_here else replaced_to,
        end if end < from_here else end + longer if end >= to_here else replaced_to,
    ]


def _with_calls(parts: Sequence[Part], own: Sequence[str], names: Sequence[str]) -> list[Part]:
    """The places of the calls that are still there, taken by them in their new order; new ones follow the call before them."""
    had, has = set(own), set(names)
    runs: list[list[int]] = [[]]
    for index, name in enumerate(names):
        if name in had:
            runs.append([])
        runs[-1].append(index)
    first, *others = runs
    following = iter(others)
    found: list[Part] = []
    for part in parts:
        call = _call_of(part, own)
        if call is None:
            found.append(part)
        elif call in has:
            found += [{"type": "call", "call": index} for index in (*first, *next(following, []))]
            first = []
    return [*found, *({"type": "call", "call": index} for index in first)]


def _call_of(part: Part, own: Sequence[str]) -> str | None:
    """The name of the call that a part stands for."""
    index = part.get("call")
    if part.get("type") != "call" or not isinstance(index, int):
        return None
    return own[index] if 0 <= index < len(own) else None
