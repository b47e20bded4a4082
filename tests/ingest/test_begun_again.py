"""An import that stopped in its middle and is begun again from its page, and one of what was imported long before."""

import json

import pytest
from django.core.management import call_command

from apps.ingest import services
from apps.ingest.models import Chunk, Upload
from apps.ingest.reading import import_sources
from apps.jobs import running
from apps.jobs.models import Job
from apps.jobs.services import request_cancel
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.ingest.uploading import DATA, imported, run, states, upload
from tracewright.convert import swe_agent_trajectory

pytestmark = pytest.mark.django_db(transaction=True)
TASKS = ("a__b-1", "a__b-2", "a__b-3")
REPORT = json.dumps({task: {"resolved": True, "patch_successfully_applied": True} for task in TASKS}).encode()


def log(task: str) -> bytes:
    step = {"action": "ls", "observation": "x", "thought": task, "response": "t"}
    run = {"instance_id": task, "trajectory": [step], "history": [], "info": {"exit_status": "submitted"}}
    return json.dumps(run).encode()


def outcomes(project: Project) -> list[str]:
    with scope(project.organization_id):
        return list(Trace.objects.filter(project=project).order_by("identity").values_list("outcome", flat=True))


def cancelled_after(
    number: int, project: Project, by: Membership, files: dict[str, bytes], monkeypatch
) -> list[Upload]:
    """Uploads whose import a person stopped when so many of the files with a run were read; those that may begin again."""
    rows = [upload(project, by, name, content) for name, content in files.items()]
    with scope(project.organization_id):
        job = services.begin_import(project=project, uploads=[row.pk for row in rows], by=by)
    seen = []

    def stopping(sources, *others):
        seen.extend(sources)
        if len(seen) > number:
            with scope(project.organization_id):
                request_cancel(job=Job.objects.get(pk=job.pk), by=by)
        yield 0
        yield from import_sources(sources, *others)

    with monkeypatch.context() as patched:
        patched.setattr("apps.ingest.job.import_sources", stopping)
        patched.setattr(running, "BEAT_SECONDS", 0)
        running.run(project.organization_id, job.pk, "a worker")
    with scope(project.organization_id):
        assert Job.objects.get(pk=job.pk).state == Job.State.CANCELLED
        return [row for row in Upload.objects.select_related("job") if row.can_begin]


def chunks(project: Project) -> set[str]:
    with scope(project.organization_id):
        return set(Chunk.objects.values_list("upload__name", flat=True))


def test_outcomes_that_had_ended_are_joined_to_the_runs_that_come_later(project, manager, monkeypatch):
    files = {"a-report.json": REPORT, **{f"{task}.traj": log(task) for task in TASKS}}
    left = cancelled_after(1, project, manager, files, monkeypatch)
    assert [row.name for row in left] == ["a__b-2.traj", "a__b-3.traj"]
    run(project, manager, left)
    assert outcomes(project) == ["resolved"] * 3
    assert chunks(project) == set()


def test_the_files_of_a_run_that_had_ended_are_read_with_it(project, manager, monkeypatch):
    folder = DATA / "claude_code"
    agents = {path.name: path.read_bytes() for path in (folder / "spawning").rglob("*") if path.is_file()}
    files = {**agents, "spawning.jsonl": (folder / "spawning.jsonl").read_bytes()}
    left = cancelled_after(0, project, manager, files, monkeypatch)
    assert [row.name for row in left] == ["spawning.jsonl"]
    run(project, manager, left)
    with scope(project.organization_id):
        [trace] = Trace.objects.select_related("current")
        found = trace.steps, trace.calls, trace.current.number
    assert states(imported(project, manager, files)["spawning.jsonl"]) == {"unchanged": 1}
    assert found == (9, 4, 1)


def test_files_of_a_run_that_could_not_be_read_wait_for_it(project, manager, monkeypatch):
    folder = DATA / "claude_code"
    agents = {path.name: path.read_bytes() for path in (folder / "spawning").rglob("*") if path.is_file()}
    monkeypatch.setattr("apps.ingest.job.import_sources", lambda *_: iter(()))  # as though nothing could be read
    rows = imported(project, manager, {**agents, "spawning.jsonl": (folder / "spawning.jsonl").read_bytes()})
    assert rows["spawning.jsonl"].state == Upload.State.FAILED
    parts = {name for name, row in rows.items() if row.report["part_of"] == "spawning.jsonl"}
    assert parts and chunks(project) == {"spawning.jsonl", *parts}
    monkeypatch.undo()
    run(project, manager, [rows["spawning.jsonl"]])
    with scope(project.organization_id):
        assert Trace.objects.get().steps == 9
    assert chunks(project) == set()


def test_what_was_said_of_a_run_stays_when_a_newer_converter_reads_its_log(project, manager, monkeypatch):
    task = TASKS[0]
    imported(project, manager, {f"{task}.traj": log(task), "report.json": REPORT})
    monkeypatch.setattr(swe_agent_trajectory, "version", 99)
    imported(project, manager, {f"{task}.traj": log(task)})
    assert outcomes(project) == ["resolved"]


def test_what_was_said_of_a_run_stays_when_it_is_converted_anew(project, manager, monkeypatch):
    task = TASKS[0]
    imported(project, manager, {f"{task}.traj": log(task), "report.json": REPORT})
    monkeypatch.setattr(swe_agent_trajectory, "version", 99)
    with scope(project.organization_id):
        place = f"{project.organization.slug}/{project.slug}"
    call_command("reconvert", place)
    with scope(project.organization_id):
        trace = Trace.objects.select_related("current").get()
        assert (trace.outcome, trace.current.document["outcome"]["exit_status"]) == ("resolved", "submitted")
