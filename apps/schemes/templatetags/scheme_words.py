"""What the templates of the kinds say of names that a config gives."""

import json
from collections.abc import Mapping
from typing import Any

from django import template

from tracewright.schemes import common

register = template.Library()


register.filter("in_words", common.in_words)


@register.filter
def scoring_rules(config: Mapping[str, Any]) -> str:
    """What the page counts the score by, of a trajectory_eval."""
    weights = {severity["name"]: severity["weight"] for severity in config["severities"]}
    return as_json({"correct": config["correct_options"], "weights": weights, "most": config["max_score"]})


@register.filter
def review_rules(config: Mapping[str, Any]) -> str:
    """What the page knows of the verdicts of a tool_call_review."""
    return as_json({"correct": config["correct_options"], "asks_why": config["require_rationale"]})


@register.filter
def as_json(value: Any) -> str:
    return json.dumps(value)
