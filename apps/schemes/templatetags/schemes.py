"""What the templates of kinds draw and a config does not spell out."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def points(config: Mapping[str, Any]) -> list[dict[str, str]]:
    """The points of a rubric's scale as labels: {"name": "4", "displayed_label": "4", "tooltip": "Good"}."""
    words = config["scale_labels"] or [""] * config["scale_points"]
    return [{"name": str(n), "displayed_label": str(n), "tooltip": word} for n, word in enumerate(words, start=1)]
