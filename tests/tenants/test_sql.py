"""Statements that are compiled once give what the queryset they were made of gives."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from apps.annotations.models import Draft
from apps.assignments.models import Assignment
from apps.assignments.queries import own_turn
from apps.assignments.services import claim_next
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from apps.tenants.sql import Compiled, first_row, insert, insert_rows, run_together
from apps.traces.models import ToolArgument
from tests.factories import import_project, make_member, make_organization

pytestmark = pytest.mark.django_db
OWN_TURN = own_turn("")
LATE = Compiled(lambda pk: Assignment.objects.filter(pk=pk, lease_until__gt=timezone.now()))


def told(row: Model | None) -> object:
    """All that a row and the rows it brought along hold."""
    if row is None:
        return None
    cached = {name: told(other) for name, other in row._state.fields_cache.items()}
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}, cached


@pytest.fixture
def turn() -> Assignment:
    acme = make_organization()
    project, member = import_project(acme), make_member(acme)
    with scope(acme.pk):
        return claim_next(project=project, by=member)


def test_a_compiled_queryset_gives_the_rows_and_relations_of_the_queryset(turn):
    numbers = (turn.organization_id, turn.member_id, turn.pk)
    with scope(turn.organization_id):
        plain = OWN_TURN.build(*numbers).get()
        assert [told(row) for row in OWN_TURN(*numbers)] == [told(plain)]
        assert plain.project.settings  # JSON
        assert plain.lease_until.tzinfo  # a moment


def test_it_asks_anew_each_time(turn):
    numbers = (turn.organization_id, turn.member_id, turn.pk)
    with scope(turn.organization_id):
        assert OWN_TURN(*numbers)[0].state == "claimed"
        Assignment.objects.filter(pk=turn.pk).update(state="skipped")
        assert OWN_TURN(*numbers)[0].state == "skipped"
        assert OWN_TURN(*numbers[:2], turn.pk + 1) == OWN_TURN(*numbers[:2], 10**30) == []


def test_its_numbers_come_in_the_order_of_the_function(turn):
    swapped = Compiled(lambda pk, organization: Membership.objects.filter(organization=organization, pk=pk))
    with scope(turn.organization_id):
        assert swapped(turn.member_id, turn.organization_id) == [turn.member]


def test_it_takes_numbers_only(turn):
    """A moment would stay that of the first call."""
    with scope(turn.organization_id), pytest.raises(ValueError, match="not in list"):
        LATE(turn.pk)


@pytest.mark.django_db(transaction=True)
def test_every_thread_asks_on_its_own_connection(turn):
    def ask(_number: int) -> str:
        with scope(turn.organization_id):
            state = OWN_TURN(turn.organization_id, turn.member_id, turn.pk)[0].state
        connection.close()
        return state

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(8))) == ["claimed"] * 8


def test_a_statement_without_rows_gives_none(turn):
    with scope(turn.organization_id):
        assert first_row("UPDATE assignments_slot SET state = 'open' WHERE id = %s", [-1]) is None
        assert first_row("SELECT id FROM assignments_slot WHERE id = %(id)s", {"id": turn.slot_id}) == (turn.slot_id,)


@pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite plans in microseconds")
def test_a_statement_is_planned_once_for_a_connection(turn):
    counted = "SELECT count(*) FROM assignments_slot WHERE id = %s AND state <> 'planned once'"
    with scope(turn.organization_id):
        for _ in range(3):
            first_row(counted, [turn.slot_id])
        planned = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%$1%%planned once%%'"
        with connection.cursor() as cursor:
            cursor.execute(planned, [])
            assert cursor.fetchone() == (1,)


@pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite keeps whole numbers of any size")
def test_a_number_that_is_too_large_for_its_column_is_refused_and_not_cut(turn):
    rows = Project.objects.filter(pk=turn.project_id)
    with scope(turn.organization_id):
        with pytest.raises(DataError), transaction.atomic():
            rows.update(quota=2**33 + 5)
        with pytest.raises(DataError), transaction.atomic():
            first_row("UPDATE projects_project SET quota = %s WHERE id = %s", [2**33 + 5, turn.project_id])


def test_a_fault_of_the_database_is_djangos(turn):
    with scope(turn.organization_id), pytest.raises(Exception, match="no_such_table") as raised, transaction.atomic():
        first_row("SELECT 1 FROM no_such_table", [])
    assert type(raised.value).__module__ == "django.db.utils"


def test_an_inserted_row_is_stored_as_it_is_held(turn):
    with scope(turn.organization_id):
        draft = Draft(organization_id=turn.organization_id, assignment=turn, answers={"b": 1, "a": "é"}, number=3)
        assert insert(draft) is draft and not draft._state.adding
        assert Draft.objects.filter(pk=draft.pk).values().get() == {
            "id": draft.pk,
            "organization_id": turn.organization_id,
            "assignment_id": turn.pk,
            "answers": {"b": 1, "a": "é"},
            "base": {},
            "number": 3,
            "saved_at": draft.saved_at,
        }


def test_an_inserted_row_obeys_the_constraints_of_its_table(turn):
    with scope(turn.organization_id):
        insert(Draft(organization_id=turn.organization_id, assignment=turn))
        with pytest.raises(IntegrityError), transaction.atomic():
            insert(Draft(organization_id=turn.organization_id, assignment=turn))
        assert Draft.objects.count() == 1


def test_statements_that_are_sent_together_give_their_rows_in_order(turn):
    ask = "SELECT state FROM assignments_assignment WHERE id = %s"
    change = "UPDATE assignments_assignment SET state = 'skipped' WHERE id = %s"
    with scope(turn.organization_id):
        assert run_together((ask, [turn.pk]), (change, [turn.pk]), (ask, [turn.pk])) == [
            [("claimed",)],
            [],
            [("skipped",)],
        ]


def test_of_statements_that_are_sent_together_none_is_done_when_one_fails(turn):
    change = "UPDATE assignments_assignment SET state = 'skipped' WHERE id = %s"
    broken = "UPDATE assignments_assignment SET member_id = NULL WHERE id = %s"
    with pytest.raises(IntegrityError), scope(turn.organization_id), transaction.atomic():
        run_together((change, [turn.pk]), (broken, [turn.pk]), (change, [turn.pk]))
    with scope(turn.organization_id):
        assert Assignment.objects.get(pk=turn.pk).state == "claimed"


@pytest.mark.parametrize("count", [0, 1, 501])
def test_rows_written_at_once_are_as_they_were_given(count):
    acme = make_organization()
    project = import_project(acme)
    columns = ("organization_id", "project_id", "tool", "argument", "json_type", "count")
    rows = [(acme.pk, project.pk, "Read é %s", f"a{number:03}", "string", number) for number in range(count)]
    with scope(acme.pk):
        insert_rows(ToolArgument, columns, iter(rows))
        found = ToolArgument.objects.filter(tool="Read é %s").order_by("argument").values_list(*columns)
        assert list(found) == rows
