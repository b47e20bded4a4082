"""An answer applied to its trace."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tracewright import pointer
from tracewright.correction.arrangement import Arrangement
from tracewright.correction.edits import new_value
from tracewright.correction.places import CALLS
from tracewright.step_names import call_name, call_named, is_inserted, is_original_step
from tracewright.trace import Document, calls, steps

Answer = Mapping[str, Any]
Config = Mapping[str, Any]


class PlacedStep(NamedTuple):
    """A step of the corrected trace: its name, its corrected value, and the names of its calls in order.

    A call of an inserted step is named by its place there: "+1.0".
    """

    name: str
    value: Any
    calls: list[str]


def corrected(document: Document, config: Config, answer: Answer) -> Document:
    """A new document with the answer applied; what it does not touch is shared with the original, which stays as it is."""
    final = {edit["pointer"]: new_value(edit) for edit in answer["edits"] if edit["step"] is None}
    result: Document = pointer.changed(document, final) if final else dict(document)
    if changes_steps(answer):
        result[config["steps_key"]] = [step.value for step in arranged(document, config, answer)]
    return result


def changes_steps(answer: Answer) -> bool:
    return any(edit["step"] is not None for edit in answer["edits"]) or is_rearranged(answer)


def is_rearranged(answer: Answer) -> bool:
    """Whether steps or calls were inserted, deleted or moved. Answers from before that was possible hold neither key."""
    return answer.get("order") is not None or bool(answer.get("calls"))


def arranged(document: Document, config: Config, answer: Answer) -> list[PlacedStep]:
    """The steps of the corrected trace in their order. Steps and calls that nothing touches are shared with the document."""
    edited = _edited_steps(steps(document, config["steps_key"]), answer["edits"])
    arrangement = arrangement_of(edited, answer)
    inserted = answer.get("inserted") or {}
    return [
        _original(arrangement, name, edited, inserted) if is_original_step(name) else _inserted(name, inserted[name])
        for name in arrangement.order
    ]


def arrangement_of(found: Sequence[Any], answer: Answer) -> Arrangement:
    return Arrangement(found, answer.get("order"), answer.get("calls") or {})


def stale_calls(document: Document, config: Config, answer: Answer) -> list[str]:
    """The names of the calls whose recorded result is not that of what is called now, in the corrected order.

    Their input was edited, or they were inserted and have no output (or null).
    """
    edited = {edited_call(edit) for edit in answer["edits"]} - {None}
    if not edited and not answer.get("inserted"):
        return []
    return [
        name
        for step in arranged(document, config, answer)
        for name, call in zip(step.calls, calls(step.value), strict=True)
        if name in edited or ((is_inserted(name) or is_inserted(step.name)) and call.get("output") is None)
    ]


def edited_call(edit: Mapping[str, Any]) -> str | None:
    """The name of the call whose input is edited; None for an edit of something else."""
    match pointer.tokens(edit["pointer"]):
        case ["tool_calls", call, "input", *_] if edit["step"] is not None:
            return call_name(edit["step"], call)
    return None


def _edited_steps(found: Sequence[Any], edits: Sequence[Mapping[str, Any]]) -> list[Any]:
    changes: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for edit in edits:
        if edit["step"] is not None:
            changes[int(edit["step"])][edit["pointer"]] = new_value(edit)
    edited = list(found)
    for index, of_step in changes.items():
        edited[index] = pointer.changed(edited[index], of_step)
    return edited


def _inserted(name: str, value: Any) -> PlacedStep:
    return PlacedStep(name, value, [call_name(name, index) for index in range(len(calls(value)))])


def _original(arrangement: Arrangement, name: str, edited: Sequence[Any], inserted: Mapping[str, Any]) -> PlacedStep:
    value, names = edited[int(name)], arrangement.calls(name)
    if names != arrangement.own_calls(name):
        value = {**value, CALLS: [call_value(call, edited, inserted) for call in names]}
    return PlacedStep(name, value, names)


def call_value(name: str, found: Sequence[Any], inserted: Mapping[str, Any]) -> Any:
    """The call of that name, from the steps of the document or from those that were inserted. KeyError for no call's name."""
    call = call_named(name)
    if call is None:
        raise KeyError(name)
    return inserted[name] if call.call is None else calls(found[call.step])[call.call]
