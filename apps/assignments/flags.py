"""Writes of flags: a person says that something is wrong with a trace, and a manager decides what becomes of it.

The turn and its draft are left alone. A flag that `holds` takes its trace out of every claim (apps.assignments.openings) as
long as it does; slots stay as they are, so that letting go is all it takes to undo it.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.assignments import bookmarks
from apps.assignments.flag_mail import tell_managers
from apps.assignments.models import Assignment, Flag, Queue
from apps.tenants.models import AuditEvent, Membership
from apps.tenants.scope import current
from apps.tenants.services import record

State = Flag.State
OUTCOMES = (State.NOTHING_WRONG, State.TAKEN_OUT, State.PUT_BACK)
NOTE_CHARS = 1000


class AlreadyFlagged(Exception):
    """The person has an open flag of the same reason at the trace."""


class Decided(Exception):
    """The flag is not in a state from which this can be done: somebody was faster."""


@transaction.atomic
def flag(
    *, assignment: Assignment, reason: Flag.Reason, by: Membership, note: str = "", step: int | None = None
) -> Flag:
    """Flag the trace of one's own turn, whatever has become of the turn. One that contains a secret is held at once.

    `step` is an index, None for the trace as a whole. Raises AlreadyFlagged, DoesNotExist for somebody else's turn, and
    ValidationError for a reason that says nothing without a note. The managers are mailed of a secret after the commit.
    """
    note = note.strip()
    if reason == Flag.Reason.OTHER and not note:
        raise ValidationError({"note": ValidationError(_("Say in a few words what is wrong."), code="blank")})
    if len(note) > NOTE_CHARS:
        raise ValidationError({"note": _("At most %(most)s characters.") % {"most": NOTE_CHARS}})
    bookmarks.lock(by)
    turn = Assignment.objects.get(organization_id=current(), member=by, pk=assignment.pk)
    if Flag.objects.filter(trace=turn.trace_id, member=by, reason=reason, state=State.OPEN).exists():
        raise AlreadyFlagged
    made = Flag(
        organization_id=current(), project_id=turn.project_id, trace_id=turn.trace_id, revision_id=turn.revision_id
    )
    made.member, made.reason, made.note, made.step = by, reason, note, step
    made.holds = reason == Flag.Reason.SECRET
    made.save()
    record(by=by, verb=AuditEvent.Verb.ADDED, row=made)
    if made.holds:
        tell_managers(made)
    return made


@transaction.atomic
def withdraw(*, flag: Flag, by: Membership) -> Flag:
    """Take one's own flag back while it is open. Raises DoesNotExist for somebody else's, Decided for one that is not open."""
    held = Flag.objects.select_for_update(of=("self",)).get(organization_id=current(), pk=flag.pk, member=by)
    if held.state != State.OPEN:
        raise Decided
    return _close(held, State.WITHDRAWN, by)


@transaction.atomic
def resolve(*, flag: Flag, outcome: State, by: Membership) -> Flag:
    """What a manager decides: nothing is wrong, the trace is taken out of the queue, or it is put back.

    Putting back undoes every flag that took the trace out. Raises Decided when the flag is not open or, to put the trace back,
    did not take it out; of two managers the first decides.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"outcome is {outcome}; known are {', '.join(OUTCOMES)}")
    needed = State.TAKEN_OUT if outcome == State.PUT_BACK else State.OPEN
    about = Q(pk=flag.pk)
    if outcome == State.PUT_BACK:
        about |= Q(trace=flag.trace_id, state=State.TAKEN_OUT)
    # In one order, or two managers who put a trace back by two of its flags wait for each other.
    locked = Flag.objects.filter(about, organization_id=current()).order_by("pk").select_for_update(of=("self",))
    held = {each.pk: each for each in locked}
    if flag.pk not in held:
        raise Flag.DoesNotExist(f"no flag {flag.pk} in organization {current()}")
    if held[flag.pk].state != needed:
        raise Decided
    for each in held.values():
        _close(each, outcome, by)
    return held[flag.pk]


def _close(flag: Flag, state: State, by: Membership) -> Flag:
    had_held = flag.holds
    flag.state, flag.holds = state, state == State.TAKEN_OUT
    flag.decided_by, flag.decided_at = by, timezone.now()
    flag.save(update_fields=["state", "holds", "decided_by", "decided_at"])
    if had_held and not flag.holds:  # its slots may stand before somebody's bookmark, so that begins anew
        Queue.objects.filter(project=flag.project_id).update(version=F("version") + 1)
    record(by=by, verb=AuditEvent.Verb.CHANGED, row=flag, details=["state"])
    return flag
