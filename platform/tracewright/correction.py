"""A trace with the edits of an answer applied. Derived whenever it is needed, never stored as truth."""

from collections.abc import Mapping
from typing import Any

from tracewright import pointer
from tracewright.trace import Document, steps, text_of


def corrected(document: Document, config: Mapping[str, Any], answer: Mapping[str, Any]) -> Document:
    """A new document with the edits applied; what no edit touches is shared with the original, which stays as it is."""
    key = config["steps_key"]
    result = dict(document)
    if any(edit["step"] is not None for edit in answer["edits"]):
        result[key] = list(steps(document, key))
    for edit in answer["edits"]:
        if edit["step"] is None:
            result = pointer.replaced(result, edit["pointer"], edit["new"])
        else:
            index = int(edit["step"])
            result[key][index] = pointer.replaced(result[key][index], edit["pointer"], edit["new"])
    return result


def edit_rows(document: Document, config: Mapping[str, Any], answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The edits as exports list them; the original text is always the document's, "" where the key did not exist.

    Keys: step_index (null for the final answer), field, original_text, edited_text, edit_distance_chars,
    edit_distance_words, reason.
    """
    return [_row(document, config, edit) for edit in answer["edits"]]


def _row(document: Document, config: Mapping[str, Any], edit: Mapping[str, Any]) -> dict[str, Any]:
    index = None if edit["step"] is None else int(edit["step"])
    root = document if index is None else steps(document, config["steps_key"])[index]
    return {
        "step_index": index,
        "field": pointer.field_name(edit["pointer"]) or config["step_text_key"],
        "original_text": text_of(pointer.resolve(root, edit["pointer"])) if edit["old"] else "",
        "edited_text": text_of(edit["new"]),
        "edit_distance_chars": edit["distance_chars"],
        "edit_distance_words": edit["distance_words"],
        "reason": edit["reason"],
    }
