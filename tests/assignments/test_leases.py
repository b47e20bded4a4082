"""Turns whose lease ran out: noticed by the next claim, and by the workers' sweeper where nobody claims."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.assignments import leases, queries, services
from apps.assignments.ledger import faults
from apps.assignments.models import Assignment, Slot
from apps.jobs import sweeper
from apps.tenants.models import Organization
from apps.tenants.scope import scope
from apps.tenants.sql import run_together
from tests.factories import claim, import_project, make_member, make_organization, save_draft, submit

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """Sets the server's clock by a difference to the true time."""
    true = timezone.now

    def set_to(difference: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: true() + difference)

    return set_to


@pytest.fixture
def acme() -> Organization:
    return make_organization()


def trace_of(turn: Assignment) -> str:
    with scope(turn.organization_id):
        return turn.trace.identity


def state_of(turn: Assignment) -> str:
    with scope(turn.organization_id):
        return Assignment.objects.get(pk=turn.pk).state


def test_the_sweeper_ends_turns_in_every_organization(clock):
    turns = []
    for slug in ("acme", "other"):
        of = make_organization(slug)
        turns.append(claim(import_project(of), make_member(of)))
    clock(2 * HOUR)
    assert leases.expire_everywhere() == 2
    assert [state_of(turn) for turn in turns] == ["expired", "expired"]
    assert leases.expire_everywhere() == 0


def test_every_worker_sweeps_turns():
    assert leases.expire_everywhere in sweeper.CHORES


def test_a_clock_that_jumps_a_day_ahead_ends_turns_but_no_work_is_lost_or_doubled(acme, clock):
    project = import_project(acme, overlap=1)
    mirela, tomas, asha = (make_member(acme, name=name) for name in ("Mirela", "Tomas", "Asha"))
    taken, kept = claim(project, mirela), claim(project, tomas)
    save_draft(kept)
    clock(24 * HOUR)
    assert trace_of(claim(project, asha)) == "t1"
    with scope(acme.pk):
        with pytest.raises(services.SlotTaken):
            services.hold(assignment=taken, by=mirela)
        assert services.hold(assignment=kept, by=tomas).state == "claimed"  # nobody has taken it meanwhile
        assert not any(faults(project))


def test_a_lease_given_while_the_clock_was_ahead_is_cut_when_it_is_set_back(acme, clock):
    """Else the slot of somebody who went away would wait for a day."""
    project = import_project(acme, overlap=1)
    mirela, tomas, asha = (make_member(acme, name=name) for name in ("Mirela", "Tomas", "Asha"))
    clock(24 * HOUR)
    gone = claim(project, mirela)
    clock(timedelta())
    claim(project, tomas)  # notices it
    assert state_of(gone) == "claimed"
    clock(HOUR + timedelta(minutes=1))
    assert trace_of(claim(project, asha)) == "t1"


def test_a_clock_set_back_by_an_hour_ends_nobodys_turn(acme, clock):
    project = import_project(acme, overlap=1)
    mirela, tomas = make_member(acme), make_member(acme, name="Tomas")
    turn = claim(project, mirela)
    clock(-HOUR)
    assert trace_of(claim(project, tomas)) == "t2"
    assert state_of(turn) == "claimed"
    with scope(acme.pk):
        assert services.hold(assignment=turn, by=mirela).state == "claimed"
        assert leases.expire_everywhere() == 0
        assert not any(faults(project))


def test_work_goes_on_after_the_clock_was_set_back(acme, clock):
    project = import_project(acme, overlap=1)
    mirela, tomas = make_member(acme), make_member(acme, name="Tomas")
    assert trace_of(submit(project, mirela)) == "t1"
    clock(-HOUR)
    assert [trace_of(submit(project, person)) for person in (mirela, tomas)] == ["t2", "t3"]
    with scope(acme.pk):
        assert not any(faults(project))
        assert queries.progress_of(project, mirela) == (2, 2, False)


def test_saving_renews_a_lease_only_when_a_part_of_it_is_gone(acme, clock):
    turn = claim(import_project(acme), make_member(acme))
    with scope(acme.pk):
        clock(timedelta(minutes=5))  # less than a tenth of 60
        run_together(services.renewing(turn))
        assert Assignment.objects.get().lease_until == turn.lease_until
        clock(timedelta(minutes=7))
        run_together(services.renewing(turn))
        assert Assignment.objects.get().lease_until > turn.lease_until + timedelta(minutes=6)


def test_the_late_one_may_go_on_in_another_slot_of_the_trace(acme, clock):
    project = import_project(acme, items=[{"id": "t1", "steps": ["x"]}], overlap=2)
    mirela, tomas = make_member(acme), make_member(acme, name="Tomas")
    late = claim(project, mirela)
    clock(2 * HOUR)
    taken = claim(project, tomas)
    with scope(acme.pk):
        held = services.hold(assignment=late, by=mirela)
        assert {held.slot_id, taken.slot_id} == set(Slot.objects.values_list("pk", flat=True))
        assert not any(faults(project))
