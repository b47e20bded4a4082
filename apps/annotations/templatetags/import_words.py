"""Words of an import's report."""

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()
# Of a key of the config, in the order of what a reader looks for.
STATUS_WORDS: dict[str, Promise] = {
    "unknown": _("Unknown: nothing becomes of them"),
    "ignored": _("Ignored, for a reason"),
    "stored": _("Kept for a part that comes later"),
    "used": _("Used"),
}


@register.filter
def by_status(keys: dict[str, Any]) -> list[tuple[str, Any]]:
    """The report's keys, the most surprising first."""
    return [(status, keys[status]) for status in STATUS_WORDS if status in keys]


@register.filter
def status_words(status: str) -> Promise:
    return STATUS_WORDS[status]


@register.filter
def cut_lines(lines: dict[str, Any]) -> int:
    """How many lines of a report's list are not kept."""
    return int(lines["count"]) - len(lines["lines"])
