"""The ledger of turns, and that each fault it looks for is found."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.assignments.leases import expire_overdue
from apps.assignments.ledger import faults, ledger
from apps.assignments.models import Assignment, Bookmark, Slot
from apps.assignments.services import hold, release, skip
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    """One turn of each state; five traces, one answer each."""
    project = import_project(acme, items=[{"id": f"t{n}", "steps": ["x"]} for n in range(5)], overlap=1)
    people = [make_member(acme, name=name) for name in ("Mirela", "Tomas", "Asha", "Ines")]
    submit(project, people[0], {})
    skipped, released, expired = (claim(project, person) for person in people[1:])
    with scope(acme.pk):
        skip(assignment=skipped, reason="no", by=people[1])
        release(assignment=released, by=people[2])
        Assignment.objects.filter(pk=expired.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        expire_overdue(project)
    claim(project, people[0])
    return project


@pytest.fixture
def inside(acme):
    with scope(acme.pk):
        yield


def found(project):
    return {name: ids for name, ids in faults(project)._asdict().items() if ids}


def test_claims_are_the_sum_of_what_became_of_them(project, inside):
    assert ledger(project) == (5, 1, 1, 1, 1, 1)
    assert ledger(project).adds_up


def test_a_turn_in_a_sixth_state_does_not_add_up(project, inside):
    Assignment.objects.filter(state="skipped").update(state="mislaid")
    assert ledger(project) == (5, 1, 0, 1, 1, 1)
    assert not ledger(project).adds_up


def test_a_turn_taken_up_again_is_one_claim(project, inside):
    late = Assignment.objects.get(state="expired")
    hold(assignment=late, by=late.member)
    assert ledger(project) == (5, 1, 1, 1, 0, 2)


def test_a_sound_project_has_no_faults(project, inside):
    assert found(project) == {}


def test_a_slot_in_another_state_than_its_turn_is_lost(project, inside):
    done, open_one = (Slot.objects.filter(state=state).first() for state in ("done", "open"))
    claimed = Slot.objects.get(state="claimed")
    Assignment.objects.filter(slot=claimed).update(state="expired")
    Slot.objects.filter(pk=done.pk).update(state="open")
    Slot.objects.filter(pk=open_one.pk).update(state="claimed")
    assert sorted(found(project)["lost"]) == sorted([done.pk, open_one.pk, claimed.pk])


@pytest.mark.parametrize("state", ["claimed", "submitted"])
def test_a_slot_given_twice_is_refused_by_the_database_itself(project, inside, state):
    done = Assignment.objects.submitted().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(state="skipped").update(slot=done.slot_id, state=state)


def test_a_turn_that_nobody_has_ended_is_stuck(project, inside):
    turn = Assignment.objects.claimed().get()
    for lease_until in (timezone.now() - timedelta(hours=1), timezone.now() + timedelta(days=1)):
        Assignment.objects.filter(pk=turn.pk).update(lease_until=lease_until)
        assert found(project) == {"stuck": [turn.pk]}


def test_a_turn_that_ran_out_just_now_is_not(project, inside):
    Assignment.objects.claimed().update(lease_until=timezone.now() - timedelta(seconds=5))
    assert found(project) == {}


def test_a_trace_without_the_slots_it_should_have_is_missing_them(project, inside):
    slot = Slot.objects.filter(state="open").last()
    Assignment.objects.filter(slot=slot).delete()
    slot.delete()
    assert found(project) == {"missing": [slot.trace_id]}


def test_a_trace_of_an_unlimited_project_misses_an_open_slot(acme):
    project = import_project(acme, overlap=-1)
    with scope(acme.pk):
        slot = Slot.objects.first()
        Slot.objects.filter(pk=slot.pk).delete()
        assert found(project) == {"missing": [slot.trace_id]}


def test_a_bookmark_that_lies_too_far_passes_slots_by(project, inside):
    fresh = Slot.objects.get(state="open", place__gte=0)
    Bookmark.objects.filter(member__public_name="Mirela").update(place=fresh.place + 1)
    assert found(project) == {"passed_by": [fresh.pk]}


def test_a_bookmark_that_counts_wrong_is_named(project, inside):
    bookmark = Bookmark.objects.get(member__public_name="Mirela")
    Bookmark.objects.filter(pk=bookmark.pk).update(submitted=9)
    assert found(project) == {"miscounted": [bookmark.pk]}


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("check_ledger", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_tells_of_every_project(project):
    import_project(make_organization("other"), "quiet")
    assert told().splitlines() == [
        "acme/weather: 5 claims = 1 submitted + 1 skipped + 1 released + 1 expired + 1 open",
        "other/quiet: 0 claims = 0 submitted + 0 skipped + 0 released + 0 expired + 0 open",
    ]
    assert told("other").startswith("other/quiet")
    assert told("acme", "nothing") == ""


def test_the_command_fails_with_the_ids_when_something_is_wrong(project, acme):
    with scope(acme.pk):
        turn = Assignment.objects.claimed().get()
        Assignment.objects.filter(pk=turn.pk).update(lease_until=timezone.now() - timedelta(hours=1))
    out = StringIO()
    with pytest.raises(CommandError, match="1 fault: "):
        call_command("check_ledger", "acme", stdout=out)
    assert f"  1 stuck: {turn.pk}" in out.getvalue()


def test_the_command_knows_no_such_organization(project):
    with pytest.raises(CommandError, match="no organization 'nobody'"):
        told("nobody")
