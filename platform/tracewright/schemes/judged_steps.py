"""The steps that a scheme judges one by one, or their calls: the agent's, or all where the scheme rates what users say as well.

A step's name is its index in the full list, users' turns counted too.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common
from tracewright.schemes.kind import Config, Missing
from tracewright.schemes.sent_steps import original_call, original_step
from tracewright.speakers import kind_of
from tracewright.step_names import by_number, call_name, said
from tracewright.trace import Document, calls, json_type, steps

OPTIONS = frozenset({"steps_key", "step_text_key", "rate_user_turns"})


def options(raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    return {
        "steps_key": common.text_option(raw, "steps_key", "steps", where),
        "step_text_key": common.text_option(raw, "step_text_key", "action", where),
        "rate_user_turns": common.bool_option(raw, "rate_user_turns", False, where),
    }


def judged_steps(config: Config, document: Document) -> list[str]:
    """The names of the steps to judge, in order.

    >>> turns = [{"role": "user"}, {"role": "assistant"}, "ls -la"]
    >>> judged_steps({"steps_key": "steps", "rate_user_turns": False}, {"steps": turns})
    ['1', '2']
    """
    return [str(index) for index, step in enumerate(steps(document, config["steps_key"])) if is_judged(config, step)]


def is_judged(config: Config, step: Any) -> bool:
    return config["rate_user_turns"] or kind_of(step) == "agent"


def judged_calls(config: Config, document: Document) -> list[str]:
    """The names of the calls to judge, in order: those of the steps to judge.

    >>> turns = [{"role": "user"}, {"role": "assistant", "tool_calls": [{"tool": "Read"}, {"tool": "Edit"}]}]
    >>> judged_calls({"steps_key": "steps", "rate_user_turns": False}, {"steps": turns})
    ['1.0', '1.1']
    """
    found = enumerate(steps(document, config["steps_key"]))
    return [
        call_name(index, call) for index, step in found if is_judged(config, step) for call in range(len(calls(step)))
    ]


def check_call(config: Config, name: Any, document: Document) -> None:
    """AnswerError for a call that is not there. One of a step that nobody is asked about may be judged all the same."""
    original_call(name, steps(document, config["steps_key"]))


def check_judged(config: Config, name: Any, document: Document) -> None:
    """AnswerError for a step that is not there, and for one that is not judged."""
    step = original_step(name, steps(document, config["steps_key"]))
    if not is_judged(config, step):
        raise AnswerError(said(name), "is no step of the agent; the scheme does not rate users' turns", name)


def check_user_turn(config: Config, name: Any, document: Document) -> None:
    """AnswerError unless it is a step that is not judged."""
    step = original_step(name, steps(document, config["steps_key"]))
    if is_judged(config, step):
        raise AnswerError(said(name), "is judged as a step, not as a user's turn", name)


def sent_by_step(
    config: Config,
    sent: Any,
    document: Document,
    check: Callable[[Config, Any, Document], None],
    read: Callable[[str, Any], dict[str, Any] | None],
    what: str = "steps",
) -> dict[str, dict[str, Any]]:
    """What was sent for each step or call by its name, in the order of the trace; where `read` finds nothing it is left out."""
    if sent is None:
        return {}
    if not isinstance(sent, dict):
        raise AnswerError(config["name"], f"needs an object with the names of {what}, not {json_type(sent)}")
    for name in sent:
        check(config, name, document)
    found = {name: read(name, sent[name]) for name in sorted(sent, key=by_number)}
    return {name: part for name, part in found.items() if part is not None}


def unanswered(step: str) -> Missing:
    return Missing(f"{step}:", "answer")
