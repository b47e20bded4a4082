"""Writes of apps.assignments: slots are opened, claimed, skipped and finished. Each is one transaction.

On PostgreSQL a claim locks its slot and passes by those that others hold (SKIP LOCKED); on SQLite every transaction takes
the write lock at its beginning, so claims follow one another.
"""

import itertools
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from apps.assignments import queries
from apps.assignments.models import GIVEN_BACK, Assignment, Slot
from apps.assignments.signals import claimed
from apps.projects.models import UNLIMITED, Project
from apps.tenants.models import AuditEvent, Membership, Role
from apps.tenants.scope import current
from apps.tenants.services import record
from apps.traces.models import Trace, TraceRevision

State = Assignment.State
EXPIRED_AT_ONCE = 100  # leases noticed by one claim; the rest by the next


class SlotTaken(Exception):
    """The turn is over and somebody else has the slot, or the person has another turn at the trace."""


def lease() -> Any:
    return timezone.now() + timedelta(minutes=settings.ASSIGNMENT_LEASE_MINUTES)


@transaction.atomic
def follow_revision(trace: Trace, revision: TraceRevision, **_signal: Any) -> None:
    """Open the slots of a new trace; of a known one, move those that nobody has begun to the new revision."""
    begun = Assignment.objects.filter(slot=OuterRef("pk"), state__in=GIVEN_BACK)  # its person may come back to a draft
    Slot.objects.filter(trace=trace, state=Slot.State.OPEN).exclude(Exists(begun)).update(revision=revision)
    _fill(trace.project, Trace.objects.filter(pk=trace.pk))


@transaction.atomic
def follow_overlap(project: Project, **_signal: Any) -> None:
    """Raising it adds slots, lowering removes open ones only: what is begun or done stays."""
    _fill(project, Trace.objects.filter(project=project).exclude(current=None))
    if project.overlap != UNLIMITED:
        _drop_surplus(project)


def _fill(project: Project, traces: QuerySet[Trace]) -> None:
    """Give each trace as many slots as the overlap says; with unlimited overlap they are made at the claim."""
    rows = traces.annotate(have=Count("slots"), last=Max("slots__number", default=0)).filter(have__lt=project.overlap)
    slots = (
        _slot(project, trace, trace.last + number)
        for trace in rows.iterator(chunk_size=500)
        for number in range(1, project.overlap - trace.have + 1)
    )
    while batch := list(itertools.islice(slots, 1000)):
        Slot.objects.bulk_create(batch)


def _drop_surplus(project: Project) -> None:
    """Delete open slots that nobody has begun, the last first; one that is being claimed is locked and passed by."""
    slots = Slot.objects.filter(project=project)
    have = dict(slots.values_list("trace").annotate(have=Count("id")).filter(have__gt=project.overlap))
    idle = slots.filter(state=Slot.State.OPEN, assignments=None).order_by("trace_id", "-number")
    surplus = []
    for pk, trace_id in idle.select_for_update(of=("self",), skip_locked=True).values_list("pk", "trace_id"):
        if have.get(trace_id, 0) > project.overlap:
            have[trace_id] -= 1
            surplus.append(pk)
    for start in range(0, len(surplus), 1000):
        Slot.objects.filter(pk__in=surplus[start : start + 1000], state=Slot.State.OPEN).delete()


def _slot(project: Project, trace: Trace, number: int) -> Slot:
    return Slot(
        organization_id=current(),
        project=project,
        trace=trace,
        revision_id=cast(int, trace.current_id),
        number=number,
    )


def _new_slot(project: Project, trace: Trace) -> Slot:
    last: int = Slot.objects.filter(trace=trace).aggregate(last=Max("number", default=0))["last"]
    slot = _slot(project, trace, last + 1)
    slot.save()
    return slot


@transaction.atomic
def claim_next(*, project: Project, by: Membership) -> Assignment | None:
    """The turn the member is at, else a new one, else None: all done, at the quota, or paused."""
    _lock_person(by)
    if live := queries.live_assignment(project, by):
        return _renewed(live)
    if by.paused or _at_quota(project, by):
        return None
    expire_overdue(project)
    slot = _slot_for(project, by)
    if slot is None:
        return None
    slot.state = Slot.State.CLAIMED
    slot.save(update_fields=["state"])
    assignment = Assignment.objects.create(
        organization_id=current(),
        slot=slot,
        project=project,
        revision_id=slot.revision_id,
        member=by,
        lease_until=lease(),
    )
    claimed.send(Assignment, assignment=assignment)
    return assignment


def _lock_person(member: Membership) -> None:
    """One person's tabs ask one after the other. Always the first lock of a transaction, so that none waits in a circle."""
    Membership.objects.select_for_update(of=("self",)).get(organization_id=current(), pk=member.pk)


def _renewed(assignment: Assignment) -> Assignment:
    assignment.lease_until = lease()
    assignment.save(update_fields=["lease_until"])
    return assignment


def _at_quota(project: Project, member: Membership) -> bool:
    if project.quota is None:
        return False
    return Assignment.objects.submitted().filter(project=project, member=member).count() >= project.quota


def _slot_for(project: Project, member: Membership) -> Slot | None:
    slot = queries.open_slots(project, member).select_for_update(of=("self",), skip_locked=True).first()
    if slot or project.overlap != UNLIMITED:
        return slot
    trace = queries.unlimited_traces(project, member).first()
    if trace is None:
        return None
    Trace.objects.select_for_update(of=("self",)).get(pk=trace.pk)  # two people number its slots one after the other
    return _new_slot(project, trace)


