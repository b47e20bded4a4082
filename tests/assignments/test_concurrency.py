"""Many people ask for work at once: every slot goes to one of them, and nobody gets two turns at a trace."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.annotations.services import Stale, submit
from apps.assignments.models import Assignment, Slot
from apps.assignments.services import SlotTaken, claim_next
from apps.tenants.scope import scope
from tests.factories import import_project, make_member, make_organization

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, TRACES, OVERLAP = 8, 20, 2


def claim_all(project, member) -> int:
    """Claim and hand on until nothing is left; how many turns there were."""
    turns = 0
    try:
        while True:
            with scope(project.organization_id):
                turn = claim_next(project=project, by=member)
                if turn is None:
                    return turns
                Assignment.objects.filter(pk=turn.pk).update(state=Assignment.State.SUBMITTED)
                Slot.objects.filter(pk=turn.slot_id).update(state=Slot.State.DONE)
            turns += 1
    finally:
        connection.close()


def test_concurrent_claims_give_each_slot_once():
    acme = make_organization()
    project = import_project(acme, items=[{"id": f"t{n}", "steps": ["x"]} for n in range(TRACES)], overlap=OVERLAP)
    people = [make_member(acme, name=f"p{n}") for n in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        counts = list(pool.map(lambda member: claim_all(project, member), people))
    with scope(acme.pk):
        turns = list(Assignment.objects.values_list("slot", "slot__trace", "member"))
    assert sum(counts) == len(turns) == TRACES * OVERLAP
    assert max(Counter(slot for slot, _, _ in turns).values()) == 1
    assert max(Counter((trace, member) for _, trace, member in turns).values()) == 1


def test_concurrent_claims_of_unlimited_traces_number_their_slots():
    acme = make_organization()
    project = import_project(acme, overlap=-1)
    people = [make_member(acme, name=f"p{n}") for n in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        counts = list(pool.map(lambda member: claim_all(project, member), people))
    assert counts == [3] * PEOPLE


def test_two_tabs_of_one_person_get_one_turn():
    acme = make_organization()
    project = import_project(acme)
    mirela = make_member(acme)

    def ask(_):
        try:
            with scope(acme.pk):
                return claim_next(project=project, by=mirela).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1


def test_submits_and_asking_for_the_next_in_many_tabs_never_wait_in_a_circle():
    acme = make_organization()
    project = import_project(acme, items=[{"id": f"t{n}", "steps": ["x"]} for n in range(TRACES)], overlap=1)
    mirela = make_member(acme)

    def work(number: int) -> None:
        """As a request does: one transaction round the submit and the claim of the next."""
        try:
            with scope(acme.pk):
                turn = claim_next(project=project, by=mirela)
                if turn and number % 2:
                    submit(assignment=turn, answers={}, number=0, base={}, by=mirela)
                    claim_next(project=project, by=mirela)
        except (SlotTaken, Stale):
            pass  # another tab was quicker
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(work, range(PEOPLE * 4)))  # a deadlock would raise here
    with scope(acme.pk):
        assert Assignment.objects.claimed().filter(member=mirela).count() <= 1
