"""Writes of apps.assignments: a person claims a turn, holds it, skips it, hands it back and finishes it.

Each is one transaction that begins with the lock of its person, so their tabs follow one another. `claim_next`, `hold`
and `finish` open no savepoint: when one fails inside a larger transaction, that fails with it.
"""

from typing import cast

from django.db import connection, transaction
from django.utils import timezone

from apps.assignments import bookmarks, slots, standing
from apps.assignments.leases import expire_overdue
from apps.assignments.models import Assignment, Flag, Slot, lease
from apps.assignments.signals import claimed_again
from apps.projects.models import Project
from apps.tenants.models import AuditEvent, Membership, Role
from apps.tenants.scope import current
from apps.tenants.services import record
from apps.tenants.sql import Statement, insert, locking, run_together
from apps.traces.models import Trace

State = Assignment.State
TAKEN = (State.CLAIMED, State.SUBMITTED)
LOCK = (
    "SELECT state, slot_id FROM assignments_assignment WHERE organization_id = %s AND member_id = %s AND id = %s {lock}"
)
FINISH = "UPDATE assignments_assignment SET state = 'submitted', finished_at = %s WHERE id = %s"
RENEW = """
UPDATE assignments_assignment SET lease_until = %s
WHERE id = %s AND state = 'claimed' AND lease_until NOT BETWEEN %s AND %s RETURNING id
"""
DONE = "UPDATE assignments_slot SET state = 'done' WHERE id = %s"
RENEWED_AT_MOST = 10  # times a lease, however often a draft is saved


class SlotTaken(Exception):
    """The turn is over: somebody else has the slot, or the person has another turn at the trace, is at their quota or paused; or
    the trace is held back.
    """


@transaction.atomic(savepoint=False)
def claim_next(*, project: Project, by: Membership) -> Assignment | None:
    """The turn the member is at, else a new one, else None: all done, at the quota, or paused."""
    (stands,) = bookmarks.lock(by, standing.asked(project, by))
    here = standing.told(stands)
    if here is None:
        return None
    if here.turn:
        return _renewed(Assignment.objects.get(pk=here.turn))
    if by.paused or _at_quota(project, by):
        return None
    if here.leases_ran_out and expire_overdue(project):
        here = here._replace(slots_came_back=True)
    if here.bookmark is None:
        bookmarks.begin(project, by, here.version)
    slot = slots.take_next(project, by, here)
    return _turn_at(slot, project, by, again=here.gave_back) if slot else None


def _turn_at(slot: Slot, project: Project, by: Membership, *, again: bool) -> Assignment:
    turn = Assignment(organization_id=current(), slot=slot, project=project, member=by, lease_until=lease())
    turn.trace_id, turn.revision_id = slot.trace_id, slot.revision_id
    insert(turn)
    if again:
        claimed_again.send(Assignment, assignment=turn)
    return turn


def _renewed(turn: Assignment) -> Assignment:
    turn.lease_until = lease()
    turn.save(update_fields=["lease_until"])
    return turn


def _at_quota(project: Project, member: Membership) -> bool:
    """Whether the turns a person has submitted and is at are as many as they may get."""
    if project.quota is None:
        return False
    turns = Assignment.objects.filter(project=project, member=member, state__in=TAKEN)
    return turns[: project.quota].count() >= project.quota


def hold(*, assignment: Assignment, by: Membership) -> Assignment:
    """The member's own turn, locked for a write; taken up again when its lease ran out and there is a slot for it.

    A submitted turn is held as it is: its owner corrects an answer. Raises SlotTaken, and nothing was written then.
    """
    with transaction.atomic(savepoint=False):
        turn = _locked(assignment, by)
        is_held = turn.state in TAKEN or _take_up_again(turn, by)
    if not is_held:
        raise SlotTaken
    return turn


def _take_up_again(turn: Assignment, by: Membership) -> bool:
    """Not for somebody who is paused: it would be new work, and others may have the slot. Nor at a trace that is held back."""
    if turn.state != State.EXPIRED or by.paused or _has_other_turn(turn) or _at_quota(turn.project, by):
        return False
    if Flag.objects.filter(trace=turn.trace_id, holds=True).exists():
        return False
    slot = slots.take_again(turn)
    if slot is None:
        return False
    turn.slot, turn.state, turn.lease_until, turn.finished_at = slot, State.CLAIMED, lease(), None
    turn.save(update_fields=["slot", "state", "lease_until", "finished_at"])
    return True


