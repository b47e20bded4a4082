"""What an answer changes, as exports list it: a row for each edit and for each step or call inserted, deleted or moved."""

from collections.abc import Mapping
from typing import Any

from tracewright import pointer
from tracewright.correction.applying import (
    arranged,
    arrangement_of,
    call_value,
    edited_call,
    is_rearranged,
    stale_calls,
)
from tracewright.correction.changes import Change, changes
from tracewright.correction.edits import new_value
from tracewright.correction.places import CALLS
from tracewright.distance import distance_chars, distance_words
from tracewright.pointer import ABSENT
from tracewright.step_names import call_named, is_inserted
from tracewright.trace import Document, calls, steps, text_of

Answer = Mapping[str, Any]
Config = Mapping[str, Any]


def count(document: Document, config: Config, answer: Answer) -> int:
    """How many rows `edit_rows` has, without building any."""
    if not is_rearranged(answer):
        return len(answer["edits"])
    found = steps(document, config["steps_key"])
    return len(answer["edits"]) + sum(1 for _ in changes(found, arrangement_of(found, answer)))


def stale_rows(document: Document, config: Config, answer: Answer) -> list[dict[str, Any]]:
    """The stale calls as exports list them: position (of the step in the corrected trace), call (its index there), tool."""
    names = set(stale_calls(document, config, answer))
    if not names:
        return []
    return [
        {"position": position, "call": index, "tool": call.get("tool")}
        for position, step in enumerate(arranged(document, config, answer))
        for index, (name, call) in enumerate(zip(step.calls, calls(step.value), strict=True))
        if name in names
    ]


def edit_rows(document: Document, config: Config, answer: Answer) -> list[dict[str, Any]]:
    """The edits of steps, then the steps and calls inserted, deleted and moved, then the edit of the final answer.

    Keys: step_index (of the step in the document; null for an inserted step and the final answer), field, original_text (the
    document's, "" where nothing stood), edited_text ("" where nothing stands any more), edit_distance_chars,
    edit_distance_words, reason, op (edit, insert, delete, move, insert_call, delete_call or move_call), and position (index of
    the step in the corrected trace, null for a deleted step and the final answer).

    A call's field is tool_calls/<index in the document's step>, an inserted one's tool_calls/<index in the corrected step>.
    """
    rows = _Rows(document, config, answer)
    edits = [edit for edit in answer["edits"] if edit["step"] is not None]
    final = [edit for edit in answer["edits"] if edit["step"] is None]
    return [*map(rows.of_edit, edits), *rows.of_changes(), *map(rows.of_edit, final)]


class _Rows:
    def __init__(self, document: Document, config: Config, answer: Answer) -> None:
        self._document, self._answer, self._text_key = document, answer, config["step_text_key"]
        self._steps = steps(document, config["steps_key"])
        self._arrangement = arrangement_of(self._steps, answer)
        self._stands_in = self._arrangement.placed_calls
        self._positions = {name: index for index, name in enumerate(self._arrangement.order)}

    def of_edit(self, edit: Mapping[str, Any]) -> dict[str, Any]:
        step, place = edit["step"], edit["pointer"]
        root = self._document if step is None else self._steps[int(step)]
        new = new_value(edit)
        return {
            "step_index": None if step is None else int(step),
            "field": pointer.field_name(place) or self._text_key,
            "original_text": text_of(pointer.resolve(root, place)) if edit["old"] else "",
            "edited_text": "" if new is ABSENT else text_of(new),
            "edit_distance_chars": edit["distance_chars"],
            "edit_distance_words": edit["distance_words"],
            "reason": edit["reason"],
            "op": "edit",
            "position": self._positions.get(self._stands_in.get(edited_call(edit) or "", step)),
        }

    def of_changes(self) -> list[dict[str, Any]]:
        if not is_rearranged(self._answer):
            return []
        return [self._of_change(change) for change in changes(self._steps, self._arrangement)]

    def _of_change(self, change: Change) -> dict[str, Any]:
        before, after = self._texts(change)
        step_index, field = self._place(change)
        return {
            "step_index": step_index,
            "field": field,
            "original_text": before,
            "edited_text": after,
            "edit_distance_chars": distance_chars(before, after),
            "edit_distance_words": distance_words(before, after),
            "reason": "",
            "op": change.op,
            "position": None if change.step is None else self._positions[change.step],
        }

    def _place(self, change: Change) -> tuple[int | None, str]:
        """The row's step_index and field."""
        call = call_named(change.name)
        if call is None:
            return (None if is_inserted(change.name) else int(change.name)), ""
        if call.call is None:
            return int(str(change.step)), f"{CALLS}/{change.call}"
        return call.step, f"{CALLS}/{call.call}"

    def _texts(self, change: Change) -> tuple[str, str]:
        """All that was deleted, and all that was inserted; a move changes no text."""
        match change.op:
            case "insert" | "insert_call":
                return "", text_of(self._answer["inserted"][change.name])
            case "delete":
                return text_of(self._steps[int(change.name)]), ""
            case "delete_call":
                return text_of(call_value(change.name, self._steps, {})), ""
        return "", ""
