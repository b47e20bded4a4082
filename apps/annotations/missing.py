"""What a submit still needs, in words and with the place to jump to."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tracewright import pointer
from tracewright.schemes import Missing
from tracewright.step_names import call_named


def in_words(scheme: str, config: Mapping[str, Any], gap: Missing) -> dict[str, str]:
    """One entry of the page's list: {"scheme": "fix", "at": "0:/action", "code": "reason", "text": "Say why ..."}."""
    at, _colon, place = gap.at.partition(":")
    call = None if place else call_named(at)
    step = str(call.step) if call else at
    names = {
        "step": int(step) + 1 if step.isdecimal() else step,
        "call": call.call + 1 if call and call.call is not None else "",
        "field": _field(place),
        "name": config["description"],
        "row": _row(config, gap.at) if gap.code == "answer" else "",
    }
    reason = _("Say why you changed step %(step)s, %(field)s.") if place else _("Say why you changed step %(step)s.")
    if call:
        reason = _("Say why at step %(step)s, call %(call)s: “%(name)s”.")
    row = _("Answer “%(name)s”, “%(row)s”.") if gap.at else _("Answer “%(name)s”.")
    judge = _("Judge step %(step)s, call %(call)s: “%(name)s”.") if call else _("Judge step %(step)s: “%(name)s”.")
    answer = judge if step.isdecimal() and gap.at.endswith(":") else row
    texts = {
        "answer": answer % names,
        "reason": reason % names,
        "verify": _("Confirm or change what was suggested at step %(step)s.") % names,
        "min_chars": _("Write more under “%(name)s”.") % names,
    }
    return {"scheme": scheme, "at": gap.at, "code": gap.code, "text": texts[gap.code]}


def _row(config: Mapping[str, Any], name: str) -> str:
    """A row of a question as the page names it."""
    for entry in [*config.get("options", []), *config.get("criteria", []), *config.get("dimensions", [])]:
        if entry["name"] == name:
            return str(entry["displayed_label"])
    words = {
        "overall": _("Overall"),
        "justification": _("Why?"),
        "best": config.get("best_description") or _("The best"),
        "worst": config.get("worst_description") or _("The worst"),
        "agent": _("Responsible agent"),
        "step": _("Decisive step"),
        "reason": _("Why"),
    }
    return words.get(name, name)


def _field(place: str) -> str:
    """A place inside a step as people count and the page names it: "text", "call 2, command"."""
    match pointer.tokens(place):
        case ["tool_calls", call, "input", *argument]:
            names = {"call": int(call) + 1, "argument": argument[0] if argument else _("input")}
            return _("call %(call)s, %(argument)s") % names
    name = pointer.field_name(place)
    return _labels().get(name, name)


def _labels() -> dict[str, str]:
    """Fields that the page calls otherwise (static/annotations/trace/labels.js)."""
    return {
        "content": _("text"),
        "thinking": _("thought"),
        "reasoning": _("thought"),
        "observation": _("result"),
        "output": _("result"),
    }
