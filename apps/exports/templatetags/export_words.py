"""Names of the core as words for people."""

from django import template

from tracewright.export import EXPORTERS

register = template.Library()


@register.filter
def format_title(name: str) -> str:
    """The exporter's title; the bare name of one that this version does not have."""
    return EXPORTERS[name].title if name in EXPORTERS else name


@register.filter
def words(name: str) -> str:
    """The name of a count: "edited_traces" reads "edited traces"."""
    return name.replace("_", " ")
