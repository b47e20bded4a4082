"""An uploaded zip on its way into rows, as a worker takes it there."""

import json
import os
import stat
import tempfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db.models import Model

from apps.annotations.importing import job, uploads
from apps.annotations.models import Annotation, ProjectImport
from apps.jobs import running
from apps.jobs.batches import BATCH
from apps.jobs.models import Job
from apps.jobs.services import retry
from apps.projects.models import Project
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.annotations.zips import with_file, zip_folder, zip_of, zip_project
from tests.factories import TRACES, begin_import, done_import, make_member, make_organization, make_upload
from tests.jobs.factories import log, now
from tests.tracewright.folders import labels, make_project, step_edit

pytestmark = pytest.mark.django_db
STATES = {"ann1": {"t1": labels(step_edit(0, "look here"))}}


@pytest.fixture
def manager():
    return make_member(make_organization(), Role.MANAGER)


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files, of this test alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def run(upload: ProjectImport) -> ProjectImport:
    running.run(upload.organization_id, upload.job_id, "a worker")
    with scope(upload.organization_id):
        return ProjectImport.objects.select_related("job", "project").get(pk=upload.pk)


def rows(member: Membership, model: type[Model]) -> list:
    """Of the member's organization."""
    with scope(member.organization_id):
        return list(model.objects.all())


def test_a_zip_becomes_the_project_that_its_folder_would(manager):
    upload = done_import(make_upload(manager, zip_project(TRACES, STATES)))
    assert (upload.job.state, upload.project.slug, upload.project.name) == (Job.State.DONE, "fixing", "Fixing")
    assert len(rows(manager, Trace)) == 3
    assert [row.edits for row in rows(manager, Annotation)] == [1]


def test_every_trace_and_answer_counts_once_read_and_once_written(manager):
    upload = done_import(make_upload(manager, zip_project(TRACES, STATES)))
    assert (upload.rows, upload.job.done, upload.job.total) == (4, 8, 8)  # 3 traces and 1 answer


def test_the_report_is_kept_with_the_upload(manager):
    report = done_import(make_upload(manager, zip_project(TRACES, STATES, colour="green"))).report
    assert (report["created"], report["traces_added"], report["answers_stored"]) == (True, 3, 1)
    assert report["people"] == {"count": 1, "lines": [["ann1", "ann1", 1]]}
    assert report["keys"]["unknown"] == {"count": 1, "lines": [["colour", ""]]}


def test_the_same_project_again_is_brought_up_to_date(manager):
    done_import(make_upload(manager, zip_project(TRACES, STATES)))
    changed = [*TRACES[:2], {**TRACES[2], "steps": ["one", "two"]}]
    upload = done_import(make_upload(manager, zip_project(changed, STATES)))
    report = upload.report
    assert (report["created"], report["traces_changed"], report["traces_same"]) == (False, 1, 2)
    assert (report["answers_stored"], report["answers_same"]) == (0, 1)
    assert len(rows(manager, Project)) == 1


def test_another_address_keeps_it_apart(manager):
    done_import(make_upload(manager))
    assert done_import(make_upload(manager), address="second").project.slug == "second"
    assert len(rows(manager, Project)) == 2


def test_the_zip_is_dropped_once_it_is_imported(manager):
    upload = make_upload(manager)
    assert default_storage.exists(upload.path)
    assert done_import(upload).path == ""
    assert not default_storage.exists(upload.path)


def test_a_zip_without_a_row_is_not_kept(manager, monkeypatch):
    """Nobody could see or remove it, and it may be a gigabyte."""

    class DiskFull(Exception):
        pass

    def fail(**_row: object) -> None:
        raise DiskFull

    monkeypatch.setattr(uploads, "record", fail)
    folder = f"imports/{manager.organization_id}"
    before = default_storage.listdir(folder)[1] if default_storage.exists(folder) else []
    with pytest.raises(DiskFull):
        make_upload(manager)
    assert default_storage.listdir(folder)[1] == before


