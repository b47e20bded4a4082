"""What a bookmark spares, and that nothing is passed by because of one."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection

from apps.assignments import queries
from apps.assignments.bookmarks import forget_person
from apps.assignments.ledger import faults
from apps.assignments.models import Assignment, Bookmark, Queue, Slot
from apps.assignments.openings import FIRST, FRESH, asked
from apps.assignments.order import END
from apps.assignments.services import claim_next, release, skip
from apps.assignments.standing import standing
from apps.projects.services import change_project
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.factories import claim, import_project, make_imported, make_member, make_organization, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    of = make_organization()
    with scope(of.pk):
        yield of


@pytest.fixture
def mirela(acme):
    return make_member(acme, name="Mirela")


def many(count):
    return [{"id": f"t{n}", "steps": ["x"]} for n in range(count)]


def trace_of(turn):
    return turn.revision.trace.identity


def answer(project, member, count):
    return [trace_of(submit(project, member, {})) for _ in range(count)]


def test_it_lies_at_the_first_slot_that_the_person_may_still_get(acme, mirela):
    project = import_project(acme, items=many(4), overlap=2)
    answer(project, mirela, 2)
    third = Slot.objects.filter(trace__identity="t2").first()
    assert Bookmark.objects.values_list("submitted", "place").get() == (2, third.place)


def test_it_lies_at_the_end_when_nothing_is_left(acme, mirela):
    project = import_project(acme, items=many(2), overlap=2)
    answer(project, mirela, 2)
    assert Bookmark.objects.get().place == END


MANY_DONE = """
INSERT INTO assignments_slot (organization_id, project_id, trace_id, revision_id, number, state, place, spread)
SELECT organization_id, project_id, trace_id, revision_id, 1000 * more + number, 'done', place, spread
FROM assignments_slot, generate_series(1, 50) more
"""


@pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite tells of no rows it has looked at")
@pytest.mark.parametrize("overlap", [1, 3, -1])
@pytest.mark.parametrize("strategy", ["fixed_order", "random", "least_annotated"])
def test_a_claim_looks_at_few_slots_however_many_are_done(acme, mirela, overlap, strategy):
    project = import_project(acme, items=many(40), overlap=overlap, assignment_strategy=strategy)
    answer(project, mirela, 30)
    here = standing(project, mirela)
    with connection.cursor() as cursor:
        cursor.execute(MANY_DONE)  # all of a small table are as quickly sorted as walked through
        first = FIRST.format(which=FRESH, lock="FOR UPDATE SKIP LOCKED")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {first}", asked(project, mirela, here))
        plan = json.dumps(cursor.fetchone()[0])
    assert max(float(loops) for loops in re.findall(r'"Actual Loops": ([\d.]+)', plan)) <= 3


def test_a_new_person_begins_at_the_beginning(acme, mirela):
    project = import_project(acme, items=many(4), overlap=2)
    answer(project, mirela, 3)
    assert answer(project, make_member(acme, name="Tomas"), 4) == ["t0", "t1", "t2", "t3"]


def test_traces_that_come_before_it_later_are_not_passed_by(acme, mirela):
    project = import_project(acme, items=many(10), overlap=1, assignment_strategy="random")
    answer(project, mirela, 10)
    import_project(acme, items=many(30), overlap=1, assignment_strategy="random")
    assert queries.progress_of(project, mirela) == (10, 30, False)
    assert sorted(answer(project, mirela, 20)) == sorted(f"t{n}" for n in range(10, 30))


def test_slots_that_a_raised_overlap_adds_before_it_are_not_passed_by(acme, mirela):
    project = import_project(acme, items=many(4), overlap=1)
    tomas = make_member(acme, name="Tomas")
    assert answer(project, tomas, 1) + answer(project, mirela, 3) == ["t0", "t1", "t2", "t3"]
    change_project(project=project, by=None, overlap=2)
    assert answer(project, mirela, 1) == ["t0"]
    assert answer(project, tomas, 3) == ["t1", "t2", "t3"]
    assert not any(faults(project))


def test_a_slot_that_comes_back_before_it_goes_out_first(acme, mirela):
    project = import_project(acme, items=many(4), overlap=1)
    tomas = make_member(acme, name="Tomas")
    turn = claim(project, tomas)
    answer(project, mirela, 2)
    skip(assignment=turn, reason="no", by=tomas)
    assert answer(project, mirela, 2) == ["t0", "t3"]


def test_what_a_person_handed_back_comes_when_nothing_else_is_left(acme, mirela):
    project = import_project(acme, items=many(3), overlap=2)
    release(assignment=claim(project, mirela), by=mirela)
    assert queries.progress_of(project, mirela) == (0, 3, False)
    assert answer(project, mirela, 3) == ["t1", "t2", "t0"]
    assert claim_next(project=project, by=mirela) is None


def test_it_is_made_anew_when_it_was_thrown_away(acme, mirela):
    project = import_project(acme, items=many(4), overlap=2)
    answer(project, mirela, 2)
    forget_person(imported=make_imported(acme), person=mirela)
    assert queries.progress_of(project, mirela) == (2, 4, False)
    assert answer(project, mirela, 1) == ["t2"]
    assert Bookmark.objects.get().submitted == 3


def test_a_deleted_trace_is_not_counted(acme, mirela):
    project = import_project(acme, items=many(4), overlap=2)
    answer(project, mirela, 2)
    Trace.objects.filter(identity="t0").delete()
    assert queries.progress_of(project, mirela) == (1, 3, False)
    assert answer(project, mirela, 1) == ["t2"]
    assert not any(faults(project))


def test_progress_says_when_more_are_open_than_were_counted(acme, mirela, monkeypatch):
    monkeypatch.setattr(queries, "COUNTED", 5)
    project = import_project(acme, items=many(20), overlap=3)
    answer(project, mirela, 2)
    assert queries.progress_of(project, mirela) == (2, 7, True)
    project.quota = 6
    assert queries.progress_of(project, mirela) == (2, 6, False)


def test_progress_counts_a_trace_once_however_many_of_its_slots_are_open(acme, mirela):
    project = import_project(acme, items=many(3), overlap=3)
    tomas = make_member(acme, name="Tomas")
    skip(assignment=claim(project, tomas), reason="no", by=tomas)  # one slot came back, two of this trace are fresh
    assert queries.progress_of(project, mirela) == (0, 3, False)


def test_every_trace_of_an_unlimited_project_keeps_one_slot_open(acme, mirela):
    project = import_project(acme, items=many(2), overlap=-1)
    people = [mirela, make_member(acme, name="Tomas")]
    for person in people:
        answer(project, person, 2)
    fresh = Slot.objects.filter(state=Slot.State.OPEN)
    assert sorted(fresh.values_list("trace__identity", "number")) == [("t0", 3), ("t1", 3)]
    assert not any(faults(project))


def test_an_unlimited_project_uses_a_slot_that_came_back(acme, mirela):
    project = import_project(acme, items=many(1), overlap=-1)
    tomas = make_member(acme, name="Tomas")
    skip(assignment=claim(project, mirela), reason="no", by=mirela)
    claim(project, tomas)
    assert Slot.objects.count() == 2
    assert not any(faults(project))


@pytest.mark.parametrize(("before", "after"), [(-1, 2), (3, -1)])
def test_a_project_may_become_unlimited_and_the_other_way_round(acme, mirela, before, after):
    project = import_project(acme, items=many(3), overlap=before)
    answer(project, mirela, 2)
    change_project(project=project, by=None, overlap=after)
    assert not any(faults(project))
    assert answer(project, make_member(acme, name="Tomas"), 3) == ["t0", "t1", "t2"]
    assert answer(project, mirela, 1) == ["t2"]
    assert not any(faults(project))


def test_fewest_answers_first_holds_without_a_bound_too(acme, mirela):
    project = import_project(acme, items=many(3), overlap=-1, assignment_strategy="least_annotated")
    answer(project, mirela, 2)
    assert answer(project, make_member(acme, name="Tomas"), 3) == ["t2", "t0", "t1"]


def test_saving_a_project_without_another_order_keeps_the_places(acme, mirela):
    project = import_project(acme, items=many(3), overlap=2, assignment_strategy="random")
    version = Queue.objects.get().version
    change_project(project=project, by=None, name="Other", guidelines="new")
    assert Queue.objects.get().version == version


def test_a_turn_keeps_the_trace_of_its_slot(acme, mirela):
    submit(import_project(acme), mirela)
    turn = Assignment.objects.select_related("slot").get()
    assert turn.trace_id == turn.slot.trace_id
