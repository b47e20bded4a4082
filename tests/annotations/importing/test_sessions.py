"""Sessions of coding agents among a project's data files."""

import os
from pathlib import Path
from shutil import copytree

import pytest

from apps.annotations.importing.project import ImportReport, import_project
from apps.tenants.models import Organization
from apps.tenants.scope import scope
from apps.traces.models import Step, Trace, TraceRevision
from tests.factories import make_organization
from tests.tracewright.convert.sessions import DATA, user, written
from tests.tracewright.folders import FIX, make_project
from tracewright.convert import claude_code

pytestmark = pytest.mark.django_db
REPAIR = {**FIX, "steps_key": "structured_turns"}
EXAMPLE = Path(__file__).parents[3] / "examples" / "agent-traces" / "coding-session-repair" / "config.yaml"
CORPUS = os.environ.get("TRACE_CORPUS", "")


@pytest.fixture
def acme():
    of = make_organization()
    with scope(of.pk):
        yield of


def take(of: Organization, folder: Path, *names: str) -> ImportReport:
    if not (folder / "data").exists():
        copytree(DATA, folder / "data")
    config = make_project(folder, data_files=[f"data/{name}" for name in names], annotation_schemes=[REPAIR])
    return import_project(config, organization_id=of.pk)


def test_a_session_becomes_a_trace_of_its_format(acme, tmp_path):
    report = take(acme, tmp_path, "parallel.jsonl")
    trace = Trace.objects.select_related("current__body").get()
    assert (report.traces_added, report.warnings) == (1, [])
    assert (trace.format, trace.identity, trace.task) == (
        "claude_code",
        "pa-parallel",
        "Why does acorn count leap days twice?",
    )
    assert (trace.current.converter, trace.current.converter_version) == ("claude_code", claude_code.version)
    assert trace.current.body.native_bytes() == (DATA / "parallel.jsonl").read_bytes()


def test_turns_and_calls_of_a_session_are_counted_and_only_the_agents_errors(acme, tmp_path):
    take(acme, tmp_path, "parallel.jsonl", "stopped.jsonl")
    counts = dict(Trace.objects.values_list("identity", "errors"))
    assert counts == {
        "pa-parallel": 1,
        "st-stopped": 0,
    }  # a failed test; a rejection, a cancellation, a missing program
    assert Step.objects.filter(tool="Edit").get().path == "/srv/acorn/calendar.py"


def test_the_turns_of_sub_agents_are_steps(acme, tmp_path):
    take(acme, tmp_path, "spawning.jsonl")
    trace = Trace.objects.get()
    # 3 turns of the session, 3 of each sub-agent; 2 calls that spawn them, 1 in each
    assert (trace.steps, trace.calls) == (9, 4)


def test_a_session_that_grew_is_the_next_revision_of_its_trace(acme, tmp_path):
    take(acme, tmp_path, "parallel.jsonl")
    path = tmp_path / "data/parallel.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-2]))
    assert take(acme, tmp_path, "parallel.jsonl").traces_changed == 1
    path.write_bytes(b"".join(lines))
    assert take(acme, tmp_path, "parallel.jsonl").traces_changed == 1
    assert list(TraceRevision.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert take(acme, tmp_path, "parallel.jsonl").traces_same == 1


def test_the_faults_of_a_session_stand_in_the_report(acme, tmp_path):
    written(tmp_path / "data", user("a", "Go."), '{"type":"us', name="s.jsonl")
    (warning,) = take(acme, tmp_path, "s.jsonl").warnings
    assert warning.startswith("data/s.jsonl: line 2: not JSON")


def test_the_example_of_sessions_is_imported(acme):
    report = import_project(EXAMPLE, organization_id=acme.pk)
    assert (report.traces_added, report.without_steps, report.warnings) == (2, 0, [])
    assert sorted(Trace.objects.values_list("steps", "calls", "errors")) == [(14, 9, 1), (17, 15, 2)]


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS, reason="TRACE_CORPUS names no folder of real traces")
def test_a_large_real_session_is_imported(acme, tmp_path):
    (tmp_path / "data").mkdir()
    name = "entireio-cli__89_7eb280e769_12__full.jsonl"
    (tmp_path / "data" / name).write_bytes(Path(CORPUS, "claude_code", name).read_bytes())
    take(acme, tmp_path, name)
    trace = Trace.objects.get()
    # As the corpus lists them; no error of this session was a rejection or a cancellation.
    assert (trace.calls, trace.errors) == (303, 27)
    assert len(trace.current.body.native_bytes()) == 3_725_630
