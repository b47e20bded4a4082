"""Potato's stored trajectory edits, read by the rules of its exporter.

The stored form is one JSON text: {"steps": [{step_index, field, original_text, edited_text, edited, reason, ...}],
"final_answer": null | {original_text, edited_text, edited, ...}, ...}. Its distances and original texts were computed
by the browser; ours are computed from the document, so they are read past here.
"""

from collections.abc import Mapping
from typing import Any

from tracewright import pointer
from tracewright.correction import Edit
from tracewright.pointer import ABSENT
from tracewright.repairs import storable
from tracewright.shown import shown
from tracewright.trace import Document, TypeChanged, json_type, steps, text_of, value_of


class NotApplicable(ValueError):
    """Why an entry cannot be applied, in plain words."""


def applied(
    config: Mapping[str, Any], stored: Mapping[str, Any], document: Document
) -> tuple[list[Edit], list[dict[str, Any]]]:
    """The entries that can be applied, one for each place, and the others as `not_applied` with the reason."""
    entries = [entry for entry in stored.get("steps") or [] if not _is_untouched(entry)]
    final = stored.get("final_answer")
    edits: dict[tuple[str | None, str], tuple[Edit, Any]] = {}
    not_applied = []
    for entry, is_final in [*((entry, False) for entry in entries), *([] if _is_untouched(final) else [(final, True)])]:
        try:
            edit = _final_edit(config, entry, document) if is_final else _step_edit(config, entry, document)
        except NotApplicable as error:
            not_applied.append(_left_out(config, entry, is_final, str(error)))
            continue
        if replaced := edits.pop((edit.step, edit.pointer), None):
            not_applied.append(_left_out(config, replaced[1], is_final, "a later entry edits the same place"))
        edits[edit.step, edit.pointer] = edit, entry
    return [edit for edit, _ in edits.values()], not_applied


def _is_untouched(entry: Any) -> bool:
    return entry is None or (isinstance(entry, dict) and not entry.get("edited"))


def _step_edit(config: Mapping[str, Any], entry: Any, document: Document) -> Edit:
    fields = _object(entry)
    index, field = fields.get("step_index"), fields.get("field")
    if isinstance(index, bool) or not isinstance(index, int):
        raise NotApplicable(f"step_index must be a whole number, not {shown(index)}")
    if not isinstance(field, str):
        raise NotApplicable("no field is named")
    found = steps(document, config["steps_key"])
    if not 0 <= index < len(found):
        raise NotApplicable(f"there is no step {shown(index)}; the trace has {len(found)}")
    step = found[index]
    if isinstance(step, str):
        if field != config["step_text_key"]:
            raise NotApplicable(f'step {index} is plain text; it has only the field "{config["step_text_key"]}"')
        return _edit(str(index), "", step, fields)
    if not isinstance(step, dict):
        raise NotApplicable(f"step {index} is {json_type(step)}; only texts and objects can be edited")
    return _edit(str(index), pointer.escape(field), step.get(field, ABSENT), fields)


def _final_edit(config: Mapping[str, Any], entry: Any, document: Document) -> Edit:
    key = config["final_answer_key"]
    return _edit(None, pointer.escape(key), document.get(key, ABSENT), _object(entry))


def _edit(step: str | None, place: str, original: Any, fields: Mapping[str, Any]) -> Edit:
    edited_text = fields.get("edited_text")
    if edited_text is None:
        raise NotApplicable("it has no edited_text")
    new = _new_value(storable(text_of(edited_text)), original)
    return Edit(step, place, original, new, _text(fields.get("reason")))


def _new_value(text: str, original: Any) -> Any:
    """Keeps the JSON type where the text allows it, else the text stands; Potato always puts the text."""
    if original is ABSENT:
        return text
    try:
        return _in_order_of(original, value_of(text, original))
    except TypeChanged:
        return text


def _in_order_of(original: Any, value: Any) -> Any:
    """The value with its keys in the original's order: Potato's page sorts them, which is no edit of the person."""
    if isinstance(original, dict) and isinstance(value, dict):
        keys = [*(key for key in original if key in value), *(key for key in value if key not in original)]
        return {key: _in_order_of(original.get(key), value[key]) for key in keys}
    if isinstance(original, list) and isinstance(value, list):
        return [*map(_in_order_of, original, value), *value[len(original) :]]
    return value


def _object(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise NotApplicable(f"an entry must be an object, not {json_type(entry)}")
    return entry


def _left_out(config: Mapping[str, Any], entry: Any, is_final: bool, why: str) -> dict[str, Any]:
    fields = entry if isinstance(entry, dict) else {"edited_text": entry}
    return {
        "step_index": None if is_final else fields.get("step_index"),
        "field": config["final_answer_key"] if is_final else fields.get("field"),
        "original_text": _text(fields.get("original_text")),
        "edited_text": _text(fields.get("edited_text")),
        "reason": _text(fields.get("reason")),
        "why": why,
    }


def _text(value: Any) -> str:
    return "" if value is None else storable(text_of(value))
