import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.tenants.scope import scope
from apps.traces.models import Failure, Step, ToolArgument, Trace, TraceSearch
from apps.traces.prepared import prepare
from apps.traces.services import store as store_prepared
from apps.traces.services import store_all
from tests.factories import make_organization, make_project
from tracewright.records import decode

pytestmark = pytest.mark.django_db

TURNS = b"""{"id": "t1", "task_description": "Fix it.", "structured_turns": [
  {"role": "user", "content": "Fix it."},
  {"role": "assistant", "content": "Reading.", "tool_calls": [
    {"tool": "Read", "input": {"file_path": "a.py"}, "is_error": true},
    {"tool": "Bash", "input": {"command": "ls"}, "is_error": true, "error_source": "rejected"}]}]}"""


@pytest.fixture
def project():
    acme = make_organization()
    with scope(acme.pk):
        yield make_project(acme)


def store(project, raw=TURNS, identity="t1", **how):
    return store_prepared(project=project, prepared=prepare(identity, decode(raw, "here")), **how)


def store_record(project, record):
    return store_prepared(project=project, prepared=prepare("t1", record)).revision


def test_turns_and_calls_become_rows(project):
    store(project)
    rows = Step.objects.order_by("index", "call").values_list("index", "call", "role", "tool", "path", "is_error")
    assert sorted(rows, key=str) == sorted(
        [
            (0, None, "user", "", "", False),
            (1, None, "assistant", "", "", False),
            (1, 0, "assistant", "Read", "a.py", True),
            (1, 1, "assistant", "Bash", "", False),  # rejected by a person: no error of the agent
        ],
        key=str,
    )


def test_the_lists_columns_are_filled(project):
    trace = store(project).trace
    assert (trace.task, trace.steps, trace.calls, trace.errors) == ("Fix it.", 2, 2, 1)


def test_the_same_bytes_make_no_revision(project):
    store(project)
    assert store(project).revision is None
    assert Trace.objects.get().current.number == 1


def test_an_older_state_that_comes_again_makes_no_revision_of_what_never_goes_back(project):
    store(project)
    grown = TURNS.replace(b"Reading.", b"Reading it.")
    assert store(project, grown, goes_back=False).revision.number == 2
    assert store(project, goes_back=False).revision is None
    assert store(project).revision.number == 3


def test_a_newer_converter_that_makes_another_document_makes_a_revision(project):
    record = decode(b'{"steps": ["a"]}', "here")._replace(format="claude_code", identity="t1")
    newer = record._replace(document={"steps": ["a", "b"]})
    assert store_record(project, record).number == 1
    assert store_record(project, newer) is None  # its version is the same: a converter that changed says so
    assert store_record(project, record._replace(version=2)) is None  # the same document
    assert store_record(project, newer._replace(version=2)).converter_version == 2


def test_one_identity_in_two_formats_is_two_traces(project):
    record = decode(b'{"steps": ["a"]}', "here")
    store_record(project, record)
    store_record(project, record._replace(format="claude_code"))
    assert sorted(Trace.objects.values_list("format", flat=True)) == ["claude_code", "potato"]


def test_the_same_run_in_another_project_is_another_trace(project):
    store(project)
    with_other = make_project(project.organization, "Other")
    store(with_other)
    assert Trace.objects.count() == 2


def test_equal_steps_of_two_revisions_have_equal_hashes(project):
    first, second = b'{"steps": ["a", "b"]}', b'{"steps": ["a", "c"]}'
    store(project, first)
    store(project, second)
    hashes = list(Step.objects.order_by("revision__number", "index").values_list("content_hash", flat=True))
    assert hashes[0] == hashes[2]
    assert hashes[1] != hashes[3]


def test_names_longer_than_their_columns_are_cut_in_the_rows_only(project):
    long = "x" * 3000
    raw = f'{{"structured_turns": [{{"role": "{long}", "tool_calls": [{{"tool": "{long}", "input": {{"path": "{long}"}}}}]}}]}}'
    revision = store(project, raw.encode()).revision
    row = Step.objects.get(call=0)
    assert (len(row.role), len(row.tool), len(row.path)) == (50, 200, 1000)
    assert revision.document["structured_turns"][0]["role"] == long


def kept(project) -> list[object]:
    """All that is kept of a project's traces but ids and times."""
    rows = Trace.objects.filter(project=project).order_by("identity")
    return [
        [
            (trace.identity, trace.task, trace.steps, trace.calls, trace.errors, trace.recovered, trace.current.number),
            list(trace.revisions.order_by("number").values_list("number", "native_sha256", "document_sha256")),
            [revision.body.native_bytes() for revision in trace.revisions.order_by("number")],
            list(
                trace.current.step_rows.order_by("index", "call").values_list("index", "call", "tool", "content_hash")
            ),
            list(trace.slots.order_by("number").values_list("number", "revision__number")),
            list(TraceSearch.objects.filter(trace=trace).values_list("text", flat=True)),
            list(Failure.objects.filter(trace=trace).order_by("index", "call").values_list("index", "call", "tool")),
        ]
        for trace in rows
    ]


RUNS = st.tuples(st.sampled_from(["t1", "t2", "t3"]), st.sampled_from([TURNS, TURNS.replace(b"Reading", b"Looking")]))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(RUNS, max_size=5), max_size=3), goes_back=st.booleans())
def test_records_that_are_stored_together_become_what_they_become_one_by_one(project, batches, goes_back):
    with transaction.atomic():
        together, apart = make_project(project.organization, "A"), make_project(project.organization, "B")
        for batch in batches:
            prepared = [prepare(identity, decode(raw, "here")) for identity, raw in batch]
            at_once = store_all(project=together, prepared=prepared, goes_back=goes_back)
            single = [store(apart, raw, identity, goes_back=goes_back) for identity, raw in batch]
            assert [(each.trace.identity, each.revision and each.revision.number) for each in at_once] == [
                (each.trace.identity, each.revision and each.revision.number) for each in single
            ]
        assert kept(together) == kept(apart)
        assert counted(together) == counted(apart)
        transaction.set_rollback(True)


def counted(project) -> list[object]:
    return sorted(ToolArgument.objects.filter(project=project).values_list("tool", "argument", "json_type", "count"))


def test_a_batch_of_new_traces_takes_as_few_statements_as_one(project, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as one:
        store(project)
    prepared = [prepare(f"run {number}", decode(TURNS, "here")) for number in range(40)]
    with django_assert_max_num_queries(len(one.captured_queries)):
        store_all(project=project, prepared=prepared)
