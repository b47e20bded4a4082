"""Rewriting the steps of a trace: each edit names its place, and everything else is computed from the document."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tracewright import pointer
from tracewright.distance import Budget, distance_chars, distance_words
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common, potato_edits
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document, TypeChanged, content_hash, steps, text_for, text_of, value_of

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

MAX_TEXT_BYTES = 5_000_000
# More digits than the number of any step has.
STEP_DIGITS = 9
TURN_FIELDS = ["content", "thinking", "tool_calls"]


class Editor(NamedTuple):
    """A place that can be edited: `step` is its name, None for the final answer. `is_text` is false for JSON."""

    step: str | None
    pointer: str
    field: str
    text: str
    is_text: bool
    original: Any


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


def editors(config: Config, document: Document) -> list[Editor]:
    """The places that get an editor, in order: editable fields that exist on their step, then the final answer.

    A text step has one, its pointer is "" and its field the `step_text_key`. Of turns (`structured_turns`) only
    texts can be edited so far.
    """
    found = [*_step_editors(config, document)]
    key = config["final_answer_key"]
    if config["edit_final_answer"] and document.get(key) is not None:
        found.append(_editor(None, pointer.escape(key), key, document[key]))
    return found


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"edits": [{"step", "pointer", "text", "reason"}]} -> {"edits": [...], "not_applied": []}

    Stored edits hold step, pointer, old (content hash), new (JSON value), reason, distance_chars and distance_words,
    sorted by step and pointer, the final answer last. Edits that change nothing are dropped. `not_applied` comes
    from imports only; what a person submits replaces it.
    """
    edits = common.sent_fields(config, sent, "edits").get("edits", [])
    if not isinstance(edits, list):
        raise AnswerError(config["name"], f"needs a list of edits, not {shown(edits)}")
    places = {(editor.step, editor.pointer): editor for editor in editors(config, document)}
    parsed: dict[tuple[str | None, str], potato_edits.Edit] = {}
    for index, entry in enumerate(edits):
        editor = _place(config, entry, places, index)
        if (editor.step, editor.pointer) in parsed:
            raise AnswerError(_at(editor), "is edited twice")
        parsed[editor.step, editor.pointer] = _parsed(editor, entry)
    return {"edits": _stored(parsed.values()), "not_applied": []}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return {
        "edits": [
            {
                "step": edit["step"],
                "pointer": edit["pointer"],
                "text": text_for(edit["new"], _original(config, document, edit)),
                "reason": edit["reason"],
            }
            for edit in answer["edits"]
        ]
    }


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    """A reason for each edited field of a step where reasons are asked for; at least one edit where it is required."""
    edits = answer["edits"] if answer else []
    if config["required"] and not edits:
        return [Missing("", "answer")]
    if not config["require_reason_on_edit"]:
        return []
    return [
        Missing(f"{edit['step']}:{edit['pointer']}", "reason")
        for edit in edits
        if edit["step"] is not None and not edit["reason"].strip()
    ]


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """The stored form of Potato's JSON text, applied to the document by its exporter's rules (see potato_edits)."""
    blob = potato_edits.blob(config["name"], labels)
    if blob is None:
        return None
    applied, not_applied = potato_edits.applied(config, blob, document)
    return {"edits": _stored(applied), "not_applied": not_applied}


def _stored(edits: Iterable[potato_edits.Edit]) -> list[dict[str, Any]]:
    """The stored edits in their order. It is also the order of the comparisons, that share one budget: what the
    distances are does not depend on the order in which the edits were sent.
    """
    budget = Budget()
    return [stored for edit in sorted(edits, key=_order) if (stored := _stored_edit(edit, budget))]


def _order(edit: potato_edits.Edit) -> tuple[bool, int, str]:
    return edit.step is None, int(edit.step or 0), edit.pointer


def _stored_edit(edit: potato_edits.Edit, budget: Budget) -> dict[str, Any] | None:
    """None when nothing changes. An original of `potato_edits.ABSENT` stood nowhere: `old` is ""."""
    old = "" if edit.original is potato_edits.ABSENT else content_hash(edit.original)
    if old == content_hash(edit.new):
        return None
    before, after = ("" if not old else text_of(edit.original)), text_of(edit.new)
    return {
        "step": edit.step,
        "pointer": edit.pointer,
        "old": old,
        "new": edit.new,
        "reason": edit.reason,
        "distance_chars": distance_chars(before, after, budget),
        "distance_words": distance_words(before, after, budget),
    }


def _editable_fields(raw: Mapping[str, Any], steps_key: str, step_text_key: str, where: str) -> list[str]:
    fields = raw.get("editable_fields")
    if not isinstance(fields, list) or not fields:
        return TURN_FIELDS if steps_key == "structured_turns" and fields is None else [step_text_key]
    for index, field in enumerate(fields):
        if not isinstance(field, str) or not field:
            raise SchemeError(f"{where} editable_fields", f"[{index}] must be the name of a field, not {shown(field)}")
    return list(dict.fromkeys(fields))


def _step_editors(config: Config, document: Document) -> Iterator[Editor]:
    only_text = config["steps_key"] == "structured_turns"
    for index, step in enumerate(steps(document, config["steps_key"])):
        if isinstance(step, str) and config["step_text_key"] in config["editable_fields"]:
            yield _editor(str(index), "", config["step_text_key"], step)
        if isinstance(step, dict):
            for field in config["editable_fields"]:
                if field in step and (isinstance(step[field], str) or not only_text):
                    yield _editor(str(index), pointer.escape(field), field, step[field])


def _editor(step: str | None, place: str, field: str, original: Any) -> Editor:
    return Editor(step, place, field, text_of(original), isinstance(original, str), original)


def _place(config: Config, entry: Any, places: Mapping[tuple[str | None, str], Editor], index: int) -> Editor:
    if not isinstance(entry, dict):
        raise AnswerError(f"{config['name']} edits[{index}]", f"needs an object, not {shown(entry)}")
    step, place = entry.get("step"), entry.get("pointer")
    editor = places.get((step, place)) if isinstance(step, str | None) and isinstance(place, str) else None
    if editor is None:
        raise AnswerError(_step_name(step), f"has nothing to edit at {shown(place)}")
    return editor


def _parsed(editor: Editor, entry: Mapping[str, Any]) -> potato_edits.Edit:
    text = common.sent_text(_at(editor), entry.get("text"))
    reason = common.sent_text(f"{_at(editor)} reason", entry.get("reason", ""))
    size = len(text.encode())
    if size > MAX_TEXT_BYTES:
        raise AnswerError(_at(editor), f"has a text of {size} bytes; the bound is {MAX_TEXT_BYTES}")
    try:
        new = value_of(text, editor.original)
    except TypeChanged as error:
        raise AnswerError(_at(editor), str(error)) from error
    return potato_edits.Edit(editor.step, editor.pointer, editor.original, new, reason)


def _original(config: Config, document: Document, edit: Mapping[str, Any]) -> Any:
    root = document if edit["step"] is None else steps(document, config["steps_key"])[int(edit["step"])]
    try:
        return pointer.resolve(root, edit["pointer"])
    except KeyError:  # an imported edit may add a field
        return ""


def _at(editor: Editor) -> str:
    return f"{_step_name(editor.step)} {editor.field}" if editor.step is not None else editor.field


def _step_name(step: Any) -> str:
    """As people count: the step named "2" is step 3."""
    if step is None:
        return "final answer"
    is_number = isinstance(step, str) and step.isdecimal() and len(step) <= STEP_DIGITS
    return f"step {int(step) + 1}" if is_number else f"step {shown(step)}"
