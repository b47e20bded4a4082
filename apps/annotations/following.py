"""Answers follow their scheme to its current version.

An answer keeps the version it was given under. One that can also be read under the new version follows it, as a revision of
its own; any other stays as it is, and its person is told at the trace.
"""

from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet

from apps.annotations.models import Annotation, AnnotationRevision, Source
from apps.annotations.services import edits_in
from apps.assignments.models import Assignment
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import current
from tracewright.errors import AnswerError, TracewrightError
from tracewright.schemes import Answer, Config, kind_of
from tracewright.schemes.other_errors import as_written
from tracewright.trace import Document


class Followed(NamedTuple):
    """What became of a few answers; `last` is the id of the last one, None when there was none."""

    last: int | None
    followed: int
    stayed: int


def left_behind(project: Project) -> QuerySet[Annotation]:
    """Answers that were given under an older version of a scheme that is in use."""
    rows = Annotation.objects.filter(organization_id=current(), scheme__project=project, scheme__in_use=True)
    return rows.exclude(version=F("scheme__current"))


def refit(annotation: Annotation, new_kind: str, new: Config, document: Document) -> Answer:
    """The answer as the new config reads it. AnswerError says why it does not fit.

    Words that were led into the taxonomy are read as words again, by what the new config makes of them: so going back to the
    version before takes answers back with it.
    """
    version = annotation.version
    if version.kind != new_kind:
        raise AnswerError(str(new["name"]), f"was answered as {version.kind}, and is {new_kind} now")
    kind = kind_of(new_kind)
    written = as_written(new_kind, version.config, annotation.answer)
    return kind.parse(new, kind.as_sent(version.config, written, document), document)


@transaction.atomic
def follow(project: Project, *, after: int, most: int, by: Membership | None) -> Followed:
    """Lead the next answers behind the annotation `after` to the current versions."""
    rows = left_behind(project).filter(pk__gt=after).order_by("pk").values_list("pk", "assignment")[:most]
    batch = list(rows)
    followed = sum(_follow(pk, assignment, by) for pk, assignment in batch)
    return Followed(batch[-1][0] if batch else None, followed, len(batch) - followed)


def _follow(pk: int, assignment: int, by: Membership | None) -> bool:
    """The turn is locked as a submit locks it: whoever corrects the answer at this moment comes before or after."""
    turns = Assignment.objects.select_for_update(of=("self",)).select_related("revision", "member")
    turn = turns.get(organization_id=current(), pk=assignment)
    annotation = Annotation.objects.select_related("version", "scheme__current").get(organization_id=current(), pk=pk)
    now: Any = annotation.scheme.current
    if annotation.version_id == now.pk:
        return True  # it was submitted again meanwhile
    try:
        annotation.answer = refit(annotation, now.kind, now.config, turn.revision.document)
    except TracewrightError:
        return False
    annotation.number += 1
    annotation.version, annotation.edits = now, edits_in(annotation.answer, now, turn)
    annotation.save(update_fields=["number", "version", "answer", "edits"])
    AnnotationRevision.objects.create(
        organization_id=annotation.organization_id,
        annotation=annotation,
        number=annotation.number,
        version=now,
        answer=annotation.answer,
        source=Source.SCHEME,
        by=by or turn.member,
    )
    return True
