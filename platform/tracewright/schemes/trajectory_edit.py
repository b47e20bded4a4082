"""Rewriting the steps of a trace: each edit names its place, and everything else is computed from the document."""

from collections.abc import Mapping
from typing import Any

from tracewright import pointer
from tracewright.correction import Editor, count, editors, editors_of, stored
from tracewright.correction.edits import new_value
from tracewright.correction.places import is_argument
from tracewright.errors import SchemeError
from tracewright.pointer import ABSENT
from tracewright.schemes import common, potato_blobs, potato_calls, potato_edits, sent_edits, sent_steps
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.schemes.sent_values import MAX_TEXT_BYTES
from tracewright.shown import shown
from tracewright.trace import Document, steps, text_for

__all__ = [
    "MAX_TEXT_BYTES",
    "Editor",
    "as_sent",
    "config",
    "editors",
    "editors_of",
    "from_potato",
    "level",
    "missing",
    "name",
    "options",
    "parse",
]

name = "trajectory_edit"
level: Level = "step"
SWITCHES = {
    "show_diff": True,
    "show_edit_distance": True,
    "allow_reset": True,
    "require_reason_on_edit": False,
    "edit_final_answer": False,
}
options = common.OPTIONS | {"steps_key", "step_text_key", "editable_fields", "final_answer_key", *SWITCHES}

TURN_FIELDS = ["content", "thinking", "tool_calls"]


def config(raw: Mapping[str, Any], where: str) -> Config:
    """`editable_fields` that is no list, or an empty one, falls back to the default (as in Potato)."""
    steps_key = common.text_option(raw, "steps_key", "steps", where)
    step_text_key = common.text_option(raw, "step_text_key", "action", where)
    return {
        **common.common_config(raw, where),
        "steps_key": steps_key,
        "step_text_key": step_text_key,
        "editable_fields": _editable_fields(raw, steps_key, step_text_key, where),
        "final_answer_key": common.text_option(raw, "final_answer_key", "final_answer", where),
        **{key: common.bool_option(raw, key, default, where) for key, default in SWITCHES.items()},
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"edits": [...], "inserted": {...}, "order": [...], "calls": {...}} as docs/reference/schemes.md describes it.

    Stored edits are those of `correction.stored`. Equal corrections have equal answers: `order` is null where it is the
    trace's, `calls` has only the lists that do not follow from the others, and what stands nowhere is dropped. `not_applied`
    comes from imports only; what a person submits replaces it.
    """
    fields = common.sent_fields(config, sent, "edits", "inserted", "order", "calls")
    structure = sent_steps.read(config, fields, steps(document, config["steps_key"]))
    edits, inserted = sent_edits.read(config, fields.get("edits", []), document, structure)
    return {
        "edits": stored(edits),
        "inserted": sent_steps.checked(inserted, structure.arrangement),
        "order": structure.arrangement.normal_order(),
        "calls": structure.arrangement.normal_calls(),
        "not_applied": [],
    }


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    """Without the keys that say nothing: an answer of edits only is {"edits": [...]}."""
    edits = [
        {
            "step": edit["step"],
            "pointer": edit["pointer"],
            "text": _text(config, document, edit),
            "reason": edit["reason"],
        }
        for edit in answer["edits"]
    ]
    parts = {key: answer.get(key) for key in ("inserted", "order", "calls")}
    return {"edits": edits, **{key: part for key, part in parts.items() if part not in (None, {})}}


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    """A reason for each edited place of a step where reasons are asked for; at least one change where it is required."""
    if config["required"] and not (answer and count(document, config, answer)):
        return [Missing("", "answer")]
    if not config["require_reason_on_edit"]:
        return []
    return [
        Missing(f"{edit['step']}:{edit['pointer']}", "reason")
        for edit in (answer["edits"] if answer else [])
        if edit["step"] is not None and not edit["reason"].strip()
    ]


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """The stored form of Potato's JSON text, applied to the document by its exporter's rules (see potato_edits)."""
    blob = potato_blobs.blob(config["name"], labels, "steps")
    if blob is None:
        return None
    applied, not_applied = potato_edits.applied(config, blob, document)
    edits, inserted, calls = potato_calls.taken_apart(config, steps(document, config["steps_key"]), applied)
    return {"edits": stored(edits), "inserted": inserted, "order": None, "calls": calls, "not_applied": not_applied}


def _text(config: Config, document: Document, edit: Mapping[str, Any]) -> str | None:
    """The edit as a person would have typed it; None for an argument that is taken away."""
    new = new_value(edit)
    if new is ABSENT:
        return None
    root = document if edit["step"] is None else steps(document, config["steps_key"])[int(edit["step"])]
    original = pointer.found(root, edit["pointer"])
    if original is ABSENT:  # an argument takes JSON; a field that an import added is text
        original = None if is_argument(edit["pointer"]) else ""
    return text_for(new, original)


def _editable_fields(raw: Mapping[str, Any], steps_key: str, step_text_key: str, where: str) -> list[str]:
    fields = raw.get("editable_fields")
    if not isinstance(fields, list) or not fields:
        return TURN_FIELDS if steps_key == "structured_turns" and fields is None else [step_text_key]
    for index, field in enumerate(fields):
        if not isinstance(field, str) or not field:
            raise SchemeError(f"{where} editable_fields", f"[{index}] must be the name of a field, not {shown(field)}")
    return list(dict.fromkeys(fields))
