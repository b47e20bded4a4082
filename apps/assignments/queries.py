"""Reads over slots and turns for a given member or manager."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import MD5, Concat

from apps.assignments.models import Assignment, Slot
from apps.projects.models import UNLIMITED, Project, Strategy
from apps.tenants.models import Membership, Role
from apps.tenants.scope import current
from apps.traces.models import Trace, TraceRevision

State = Assignment.State
TAKEN = (State.CLAIMED, State.SUBMITTED, State.SKIPPED)  # a person gets no second turn at such a trace


class Progress(NamedTuple):
    done: int
    total: int  # of what this person may still get, or of the project


def assignment_of(member: Membership, pk: int) -> Assignment | None:
    """The member's own turn; somebody else's is not there for them."""
    return (
        Assignment.objects.filter(organization_id=current(), pk=pk, member=member)
        .select_related("slot", "project__organization", "revision__trace", "revision__body", "member")
        .first()
    )


def live_assignment(project: Project, member: Membership) -> Assignment | None:
    """The turn the member is at."""
    return Assignment.objects.claimed().filter(project=project, member=member).order_by("-claimed_at").first()


def had_turn(member: Membership, **trace: object) -> Exists:
    """Whether the member has, had or skipped a turn at the trace of the outer row."""
    return Exists(Assignment.objects.filter(member=member, state__in=TAKEN, **trace))


def open_slots(project: Project, member: Membership) -> QuerySet[Slot]:
    """Slots the member may claim, in the project's order."""
    slots = Slot.objects.filter(project=project, state=Slot.State.OPEN)
    slots = slots.exclude(had_turn(member, slot__trace=OuterRef("trace")))
    if project.strategy == Strategy.RANDOM:
        return slots.order_by(_shuffled(project, "trace__identity"), "trace_id", "number")
    if project.strategy == Strategy.LEAST_ANNOTATED:
        return slots.order_by("number", "trace_id")
    return slots.order_by("trace_id", "number")


def _shuffled(project: Project, identity: str) -> MD5:
    """An order that depends on the seed and the traces' ids alone, so that it can be had again."""
    return MD5(Concat(Value(f"{project.seed}:"), identity, output_field=TextField()))


def unlimited_traces(project: Project, member: Membership) -> QuerySet[Trace]:
    """With unlimited overlap, the traces that the member may still answer, in the project's order."""
    traces = Trace.objects.filter(project=project).exclude(current=None)
    traces = traces.exclude(had_turn(member, slot__trace=OuterRef("pk")))
    if project.strategy == Strategy.LEAST_ANNOTATED:
        return traces.annotate(answers=Count("slots")).order_by("answers", "id")
    if project.strategy == Strategy.RANDOM:
        return traces.order_by(_shuffled(project, "identity"), "id")
    return traces.order_by("id")


def upcoming_revision(project: Project, member: Membership) -> TraceRevision | None:
    """What the member would be given now; nothing is claimed, so the next claim may give another."""
    if member.paused:
        return None
    if project.overlap == UNLIMITED:
        trace = unlimited_traces(project, member).select_related("current__trace", "current__body").first()
        return trace.current if trace else None
    slot = open_slots(project, member).select_related("revision__trace", "revision__body").first()
    return slot.revision if slot else None


def turns_of(project: Project, member: Membership) -> QuerySet[Assignment]:
    """The member's own work, latest first; of turns that ran out only those with a draft to come back to."""
    return (
        Assignment.objects.filter(project=project, member=member)
        .exclude(state=State.EXPIRED, draft__answers=None)
        .select_related("revision__trace")
        .order_by("-claimed_at", "-id")
    )


def progress_of(project: Project, member: Membership) -> Progress:
    """What the member has submitted, and that plus what is still open to them (at most their quota)."""
    done = Assignment.objects.submitted().filter(project=project, member=member).count()
    live = Assignment.objects.claimed().filter(project=project, member=member).count()
    if project.overlap == UNLIMITED:
        still = unlimited_traces(project, member).count()
    else:
        still = open_slots(project, member).values("trace").distinct().order_by().count()
    total = done + live + still
    return Progress(done, total if project.quota is None else min(total, max(project.quota, done)))


