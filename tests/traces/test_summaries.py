import json
from datetime import UTC, datetime

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from apps.projects.models import Project
from apps.tenants.scope import scope
from apps.traces.filters import filters_of
from apps.traces.models import Failure, Trace
from apps.traces.prepared import prepare
from apps.traces.queries import traces
from apps.traces.services import store, store_all
from tests.factories import make_organization, make_project
from tracewright.records import decode

pytestmark = pytest.mark.django_db

RUN = b"""{"id": "t1", "task_description": "Fix it.", "model": "large", "outcome": {"exit_status": "Submitted"},
  "started_at": "2026-03-02T09:00:00Z", "structured_turns": [
  {"role": "assistant", "tool_calls": [
    {"tool": "Edit", "input": {"file_path": "a.py", "old": "x"}, "is_error": true, "output": "no match"},
    {"tool": "Bash", "input": {"command": "make"}, "is_error": true, "output": "timed out"},
    {"tool": "Edit", "input": {"file_path": "a.py", "old": "y"}, "output": "edited"}]}]}"""


@pytest.fixture
def project():
    acme = make_organization()
    with scope(acme.pk):
        yield make_project(acme)


def keep(project: Project, raw: bytes = RUN) -> Trace:
    return store(project=project, prepared=prepare("t1", decode(raw, "here"))).trace


def failures():
    return list(
        Failure.objects.order_by("index", "call").values_list("tool", "error_class", "recovery_kind", "distance")
    )


def test_what_lists_filter_by_is_kept_with_the_trace(project):
    trace = keep(project)
    assert (trace.model, trace.outcome, trace.recovered, trace.unrecovered) == ("large", "Submitted", 1, 1)
    assert trace.began_at == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_each_failure_is_kept_with_its_recovery(project):
    keep(project)
    assert failures() == [("Edit", "text not found", "correction", 2), ("Bash", "timeout", "", None)]


def test_failures_are_those_of_the_newest_revision(project):
    keep(project)
    keep(project, RUN.replace(b'"is_error": true, "output": "timed out"', b'"output": "made"'))
    assert failures() == [("Edit", "text not found", "correction", 2)]


def test_a_log_that_tells_nothing_leaves_the_columns_empty(project):
    trace = keep(project, b'{"steps": ["look"]}')
    assert (trace.model, trace.outcome, trace.began_at, trace.unrecovered) == ("", "", None, 0)


def test_values_longer_than_their_columns_are_cut(project):
    trace = keep(project, RUN.replace(b"large", b"l" * 300).replace(b"Submitted", b"s" * 300))
    assert (len(trace.model), len(trace.outcome)) == (200, 100)


def test_the_command_fills_what_was_imported_before(project):
    keep(project)
    Trace.objects.update(model="", outcome="", recovered=None, unrecovered=None, began_at=None)
    Failure.objects.all().delete()
    call_command("summarize_traces", "acme", project.slug)
    trace = Trace.objects.get()
    assert (trace.model, trace.unrecovered, len(failures())) == ("large", 1, 2)


def test_search_finds_the_newest_revision(project):
    keep(project)
    keep(project, RUN.replace(b'"command": "make"', b'"command": "ninja"'))
    assert [traces(project, search=word).count() for word in ("make", "ninja")] == [0, 1]


@pytest.mark.parametrize("place", [("nowhere",), ("acme", "nowhere")])
def test_the_command_knows_its_places(project, place):
    with pytest.raises(CommandError, match="There is no"):
        call_command("summarize_traces", *place)


@pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite plans otherwise")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("query", "index"), [({"tool": "Edit"}, "step_tool"), ({"path": "a.p"}, "step_path")])
def test_filters_by_steps_use_their_index_under_row_level_security(query, index):
    """In a project of a size at which the planner has something to choose, and of which it knows."""
    others = {"structured_turns": [{"tool_calls": [{"tool": f"Tool{n}", "input": {}}] * 20} for n in range(50)]}
    other = json.dumps(others).encode()
    acme = make_organization()
    with scope(acme.pk):
        project = make_project(acme)
        store_all(project=project, prepared=[prepare(f"run {n}", decode(other, "here")) for n in range(20)])
        keep(project)
    as_owner = {"user": settings.DATABASE_OWNER, "cursor_factory": psycopg.Cursor}
    with psycopg.connect(**connection.get_connection_params() | as_owner) as connected:
        connected.execute("ANALYZE")  # of a table that is not its own the application's user only gets a warning
    with scope(acme.pk):
        assert index in traces(project, filters=filters_of(query)).explain()
