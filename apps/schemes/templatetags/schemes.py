"""What the templates of kinds draw and a config does not spell out."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.translation import gettext as _

from tracewright.schemes import bws, pairwise

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


@register.filter
def sides(config: Mapping[str, Any], of: Mapping[str, Any]) -> list[dict[str, str]]:
    """What a comparison, or one dimension `of` it, chooses from: labels with the keys that choose them, apart by spaces. A
    tie stands between the two, below them where they are large.

    The names are the places of the page; which of the data stands there is the page's to know.
    """
    first, second = ({**label, "name": name} for label, name in zip(config["labels"], "AB", strict=True))
    keys = {"A": "1", "B": "2", "tie": "3 0"} if config["sequential_key_binding"] else {}
    words = of["tie_label"] or (_("No preference") if config["mode"] == "binary" else _("Tie"))
    tie = [{"name": pairwise.TIE, "displayed_label": words}] if of["allow_tie"] else []
    choices = (first, second, *tie) if config["mode"] == "binary" else (first, *tie, second)
    return [{**label, "key_value": keys.get(label["name"], "")} for label in choices]


@register.filter
def scale_points(config: Mapping[str, Any]) -> list[float]:
    """The points of a comparison's scale, from the first candidate to the second."""
    return pairwise.points(config["scale"])


@register.filter
def middle(points: Sequence[float]) -> float:
    """Where a line between two waits."""
    return points[len(points) // 2]