def progress(project: Project) -> Progress:
    """Answers given of answers required; with unlimited overlap, of the traces, one answer each."""
    done = Assignment.objects.submitted().filter(project=project)
    if project.overlap == UNLIMITED:
        traces = Trace.objects.filter(project=project).count()
        return Progress(done.values("slot__trace").distinct().count(), traces)
    return Progress(done.count(), Slot.objects.filter(project=project).count())


class ProjectProgress(NamedTuple):
    project: Project
    progress: Progress  # of everybody
    own: int  # submitted by the member


def progress_of_projects(projects: Iterable[Project], member: Membership) -> list[ProjectProgress]:
    """The same as `progress` for each of the projects, in three queries however many they are."""
    mine = Assignment.objects.submitted().filter(organization_id=current(), member=member)
    own = dict(mine.values_list("project").annotate(Count("id")))
    traces = dict(Trace.objects.filter(organization_id=current()).values_list("project").annotate(Count("id")))
    is_done = Q(state=Slot.State.DONE)
    slots = {
        row["project"]: row
        for row in Slot.objects.filter(organization_id=current())
        .values("project")
        .annotate(
            all=Count("id"), done=Count("id", filter=is_done), traces=Count("trace", filter=is_done, distinct=True)
        )
    }
    none = {"all": 0, "done": 0, "traces": 0}

    def progress_here(project: Project) -> Progress:
        counted = slots.get(project.pk, none)
        if project.overlap == UNLIMITED:
            return Progress(counted["traces"], traces.get(project.pk, 0))
        return Progress(counted["done"], counted["all"])

    return [ProjectProgress(row, progress_here(row), own.get(row.pk, 0)) for row in projects]


class Worker(NamedTuple):
    member: Membership
    submitted: int
    claimed: int
    skipped: int


def workers(project: Project) -> list[Worker]:
    """Who has done how much, the busiest first. What an imported name kept when it was linked to a person is nobody's work."""
    rows = (
        Assignment.objects.filter(project=project, member__linked_to=None)
        .values("member")
        .annotate(
            submitted=Count("id", filter=Q(state=State.SUBMITTED)),
            claimed=Count("id", filter=Q(state=State.CLAIMED)),
            skipped=Count("id", filter=Q(state=State.SKIPPED)),
        )
        .order_by("-submitted", "member")
        .values_list("member", "submitted", "claimed", "skipped")
    )
    members = Membership.objects.in_bulk([member for member, *_ in rows])
    return [Worker(members[member], submitted, claimed, skipped) for member, submitted, claimed, skipped in rows]


def skipped_by_all(project: Project) -> QuerySet[Slot]:
    """Open slots that nobody will claim: every annotator who could has skipped the trace. A manager has to decide."""
    annotators = Membership.objects.filter(
        organization_id=current(), role=Role.ANNOTATOR, paused=False, user__isnull=False
    )
    still_willing = annotators.exclude(
        Exists(
            Assignment.objects.filter(member=OuterRef("pk"), slot__trace=OuterRef(OuterRef("trace")), state__in=TAKEN)
        )
    )
    skips = Assignment.objects.filter(slot__trace=OuterRef("trace"), state=State.SKIPPED)
    return (
        Slot.objects.filter(project=project, state=Slot.State.OPEN)
        .filter(Exists(skips))
        .exclude(Exists(still_willing))
        .select_related("trace")
        .order_by("trace_id", "number")
    )


class Stuck(NamedTuple):
    """A trace that nobody will take, and what those who skipped it said."""

    trace: Trace
    skips: list[Assignment]


def stuck(project: Project, most: int) -> list[Stuck]:
    """The first traces with a slot that all have skipped, each with its skips."""
    traces = list({slot.trace_id: slot.trace for slot in skipped_by_all(project)[: most * 3]}.values())[:most]
    skips = Assignment.objects.filter(slot__trace__in=traces, state=State.SKIPPED).select_related("member", "slot")
    return [Stuck(trace, [skip for skip in skips if skip.slot.trace_id == trace.pk]) for trace in traces]
