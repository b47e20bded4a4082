"""Slots, turns and people from before there were places and bookmarks: taken over, and back again."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from apps.assignments.ledger import faults
from apps.assignments.models import Assignment, Bookmark, Queue, Slot
from apps.assignments.services import claim_next, skip
from apps.tenants.scope import scope
from apps.tenants.walls import APP, OWNER
from tests.conftest import connect_as
from tests.factories import claim, import_project, make_member, make_organization, submit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LATEST = [("assignments", "0005_flags")]


def migrate(to: list[tuple[str, str]]) -> None:
    connect_as(OWNER, migrates=True)
    try:
        MigrationExecutor(connection).migrate(to)
    finally:
        connect_as(APP, migrates=False)


@pytest.fixture
def before_places() -> Iterator[None]:
    """Puts the tables back to what they were, with the rows that are there; the test brings them up again."""

    def down() -> None:
        migrate([("assignments", "0001_initial")])

    yield down
    migrate(LATEST)


@pytest.mark.parametrize(
    ("overlap", "strategy"), [(2, "fixed_order"), (2, "random"), (-1, "fixed_order"), (2, "least_annotated")]
)
def test_places_are_filled_in_for_what_was_there(before_places, overlap, strategy):
    projects, people = [], []
    for slug in ("acme", "other"):
        of = make_organization(slug)
        project = import_project(of, overlap=overlap, assignment_strategy=strategy)
        mirela, tomas = make_member(of), make_member(of, name="Tomas")
        submit(project, mirela)
        with scope(of.pk):
            skip(assignment=claim(project, tomas), reason="no", by=tomas)
        claim(project, mirela)
        projects.append(project)
        people.append([mirela, tomas])
    held = [rows(project) for project in projects]
    before_places()
    migrate(LATEST)
    assert [rows(project) for project in projects] == held
    for project, (mirela, tomas) in zip(projects, people, strict=True):
        with scope(project.organization_id):
            assert Queue.objects.filter(project=project).count() == 1
            assert not Bookmark.objects.exists() or not settings.ON_POSTGRESQL
            assert not any(faults(project))
            assert claim_next(project=project, by=tomas)
            assert claim_next(project=project, by=mirela).state == "claimed"


def rows(project) -> list[tuple]:
    with scope(project.organization_id):
        slots = Slot.objects.filter(project=project)
        turns = Assignment.objects.filter(project=project)
        return [
            *slots.order_by("pk").values_list("pk", "state", "spread"),
            *slots.filter(state="open").order_by("pk").values_list("pk", "place"),
            *turns.order_by("pk").values_list("pk", "trace", "state"),
        ]


def test_a_slot_is_made_for_each_trace_that_has_none_open_without_a_bound(before_places):
    acme = make_organization()
    project = import_project(acme, overlap=-1)
    with scope(acme.pk):
        Slot.objects.filter(project=project).delete()  # as it was then: a claim made them
    before_places()
    migrate(LATEST)
    with scope(acme.pk):
        assert list(Slot.objects.values_list("trace__identity", "number").order_by("pk")) == [
            ("t1", 1),
            ("t2", 1),
            ("t3", 1),
        ]
        assert not any(faults(project))
        assert claim_next(project=project, by=make_member(acme))
