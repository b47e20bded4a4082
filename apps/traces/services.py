"""Writes of apps.traces: a record becomes a trace, and a changed one its next revision."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import OuterRef, Subquery

from apps.projects.models import Project
from apps.tenants.scope import current
from apps.tenants.sql import insert_rows
from apps.traces.models import Step, Trace, TraceBody, TraceRevision
from apps.traces.prepared import Key, Prepared
from apps.traces.signals import revisions_added
from apps.traces.summaries import COLUMNS, describe, keep_details
from apps.traces.tool_arguments import add_uses, less
from tracewright.tool_uses import Use, uses
from tracewright.trace import OutlineRow

BODY_COLUMNS = ("organization_id", "revision_id", "native", "document_bytes")
STEP_COLUMNS = (
    *("organization_id", "revision_id", "index", "call", "role", "tool", "path", "is_error", "chars", "content_hash"),
)


class Stored(NamedTuple):
    trace: Trace
    revision: TraceRevision | None  # the one that was made; None when the record was there already


def store(*, project: Project, prepared: Prepared, goes_back: bool = True) -> Stored:
    """Keep one record (`store_all`)."""
    (stored,) = store_all(project=project, prepared=[prepared], goes_back=goes_back)
    return stored


@transaction.atomic
def store_all(*, project: Project, prepared: Sequence[Prepared], goes_back: bool = True) -> list[Stored]:
    """Keep records as traces, in their order and by few statements; an unchanged one stays untouched.

    A known one gets a revision when its bytes have changed, or when another document is made of them by a newer converter or
    with outcomes. Bytes that an earlier revision was made from are a change, too, unless it never `goes_back`: two logs of
    one run, one of them longer, then do not take turns.
    """
    return [stored for group in _each_once(prepared) for stored in _store_group(project, group, goes_back)]


def _each_once(prepared: Sequence[Prepared]) -> list[dict[Key, Prepared]]:
    """The records in their order, in groups in which no trace occurs twice."""
    groups: list[dict[Key, Prepared]] = []
    for each in prepared:
        if not groups or each.key in groups[-1]:
            groups.append({})
        groups[-1][each.key] = each
    return groups


def _store_group(project: Project, group: Mapping[Key, Prepared], goes_back: bool) -> list[Stored]:
    known = _locked(project, [identity for _format, identity in group])
    traces = {key: known.get(key) or _new(project, key) for key in group}
    changed = [(traces[key], each) for key, each in group.items() if _is_change(traces[key], each, goes_back)]
    before = [uses(trace.current.document) for trace, _ in changed if trace.current]
    revisions = _add_revisions(changed)
    add_uses(project, less(_sum(each.uses for _, each in changed), _sum(before)))
    revisions_added.send(Trace, project=project, revisions=revisions)
    made = {id(revision.trace): revision for revision in revisions}
    return [Stored(trace, made.get(id(trace))) for trace in traces.values()]


def _locked(project: Project, identities: Sequence[str]) -> dict[Key, Trace]:
    rows = Trace.objects.filter(organization_id=current(), project=project, identity__in=identities)
    locked = rows.select_related("current").select_for_update(of=("self",))
    return {(trace.format, trace.identity): trace for trace in locked}


def _new(project: Project, key: Key) -> Trace:
    return Trace(organization_id=current(), project=project, format=key[0], identity=key[1])


def _sum(counters: Iterable[Counter[Use]]) -> Counter[Use]:
    total: Counter[Use] = Counter()
    for each in counters:
        total.update(each)
    return total


def _is_change(trace: Trace, prepared: Prepared, goes_back: bool) -> bool:
    if trace.current is None:
        return True
    return not _is_as_before(trace.current, prepared) and (goes_back or not _was_before(trace, prepared))


def _is_as_before(revision: TraceRevision, prepared: Prepared) -> bool:
    may_differ = prepared.is_joined or prepared.version > revision.converter_version
    has_newer_document = may_differ and prepared.document_sha256 != revision.document_sha256
    return revision.native_sha256 == prepared.native_sha256 and not has_newer_document


def _was_before(trace: Trace, prepared: Prepared) -> bool:
    """Whether an earlier revision than the current one was made from these bytes."""
    is_other = trace.current is not None and trace.current.native_sha256 != prepared.native_sha256
    return is_other and trace.revisions.filter(native_sha256=prepared.native_sha256).exists()


def _add_revisions(changed: Sequence[tuple[Trace, Prepared]]) -> list[TraceRevision]:
    """The next revision of each, now its current one, with all that is kept of it."""
    for trace, prepared in changed:
        trace.task, trace.steps = prepared.task, prepared.steps
        trace.calls = len(prepared.outline) - trace.steps
        trace.errors = sum(row.is_error for row in prepared.outline)
        describe(trace, prepared.summary)
    new = [trace for trace, _ in changed if trace.pk is None]
    Trace.objects.bulk_create(new)
    revisions = TraceRevision.objects.bulk_create(_revision(trace, prepared) for trace, prepared in changed)
    bodies = (_body(made, each.body) for made, (_, each) in zip(revisions, changed, strict=True))
    insert_rows(TraceBody, BODY_COLUMNS, bodies)
    steps = (_step(made, row) for made, (_, each) in zip(revisions, changed, strict=True) for row in each.outline)
    insert_rows(Step, STEP_COLUMNS, steps)
    _make_current(revisions, {trace.pk for trace in new})
    keep_details([(trace, prepared.summary) for trace, prepared in changed])
    return revisions


def _make_current(revisions: Sequence[TraceRevision], new: Collection[int]) -> None:
    """New traces by one statement; of known ones the columns for lists have changed, too."""
    first = TraceRevision.objects.filter(trace=OuterRef("pk"), number=1)
    Trace.objects.filter(pk__in=new).update(current=Subquery(first.values("pk")))
    for revision in revisions:
        revision.trace.current = revision
        if revision.trace_id not in new:
            revision.trace.save(update_fields=("current", "task", "steps", "calls", "errors", *COLUMNS))


def _revision(trace: Trace, prepared: Prepared) -> TraceRevision:
    return TraceRevision(
        organization_id=trace.organization_id,
        trace=trace,
        number=trace.current.number + 1 if trace.current else 1,
        native_sha256=prepared.native_sha256,
        document_sha256=prepared.document_sha256,
        converter=prepared.format,
        converter_version=prepared.version,
        repairs=prepared.repairs,
    )


def _body(revision: TraceRevision, body: TraceBody) -> tuple[Any, ...]:
    """BODY_COLUMNS; whoever reads the document in this transaction has it by then."""
    body.revision = revision
    return revision.organization_id, revision.pk, body.native, body.document_bytes


def _step(revision: TraceRevision, row: OutlineRow) -> tuple[Any, ...]:
    """STEP_COLUMNS, for lists and filters; names longer than their columns are cut, the document has them whole."""
    names = (row.role[:50], row.tool[:200], row.path[:1000])
    return revision.organization_id, revision.pk, row.index, row.call, *names, row.is_error, row.chars, row.content_hash
