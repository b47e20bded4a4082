"""Why somebody chose as they did: words, and reasons to tick beside them."""

import json
from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common
from tracewright.schemes.kind import Missing
from tracewright.shown import shown

KEY = "justification"
REASONS = "reasons"
_WORDS = "rationale"  # Potato's name of the words


def option(raw: Mapping[str, Any], where: str) -> dict[str, Any] | None:
    """`justification` (true, or an object) with every default; None where nobody is asked why.

    {"required": false, "reason_categories": [], "min_rationale_chars": 0, "rationale_placeholder": ""}
    """
    value, at = raw.get(KEY), f"{where} {KEY}"
    if value is None or value is False:
        return None
    fields = {} if value is True else value
    if not isinstance(fields, Mapping):
        raise SchemeError(at, f"must be true, false or an object, not {shown(value)}")
    return {
        **fields,
        "required": common.bool_option(fields, "required", False, at),
        "reason_categories": common.names_option(fields, "reason_categories", [], at),
        "min_rationale_chars": common.count_option(fields, "min_rationale_chars", 0, at),
        "rationale_placeholder": common.text_option(fields, "rationale_placeholder", "", at),
    }


def keys(config: Mapping[str, Any]) -> list[str]:
    """What an answer has beside the choice."""
    asked = config[KEY]
    return [] if asked is None else [KEY, *([REASONS] if asked["reason_categories"] else [])]


def parse(config: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """{"justification": text} where it is asked; with `reason_categories` also "reasons": those ticked, in their order"""
    name, asked = config["name"], config[KEY]
    parsed: dict[str, Any] = {}
    for key in keys(config):
        if key == KEY:
            parsed[KEY] = common.sent_text_or_none(name, fields.get(KEY), KEY)
        else:
            parsed[REASONS] = _reasons(name, fields.get(REASONS), asked["reason_categories"])
    return parsed


def missing(config: Mapping[str, Any], answer: Mapping[str, Any] | None, is_answered: bool) -> list[Missing]:
    """Of an answer that has to say why: the words, and as many as the config wants."""
    asked = config[KEY]
    if asked is None:
        return []
    text = (answer or {}).get(KEY, "").strip()
    if text:
        return [Missing(KEY, "min_chars")] if len(text) < asked["min_rationale_chars"] else []
    is_needed = asked["required"] and (is_answered or config["required"])
    return [Missing(KEY, "answer")] if is_needed else []


def from_potato(config: Mapping[str, Any], stored: Any) -> dict[str, Any]:
    """What is stored is the words, or JSON of them and the reasons: {"reasons": ["safer"], "rationale": "..."}."""
    if not isinstance(stored, str):
        raise AnswerError(config["name"], f"needs a text, not {shown(stored)}", KEY)
    told = _read(stored)
    if told is None:
        return {KEY: stored}
    reasons = told.get(REASONS) or []
    return {KEY: told.get(_WORDS) or "", **({REASONS: reasons} if reasons else {})}


def _read(stored: str) -> dict[str, Any] | None:
    """The object that the page stores; None for what somebody typed, which may look like JSON too."""
    try:
        found = json.loads(stored)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found and set(found) <= {REASONS, _WORDS} else None


def _reasons(name: str, sent: Any, known: list[str]) -> list[str]:
    ticked = [] if sent is None else sent
    if not isinstance(ticked, list):
        raise AnswerError(name, f"needs a list of reasons, not {shown(sent)}", KEY)
    for reason in ticked:
        common.sent_name(name, "reason", reason, known, KEY)
    return [reason for reason in known if reason in ticked]