def test_a_zip_that_was_refused_is_kept_until_it_is_removed(manager, django_capture_on_commit_callbacks):
    upload = done_import(make_upload(manager, zip_project(["{"])))
    assert default_storage.exists(upload.path)
    with django_capture_on_commit_callbacks(execute=True), scope(manager.organization_id):
        uploads.remove(upload=upload, by=manager)
    assert not default_storage.exists(upload.path)


def test_a_project_with_faults_is_refused_with_all_of_them(manager):
    upload = done_import(make_upload(manager, zip_project(["{", TRACES[0], '{"steps": []}'])))
    assert upload.job.state == Job.State.FAILED
    assert upload.job.error == "Nothing was imported: the project has 2 faults."
    assert [where for where, _what in upload.faults] == ["data/items.jsonl line 1", "data/items.jsonl line 3"]
    assert rows(manager, Project) == []


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ({"data_files": ["gone.jsonl"]}, ["config.yaml data_files[0]", '"gone.jsonl" does not exist']),
        ({"task_dir": ".."}, ["config.yaml task_dir", '".." leaves the folder of the config']),
        ({"annotation_schemes": [{"annotation_type": "radio", "name": "r"}]}, None),
    ],
)
def test_a_config_that_cannot_be_followed_is_a_fault_like_others(manager, config, fault):
    upload = done_import(make_upload(manager, zip_project(**config)))
    assert upload.job.state == Job.State.FAILED
    assert len(upload.faults) == 1 and upload.faults[0] == (fault or upload.faults[0])
    assert upload.job.error.endswith("Nothing was imported.")


def test_a_config_whose_tags_lie_is_a_fault_with_its_place(manager, tmp_path):
    config = make_project(tmp_path)
    config.write_text(config.read_text() + "port: !!bool abc\n")
    upload = done_import(make_upload(manager, zip_folder(tmp_path, "weather/")))
    assert upload.job.state == Job.State.FAILED
    [(where, what)] = upload.faults
    assert where == "config.yaml" and what.startswith("not YAML: 'abc' is no bool, line ")


def test_nothing_in_the_zip_is_run(manager, tmp_path):
    """Potato runs Python that a config names; here it is data, and YAML's own tags make no objects."""
    ran = tmp_path / "ran"
    code = f"open({str(ran)!r}, 'w')"
    custom = {
        "assignment_strategy": {"name": "custom", "file": "evil.py"},
        "customjs": "evil.js",
        "site_file": "evil.py",
    }
    content = zip_project(TRACES, **custom, top="")
    for name in ("evil.py", "conftest.py", "sitecustomize.py", "__init__.py"):
        content = with_file(content, name, code)
    assert done_import(make_upload(manager, content), config="config.yaml").job.state == Job.State.DONE
    tag = f"annotation_task_name: x\nport: !!python/object/apply:builtins.exec [{json.dumps(code)}]\n"
    upload = done_import(make_upload(manager, with_file(zip_of(), "e/config.yaml", tag)), config="e/config.yaml")
    assert "could not determine a constructor for the tag" in upload.faults[0][1]
    assert not ran.exists()


def test_what_only_unpacking_finds_out_is_told_on_the_job(manager):
    content = zip_project(TRACES).replace(b"PK\x03\x04", b"PK\x03\x04", 1)
    at = content.index(b"PK\x03\x04", 4) + 80  # inside what the second file is packed to
    broken = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
    upload = done_import(make_upload(manager, broken))
    assert upload.job.state == Job.State.FAILED
    assert "broken or was cut off" in upload.job.error


def test_a_zip_that_was_taken_away_is_said_so(manager):
    upload = begin_import(make_upload(manager))
    default_storage.delete(upload.path)
    assert run(upload).job.error == "weather.zip: is not there any more. Upload it again."


