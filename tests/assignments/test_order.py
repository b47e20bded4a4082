"""The places of open slots."""

import pytest
from django.db.models import F

from apps.assignments.models import Slot
from apps.assignments.order import PRIME, ROUND, place, spread
from apps.projects.models import Project
from apps.tenants.scope import scope
from tests.factories import import_project, make_organization


def of(strategy: str, seed: int = 0) -> Project:
    return Project(strategy=strategy, seed=seed)


def test_in_the_order_of_the_data_a_trace_stands_by_its_id():
    assert place(of("fixed_order"), trace_id=7, number=3, spread=99) == 7


def test_fewest_answers_first_counts_the_slot_before_the_trace():
    second_of_first, first_of_last = (
        place(of("least_annotated"), trace_id=trace, number=number, spread=99) for trace, number in ((1, 2), (900, 1))
    )
    assert (second_of_first, first_of_last) == (2 * ROUND + 1, ROUND + 900)
    assert second_of_first > first_of_last


def test_shuffled_places_are_those_of_the_seed():
    traces = [spread(f"t{n}") for n in range(1000)]
    orders = [
        sorted(traces, key=lambda value, seed=seed: place(of("random", seed), trace_id=1, number=1, spread=value))
        for seed in (1, 1, 2)
    ]
    assert orders[0] == orders[1] != orders[2]
    assert set(orders[0]) == set(orders[2])


def test_a_shuffle_leaves_no_trace_of_the_order_of_the_data():
    """Of 1,000 traces each half of the data has about half of the first 500: 250, with a standard deviation of about 8."""
    project = of("random", 3)
    order = sorted(range(1000), key=lambda n: place(project, trace_id=n, number=1, spread=spread(f"t{n}")))
    assert abs(sum(n < 500 for n in order[:500]) - 250) < 40


def test_shuffled_places_fit_between_nothing_and_the_prime():
    places = [place(of("random", seed), trace_id=1, number=1, spread=2**31 - 1) for seed in (-5, 0, 2**31 - 1)]
    assert all(0 <= at < PRIME for at in places)


@pytest.mark.django_db
@pytest.mark.parametrize("strategy", ["fixed_order", "random", "least_annotated"])
def test_the_database_computes_the_same(strategy):
    acme = make_organization()
    project = import_project(acme, overlap=3, assignment_strategy=strategy, random_seed=42)
    with scope(acme.pk):
        at = place(project, trace_id=F("trace_id"), number=F("number"), spread=F("spread"))
        assert Slot.objects.count() == Slot.objects.filter(place=at).count() == 9
