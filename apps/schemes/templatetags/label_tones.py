"""The labels of a span scheme as the page draws them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from tracewright.schemes import span
from tracewright.schemes.label_tones import tones

register = template.Library()


@register.filter
def toned(labels: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each label with the `tone` of the style sheets that comes next to its colour."""
    return [{**label, "tone": tone} for label, tone in zip(labels, tones(labels), strict=True)]


@register.filter
def least_spans(config: Mapping[str, Any]) -> int:
    """How many spans a submit needs."""
    return span.least(config)