@transaction.atomic
def expire_overdue(project: Project) -> int:
    """End the turns whose lease ran out and open their slots; how many they were."""
    overdue = Assignment.objects.overdue().filter(project=project).order_by("lease_until")
    turns = list(overdue.select_for_update(of=("self",), skip_locked=True)[:EXPIRED_AT_ONCE])
    now = timezone.now()
    Assignment.objects.filter(pk__in=[turn.pk for turn in turns]).update(state=State.EXPIRED, finished_at=now)
    Slot.objects.filter(pk__in=[turn.slot_id for turn in turns]).update(state=Slot.State.OPEN)
    return len(turns)


@transaction.atomic
def hold(*, assignment: Assignment, by: Membership) -> Assignment:
    """The member's own turn, locked for a write; taken up again when its lease ran out and there is a slot for it.

    A submitted turn is held as it is: its owner corrects an answer. Raises SlotTaken.
    """
    turn = _locked(assignment, by)
    if turn.state in (State.CLAIMED, State.SUBMITTED):
        return turn
    if turn.state != State.EXPIRED or _has_other_turn(turn):
        raise SlotTaken
    turn.slot = _slot_again(turn)
    turn.state, turn.fence, turn.lease_until, turn.finished_at = State.CLAIMED, turn.fence + 1, lease(), None
    turn.save(update_fields=["slot", "state", "fence", "lease_until", "finished_at"])
    return turn


def _locked(assignment: Assignment, by: Membership) -> Assignment:
    _lock_person(by)
    turns = Assignment.objects.select_for_update(of=("self",)).select_related("slot", "project", "revision")
    return turns.get(organization_id=current(), pk=assignment.pk, member=by)


def _has_other_turn(turn: Assignment) -> bool:
    live = (State.CLAIMED, State.SUBMITTED)
    return Assignment.objects.filter(revision=turn.revision_id, member=turn.member_id, state__in=live).exists()


def _slot_again(turn: Assignment) -> Slot:
    """The turn's slot if it is still free; with unlimited overlap there is always another."""
    slot = Slot.objects.select_for_update(of=("self",)).get(pk=turn.slot_id)
    if slot.state != Slot.State.OPEN:
        if turn.project.overlap != UNLIMITED:
            raise SlotTaken
        trace = Trace.objects.select_for_update(of=("self",)).get(pk=slot.trace_id)
        slot = _new_slot(turn.project, trace)
    slot.state, slot.revision = Slot.State.CLAIMED, turn.revision
    slot.save(update_fields=["state", "revision"])
    return slot


@transaction.atomic
def renew(*, assignment: Assignment) -> None:
    """A sign of life while somebody works on the turn."""
    Assignment.objects.claimed().filter(pk=assignment.pk).update(lease_until=lease())


@transaction.atomic
def finish(*, turn: Assignment) -> None:
    """The turn that `hold` gave is submitted and its slot done."""
    turn.state, turn.finished_at = State.SUBMITTED, timezone.now()
    turn.save(update_fields=["state", "finished_at"])
    Slot.objects.filter(pk=turn.slot_id).update(state=Slot.State.DONE)


@transaction.atomic
def skip(*, assignment: Assignment, reason: str, by: Membership) -> None:
    """The slot opens for others; the trace does not return to this person. Raises SlotTaken for a turn that is over."""
    turn = _locked(assignment, by)
    if turn.state == State.SKIPPED:
        return
    if turn.state not in (State.CLAIMED, State.EXPIRED):
        raise SlotTaken
    if turn.state == State.CLAIMED:
        Slot.objects.filter(pk=turn.slot_id).update(state=Slot.State.OPEN)
    turn.state, turn.skip_reason, turn.finished_at = State.SKIPPED, reason[:500], timezone.now()
    turn.save(update_fields=["state", "skip_reason", "finished_at"])


@transaction.atomic
def release(*, assignment: Assignment, by: Membership) -> None:
    """Hand the turn back, one's own or, as a manager, somebody's: the slot opens for others.

    Unlike a skip it lets the trace come to its person again, with their draft. A turn that is handed back already, or ran
    out, may be handed back; raises SlotTaken for one that is submitted or skipped.
    """
    turn = _locked(assignment, assignment.member if by.reaches(Role.MANAGER) else by)
    if turn.state == State.RELEASED:
        return
    if turn.state not in (State.CLAIMED, State.EXPIRED):
        raise SlotTaken
    if turn.state == State.CLAIMED:
        Slot.objects.filter(pk=turn.slot_id).update(state=Slot.State.OPEN)
    turn.state, turn.finished_at = State.RELEASED, timezone.now()
    turn.save(update_fields=["state", "finished_at"])
    if by.pk != turn.member_id:
        record(by=by, verb=AuditEvent.Verb.CHANGED, row=turn, details=["state"])


@transaction.atomic
def record_submitted(*, project: Project, trace: Trace, member: Membership) -> Assignment:
    """A submitted turn for an answer that was given elsewhere, beyond the overlap if need be; the known one if there is.

    A turn that the member is at is submitted by it: imported answers may be those of a person who signs in.
    """
    if member.user_id:
        _lock_person(member)
    live = Assignment.objects.filter(state__in=(State.CLAIMED, State.SUBMITTED))
    if known := live.filter(revision=trace.current, member=member).first():
        if known.state == State.CLAIMED:
            finish(turn=known)
        return known
    free = Slot.objects.filter(trace=trace, state=Slot.State.OPEN).order_by("number").first()
    slot = free or _new_slot(project, trace)
    turn = Assignment.objects.create(
        organization_id=current(),
        slot=slot,
        project=project,
        revision_id=cast(int, trace.current_id),
        member=member,
        lease_until=timezone.now(),
    )
    finish(turn=turn)
    return turn
