"""Potato's stored rewards as marks.

An entry: {"index", "reward", "source", "verified", "ai_reward", "ai_reasoning", "confidence"}; old ones have the first two only
and are a person's. Without neutral rewards Potato stores 0 for a step that nobody marked, with them null.
"""

from collections.abc import Mapping
from typing import Any

from tracewright.schemes.kind import Config
from tracewright.schemes.marks import DETAILS, takes_neutral


def sent(config: Config, entries: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The entries as the page would send them; those that say nothing are left out."""
    found = {step: _mark(config, entry) for step, entry in entries.items()}
    return {step: mark for step, mark in found.items() if mark}


def _mark(config: Config, entry: Mapping[str, Any]) -> dict[str, Any]:
    reward = entry.get("reward")
    if reward == 0 and reward is not False and not takes_neutral(config):
        reward = None
    said = {key: entry[key] for key in DETAILS if entry.get(key) not in (None, "")}
    if reward is None and not said:
        return {}
    given = {key: entry[key] for key in ("source", "verified") if entry.get(key) is not None}
    return {"reward": reward, **given, **said}
