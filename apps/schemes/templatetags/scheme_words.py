"""What the templates of the kinds say of names that a config gives."""

import json
from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def in_words(name: str) -> str:
    """A name as people read it, as Potato shows it.

    >>> in_words("partially_correct")
    'Partially correct'
    """
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


@register.filter
def scoring_rules(config: Mapping[str, Any]) -> str:
    """What the page counts the score by, of a trajectory_eval."""
    weights = {severity["name"]: severity["weight"] for severity in config["severities"]}
    return json.dumps({"correct": config["correct_options"], "weights": weights, "most": config["max_score"]})
