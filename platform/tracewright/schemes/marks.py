"""The mark of one step: a reward, who gave it, and what a model had suggested.

{"reward": 1, "source": "human", "verified": true, "ai_reward": -1, "ai_reasoning": "The path is wrong.", "confidence": 0.7};
the last three only where a model said something. Rewards are 1 (correct), 0 (neutral) and -1 (incorrect).
"""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common
from tracewright.schemes.kind import Config
from tracewright.shown import shown
from tracewright.step_names import said
from tracewright.trace import json_type

Mark = dict[str, Any]

SOURCES = ("human", "ai")
DETAILS = ("ai_reward", "ai_reasoning", "confidence")
KEYS = ("reward", "source", "verified", *DETAILS)


def by_person(reward: int, details: Mark) -> Mark:
    return {"reward": reward, "source": "human", "verified": True, **details}


def details(mark: Mapping[str, Any]) -> Mark:
    """What a model said about the step."""
    return {key: mark[key] for key in DETAILS if key in mark}


def is_unverified(mark: Mapping[str, Any]) -> bool:
    """A model's mark that no person has confirmed."""
    return mark.get("source") == "ai" and not mark["verified"]


def sent_mark(config: Config, step: str, sent: Any) -> Mark | None:
    """The canonical mark; None where nobody said anything. A mark is a person's, and so verified, unless it says otherwise."""
    fields = common.sent_object(said(step), sent, KEYS, step)
    reward = _reward(fields, "reward", (1, 0, -1) if takes_neutral(config) else (1, -1), step)
    said_by_model = _details(fields, step)
    if reward is None and not said_by_model:
        return None
    source, verified = fields.get("source", "human"), fields.get("verified", True)
    if source not in SOURCES:
        raise AnswerError(said(step), f"needs the source {' or '.join(SOURCES)}, not {shown(source)}", step)
    if not isinstance(verified, bool):
        raise AnswerError(said(step), f"needs verified as true or false, not {shown(verified)}", step)
    return {"reward": reward, "source": source, "verified": verified, **said_by_model}


def takes_neutral(config: Config) -> bool:
    return bool(config["mode"] == "per_step" and config["allow_neutral"])


def _details(fields: Mapping[str, Any], step: str) -> Mark:
    confidence = fields.get("confidence")
    if isinstance(confidence, bool) or not isinstance(confidence, int | float | None):
        raise AnswerError(said(step), f"needs a number as confidence, not {json_type(confidence)}", step)
    found = {
        "ai_reward": _reward(fields, "ai_reward", (1, 0, -1), step),
        "ai_reasoning": common.sent_text_or_none(said(step), fields.get("ai_reasoning"), step) or None,
        "confidence": confidence,
    }
    return {key: value for key, value in found.items() if value is not None}


def _reward(fields: Mapping[str, Any], key: str, takes: tuple[int, ...], step: str) -> int | None:
    reward = fields.get(key)
    if reward is None:
        return None
    if type(reward) is not int or reward not in takes:  # true is 1 to Python
        raise AnswerError(said(step), f"needs as {key} {' or '.join(map(str, takes))}, not {shown(reward)}", step)
    return reward
