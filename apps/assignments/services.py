"""Writes of apps.assignments: slots are opened, claimed, skipped and finished. Each is one transaction.

On PostgreSQL a claim locks its slot and passes by those that others hold (SKIP LOCKED); on SQLite every transaction takes
the write lock at its beginning, so claims follow one another.
"""

import hashlib
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from apps.assignments import queries
from apps.assignments.models import Assignment, Slot
from apps.assignments.signals import claimed
from apps.projects.models import UNLIMITED, Project, Strategy
from apps.tenants.models import Membership
from apps.tenants.scope import current
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
    Slot.objects.filter(trace=trace, state=Slot.State.OPEN).update(revision=revision)
    _fill(trace.project, trace)


@transaction.atomic
def follow_overlap(project: Project, **_signal: Any) -> None:
    """Raising it adds slots, lowering removes open ones only: what is begun or done stays."""
    for trace in Trace.objects.filter(project=project).exclude(current=None).iterator(chunk_size=500):
        _fill(project, trace)


def _fill(project: Project, trace: Trace) -> None:
    slots = Slot.objects.filter(trace=trace)
    surplus = slots.filter(state=Slot.State.OPEN, assignments=None).order_by("-number")
    wanted = max(project.overlap, 0)
    have = slots.count()
    if have > wanted and project.overlap != UNLIMITED:
        Slot.objects.filter(pk__in=list(surplus.values_list("pk", flat=True)[: have - wanted])).delete()
    for _ in range(wanted - have):
        _new_slot(project, trace)


def _new_slot(project: Project, trace: Trace, state: str = Slot.State.OPEN) -> Slot:
    last: int = Slot.objects.filter(trace=trace).aggregate(last=Max("number"))["last"] or 0
    return Slot.objects.create(
        organization_id=current(),
        project=project,
        trace=trace,
        revision_id=cast(int, trace.current_id),
        number=last + 1,
        state=state,
        shuffle=_shuffle(project, trace),
    )


def _shuffle(project: Project, trace: Trace) -> int:
    """A place that depends on the seed and the trace alone, so that an order can be had again. 63 bits."""
    digest = hashlib.sha256(f"{project.seed}:{trace.identity}".encode()).digest()
    return int.from_bytes(digest[:8]) >> 1


@transaction.atomic
def claim_next(*, project: Project, by: Membership) -> Assignment | None:
    """The turn the member is at, else a new one, else None: all done, at the quota, or paused."""
    Membership.objects.select_for_update().get(pk=by.pk)  # one person's tabs ask one after the other
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
    trace = _unlimited_trace(project, member)
    if trace is None:
        return None
    Trace.objects.select_for_update(of=("self",)).get(pk=trace.pk)  # two people number its slots one after the other
    return _new_slot(project, trace)


def _unlimited_trace(project: Project, member: Membership) -> Trace | None:
    traces = queries.unlimited_traces(project, member)
    if project.strategy != Strategy.RANDOM:
        return traces.first()
    return min(traces.only("id", "identity", "current_id"), key=lambda trace: _shuffle(project, trace), default=None)


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
def hold(*, assignment: Assignment) -> Assignment:
    """The turn, locked for a write, with its slot; taken up again when its lease ran out and the slot is still free.

    A submitted turn is held as it is: its owner corrects an answer. Raises SlotTaken.
    """
    turn = Assignment.objects.select_for_update(of=("self",)).select_related("slot", "project").get(pk=assignment.pk)
    if turn.state in (State.CLAIMED, State.SUBMITTED):
        return turn
    if turn.state != State.EXPIRED:
        raise SlotTaken
    slot = Slot.objects.select_for_update(of=("self",)).get(pk=turn.slot_id)
    has_other = Assignment.objects.filter(
        revision_id=turn.revision_id, member_id=turn.member_id, state__in=(State.CLAIMED, State.SUBMITTED)
    ).exists()
    if slot.state != Slot.State.OPEN or has_other:
        raise SlotTaken
    slot.state = Slot.State.CLAIMED
    slot.save(update_fields=["state"])
    turn.state, turn.fence, turn.lease_until, turn.finished_at = State.CLAIMED, turn.fence + 1, lease(), None
    turn.save(update_fields=["state", "fence", "lease_until", "finished_at"])
    return turn


@transaction.atomic
def renew(*, assignment: Assignment) -> bool:
    """A sign of life while somebody types: whether the turn is still theirs."""
    return bool(Assignment.objects.claimed().filter(pk=assignment.pk).update(lease_until=lease()))


@transaction.atomic
def finish(*, turn: Assignment) -> None:
    """The turn that `hold` gave is submitted and its slot done."""
    turn.state, turn.finished_at = State.SUBMITTED, timezone.now()
    turn.save(update_fields=["state", "finished_at"])
    Slot.objects.filter(pk=turn.slot_id).update(state=Slot.State.DONE)


@transaction.atomic
def skip(*, assignment: Assignment, reason: str) -> None:
    """The slot opens for others; the trace does not return to this person. Raises SlotTaken for a turn that is over."""
    turn = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if turn.state == State.SKIPPED:
        return
    if turn.state not in (State.CLAIMED, State.EXPIRED):
        raise SlotTaken
    if turn.state == State.CLAIMED:
        Slot.objects.filter(pk=turn.slot_id).update(state=Slot.State.OPEN)
    turn.state, turn.skip_reason, turn.finished_at = State.SKIPPED, reason[:500], timezone.now()
    turn.save(update_fields=["state", "skip_reason", "finished_at"])


@transaction.atomic
def record_submitted(*, project: Project, trace: Trace, member: Membership) -> Assignment:
    """A submitted turn for an answer that was given elsewhere, beyond the overlap if need be; the known one if there is."""
    known = Assignment.objects.submitted().filter(revision=trace.current, member=member).first()
    if known:
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
