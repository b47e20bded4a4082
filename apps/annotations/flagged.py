"""What a person said is wrong with the trace they are reading, as the page's scripts show it."""

from typing import Any

from django.urls import reverse

from apps.assignments.flag_queries import own_flags
from apps.assignments.models import Assignment, Flag


def flags_of(turn: Assignment) -> list[dict[str, Any]]:
    return [as_shown(turn, flag) for flag in own_flags(turn)]


def as_shown(turn: Assignment, flag: Flag) -> dict[str, Any]:
    """{"id": 3, "reason": "secret", "state": "open", "step": 4, "withdraw": "/o/acme/p/weather/annotate/7/flag/3/withdraw/"}"""
    place = (turn.project.organization.slug, turn.project.slug, turn.pk, flag.pk)
    shown = {"id": flag.pk, "reason": flag.reason, "state": flag.state, "step": flag.step}
    return {**shown, "withdraw": reverse("annotations:withdraw_flag", args=place)}
