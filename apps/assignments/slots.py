"""Writes of slots: they are opened for traces, taken, given back, and put in another order.

On PostgreSQL a claim locks its slot and passes by those that others hold (SKIP LOCKED); on SQLite every transaction takes
the write lock at its beginning, so claims follow one another.
"""

import itertools
import time
from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db import connection, transaction
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, When

from apps.assignments.models import GIVEN_BACK, Assignment, Queue, Slot
from apps.assignments.openings import FIRST, asked, upcoming, waves
from apps.assignments.order import CAME_BACK, place, spread
from apps.assignments.standing import Standing
from apps.projects.models import UNLIMITED, Project
from apps.tenants.models import Membership
from apps.tenants.scope import current
from apps.tenants.sql import first_row, insert_rows, locking
from apps.traces.models import Trace, TraceRevision

NOBODY_HAD = Q(state=Slot.State.OPEN, place__gte=0)
SLOT_COLUMNS = ("organization_id", "project_id", "trace_id", "revision_id", "number", "state", "place", "spread")
TAKE = "UPDATE assignments_slot SET state = 'claimed' WHERE id = ({first}) RETURNING {columns}"
ADD = """
INSERT INTO assignments_slot (organization_id, project_id, trace_id, revision_id, number, state, place, spread)
VALUES (%s, %s, %s, %s, %s, 'open', %s, %s) ON CONFLICT (trace_id, number) DO NOTHING RETURNING id
"""
# While others are just taking the last slots, one of them may be killed and leave its slot, and of an unlimited trace each makes
# the next one: look again after so many seconds, 5 in all, for on a machine that is busy they take as long.
PAUSES = tuple(0.005 * 2**times for times in range(10))


def take_next(project: Project, member: Membership, here: Standing) -> Slot | None:
    """The slot that the member gets next, claimed; None when none is open to them."""
    for pause in PAUSES:
        for which in waves(project, member, here):
            if slot := _take(which, asked(project, member, here)):
                _keep_one_open(project, slot)
                return slot
        if upcoming(project, member, here) is None:
            return None
        time.sleep(pause)
    return None


def _take(which: str, parameters: dict[str, Any]) -> Slot | None:
    first, fields = FIRST.format(which=which, lock=locking("FOR UPDATE SKIP LOCKED")), Slot._meta.concrete_fields
    row = first_row(TAKE.format(first=first, columns=", ".join(str(field.column) for field in fields)), parameters)
    return Slot.from_db(connection.alias, [field.attname for field in fields], row) if row else None


def take_again(turn: Assignment) -> Slot | None:
    """A slot for a turn whose own was given back: the same one while it is free, else another of its trace."""
    free = Slot.objects.filter(trace=turn.trace_id, state=Slot.State.OPEN)
    own_first = free.order_by(Case(When(pk=turn.slot_id, then=0), default=1), "place", "pk")
    while (slot := own_first.select_for_update(of=("self",)).first()) is None:
        if not free.exists():
            return None
    slot.state, slot.revision_id = Slot.State.CLAIMED, turn.revision_id
    slot.save(update_fields=["state", "revision"])
    _keep_one_open(turn.project, slot)
    return slot


def take_for_import(project: Project, trace: Trace) -> Slot:
    """A slot for an answer that was given elsewhere, beyond the overlap if need be."""
    free = Slot.objects.filter(trace=trace, state=Slot.State.OPEN).order_by("number")
    slot = free.select_for_update(of=("self",), skip_locked=True).first()
    if slot is None:
        return _beyond_overlap(project, trace)
    _keep_one_open(project, slot)
    return slot


def _beyond_overlap(project: Project, trace: Trace) -> Slot:
    last: int = Slot.objects.filter(trace=trace).aggregate(last=Max("number", default=0))["last"]
    before = Slot(trace=trace, revision_id=cast(int, trace.current_id), number=last, spread=spread(trace.identity))
    return Slot.objects.get(pk=_add_next(project, before))


def give_back(slots: Collection[int]) -> None:
    """Open claimed slots again; they go out before all others."""
    if slots:
        Slot.objects.filter(pk__in=slots).update(state=Slot.State.OPEN, place=CAME_BACK)


def _keep_one_open(project: Project, taken: Slot) -> None:
    """With unlimited overlap, whoever takes the last slot of a trace makes the next."""
    if project.overlap == UNLIMITED and taken.place >= 0:
        _add_next(project, taken)