def test_it_is_unpacked_where_nobody_else_looks_and_nothing_of_it_stays(manager, temporary, monkeypatch):
    seen = []

    def watching(config: Path):
        for path in [config, config.parent, *config.parents]:
            if path == temporary:
                break
            seen.append(path)
        assert stat.S_IMODE(os.stat(seen[-1]).st_mode) == 0o700
        return read_project(config)

    read_project = job.read_project
    monkeypatch.setattr(job, "read_project", watching)
    done_import(make_upload(manager))
    assert seen
    assert list(temporary.iterdir()) == []


def test_cancelled_at_work_it_stops_leaves_no_file_and_keeps_what_is_written(manager, temporary, monkeypatch):
    monkeypatch.setattr(running, "BEAT_SECONDS", 0)
    items = [{"id": f"t{n}", "steps": ["x"]} for n in range(250)]
    upload = begin_import(make_upload(manager, zip_project(items)))
    write = job.write

    def cancelling(*arguments, **options):
        for stand in write(*arguments, **options):
            with scope(manager.organization_id):
                uploads.cancel(upload=upload, by=manager)
            yield stand

    monkeypatch.setattr(job, "write", cancelling)
    cancelled = run(upload)
    assert cancelled.job.state == Job.State.CANCELLED
    assert len(rows(manager, Trace)) == cancelled.report["traces_added"] == BATCH
    assert list(temporary.iterdir()) == []


def test_begun_again_after_a_cancel_it_completes(manager, monkeypatch):
    upload = begin_import(make_upload(manager))
    with scope(manager.organization_id):
        uploads.cancel(upload=upload, by=manager)
    assert done_import(upload).job.state == Job.State.DONE


def test_a_job_whose_upload_was_removed_says_so(manager):
    failed = done_import(make_upload(manager, zip_project(["{"])))
    with scope(manager.organization_id):
        uploads.remove(upload=failed, by=manager)
        retry(job=failed.job, by=manager)
    running.run(failed.organization_id, failed.job_id, "a worker")
    assert now(failed.job).error == "The upload was removed, there is nothing to import."


def test_an_older_job_of_an_upload_that_was_begun_anew_does_nothing(manager):
    older = done_import(make_upload(manager, zip_project(["{"])))
    begin_import(older)
    with scope(manager.organization_id):
        retry(job=older.job, by=manager)
    running.run(older.organization_id, older.job_id, "a worker")
    assert "this is the older job" in now(older.job).error


def test_a_worker_that_lost_the_job_writes_neither_rows_nor_counts(manager, monkeypatch):
    """It was frozen in the middle of the writing; meanwhile another one has the job."""
    upload = begin_import(make_upload(manager))
    write = job.write

    def losing(*arguments, **options):
        stands = write(*arguments, **options)
        with scope(manager.organization_id):
            Job.objects.filter(pk=upload.job_id).update(fence=7)
        yield from stands

    monkeypatch.setattr(job, "write", losing)
    assert run(upload).report == {}
    assert rows(manager, Project) == []


def test_an_import_that_goes_on_after_a_kill_reports_the_whole(manager, monkeypatch):
    items = [{"id": f"t{n}", "steps": ["x"]} for n in range(250)]
    upload = begin_import(make_upload(manager, zip_project(items)))
    write = job.write

    def dying(*arguments, **options):
        for stand in write(*arguments, **options):
            if stand.done == 200:
                raise RuntimeError
            yield stand

    with monkeypatch.context() as patch:
        patch.setattr(job, "write", dying)
        assert run(upload).job.state == Job.State.QUEUED  # to be tried again
    done = run(upload)
    assert (done.job.state, done.job.attempt) == (Job.State.DONE, 2)
    assert (done.report["created"], done.report["traces_added"], done.report["traces_same"]) == (True, 250, 0)
    assert log(done.job).count("Read and checked 250 traces and answers.") == 1  # that part was finished
