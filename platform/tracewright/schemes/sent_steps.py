"""The steps and calls of a sent answer: which are inserted, where each stands, and which are left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tracewright.correction import Arrangement, edits_calls
from tracewright.errors import AnswerError
from tracewright.repairs import Repairs, repaired
from tracewright.schemes.kind import Config
from tracewright.schemes.sent_values import check_size
from tracewright.shown import shown
from tracewright.step_names import by_number, call_named, is_inserted, is_inserted_step, is_original_step, said
from tracewright.trace import MAX_STEPS, calls, json_type

TEXTS_OF_A_TURN = ("role", "content", "thinking")


class SentSteps(NamedTuple):
    """Every inserted step and call by name, as it was sent, and where the steps and calls stand."""

    inserted: dict[str, Any]
    arrangement: Arrangement


def read(config: Config, sent: Mapping[str, Any], found: Sequence[Any]) -> SentSteps:
    """`inserted`, `order` and `calls` of a sent answer on these steps; AnswerError names what is not there or stands twice."""
    inserted = _inserted(config, sent.get("inserted"))
    order = _order(config, sent.get("order"), found, inserted)
    return SentSteps(inserted, Arrangement(found, order, _calls(config, sent.get("calls"), found, inserted)))


def checked(inserted: Mapping[str, Any], arrangement: Arrangement) -> dict[str, Any]:
    """The inserted steps and calls that stand somewhere. AnswerError for what could not be a step or a call of a trace."""
    used = {name: inserted[name] for name in sorted(arrangement.inserted(), key=_steps_first)}
    for name, value in used.items():
        if call_named(name):
            _check_call(name, value)
        else:
            _check_step(name, value)
        check_size(said(name), name, value)
    if used:
        _check_size(used, arrangement)
    return used


def _inserted(config: Config, sent: Any) -> dict[str, Any]:
    if sent is None:
        return {}
    if not isinstance(sent, dict):
        raise AnswerError(config["name"], f"needs an object of inserted steps, not {shown(sent)}")
    for name in sent:
        if not is_inserted(name):
            raise AnswerError(said(name), "is no name for an inserted step or call, such as +1 or 4.+1")
    return {name: repaired(value, Repairs()) for name, value in sent.items()}


def _order(config: Config, sent: Any, found: Sequence[Any], inserted: Mapping[str, Any]) -> list[str] | None:
    if sent is None:
        return None
    if not isinstance(sent, list):
        raise AnswerError(config["name"], f"needs a list of steps as their order, not {shown(sent)}")
    for name in _once(sent):
        if is_inserted_step(name):
            _check_inserted(name, inserted)
        else:
            original_step(name, found)
    return sent


def _calls(config: Config, sent: Any, found: Sequence[Any], inserted: Mapping[str, Any]) -> dict[str, list[str]]:
    if sent is None:
        return {}
    if not isinstance(sent, dict):
        raise AnswerError(config["name"], f"needs an object of lists of calls, not {shown(sent)}")
    if sent and not edits_calls(config):
        raise AnswerError(config["name"], "does not edit tool calls: its editable_fields name no tool_calls")
    for step, names in sent.items():
        _check_makes_calls(step, original_step(step, found))
        if not isinstance(names, list):
            raise AnswerError(said(step), f"needs a list of its calls, not {shown(names)}", step)
    for name in _once(name for names in sent.values() for name in names):
        _check_call_name(name, found, inserted)
    return sent


def original_step(name: Any, found: Sequence[Any]) -> Any:
    """The step of that name. AnswerError for a step that the document does not have: its revision may be another."""
    if not is_original_step(name):
        raise AnswerError(said(name), "is no step's name, which is its index or, for an inserted step, such as +1")
    if int(name) >= len(found):
        raise AnswerError(said(name), f"is not in this version of the trace, which has {_counted(found, 'step')}", name)
    return found[int(name)]


def original_call(name: Any, found: Sequence[Any]) -> Any:
    """The call of that name. AnswerError for a call that the document does not have."""
    call = call_named(name)
    if call is None or call.call is None:
        raise AnswerError(said(name), "is no name of a call of the trace, such as 4.1")
    made = calls(original_step(str(call.step), found))
    if call.call >= len(made):
        has = f"where the step has {_counted(made, 'call')}"
        raise AnswerError(said(name), f"is not in this version of the trace, {has}", name)
    return made[call.call]


def inserted_value(name: str, inserted: Mapping[str, Any]) -> Any:
    _check_inserted(name, inserted)
    return inserted[name]


def _once(names: Iterable[Any]) -> Iterator[Any]:
    """The names as they come; AnswerError at the second of two equal ones."""
    seen: set[str] = set()
    for name in names:
        if isinstance(name, str):
            if name in seen:
                raise AnswerError(said(name), "is listed twice", name)
            seen.add(name)
        yield name


def _check_inserted(name: str, inserted: Mapping[str, Any]) -> None:
    if name not in inserted:
        raise AnswerError(said(name), "is not among what is inserted", name)


def _check_makes_calls(name: str, step: Any) -> None:
    if not isinstance(step, dict):
        raise AnswerError(said(name), f"is {json_type(step)} and can hold no calls", name)
    if not isinstance(step.get("tool_calls"), list | None):
        raise AnswerError(said(name), f"has tool_calls that are {json_type(step['tool_calls'])}, not a list", name)


def _check_call_name(name: Any, found: Sequence[Any], inserted: Mapping[str, Any]) -> None:
    call = call_named(name)
    if call is None:
        raise AnswerError(said(name), "is no call's name, such as 4.1 or, for an inserted call, 4.+1")
    if call.call is None:
        original_step(str(call.step), found)
        _check_inserted(name, inserted)
    else:
        original_call(name, found)


def _check_step(name: str, value: Any) -> None:
    if not isinstance(value, str | dict):
        raise AnswerError(said(name), f"needs a text or an object, not {shown(value)}", name)
    if isinstance(value, dict):
        _check_texts(name, value, TEXTS_OF_A_TURN)
    made = value.get("tool_calls") if isinstance(value, dict) else None
    if not isinstance(made, list | None):
        raise AnswerError(said(name), f"needs a list of tool_calls, not {shown(made)}", name)
    for index, call in enumerate(made or []):
        _check_call(name, call, f"/tool_calls/{index}")


def _check_call(name: str, value: Any, place: str = "") -> None:
    at = f"{name}:{place}" if place else name
    if not isinstance(value, dict):
        raise AnswerError(said(name, place), f"needs an object, not {shown(value)}", at)
    if not isinstance(value.get("tool"), str):
        raise AnswerError(said(name, place), f"needs the name of its tool, not {shown(value.get('tool'))}", at)
    _check_texts(name, value, ("id",), place)


def _check_texts(name: str, value: Mapping[str, Any], keys: Iterable[str], place: str = "") -> None:
    """A column of texts that holds something else in one row is read by no loader of the exports."""
    for key in keys:
        if not isinstance(value.get(key), str | None):
            here = f"{place}/{key}"
            raise AnswerError(said(name, here), f"needs a text, not {shown(value[key])}", f"{name}:{here}")


def _check_size(used: Mapping[str, Any], arrangement: Arrangement) -> None:
    made = (calls(used[name]) if name in used else arrangement.calls(name) for name in arrangement.order)
    size = sum(1 + len(of_step) for of_step in made)
    if size > MAX_STEPS:
        last = list(used)[-1]
        raise AnswerError(said(last), f"makes {size} steps and tool calls; a trace may have {MAX_STEPS}", last)


def _steps_first(name: str) -> tuple[bool, tuple[int, ...]]:
    return call_named(name) is not None, by_number(name)


def _counted(found: Sequence[Any], what: str) -> str:
    return f"{len(found)} {what}" if len(found) == 1 else f"{len(found)} {what}s"
