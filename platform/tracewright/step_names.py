"""How answers name steps and calls: "4" and "4.1" by their place in the trace, "+1" and "4.+1" where they are inserted."""

import re
from typing import Any, NamedTuple

from tracewright import pointer
from tracewright.shown import shown

# No more digits than the number of any step has.
_ORIGINAL = r"0|[1-9][0-9]{0,8}"
_INSERTED = r"\+[1-9][0-9]{0,8}"
_ORIGINAL_STEP = re.compile(_ORIGINAL)
_INSERTED_STEP = re.compile(_INSERTED)
_CALL = re.compile(rf"({_ORIGINAL})\.({_ORIGINAL}|{_INSERTED})")


class CallName(NamedTuple):
    """The step that the call was made in, and its index there; None for an inserted call."""

    step: int
    call: int | None


def is_original_step(name: Any) -> bool:
    return isinstance(name, str) and _ORIGINAL_STEP.fullmatch(name) is not None


def is_inserted_step(name: Any) -> bool:
    return isinstance(name, str) and _INSERTED_STEP.fullmatch(name) is not None


def call_name(step: str | int, call: str | int) -> str:
    return f"{step}.{call}"


def call_named(name: Any) -> CallName | None:
    """The call of that name; None when it names none.

    >>> call_named("4.1"), call_named("4.+1"), call_named("4")
    (CallName(step=4, call=1), CallName(step=4, call=None), None)
    """
    found = _CALL.fullmatch(name) if isinstance(name, str) else None
    if found is None:
        return None
    return CallName(int(found[1]), None if found[2].startswith("+") else int(found[2]))


def is_inserted(name: Any) -> bool:
    """A step or a call that the trace does not have.

    >>> is_inserted("+1"), is_inserted("4.+1"), is_inserted("4.1")
    (True, True, False)
    """
    call = call_named(name)
    return is_inserted_step(name) if call is None else call.call is None


def by_number(name: str) -> tuple[int, ...]:
    """Sorts steps by their number, and calls by their step's and their own.

    >>> sorted(["10", "9.+2", "9.+1", "9"], key=by_number)
    ['9', '9.+1', '9.+2', '10']
    """
    return tuple(int(part) for part in name.split("."))


def said(name: Any, place: str = "", text_key: str = "") -> str:
    """The step, call or place in it as people count; `name` is None for the final answer.

    `place` is a pointer inside the step or, behind the name of a call, inside the call; `text_key` is what the text of a
    text step is called.

    >>> said("4", "/tool_calls/1/input/command"), said("4.+1", "/input/command"), said("0", "", "action")
    ('step 5, call 2, command', 'step 5, call +1, command', 'step 1, action')
    """
    if name is None:
        return "final answer"
    inside = _said_place(place) or ([text_key] if text_key else [])
    return ", ".join([_said_step(name), *inside])


def _said_step(name: Any) -> str:
    if call := call_named(name):
        number = name.partition(".")[2] if call.call is None else call.call + 1
        return f"step {call.step + 1}, call {number}"
    if is_original_step(name):
        return f"step {int(name) + 1}"
    return f"step {name}" if is_inserted_step(name) else f"step {shown(name)}"


def _said_place(place: str) -> list[str]:
    match pointer.tokens(place):
        case ["tool_calls", call, *inside] if call.isdecimal():
            return [f"call {int(call) + 1}", *_said_in_call(inside)]
        case keys:
            return _said_in_call(keys)


def _said_in_call(keys: list[str]) -> list[str]:
    return keys[1:] if len(keys) > 1 and keys[0] == "input" else keys
