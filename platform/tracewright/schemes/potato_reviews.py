"""Potato's reviews of tool calls, by the names of the calls.

An entry: {"index", "step", "tool", "verdict", "notes"}; `index` counts all calls of the trace, `step` is the index of the
call's step. Only calls with a verdict or notes have an entry. A step without a list of calls that is one itself counts there.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes.kind import Config
from tracewright.shown import shown
from tracewright.step_names import call_name, said
from tracewright.trace import Document, json_type, steps


def sent(config: Config, stored: Any, document: Document) -> dict[str, dict[str, Any]]:
    """The reviews as the page would send them."""
    if not isinstance(stored, list):
        raise AnswerError(config["name"], f"holds {json_type(stored)}; stored reviews are a list")
    made = [*_made(steps(document, config["steps_key"]))]
    reviews: dict[str, dict[str, Any]] = {}
    for position, entry in enumerate(stored):
        if entry is None:
            continue
        where = f"{config['name']} entry {position + 1}"
        if not isinstance(entry, dict):
            raise AnswerError(where, f"is {json_type(entry)}; it must be an object or null")
        call = _call(where, entry, made)
        if call in reviews:
            raise AnswerError(said(call), "is listed twice", call)
        reviews[call] = {"verdict": entry.get("verdict"), "rationale": entry.get("notes")}
    return reviews


def _made(found: Sequence[Any]) -> Iterator[tuple[int, int | None]]:
    """Each call as Potato counts them, as (step, call); the call is None where a step is one itself."""
    for index, step in enumerate(found):
        if not isinstance(step, dict):
            continue
        listed = step.get("tool_calls")
        if isinstance(listed, list) and listed:
            yield from ((index, position) for position in range(len(listed)))
        elif step.get("tool_call") or step.get("tool") or step.get("action_type") == "tool":
            yield index, None


def _call(where: str, entry: Mapping[str, Any], made: Sequence[tuple[int, int | None]]) -> str:
    """Its name. Without an index, its step must make only one call."""
    step, call = made[_index(where, entry, made)]
    if entry.get("step") not in (None, step):
        raise AnswerError(
            where, f"is on a call of {said(str(step))}, not of the step {shown(entry['step'])} that it names"
        )
    if call is None:
        raise AnswerError(
            where, f"is on {said(str(step))}, which is a call itself; calls are judged where tool_calls list them"
        )
    return call_name(step, call)


def _index(where: str, entry: Mapping[str, Any], made: Sequence[tuple[int, int | None]]) -> int:
    index = entry.get("index")
    if index is None:
        of_step = [position for position, (step, _) in enumerate(made) if step == entry.get("step")]
        if len(of_step) != 1:
            raise AnswerError(where, f"does not say which call of the step {shown(entry.get('step'))} it is on")
        return of_step[0]
    if type(index) is not int or not 0 <= index < len(made):
        raise AnswerError(
            where, f"is on the call {shown(index)}; the calls of this version of the trace count {len(made)} from 0"
        )
    return index
