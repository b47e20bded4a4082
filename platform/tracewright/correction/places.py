"""Which places of a trace can be edited."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tracewright import pointer
from tracewright.pointer import ABSENT
from tracewright.trace import Document, calls, steps, text_of

CALLS = "tool_calls"
INPUT = "input"
TURNS = "structured_turns"
TURN_TEXT = "content"


class Editor(NamedTuple):
    """A place that can be edited: `step` is its name, None for the final answer. `is_text` is false for JSON.

    `field` is "input.<key>" for an argument of a call, and `call` the call's index in its step. `original` is ABSENT for an
    argument that is not there yet.
    """

    step: str | None
    pointer: str
    field: str
    text: str
    is_text: bool
    original: Any
    call: int | None = None


def edits_calls(config: Mapping[str, Any]) -> bool:
    """Whether the calls of a step are edited one by one, by their arguments."""
    return CALLS in config["editable_fields"]


def is_call_field(config: Mapping[str, Any], step: Mapping[str, Any], field: str) -> bool:
    """Whether the field of a step holds calls that are edited by their arguments: its `tool_calls`, or an action that is
    itself a call, such as {"tool": "Read", "input": {"file_path": "a"}}.
    """
    if not edits_calls(config):
        return False
    found = step.get(field, ABSENT)
    if field == CALLS:
        return found is None or isinstance(found, list)
    return field == config["step_text_key"] and isinstance(found, dict) and INPUT in found


def editors(config: Mapping[str, Any], document: Document) -> list[Editor]:
    """Every place of the document that gets an editor, in order, the final answer last."""
    found = enumerate(steps(document, config["steps_key"]))
    final = final_editor(config, document)
    return [
        *(editor for index, step in found for editor in editors_of(config, str(index), step)),
        *([final] if final else []),
    ]


def editors_of(config: Mapping[str, Any], step_name: str, step: Any) -> list[Editor]:
    """The places of one step, in order: its editable fields that exist, the calls among them by argument."""
    found = (editor_at(config, step_name, step, place) for place in _places(config, step))
    return [editor for editor in found if editor]


def final_editor(config: Mapping[str, Any], document: Document) -> Editor | None:
    key = config["final_answer_key"]
    if not config["edit_final_answer"] or document.get(key) is None:
        return None
    return _editor(None, pointer.escape(key), key, document[key])


def editor_at(config: Mapping[str, Any], step_name: str, step: Any, place: str) -> Editor | None:
    """The editor of that place, also for an argument that is not there yet; None where nothing can be edited.

    Looks at this place only, so that an answer with thousands of edits does not list every place for each.
    """
    if not pointer.is_pointer(place):
        return None
    if isinstance(step, str):
        text_key = config["step_text_key"]
        return _editor(step_name, "", text_key, step) if not place and _edits_texts(config) else None
    if not isinstance(step, dict):
        return None
    match pointer.tokens(place):
        case [field] if field in config["editable_fields"] and field in step:
            return None if is_call_field(config, step, field) else _editor(step_name, place, field, step[field])
        case ["tool_calls", call, "input", *argument] if is_call_field(config, step, CALLS):
            made = pointer.found(step, pointer.escape(CALLS, call))
            return _in_call(step_name, place, made, [INPUT, *argument], int(call)) if isinstance(made, dict) else None
        case [field, *inside] if field == config["step_text_key"] and is_call_field(config, step, field):
            return _in_call(step_name, place, step[field], inside)
    return None


def _in_call(
    step_name: str, place: str, made: Mapping[str, Any], inside: list[str], call: int | None = None
) -> Editor | None:
    """A place inside a call: an argument, an input that is no object, or another key that it has."""
    has_arguments = isinstance(made.get(INPUT), dict)
    match inside:
        case ["input", key] if has_arguments:
            return _editor(step_name, place, f"{INPUT}.{key}", made[INPUT].get(key, ABSENT), call)
        case [key] if key in made and not (key == INPUT and has_arguments):
            return _editor(step_name, place, key, made[key], call)
    return None


def is_argument(place: str) -> bool:
    """Whether a pointer names an argument of a call: what can be added and removed."""
    return pointer.tokens(place)[-2:-1] == [INPUT]


def _places(config: Mapping[str, Any], step: Any) -> Iterator[str]:
    if not isinstance(step, dict):
        yield ""
        return
    for field in _fields(config):
        if not is_call_field(config, step, field):
            yield pointer.escape(field)
        elif field == CALLS:
            for index, made in enumerate(calls(step)):
                yield from _input_places(made, CALLS, index)
        else:
            for key in step[field]:
                yield from [pointer.escape(field, key)] if key != INPUT else _input_places(step[field], field)


def _input_places(made: Any, *keys: str | int) -> Iterator[str]:
    arguments = made.get(INPUT) if isinstance(made, dict) else None
    if isinstance(arguments, dict):
        yield from (pointer.escape(*keys, INPUT, key) for key in arguments)
    else:
        yield pointer.escape(*keys, INPUT)


def _fields(config: Mapping[str, Any]) -> list[str]:
    """The editable fields; where calls are edited, an action may be one without being named."""
    fields: list[str] = config["editable_fields"]
    text_key = config["step_text_key"]
    return [text_key, *fields] if edits_calls(config) and text_key not in fields else fields


def _edits_texts(config: Mapping[str, Any]) -> bool:
    """Whether a step that is a text can be edited; a turn's text is its content."""
    fields = config["editable_fields"]
    return config["step_text_key"] in fields or (config["steps_key"] == TURNS and TURN_TEXT in fields)


def _editor(step: str | None, place: str, field: str, original: Any, call: int | None = None) -> Editor:
    text = "" if original is ABSENT else text_of(original)
    return Editor(step, place, field, text, isinstance(original, str), original, call)
