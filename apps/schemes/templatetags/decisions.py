"""The decisions of a triage as the page offers them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import template
from django.utils.translation import gettext as _

from tracewright.schemes import triage

register = template.Library()


class Offer(NamedTuple):
    decision: str
    words: str
    tone: str
    digit: str


@register.filter
def offers(config: Mapping[str, Any]) -> list[Offer]:
    words = {"accept": _("Keep"), "reject": _("Discard"), "skip": _("Unsure")}
    tones = {"accept": "correct", "reject": "wrong", "skip": "neutral"}
    digits = triage.digits(config)
    return [Offer(each, config[f"{each}_label"] or words[each], tones[each], digits[each]) for each in triage.DECISIONS]
