"""What the templates of kinds draw and a config does not spell out."""

from collections.abc import Mapping
from typing import Any

from django import template

from tracewright.schemes import bws

register = template.Library()


@register.filter
def points(config: Mapping[str, Any]) -> list[dict[str, str]]:
    """The points of a rubric's scale as labels: {"name": "4", "displayed_label": "4", "tooltip": "Good"}."""
    words = config["scale_labels"] or [""] * config["scale_points"]
    return [{"name": str(n), "displayed_label": str(n), "tooltip": word} for n, word in enumerate(words, start=1)]


@register.filter
def places(config: Mapping[str, Any]) -> list[dict[str, str]]:
    """The letters that best-worst scaling chooses from, as labels."""
    return [{"name": letter, "displayed_label": letter, "tooltip": ""} for letter in bws.letters(dict(config))]
