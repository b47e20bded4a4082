"""Writes: spans are stored as they come. What is built of them: span_building.py."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from apps.ingest.span_models import NAME_CHARS, SpanBatch, SpanTrace
from apps.ingest.span_sorting import Arrival
from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.tenants.scope import current

QUIET = timedelta(seconds=60)  # without a new span a trace is as whole as it will be
SETTLING = timedelta(seconds=5)  # after its root: exporters of other processes send what they have every 5 s
TRACE_BYTES = 64 * 1024 * 1024
TOO_LARGE = f"its trace has more than {TRACE_BYTES} bytes"


@transaction.atomic
def receive(*, project: Project, arrivals: dict[str, Arrival], at: datetime) -> int:
    """Keep what an export holds of each trace, by trace id; how many spans were refused since their trace is too large.

    An export that comes again changes nothing. Nobody is noted as its sender: programs send thousands a day.
    """
    as_it_is(project)  # one export at a time, or two could name one conversation differently
    return sum(_keep(project, trace_id, arrival, at) for trace_id, arrival in arrivals.items())


def _keep(project: Project, trace_id: str, arrival: Arrival, at: datetime) -> int:
    own = {"organization_id": current(), "project": project}
    trace, _is_new = SpanTrace.objects.get_or_create(**own, trace_id=trace_id, defaults={"name": trace_id})
    lines = b"\n".join(arrival.lines)
    sha256 = hashlib.sha256(lines).hexdigest()
    if trace.batches.filter(sha256=sha256).exists():
        return 0
    if trace.size + len(lines) > TRACE_BYTES:
        return len(arrival.lines)
    packed = SpanBatch.packed(lines)
    SpanBatch.objects.create(organization_id=current(), trace=trace, sha256=sha256, lines=packed, at=at)
    trace.has_root = trace.has_root or arrival.has_root
    SpanTrace.objects.filter(pk=trace.pk).update(
        version=F("version") + 1,
        spans=F("spans") + arrival.spans,
        size=F("size") + len(lines),
        has_root=trace.has_root,
        due_at=at + (SETTLING if trace.has_root else QUIET),
        tries=0,
        problem="",
    )
    if arrival.conversation and not trace.conversation:
        _join(trace, arrival.conversation)
    return 0


def _join(trace: SpanTrace, conversation: str) -> None:
    """It is of this conversation: all of its traces that are not built yet get the name of the first that is, else its id."""
    conversation = named(conversation)
    SpanTrace.objects.filter(pk=trace.pk).update(conversation=conversation)
    told: Any = SpanTrace.objects.filter(
        organization_id=current(), project_id=trace.project_id, conversation=conversation
    )
    built = told.filter(is_built=True).order_by("id").first()
    told.filter(is_built=False).update(name=built.name if built else conversation)


def named(conversation: str) -> str:
    """An id that fits its column.

    >>> named("conv-7"), len(named("x" * 501))
    ('conv-7', 64)
    """
    return conversation if len(conversation) <= NAME_CHARS else hashlib.sha256(conversation.encode()).hexdigest()
