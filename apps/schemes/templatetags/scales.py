"""Scales as templates draw them."""

from django import template

register = template.Library()


@register.filter
def points(size: int) -> range:
    """The points of a scale, 1 to its size."""
    return range(1, size + 1)
