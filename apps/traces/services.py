"""Writes of apps.traces: a record becomes a trace, and a changed one its next revision."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction

from apps.projects.models import Project
from apps.tenants.scope import current
from apps.traces.models import Step, Trace, TraceBody, TraceRevision
from apps.traces.signals import revision_added
from apps.traces.summaries import summarize
from apps.traces.tool_arguments import add_uses, less
from tracewright.records import Record, encode
from tracewright.summary import Summary, summary
from tracewright.tool_uses import Use, uses
from tracewright.trace import OutlineRow, outline, task

TASK_CHARS = 300


@dataclass(frozen=True)
class Prepared:
    """A record ready to be written: everything that takes time is done, outside of any transaction.

    `format` and `version` are those of the converter that made the document.
    """

    format: str
    version: int
    identity: str
    native_sha256: str
    document_sha256: str
    body: TraceBody
    task: str
    repairs: int
    outline: list[OutlineRow]
    uses: Counter[Use]  # of tools
    summary: Summary
    is_joined: bool = False  # the document says more than the native bytes: what files of outcomes say of the run

    @property
    def steps(self) -> int:
        return sum(row.call is None for row in self.outline)


class Stored(NamedTuple):
    trace: Trace
    revision: TraceRevision | None  # the one that was made; None when the record was there already


def prepare(identity: str, record: Record, *, is_joined: bool = False) -> Prepared:
    """Encode, hash, compress and outline a record."""
    document, repairs = encode(record.document), record.repairs
    return Prepared(
        format=record.format,
        version=record.version,
        identity=identity,
        native_sha256=hashlib.sha256(record.native).hexdigest(),
        document_sha256=hashlib.sha256(document).hexdigest(),
        body=TraceBody.packed(native=record.native, document=document),
        task=task(record.document)[:TASK_CHARS],
        repairs=repairs.nan + repairs.nul + repairs.surrogates,
        outline=list(outline(record.document)),
        uses=uses(record.document),
        is_joined=is_joined,
        summary=summary(record.document),
    )


@transaction.atomic
def store(*, project: Project, prepared: Prepared, goes_back: bool = True) -> Stored:
    """Keep a record as a trace; an unchanged one stays untouched.

    A known one gets a revision when its bytes have changed, or when another document is made of them by a newer converter or
    with outcomes. Bytes that an earlier revision was made from are a change, too, unless it never `goes_back`: two logs of
    one run, one of them longer, then do not take turns.
    """
    key = {"organization_id": current(), "project": project, "format": prepared.format, "identity": prepared.identity}
    trace = Trace.objects.select_related("current").select_for_update(of=("self",)).filter(**key).first()
    if trace and trace.current and _is_as_before(trace.current, prepared):
        return Stored(trace, None)
    if trace and not goes_back and _was_before(trace, prepared):
        return Stored(trace, None)
    trace = trace or Trace.objects.create(**key)
    before = uses(trace.current.document) if trace.current else Counter[Use]()
    revision = _add_revision(trace, prepared)
    add_uses(project, less(prepared.uses, before))
    revision_added.send(Trace, trace=trace, revision=revision)
    return Stored(trace, revision)


def _is_as_before(revision: TraceRevision, prepared: Prepared) -> bool:
    may_differ = prepared.is_joined or prepared.version > revision.converter_version
    has_newer_document = may_differ and prepared.document_sha256 != revision.document_sha256
    return revision.native_sha256 == prepared.native_sha256 and not has_newer_document


def _was_before(trace: Trace, prepared: Prepared) -> bool:
    """Whether an earlier revision than the current one was made from these bytes."""
    is_other = trace.current is not None and trace.current.native_sha256 != prepared.native_sha256
    return is_other and trace.revisions.filter(native_sha256=prepared.native_sha256).exists()


def _add_revision(trace: Trace, prepared: Prepared) -> TraceRevision:
    revision = TraceRevision.objects.create(
        organization_id=trace.organization_id,
        trace=trace,
        number=trace.current.number + 1 if trace.current else 1,
        native_sha256=prepared.native_sha256,
        document_sha256=prepared.document_sha256,
        converter=prepared.format,
        converter_version=prepared.version,
        repairs=prepared.repairs,
    )
    body = prepared.body
    body.organization_id, body.revision = trace.organization_id, revision
    body.save(force_insert=True)
    Step.objects.bulk_create((_step(revision, row) for row in prepared.outline), batch_size=500)
    trace.current, trace.task, trace.steps = revision, prepared.task, prepared.steps
    trace.calls = len(prepared.outline) - trace.steps
    trace.errors = sum(row.is_error for row in prepared.outline)
    trace.save(update_fields=["current", "task", "steps", "calls", "errors"])
    summarize(trace, prepared.summary)
    return revision


def _step(revision: TraceRevision, row: OutlineRow) -> Step:
    """The row for lists and filters; names longer than its columns are cut, the document has them whole."""
    return Step(
        organization_id=revision.organization_id,
        revision=revision,
        index=row.index,
        call=row.call,
        role=row.role[:50],
        tool=row.tool[:200],
        path=row.path[:1000],
        is_error=row.is_error,
        chars=row.chars,
        content_hash=row.content_hash,
    )
