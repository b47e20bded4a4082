"""The job of an import: what becomes of good, bad, repeated, grown and broken files."""

import errno
import gzip
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from apps.ingest import services
from apps.ingest.models import Chunk, Upload
from apps.ingest.reading import import_sources
from apps.jobs import running
from apps.jobs.models import Job
from apps.jobs.services import retry
from apps.projects.models import Project
from apps.tenants.scope import scope
from apps.traces.models import Trace
from apps.traces.prepared import prepare
from tests.ingest.uploading import DATA, SESSION, imported, run, states, upload
from tracewright.cli.inputs import Unpacking
from tracewright.convert import codex

pytestmark = pytest.mark.django_db(transaction=True)


def traces(project: Project) -> list[Trace]:
    with scope(project.organization_id):
        return list(Trace.objects.select_related("current").filter(project=project))


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_session_becomes_a_trace_with_its_native_bytes(project, manager):
    row = imported(project, manager, {"a.jsonl": SESSION})["a.jsonl"]
    [trace] = traces(project)
    assert (trace.format, row.state, states(row)) == ("claude_code", Upload.State.DONE, {"added": 1})
    with scope(project.organization_id):
        assert trace.current.body.native_bytes() == SESSION


def test_the_report_counts_records_turns_and_calls(project, manager):
    row = imported(project, manager, {"a.jsonl": SESSION})["a.jsonl"]
    [trace] = traces(project)
    assert row.report["counts"]["records"] == len(SESSION.splitlines())
    assert (row.report["counts"]["turns"], row.report["counts"]["calls"]) == (trace.steps, trace.calls)
    assert row.report["traces"] == [[trace.pk, trace.identity, "added", "claude_code"]]


def test_the_same_file_twice_changes_nothing(project, manager):
    imported(project, manager, {"a.jsonl": SESSION})
    row = imported(project, manager, {"a.jsonl": SESSION})["a.jsonl"]
    [trace] = traces(project)
    assert (states(row), trace.current.number) == ({"unchanged": 1}, 1)


def test_a_grown_file_is_a_revision(project, manager):
    lines = SESSION.splitlines(keepends=True)
    imported(project, manager, {"a.jsonl": b"".join(lines[:-1])})
    row = imported(project, manager, {"a.jsonl": SESSION})["a.jsonl"]
    [trace] = traces(project)
    assert (states(row), trace.current.number) == ({"changed": 1}, 2)


def test_a_file_of_no_known_format_fails_alone_and_says_why(project, manager):
    rows = imported(project, manager, {"a.jsonl": SESSION, "notes.md": b"# Shopping\n\n- milk\n"})
    assert rows["notes.md"].state == Upload.State.FAILED
    assert "no format recognised" in rows["notes.md"].report["problems"][0]
    assert (rows["a.jsonl"].state, len(traces(project))) == (Upload.State.DONE, 1)


