"""Predictions: what models say about the questions of a trace. They are shown as suggestions and are never answers.

A revision that has any says so in its own row, which every turn reads anyway: all others cost nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from apps.annotations.models import Prediction, PredictionSource
from apps.annotations.pending import as_sent
from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.tenants.models import AuditEvent, Membership
from apps.tenants.scope import current
from apps.tenants.services import record
from apps.tenants.sql import Compiled, first_row
from apps.traces.models import TraceRevision
from tracewright.json_text import compact
from tracewright.predictions import Predicted

OF_REVISION = Compiled(
    lambda organization, revision: (
        Prediction.objects.filter(organization=organization, revision=revision)
        .select_related("version")
        .order_by("created_at", "pk")
    )
)
# A model that says the same again changes nothing, also not when it was first said.
KEEP = """
INSERT INTO annotations_prediction AS p
(organization_id, revision_id, scheme_id, version_id, model, model_version, answer, details, source, created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (revision_id, scheme_id, model, model_version) DO UPDATE SET version_id = excluded.version_id,
answer = excluded.answer, details = excluded.details, source = excluded.source, created_at = excluded.created_at
WHERE p.version_id <> excluded.version_id OR p.answer <> excluded.answer OR p.details <> excluded.details RETURNING id
"""


class Given(NamedTuple):
    """What one model says about one question of one trace, checked."""

    revision: TraceRevision
    scheme: Scheme
    model: str
    model_version: str
    predicted: Predicted


@transaction.atomic
def store_predictions(
    *, project: Project, given: Sequence[Given], source: PredictionSource, by: Membership | None
) -> int:
    """Keep them all, each in place of what the same model and version said about the question before; how many are new."""
    _flag({each.revision.pk for each in given})
    stored = sum(_keep(each, source) for each in given)
    if stored and source == PredictionSource.API:
        record(by=by, verb=AuditEvent.Verb.CHANGED, row=project, details=["predictions"])
    return stored


def _flag(revisions: set[int]) -> None:
    """First, for it locks the revisions: a removal at the same time sees what is written here, or goes before it."""
    TraceRevision.objects.filter(organization_id=current(), pk__in=revisions).update(has_predictions=True)


def _keep(given: Given, source: PredictionSource) -> bool:
    version: Any = given.scheme.current
    said = (compact(given.predicted.answer), compact(given.predicted.details))
    about = (current(), given.revision.pk, given.scheme.pk, version.pk, given.model, given.model_version)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    return first_row(KEEP, [*about, *said, source, now]) is not None


@transaction.atomic
def remove_predictions(
    *, project: Project, model: str, model_version: str | None = None, trace: int | None = None, by: Membership
) -> int:
    """Drop what a model said, of one version or of all, about one trace or all; how many there were.

    Answers that began from one stay as they are, with what it said.
    """
    rows = Prediction.objects.filter(organization_id=current(), revision__trace__project=project, model=model)
    if model_version is not None:
        rows = rows.filter(model_version=model_version)
    if trace is not None:
        rows = rows.filter(revision__trace=trace)
    revisions = TraceRevision.objects.filter(organization_id=current(), pk__in=rows.values("revision"))
    held = list(revisions.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    removed, _by_model = rows.filter(revision__in=held).delete()
    others = Prediction.objects.filter(organization_id=current(), revision=OuterRef("pk"))
    bare = TraceRevision.objects.filter(organization_id=current(), pk__in=held).exclude(Exists(others))
    bare.update(has_predictions=False)
    if removed:
        record(by=by, verb=AuditEvent.Verb.CHANGED, row=project, details=["predictions"])
    return removed


def suggestions(revision: TraceRevision, schemes: Iterable[Scheme]) -> dict[str, dict[str, Any]]:
    """The newest prediction of each of these schemes, by its name, as the page shows it.

    {"quality": {"prediction": 12, "model": "critic-1", "model_version": "2026-05", "answer": AS SENT, "confidence": 0.87,
    "reasoning": "...", "steps": {...}}}; the last three only where the model said them. One that a newer version of its
    scheme cannot take any more is left out.
    """
    if not revision.has_predictions:
        return {}
    newest = {row.scheme_id: row for row in OF_REVISION(current(), revision.pk)}
    found = {}
    for scheme in schemes:
        row = newest.get(scheme.pk)
        sent = as_sent(scheme, row, _document(revision, scheme, row)) if row else None
        if row and sent:
            about = {"prediction": row.pk, "model": row.model, "model_version": row.model_version}
            found[scheme.name] = {**about, "answer": sent, **row.details}
    return found


def _document(revision: TraceRevision, scheme: Scheme, row: Prediction) -> dict[str, Any]:
    """Only an answer to another version is checked against it; a long one takes its time."""
    return {} if row.version_id == scheme.current_id else revision.document


def began_from(revision: TraceRevision, predictions: Sequence[int]) -> dict[tuple[int, int], dict[str, Any]]:
    """By scheme and number what each of these predictions of the revision says, to be kept with answers; without those that
    are gone.
    """
    if not predictions:
        return {}
    rows = Prediction.objects.filter(organization_id=current(), revision=revision, pk__in=predictions)
    return {
        (row.scheme_id, row.pk): {
            "prediction": row.pk,
            "model": row.model,
            "model_version": row.model_version,
            "answer": row.answer,
            "details": row.details,
        }
        for row in rows
    }
