"""What the scripts of the annotate page start from: the trace, and this person's turn at it."""

import functools
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from apps.annotations.drawn import drawn_part
from apps.annotations.flagged import flags_of
from apps.annotations.manner import manner_of
from apps.annotations.order import is_flipped
from apps.annotations.pending import Held, as_sent, held_answers, pending_of
from apps.annotations.predictions import suggestions
from apps.assignments import queries
from apps.assignments.models import Assignment
from apps.schemes.models import Scheme, SchemeVersion
from tracewright.schemes.display_logic import ASKED_WHEN


def work(assignment: Assignment, schemes: Sequence[Scheme], *, known: int | None = None) -> dict[str, Any]:
    """`schemes` are those that the page asks. `known` is the trace revision whose part it has already; it is not sent again."""
    held = held_answers(assignment)
    has_trace = known == assignment.revision_id
    return {
        "assignment": assignment.pk,
        "urls": urls(assignment),
        "state": assignment.state,
        "submitted_at": assignment.finished_at if assignment.state == Assignment.State.SUBMITTED else None,
        "now": timezone.now(),  # a person's own clock may be wrong
        "progress": queries.progress_of(assignment.project, assignment.member)._asdict(),
        "revision": assignment.revision_id,
        "flags": flags_of(assignment),
        "newer_revision": assignment.revision.trace.current_id != assignment.revision_id,
        "guidelines": assignment.project.guidelines_number,
        "older_answers": _older_answers(schemes, held, assignment),
        "schemes": {scheme.name: _scheme(scheme.current) for scheme in schemes if scheme.current},
        "suggestions": suggestions(assignment.revision, schemes),
        "flipped": is_flipped(assignment.pk, schemes),
        "trace": None if has_trace else drawn_part(assignment.revision, manner_of(assignment.project, schemes)),
        **pending_of(assignment, schemes, held),
    }


def _scheme(version: SchemeVersion) -> dict[str, Any]:
    """What the page's script is told of a question: its kind, and when it is asked if not always."""
    return {"kind": version.kind, **{key: value for key, value in version.config.items() if key == ASKED_WHEN}}


def _older_answers(schemes: Sequence[Scheme], held: Held, assignment: Assignment) -> list[str]:
    """Schemes whose answer was given under a version that the page cannot show."""
    document = assignment.revision.document if held else {}
    return [
        scheme.name for scheme in schemes if scheme.pk in held and as_sent(scheme, held[scheme.pk], document) is None
    ]


def urls(assignment: Assignment) -> dict[str, str]:
    place = (assignment.project.organization.slug, assignment.project.slug)
    own = f"/annotate/{assignment.pk}/"
    return {
        **{name: address.replace("/annotate/0/", own) for name, address in _addresses_of_turn_0(*place)},
        "upcoming": reverse("annotations:upcoming", args=place),
        "list": reverse("annotations:my_work", args=place),
        "login": f"{reverse('account_login')}?next={reverse('tenants:signed_in')}",
    }


@functools.lru_cache(maxsize=1000)
def _addresses_of_turn_0(organization: str, project: str) -> list[tuple[str, str]]:
    """Kept, for a dozen of them would be a tenth of a save."""
    names = (
        *("annotate", "data", "steps", "text", "editable", "blocks", "files", "arguments", "search"),
        *("draft", "submit", "skip", "release", "flag"),
    )
    image = reverse("annotations:image", args=(organization, project, 0, "-"))
    found = [(name, reverse(f"annotations:{name}", args=(organization, project, 0))) for name in names]
    return [*found, ("images", image.removesuffix("-/"))]
