"""A real worker, killed while it imports: the job completes once, its report is that of a quiet run, nothing stays on disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.annotations.models import ProjectImport
from apps.jobs.folders import PREFIX
from apps.jobs.models import Job
from apps.tenants.models import Role
from apps.tenants.scope import scope
from apps.traces.models import TraceRevision
from tests.annotations.zips import zip_project
from tests.factories import begin_import, make_member, make_organization, make_upload
from tests.jobs.worker import Worker, connect_to, wait_until, worker
from tests.tracewright.folders import labels, step_edit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TRACES = 1500  # 15 batches
ITEMS = [{"id": f"t{n}", "task": "x", "steps": [{"action": f"look {n} " * 300}] * 4} for n in range(TRACES)]
STATES = {"ann1": {"t1": labels(step_edit(0, "look there"))}}


@pytest.fixture
def work_folder(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the workers unpack. Broker and files have folders of their own, the same as this process."""
    before, folder = settings.VAR_DIR, tmp_path / "work"
    folder.mkdir()
    storage = settings.STORAGES["default"]
    monkeypatch.setenv("TMPDIR", str(folder))  # for the workers; this process has chosen its own by now
    monkeypatch.setenv("FILES_DIR", str(tmp_path / "files"))
    options = {**storage["OPTIONS"], "location": str(tmp_path / "files")}
    settings.STORAGES = {**settings.STORAGES, "default": {**storage, "OPTIONS": options}}
    settings.VAR_DIR, settings.JOB_LEASE_SECONDS = tmp_path, 3  # as the workers have it
    connect_to("filesystem://")
    yield folder
    settings.VAR_DIR = before
    connect_to(settings.BROKER_URL)


def now(upload: ProjectImport) -> ProjectImport:
    with scope(upload.organization_id):
        return ProjectImport.objects.select_related("job").get(pk=upload.pk)


def unpacked(folder: Path) -> list[Path]:
    return list(folder.glob(f"{PREFIX}*"))


def kill_when_written(upload: ProjectImport, traces: int, first: Worker) -> None:
    wait_until(lambda: now(upload).report.get("traces_added", 0) >= traces, 60, first.said)
    first.kill()


def test_a_worker_killed_in_mid_import_costs_nothing_and_leaves_nothing(work_folder):
    manager = make_member(make_organization(), Role.MANAGER)
    upload = begin_import(make_upload(manager, zip_project(ITEMS, STATES)))
    with worker("filesystem://") as first:
        kill_when_written(upload, 300, first)
    at_kill = now(upload)
    assert at_kill.job.state == Job.State.RUNNING
    assert 300 <= at_kill.report["traces_added"] < TRACES
    assert len(unpacked(work_folder)) == 1  # what the killed one had unpacked
    with worker("filesystem://") as second:
        wait_until(lambda: not now(upload).job.is_open, 90, second.said)
        wait_until(lambda: not unpacked(work_folder), 10, second.said)
    done = now(upload)
    assert (done.job.state, done.job.attempt, done.job.error) == (Job.State.DONE, 2, "")
    assert (done.job.done, done.job.total) == (2 * (TRACES + 1), 2 * (TRACES + 1))  # read and written, with the answer
    report = done.report
    assert (report["created"], report["traces_added"], report["traces_same"]) == (True, TRACES, 0)
    assert (report["answers_stored"], report["answers_same"]) == (1, 0)
    with scope(upload.organization_id):
        assert TraceRevision.objects.count() == TRACES
