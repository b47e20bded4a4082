"""A project's submitted answers as exporters read them: streamed, in a stable order, a few traces in memory."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Length

from apps.annotations.models import Annotation
from apps.assignments.models import Assignment, Flag
from apps.projects.models import Project
from apps.tenants.scope import scope
from apps.traces.models import TraceBody
from tracewright.export import Answered, Given

BATCH = 20  # traces read at once
PART_TURNS = 200
PART_BYTES = 8 * 1024 * 1024  # of compressed documents, each as often as it was answered
LAST_ID = 2**62


class Part(NamedTuple):
    """A run of traces, by the first and the last id, and how many `Answered` it holds."""

    first: int = 0
    last: int = LAST_ID
    turns: int = 0


WHOLE = Part()


def parts_of(project: Project, until: datetime) -> list[Part]:
    """What was submitted until then, cut into parts of about PART_TURNS answers or PART_BYTES to write; called in a scope."""
    rows = (
        _submitted(project, until)
        .values("slot__trace_id")
        .annotate(turns=Count("member", distinct=True), bytes=Length("slot__trace__current__body__document_bytes"))
        .order_by("slot__trace_id")
    )
    parts: list[Part] = []
    first, turns, size = 0, 0, 0
    for row in rows.iterator(chunk_size=2000):
        first = first or row["slot__trace_id"]
        turns, size = turns + row["turns"], size + (row["bytes"] or 0) * row["turns"]
        if turns >= PART_TURNS or size >= PART_BYTES:
            parts.append(Part(first, row["slot__trace_id"], turns))
            first, turns, size = 0, 0, 0
    if first:
        parts.append(Part(first, LAST_ID, turns))
    return parts


def answered(project: Project, until: datetime, part: Part = WHOLE) -> Iterator[Answered]:
    """What each person submitted until then about each trace of the part: in the order of the traces, then by public name.

    Opens a scope for each batch and yields outside of it. A person who answered two revisions of a trace counts once, with
    the newer one. An answer that was corrected after that moment is read as it is now.
    """
    after = part.first - 1
    while True:
        with scope(project.organization_id):
            traces = list(
                _submitted(project, until)
                .filter(slot__trace_id__gt=after, slot__trace_id__lte=part.last)
                .order_by("slot__trace_id")
                .values_list("slot__trace_id", flat=True)
                .distinct()[:BATCH]
            )
            batch = _answered(project, until, traces)
        if not traces:
            return
        yield from batch
        after = traces[-1]


def left_out(project: Project, until: datetime) -> int:
    """How many traces were answered until then and are in no export, because a flag holds them; called in a scope."""
    held = _finished(project, until).filter(_HELD)
    return held.values("slot__trace_id").distinct().count()


def _submitted(project: Project, until: datetime) -> QuerySet[Assignment]:
    """Of a trace that may contain a secret, or was taken out of the queue, nothing leaves the house."""
    return _finished(project, until).exclude(_HELD)


def _finished(project: Project, until: datetime) -> QuerySet[Assignment]:
    of_project = Assignment.objects.submitted().filter(organization_id=project.organization_id, project=project)
    return of_project.filter(finished_at__lte=until)


_HELD = Exists(Flag.objects.filter(trace=OuterRef("slot__trace_id"), holds=True))


def _answered(project: Project, until: datetime, traces: list[int]) -> list[Answered]:
    newest: dict[tuple[int, int], Assignment] = {}
    turns = _submitted(project, until).filter(slot__trace_id__in=traces)
    for turn in turns.select_related("slot", "member", "revision__trace").order_by("revision__number"):
        newest[turn.slot.trace_id, turn.member_id] = turn
    # Apart from the revisions: joined to them they make a circle, which only the garbage collector frees, some time.
    bodies = TraceBody.objects.filter(revision__in={turn.revision_id for turn in newest.values()}).defer("native")
    documents = {body.revision_id: body.decoded() for body in bodies}
    answers: dict[int, dict[str, Given]] = defaultdict(dict)
    rows = Annotation.objects.filter(assignment__in=newest.values()).select_related("scheme", "version")
    for row in rows.order_by("scheme__position", "scheme_id"):
        answers[row.assignment_id][row.scheme.name] = Given(row.version.kind, row.version.config, row.answer)
    return [
        Answered(turn.revision.trace.identity, turn.member.public_name, documents[turn.revision_id], answers[turn.pk])
        for turn in sorted(newest.values(), key=lambda turn: (turn.slot.trace_id, turn.member.public_name))
    ]
