"""What the annotate page starts from: the draft or, without one, the submitted answers, in the form the page sends them."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.annotations.models import Annotation, Draft, Prediction
from apps.annotations.questions import asked
from apps.assignments.models import Assignment
from apps.schemes.models import Scheme
from apps.tenants.sql import Compiled
from tracewright.errors import TracewrightError
from tracewright.schemes import kind_of
from tracewright.trace import Document

Held = Mapping[int, Annotation]  # by scheme
DRAFT = Compiled(lambda organization, turn: Draft.objects.filter(organization=organization, assignment=turn))
ANSWERS = Compiled(
    lambda organization, turn: Annotation.objects.filter(organization=organization, assignment=turn).select_related(
        "version"
    )
)


def pending(assignment: Assignment) -> dict[str, Any]:
    return pending_of(assignment, asked(assignment.project), held_answers(assignment))


def pending_of(assignment: Assignment, schemes: Sequence[Scheme], held: Held) -> dict[str, Any]:
    """The draft or, without one, the submitted answers, as the page sends them, with their number and base."""
    draft = next(iter(DRAFT(assignment.organization_id, assignment.pk)), None)
    if draft and draft.answers is not None:
        return {"number": draft.number, "answers": draft.answers, "base": draft.base, "saved_at": draft.saved_at}
    document = assignment.revision.document if held else {}
    sent = {scheme.name: as_sent(scheme, held[scheme.pk], document) for scheme in schemes if scheme.pk in held}
    return {
        "number": draft.number if draft else 0,
        "answers": {name: answer for name, answer in sent.items() if answer is not None},
        "base": {scheme.name: held[scheme.pk].number for scheme in schemes if scheme.pk in held},
        "saved_at": assignment.finished_at,
    }


def held_answers(assignment: Assignment) -> Held:
    """Only a submitted turn has answers."""
    if assignment.state != Assignment.State.SUBMITTED:
        return {}
    return {row.scheme_id: row for row in ANSWERS(assignment.organization_id, assignment.pk)}


def as_sent(scheme: Scheme, annotation: Annotation | Prediction, document: Document) -> dict[str, Any] | None:
    """The stored answer as the page sends it; None when it was given under a version whose answers this one cannot show."""
    now: Any = scheme.current
    if annotation.version.kind != now.kind:
        return None
    kind = kind_of(now.kind)
    try:
        sent = kind.as_sent(annotation.version.config, annotation.answer, document)
        if annotation.version_id != now.pk:
            kind.parse(now.config, sent, document)  # only to see whether it still fits: it computes every distance
    except TracewrightError:
        return None
    return sent
