"""A real worker, really killed while it exports: the job completes once, and its files are those of a quiet run.

A killed worker leaves its temporary folder, which shows what it was at.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from apps.exports.models import Export
from apps.jobs.models import Job, JobShard
from apps.projects.models import Project
from apps.tenants.models import Membership, Organization, Role
from apps.tenants.scope import scope
from tests.factories import ask_export, done_export, import_project, make_member, make_organization
from tests.jobs.worker import Worker, connect_to, wait_until, worker
from tests.tracewright.folders import labels, step_edit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TRACES, PEOPLE = 80, 3  # 240 answers: a part of 201 (67 traces), a heavy one of 39, and the join
FIRST_PART = 67
TEXT = "The quick brown fox. " * 15_000  # of a step of the second part, so that this part and the join take a moment


@pytest.fixture
def work_folder(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the workers keep what they are at. Broker and files have folders of their own, the same as this process."""
    before, folder = settings.VAR_DIR, tmp_path / "work"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))  # for the workers; this process has chosen its own by now
    monkeypatch.setenv("FILES_DIR", str(tmp_path / "files"))
    settings.STORAGES = {**settings.STORAGES, "default": stored_in(settings.STORAGES["default"], tmp_path / "files")}
    settings.VAR_DIR, settings.JOB_LEASE_SECONDS = tmp_path, 3  # as the workers have it
    connect_to("filesystem://")
    yield folder
    settings.VAR_DIR = before
    connect_to(settings.BROKER_URL)


def stored_in(storage: dict, folder: Path) -> dict:
    return {**storage, "OPTIONS": {**storage["OPTIONS"], "location": str(folder)}}


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def manager(acme: Organization) -> Membership:
    return make_member(acme, Role.MANAGER)


@pytest.fixture
def project(work_folder: Path, acme: Organization) -> Project:
    texts = ["short"] * FIRST_PART + [TEXT] * (TRACES - FIRST_PART)
    items = [{"id": f"t{n}", "task": "x", "steps": [text, f"look heer {n}"]} for n, text in enumerate(texts)]
    states = {f"ann{n}": {item["id"]: labels(step_edit(1, f"look {n}")) for item in items} for n in range(PEOPLE)}
    return import_project(acme, items=items, states=states)


def now(export: Export) -> Export:
    with scope(export.organization_id):
        return Export.objects.select_related("job").get(pk=export.pk)


def finished(export: Export) -> list[int]:
    with scope(export.organization_id):
        return list(JobShard.objects.filter(job=export.job_id).order_by("index").values_list("index", flat=True))


def largest(folder: Path, pattern: str) -> int:
    """Bytes of the largest such file; 0 for none, and when one goes away under our eyes."""
    try:
        return max((file.stat().st_size for file in folder.glob(pattern)), default=0)
    except FileNotFoundError:
        return 0


def kill_when(met: Callable[[], object], first: Worker) -> None:
    """Without a pause between two looks: what is looked for passes in a fraction of a second."""
    deadline = time.monotonic() + 20
    while not met():
        assert time.monotonic() < deadline, first.said()
    first.kill()


def check_completed_once(export: Export, quiet: Export) -> None:
    with worker("filesystem://") as second:
        wait_until(lambda: not now(export).job.is_open, 30, second.said)
    export = now(export)
    assert (export.job.state, export.job.attempt, export.job.error) == (Job.State.DONE, 2, "")
    assert (export.job.done, finished(export)) == (TRACES * PEOPLE, [0, 1, 2])
    assert export.report == quiet.report
    assert [sum_of(file["path"]) for file in export.files] == [file["sha256"] for file in quiet.files]
    assert default_storage.listdir(os.path.dirname(os.path.dirname(export.files[0]["path"])))[0] == ["files"]


def sum_of(path: str) -> str:
    with default_storage.open(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def test_a_worker_killed_in_mid_part_costs_the_files_nothing(project, manager, work_folder):
    quiet, export = done_export(project, manager), ask_export(project, manager)
    with worker("filesystem://") as first:
        kill_when(lambda: largest(work_folder, "*/trajectory_*") > len(TEXT), first)
    assert finished(export) == [0]  # it died in the second part
    check_completed_once(export, quiet)


def test_a_worker_killed_at_the_join_costs_the_files_nothing(project, manager, work_folder):
    quiet, export = done_export(project, manager), ask_export(project, manager)
    with worker("filesystem://") as first:
        kill_when(lambda: largest(work_folder, "*/done/*") > 0, first)
    assert finished(export) == [0, 1]  # both parts, and no join
    check_completed_once(export, quiet)