def _locked(turn: Assignment, by: Membership) -> Assignment:
    """The member's turn as it is now, until the transaction ends; raises DoesNotExist for somebody else's."""
    (found,) = bookmarks.lock(by, (LOCK.format(lock=locking("FOR UPDATE")), [current(), by.pk, turn.pk]))
    if not found:
        raise Assignment.DoesNotExist(f"no turn {turn.pk} of member {by.pk} in organization {current()}")
    ((turn.state, turn.slot_id),) = found
    return turn


def _has_other_turn(turn: Assignment) -> bool:
    return Assignment.objects.filter(revision=turn.revision_id, member=turn.member_id, state__in=TAKEN).exists()


def renewing(assignment: Assignment) -> Statement:
    """A sign of life while somebody works on the turn; written when a part of its lease is gone."""
    now, until = timezone.now(), lease()
    young = until - (until - now) / RENEWED_AT_MOST
    at = connection.ops.adapt_datetimefield_value
    return RENEW, [at(until), assignment.pk, at(young), at(until)]


@transaction.atomic(savepoint=False)
def finish(*, turn: Assignment) -> None:
    """The turn that `hold` gave is submitted and its slot done."""
    turn.state, turn.finished_at = State.SUBMITTED, timezone.now()
    at = connection.ops.adapt_datetimefield_value(turn.finished_at)
    on = bookmarks.moving_on(turn.project, turn.member, newly_submitted=1)
    run_together((FINISH, [at, turn.pk]), (DONE, [turn.slot_id]), on)


@transaction.atomic
def skip(*, assignment: Assignment, reason: str, by: Membership) -> None:
    """The slot opens for others; the trace does not return to this person. Raises SlotTaken for a turn that is over."""
    turn = _locked(assignment, by)
    if turn.state != State.SKIPPED:
        turn.skip_reason = reason[:500]
        _end(turn, State.SKIPPED)
        bookmarks.move_on(turn.project, turn.member)


@transaction.atomic
def release(*, assignment: Assignment, by: Membership) -> None:
    """Hand the turn back, one's own or, as a manager, somebody's: the slot opens for others.

    Unlike a skip it lets the trace come to its person again, with their draft, when nothing else is open to them. A turn that
    ran out may be handed back; raises SlotTaken for one that is submitted or skipped.
    """
    turn = _locked(assignment, assignment.member if by.reaches(Role.MANAGER) else by)
    if turn.state == State.RELEASED:
        return
    _end(turn, State.RELEASED)
    if by.pk != turn.member_id:
        record(by=by, verb=AuditEvent.Verb.CHANGED, row=turn, details=["state"])


def _end(turn: Assignment, state: Assignment.State) -> None:
    if turn.state not in (State.CLAIMED, State.EXPIRED):
        raise SlotTaken
    if turn.state == State.CLAIMED:
        slots.give_back([turn.slot_id])
    turn.state, turn.finished_at = state, timezone.now()
    turn.save(update_fields=["state", "skip_reason", "finished_at"])


@transaction.atomic
def record_submitted(*, project: Project, trace: Trace, member: Membership) -> Assignment:
    """A submitted turn for an answer that was given elsewhere, beyond the overlap if need be; the known one if there is.

    A turn that the member is at is submitted by it: imported answers may be those of a person who signs in.
    """
    if member.user_id:
        bookmarks.lock(member)
    if known := Assignment.objects.filter(revision=trace.current, member=member, state__in=TAKEN).first():
        if known.state == State.CLAIMED:
            finish(turn=known)
        return known
    turn = Assignment.objects.create(
        organization_id=current(),
        slot=slots.take_for_import(project, trace),
        project=project,
        trace=trace,
        revision_id=cast(int, trace.current_id),
        member=member,
        lease_until=timezone.now(),
    )
    finish(turn=turn)
    return turn
