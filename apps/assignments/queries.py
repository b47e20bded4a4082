"""Reads over slots and turns for a given member or manager."""

import functools
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.assignments import bookmarks, openings
from apps.assignments.models import Assignment, Flag, Slot
from apps.assignments.standing import standing
from apps.projects.models import UNLIMITED, Project
from apps.tenants.models import Membership, Role
from apps.tenants.scope import current
from apps.tenants.sql import Compiled
from apps.traces.models import Trace, TraceRevision

State = Assignment.State
TAKEN = (State.CLAIMED, State.SUBMITTED, State.SKIPPED)  # a person gets no second turn at such a trace
COUNTED = 100  # traces still open to a person; whether there are 101 or 10,000 they need not know, and it would cost
# What is no work that is left: open slots of traces that are held, and held traces without an answer.
_holding = Flag.objects.filter(holds=True)
_nobody_takes = Q(state=Slot.State.OPEN) & Exists(_holding.filter(trace=OuterRef("trace")))
_nobody_answers = Exists(_holding.filter(trace=OuterRef("pk"))) & ~Exists(
    Slot.objects.filter(trace=OuterRef("pk"), state=Slot.State.DONE)
)
DOCUMENT = "revision__body"  # without the native bytes, which are as long


@functools.cache
def own_turn(beside: str) -> Compiled[Assignment]:
    relations = ("project", "revision__trace", *([beside] if beside else ()))

    def build(organization: int, member: int, pk: int) -> QuerySet[Assignment]:
        turns = Assignment.objects.filter(organization=organization, member=member, pk=pk).select_related(*relations)
        return turns.defer("revision__body__native") if beside == DOCUMENT else turns

    return Compiled(build)


class Progress(NamedTuple):
    """`total` is of what this person may still get, or of the project; with `more` there are more than that."""

    done: int
    total: int
    more: bool = False


def assignment_of(member: Membership, pk: int, *, beside: str = "") -> Assignment | None:
    """The member's own turn with its trace; somebody else's is not there for them.

    `beside` names one more relation to fetch in the same query, such as DOCUMENT or one of a later stage.
    """
    turn = next(iter(own_turn(beside)(current(), member.pk, pk)), None)
    if turn:
        turn.member, turn.project.organization = member, member.organization
    return turn


def live_assignment(project: Project, member: Membership) -> Assignment | None:
    """The turn the member is at."""
    return Assignment.objects.claimed().filter(project=project, member=member).order_by("-claimed_at").first()


def turns_of(project: Project, member: Membership) -> QuerySet[Assignment]:
    """The member's own work, latest first; of turns that ran out only those with a draft to come back to."""
    return (
        Assignment.objects.filter(project=project, member=member)
        .exclude(state=State.EXPIRED, draft__answers=None)
        .select_related("revision__trace")
        .order_by("-claimed_at", "-id")
    )


def upcoming_revision(project: Project, member: Membership) -> TraceRevision | None:
    """What the member would be given now; nothing is claimed, so the next claim may give another."""
    here = None if member.paused else standing(project, member)
    slot = openings.upcoming(project, member, here) if here else None
    revisions = TraceRevision.objects.select_related("trace")
    return revisions.filter(pk__in=Slot.objects.filter(pk=slot).values("revision")).first() if slot else None


def progress_of(project: Project, member: Membership) -> Progress:
    """What the member has submitted, and that plus what is still open to them (at most their quota)."""
    here = standing(project, member)
    if here is None:
        return Progress(0, 0)
    done = bookmarks.submitted(project, member) if here.submitted is None else here.submitted
    still = openings.count(project, member, here, COUNTED * max(project.overlap, 1))
    total = done + here.turns + still.traces
    if project.quota is not None and total >= max(project.quota, done):
        return Progress(done, max(project.quota, done))
    return Progress(done, total, still.more)


def progress(project: Project) -> Progress:
    """Answers given of answers required; with unlimited overlap, of the traces, one answer each."""
    done = Assignment.objects.submitted().filter(project=project)
    if project.overlap == UNLIMITED:
        traces = Trace.objects.filter(project=project).exclude(_nobody_answers).count()
        return Progress(done.values("trace").distinct().count(), traces)
    return Progress(done.count(), Slot.objects.filter(project=project).exclude(_nobody_takes).count())


class ProjectProgress(NamedTuple):
    project: Project
    progress: Progress  # of everybody
    own: int  # submitted by the member


def progress_of_projects(projects: Iterable[Project], member: Membership) -> list[ProjectProgress]:
    """The same as `progress` for each of the projects, in three queries however many they are."""
    mine = Assignment.objects.submitted().filter(organization_id=current(), member=member)
    own = dict(mine.values_list("project").annotate(Count("id")))
    all_traces = Trace.objects.filter(organization_id=current()).exclude(_nobody_answers)
    traces = dict(all_traces.values_list("project").annotate(Count("id")))
    is_done = Q(state=Slot.State.DONE)
    slots = {
        row["project"]: row
        for row in Slot.objects.filter(organization_id=current())
        .exclude(_nobody_takes)
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
        Exists(Assignment.objects.filter(member=OuterRef("pk"), trace=OuterRef(OuterRef("trace")), state__in=TAKEN))
    )
    skips = Assignment.objects.filter(trace=OuterRef("trace"), state=State.SKIPPED)
    slots = Slot.objects.filter(project=project, state=Slot.State.OPEN)
    if project.overlap == UNLIMITED:
        slots = slots.filter(place__lt=0)  # every trace has another one that is open
    return (
        slots.filter(Exists(skips))
        .exclude(Exists(still_willing))
        .exclude(_nobody_takes)
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
    skips = Assignment.objects.filter(trace__in=traces, state=State.SKIPPED).select_related("member")
    return [Stuck(trace, [skip for skip in skips if skip.trace_id == trace.pk]) for trace in traces]