def test_a_fault_of_ours_in_one_file_keeps_no_other_out(project, manager, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(codex, "convert", broken)
    rollout = next(path for path in sorted((DATA / "codex").rglob("*.jsonl")))
    rows = imported(project, manager, {"a.jsonl": rollout.read_bytes(), "b.jsonl": SESSION})
    assert "a fault of ours" in rows["a.jsonl"].report["problems"][0]
    assert (rows["a.jsonl"].state, rows["b.jsonl"].state) == (Upload.State.FAILED, Upload.State.DONE)


def test_a_file_that_killed_its_worker_twice_is_not_read_again(project, manager):
    rows = [upload(project, manager, name, SESSION) for name in ("a.jsonl", "b.jsonl")]
    with scope(project.organization_id):
        job = services.begin_import(project=project, uploads=[row.pk for row in rows], by=manager)
        Upload.objects.filter(pk=rows[0].pk).update(tries=2)
    running.run(project.organization_id, job.pk, "a worker")
    with scope(project.organization_id):
        first, second = (Upload.objects.get(pk=row.pk) for row in rows)
    assert "its worker died" in first.report["problems"][0]
    assert (first.state, second.state) == (Upload.State.FAILED, Upload.State.DONE)


def one(identity: str, *said: str) -> str:
    """A run on a line."""
    turns = [{"role": "user", "content": content} for content in said or ("Hello.",)]
    return json.dumps({"id": identity, "structured_turns": turns}) + "\n"


def test_what_is_there_is_not_prepared_again(project, manager, monkeypatch):
    imported(project, manager, {"a.jsonl": (one("t1") + one("t2")).encode()})
    made = []
    monkeypatch.setattr(
        "apps.ingest.reading.prepare", lambda identity, *_, **__: made.append(identity) or prepare(identity, *_, **__)
    )
    row = imported(project, manager, {"a.jsonl": (one("t1") + one("t2") + one("t3")).encode()})["a.jsonl"]
    assert (made, states(row)) == (["t3"], {"unchanged": 2, "added": 1})


def test_the_only_run_of_a_file_stays_as_it_was_when_one_is_added(project, manager):
    imported(project, manager, {"a.jsonl": one("t1").encode()})
    row = imported(project, manager, {"a.jsonl": (one("t1") + one("t2")).encode()})["a.jsonl"]
    assert states(row) == {"unchanged": 1, "added": 1}


def test_what_is_there_and_what_it_grew_to_may_come_in_one_file(project, manager):
    imported(project, manager, {"a.jsonl": (one("t1") + one("t2")).encode()})
    both = one("t1") + one("t1", "Hello.", "And now?")
    row = imported(project, manager, {"a.jsonl": both.encode()})["a.jsonl"]
    assert states(row) == {"unchanged": 1, "changed": 1}


class Died(BaseException):
    """What a worker that is killed does not say."""


def attempt(job: Job, monkeypatch: pytest.MonkeyPatch, batches: int) -> None:
    """By a worker that is killed after so many transactions; the sweeper gives the job to the next."""

    def dying(*arguments):
        for number, done in enumerate(import_sources(*arguments), start=1):
            yield done
            if number == batches:
                raise Died

    monkeypatch.setattr("apps.ingest.job.import_sources", dying)
    with suppress(Died):
        running.run(job.organization_id, job.pk, "a worker")
    with scope(job.organization_id):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(state=Job.State.QUEUED)


@pytest.mark.parametrize(("kills", "becomes"), [((1, 2, 3, 4), "done"), ((2, 2, 2, 9), "failed")])
def test_a_file_may_be_interrupted_while_it_gets_further_each_time(project, manager, monkeypatch, kills, becomes):
    monkeypatch.setattr("apps.jobs.batches.BATCH", 1)
    row = upload(project, manager, "a.jsonl", "".join(one(f"t{n}") for n in range(5)).encode())
    with scope(project.organization_id):
        job = services.begin_import(project=project, uploads=[row.pk], by=manager)
    for batches in (*kills, 9):
        attempt(job, monkeypatch, batches)
    with scope(project.organization_id):
        assert Upload.objects.get(pk=row.pk).state == becomes


def test_files_that_are_removed_meanwhile_keep_no_other_out(project, manager, monkeypatch):
    monkeypatch.setattr(services, "PART_BYTES", 1)  # a part for each file
    logs = {"a.md": b"# milk", "b.jsonl": one("b").encode(), "c.jsonl": one("c").encode(), "d.jsonl": one("d").encode()}
    rows = [upload(project, manager, name, content) for name, content in logs.items()]
    with scope(project.organization_id):
        job = services.begin_import(project=project, uploads=[row.pk for row in rows], by=manager)
    attempt(job, monkeypatch, 1)  # dies with the first trace
    with scope(project.organization_id):
        services.remove(upload=Upload.objects.get(name="a.md"), by=manager)
    attempt(job, monkeypatch, 9)
    with scope(project.organization_id):
        assert Job.objects.get(pk=job.pk).state == Job.State.DONE
        assert {row.state for row in Upload.objects.filter(job=job)} == {Upload.State.DONE}
    assert {trace.identity for trace in traces(project)} == {"b", "c", "d"}


def test_a_look_that_ends_without_a_death_keeps_no_file_out(project, manager, monkeypatch):
    row = upload(project, manager, "a.jsonl", SESSION)
    with scope(project.organization_id):
        job = services.begin_import(project=project, uploads=[row.pk], by=manager)
        Job.objects.filter(pk=job.pk).update(tries=1, shards=1)  # one that came to nothing
    with monkeypatch.context() as full:
        full.setattr("apps.ingest.job.gathered", raising(OSError(errno.ENOSPC, "No space left on device")))
        running.run(project.organization_id, job.pk, "a worker")
    with scope(project.organization_id):
        failed = Job.objects.get(pk=job.pk)
        retry(job=failed, by=manager)
    running.run(project.organization_id, job.pk, "a worker")
    with scope(project.organization_id):
        assert ("No space" in failed.error, states(Upload.objects.get(pk=row.pk))) == (True, {"added": 1})


def raising(error: Exception) -> Callable[..., None]:
    def act(*_: object) -> None:
        raise error

    return act


def test_what_an_earlier_attempt_ended_is_counted_and_not_read_again(project, manager):
    rows = [upload(project, manager, name, SESSION) for name in ("a.jsonl", "b.jsonl", "c.jsonl")]
    with scope(project.organization_id):
        job = services.begin_import(project=project, uploads=[row.pk for row in rows], by=manager)
        ended = Upload.objects.filter(pk__in=[row.pk for row in rows[:2]])
        ended.update(state=Upload.State.FAILED, tries=2, report={"states": {}, "problems": ["no format recognised"]})
        Upload.objects.filter(pk=rows[0].pk).update(state=Upload.State.DONE, report={"states": {"added": 4}})
    running.run(project.organization_id, job.pk, "a worker")
    with scope(project.organization_id):
        failed = Upload.objects.select_related("job").get(pk=rows[1].pk)
    assert failed.report["problems"] == ["no format recognised"]
    assert failed.job.result == {"traces": 5, "failed": 1}


def test_what_is_compressed_is_read_as_what_it_holds(project, manager):
    rows = imported(project, manager, {"a.jsonl.gz": gzip.compress(SESSION), "b.zip": zipped(**{"x/y.jsonl": SESSION})})
    assert [row.report["formats"] for row in rows.values()] == [{"claude_code": 1}, {"claude_code": 1}]
    assert len(traces(project)) == 1  # the same session


def test_a_zip_that_leads_out_of_itself_is_named_and_the_rest_of_it_read(project, manager):
    row = imported(project, manager, {"b.zip": zipped(**{"../x.jsonl": SESSION, "y.jsonl": SESSION})})["b.zip"]
    assert "leads out of the archive" in row.report["problems"][0]
    assert states(row) == {"added": 1}


def test_a_problem_names_no_folder_of_the_server(project, manager):
    row = imported(project, manager, {"b.zip": zipped(**{"y.md": b"# milk"})})["b.zip"]
    assert row.report["problems"][0].startswith("b.zip y.md: ")


@pytest.mark.parametrize(
    "content",
    [b"no zip", zipped(**{".env": b""}), zipped(**{f"{'x' * 300}.md": b""})],
    ids=["no zip", "a hidden file", "a long name"],
)
def test_a_problem_of_unpacking_names_no_folder_of_the_server(project, manager, content: bytes):
    row = imported(project, manager, {"k.zip": content})["k.zip"]
    [problem] = row.report["problems"]
    assert problem.startswith("k.zip")
    assert "tracewright" not in problem


@pytest.mark.parametrize("tries", [1, 2])
def test_a_fault_of_ours_in_unpacking_keeps_no_other_file_out(project, manager, monkeypatch, tries: int):
    class Faulty(Unpacking):
        def files(self, place):
            if place.endswith("a.zip"):
                raise LookupError("ours")
            yield from super().files(place)

    monkeypatch.setattr("apps.ingest.unpacking.Unpacking", Faulty)
    rows = [upload(project, manager, name, SESSION) for name in ("a.zip", "b.jsonl")]
    with scope(project.organization_id):
        job = services.begin_import(project=project, uploads=[row.pk for row in rows], by=manager)
        Job.objects.filter(pk=job.pk).update(tries=tries - 1)
    running.run(project.organization_id, job.pk, "a worker")
    with scope(project.organization_id):
        broken, good = (Upload.objects.get(pk=row.pk) for row in rows)
    assert (broken.state, good.state, states(good)) == (Upload.State.FAILED, Upload.State.DONE, {"added": 1})
    assert broken.report["problems"] == ["a.zip: cannot be unpacked: a fault of ours, which the server's log describes"]


def test_a_chosen_format_is_used(project, manager):
    row = upload(project, manager, "a.jsonl", SESSION)
    with scope(project.organization_id):
        Upload.objects.filter(pk=row.pk).update(format="codex")
    row = run(project, manager, [row])["a.jsonl"]
    assert row.state == Upload.State.FAILED


def test_bytes_are_dropped_when_their_traces_are_there_and_kept_otherwise(project, manager):
    imported(project, manager, {"a.jsonl": SESSION, "notes.md": b"# milk"})
    with scope(project.organization_id):
        [chunk] = Chunk.objects.select_related("upload")
    assert chunk.upload.name == "notes.md"
    assert default_storage.exists(chunk.path)


def test_outcomes_of_runs_that_are_not_here_are_named(project, manager):
    prediction = {"instance_id": "no__such-1", "model_name_or_path": "m", "model_patch": "diff --git a b"}
    rows = imported(project, manager, {"a.jsonl": SESSION, "preds.json": json.dumps([prediction]).encode()})
    report = rows["preds.json"].report
    assert (report["outcomes"][0]["tasks"], report["outcomes"][0]["joined"]) == (1, 0)
    assert "no run of it is here" in report["problems"][0]


def test_an_import_with_nothing_in_it_leaves_no_folder(project, manager, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    imported(project, manager, {"a.jsonl": SESSION})
    assert list(Path(tmp_path).iterdir()) == []


def test_outcomes_in_the_same_import_are_joined_as_a_revision_of_traces_that_were_there(project, manager):
    run_of_task = {
        "instance_id": "a__b-1",
        "trajectory": [{"action": "ls", "observation": "x", "thought": "t", "response": "t"}],
        "history": [],
        "info": {"exit_status": "submitted"},
    }
    log = json.dumps(run_of_task).encode()
    imported(project, manager, {"a__b-1.traj": log})
    said = json.dumps({"a__b-1": {"resolved": True, "patch_successfully_applied": True}}).encode()
    rows = imported(project, manager, {"a__b-1.traj": log, "report.json": said})
    [trace] = traces(project)
    assert rows["report.json"].report["problems"] == []
    assert (states(rows["a__b-1.traj"]), rows["report.json"].state) == ({"changed": 1}, Upload.State.DONE)
    with scope(project.organization_id):
        assert trace.current.document["outcome"]["resolved"] is True


def test_a_log_of_before_does_not_take_the_place_of_the_longer_one(project, manager):
    shorter = b"".join(SESSION.splitlines(keepends=True)[:-1])
    for content in (shorter, SESSION, shorter, SESSION):
        row = imported(project, manager, {"a.jsonl": content})["a.jsonl"]
    [trace] = traces(project)
    assert (states(row), trace.current.number) == ({"unchanged": 1}, 2)
