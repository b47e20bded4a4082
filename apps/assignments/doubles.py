"""One person has two turns at one trace revision, since two members turned out to be one: one of the turns has to end."""

from django.db import transaction
from django.utils import timezone

from apps.assignments.models import Assignment, Slot
from apps.assignments.slots import give_back
from apps.projects.models import UNLIMITED


@transaction.atomic
def withdraw(*, turn: Assignment, beside: Assignment) -> None:
    """Hand back a turn that stands beside another one of the same person.

    Its slot opens for somebody else; where the trace has more slots than its overlap, the slot goes, and what else was begun
    at it is counted to the slot of `beside`.
    """
    turn.state, turn.finished_at = Assignment.State.RELEASED, timezone.now()
    turn.save(update_fields=["state", "finished_at"])
    slot = Slot.objects.select_for_update(of=("self",)).select_related("project", "trace").get(pk=turn.slot_id)
    if _is_surplus(slot):
        Assignment.objects.filter(slot=slot).update(slot=beside.slot_id)
        slot.delete()
    else:
        slot.revision_id = slot.trace.current_id or slot.revision_id
        slot.save(update_fields=["revision"])
        give_back([slot.pk])


def _is_surplus(slot: Slot) -> bool:
    overlap = slot.project.overlap
    return overlap == UNLIMITED or Slot.objects.filter(trace=slot.trace_id).count() > overlap
