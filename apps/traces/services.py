"""Writes of apps.traces: a record becomes a trace, and a changed one its next revision."""

import hashlib
from dataclasses import asdict
from typing import NamedTuple

from django.db import transaction

from apps.projects.models import Project
from apps.tenants.scope import current
from apps.traces.models import Step, Trace, TraceBody, TraceRevision
from apps.traces.signals import revision_added
from tracewright.records import Record, encode
from tracewright.trace import outline, task

CONVERTER, CONVERTER_VERSION = "potato", 1
TASK_CHARS = 300


class Stored(NamedTuple):
    trace: Trace
    revision: TraceRevision | None  # the one that was made; None when the record was there already


@transaction.atomic
def store_record(*, project: Project, identity: str, record: Record) -> Stored:
    """Keep the record as a trace; a known one whose bytes changed gets a revision, an unchanged one stays untouched."""
    key = {"organization_id": current(), "project": project, "format": CONVERTER, "identity": identity}
    trace = Trace.objects.select_related("current").select_for_update(of=("self",)).filter(**key).first()
    native_sha256 = hashlib.sha256(record.native).hexdigest()
    if trace and trace.current and trace.current.native_sha256 == native_sha256:
        return Stored(trace, None)
    trace = trace or Trace.objects.create(**key)
    revision = _add_revision(trace, record, native_sha256)
    revision_added.send(Trace, trace=trace, revision=revision)
    return Stored(trace, revision)


def _add_revision(trace: Trace, record: Record, native_sha256: str) -> TraceRevision:
    document = encode(record.document)
    repairs = record.repairs
    revision = TraceRevision.objects.create(
        organization_id=trace.organization_id,
        trace=trace,
        number=trace.current.number + 1 if trace.current else 1,
        native_sha256=native_sha256,
        document_sha256=hashlib.sha256(document).hexdigest(),
        converter=CONVERTER,
        converter_version=CONVERTER_VERSION,
        repairs=repairs.nan + repairs.nul + repairs.surrogates,
    )
    TraceBody.packed(
        organization_id=trace.organization_id, revision=revision, native=record.native, document=document
    ).save(force_insert=True)
    rows = [
        Step(organization_id=trace.organization_id, revision=revision, **asdict(row))
        for row in outline(record.document)
    ]
    Step.objects.bulk_create(rows, batch_size=500)
    trace.current = revision
    trace.task = task(record.document)[:TASK_CHARS]
    trace.steps = sum(row.call is None for row in rows)
    trace.calls = len(rows) - trace.steps
    trace.errors = sum(row.is_error for row in rows)
    trace.save(update_fields=["current", "task", "steps", "calls", "errors"])
    return revision