def _add_next(project: Project, before: Slot) -> int:
    """The id of a new slot of the same trace; the next number may be one that somebody else is just giving out."""
    number = before.number
    while True:
        number += 1
        at = place(project, trace_id=before.trace_id, number=number, spread=before.spread)
        values = [current(), project.pk, before.trace_id, before.revision_id, number, at, before.spread]
        if added := first_row(ADD, values):
            return cast(int, added[0])


# ---- What a project asks for ----


@transaction.atomic(savepoint=False)
def follow_revisions(project: Project, revisions: Sequence[TraceRevision], **_signal: Any) -> None:
    """Open the slots of new traces; of a known one, move those that nobody has begun to the new revision."""
    numbers = range(1, _wanted(project) + 1)
    new = [revision.trace for revision in revisions if revision.number == 1]
    if slots := [_slot(project, trace, number) for trace in new for number in numbers]:
        _add(project, slots)
    for revision in revisions:
        if revision.number > 1:
            _follow(revision)


def _follow(revision: TraceRevision) -> None:
    begun = Assignment.objects.filter(slot=OuterRef("pk"), state__in=GIVEN_BACK)  # its person may come back to a draft
    open_ones = Slot.objects.filter(trace=revision.trace_id, state=Slot.State.OPEN)
    open_ones.exclude(Exists(begun)).update(revision=revision)


@transaction.atomic
def follow_overlap(project: Project, **_signal: Any) -> None:
    """Raising it adds slots, lowering removes open ones only: what is begun or done stays."""
    _fill(project)
    if project.overlap != UNLIMITED:
        _drop_surplus(project)


@transaction.atomic
def follow_order(instance: Project, **_signal: Any) -> None:
    """Another strategy or seed: give the slots that nobody has had the places that it says."""
    wanted = {"strategy": instance.strategy, "seed": instance.seed}
    other = Queue.objects.filter(project=instance).exclude(**wanted)
    if other.update(**wanted, version=F("version") + 1):
        at = place(instance, trace_id=F("trace_id"), number=F("number"), spread=F("spread"))
        Slot.objects.filter(NOBODY_HAD, project=instance).update(place=at)


def _wanted(project: Project) -> int:
    """Slots of a trace that nobody has had."""
    return 1 if project.overlap == UNLIMITED else project.overlap


def _fill(project: Project) -> None:
    """Give each trace as many slots as the overlap says; with unlimited overlap, one that is open."""
    nobody_had = Count("slots", filter=Q(slots__state=Slot.State.OPEN, slots__place__gte=0))
    counted = nobody_had if project.overlap == UNLIMITED else Count("slots")
    traces = Trace.objects.filter(project=project).exclude(current=None)
    lacking = traces.annotate(have=counted, last=Max("slots__number", default=0)).filter(have__lt=_wanted(project))
    slots = (
        _slot(project, trace, trace.last + number)
        for trace in lacking.iterator(chunk_size=500)
        for number in range(1, _wanted(project) - trace.have + 1)
    )
    while batch := list(itertools.islice(slots, 1000)):
        _add(project, batch)


def _add(project: Project, slots: Sequence[tuple[Any, ...]]) -> None:
    """They may stand before somebody's bookmark, so it begins anew."""
    queue = Queue.objects.filter(project=project)
    if not queue.update(version=F("version") + 1):
        made_from = {"strategy": project.strategy, "seed": project.seed}
        Queue.objects.get_or_create(project=project, defaults={"organization_id": current(), **made_from})
    insert_rows(Slot, SLOT_COLUMNS, slots)


def _drop_surplus(project: Project) -> None:
    """Delete open slots that nobody has begun, the last first; one that is being claimed is locked and passed by."""
    slots = Slot.objects.filter(project=project)
    have = dict(slots.values_list("trace").annotate(have=Count("id")).filter(have__gt=project.overlap))
    idle = slots.filter(NOBODY_HAD).order_by("trace_id", "-number")
    surplus = []
    for pk, trace_id in idle.select_for_update(of=("self",), skip_locked=True).values_list("pk", "trace_id"):
        if have.get(trace_id, 0) > project.overlap:
            have[trace_id] -= 1
            surplus.append(pk)
    for start in range(0, len(surplus), 1000):
        Slot.objects.filter(pk__in=surplus[start : start + 1000], state=Slot.State.OPEN).delete()


def _slot(project: Project, trace: Trace, number: int) -> tuple[Any, ...]:
    """SLOT_COLUMNS of an open one."""
    spread_of_trace = spread(trace.identity)
    at = place(project, trace_id=trace.pk, number=number, spread=spread_of_trace)
    return current(), project.pk, trace.pk, trace.current_id, number, Slot.State.OPEN.value, at, spread_of_trace
