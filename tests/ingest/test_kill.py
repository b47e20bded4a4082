"""Imports whose workers are really killed: what was stored stays, the rest follows, and nothing is there twice."""

import json
import time

import pytest
from django.core.files.storage import default_storage

from apps.assignments.ledger import faults
from apps.ingest import services
from apps.ingest.models import Chunk, Upload
from apps.tenants.scope import scope
from apps.traces.models import Trace, TraceRevision
from tests.ingest.apps import DEADLY, DEADLY_TO_LOOK_AT
from tests.ingest.uploading import upload
from tests.jobs.factories import now
from tests.jobs.worker import wait_until, worker

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RUNS, MORE_RUNS = 400, 60


@pytest.fixture(autouse=True)
def short_lease(settings, broker):
    settings.JOB_LEASE_SECONDS = 3  # as the workers have it


def runs(name: str, count: int) -> bytes:
    """Items of 20 turns, each with a call."""
    turns = [
        {"role": "assistant", "content": f"Step {n}", "tool_calls": [{"tool": "Bash", "input": {"command": f"ls {n}"}}]}
        for n in range(20)
    ]
    items = ({"id": f"{name}-{n}", "task_description": "List.", "structured_turns": turns} for n in range(count))
    return b"\n".join(json.dumps(item).encode() for item in items)


def begin(project, manager, files):
    rows = [upload(project, manager, name, content) for name, content in files.items()]
    with scope(project.organization_id):
        return services.begin_import(project=project, uploads=[row.pk for row in rows], by=manager)


def is_over(job):
    return not now(job).is_open


def stored(project):
    with scope(project.organization_id):
        return Trace.objects.filter(project=project).count()


def uploads(job):
    with scope(job.organization_id):
        return {row.name: row for row in Upload.objects.filter(job=job)}


def test_an_import_killed_in_its_middle_is_finished_by_another_worker_with_nothing_lost_or_doubled(
    project, manager, capsys
):
    files = {"a.jsonl": runs("a", RUNS), "b.jsonl": runs("b", MORE_RUNS)}
    job = begin(project, manager, files)
    with scope(project.organization_id):
        pieces = [chunk.path for chunk in Chunk.objects.all()]
    with worker("filesystem://") as first:
        wait_until(lambda: stored(project), 30, first.said)
        first.kill()
    at_kill, killed_at = stored(project), time.monotonic()
    assert 0 < at_kill < RUNS
    with worker("filesystem://") as second:
        wait_until(lambda: is_over(job), 60, second.said)
    took = f"killed after {at_kill} of {RUNS + MORE_RUNS} traces, done {time.monotonic() - killed_at:.1f} s later"

    assert (now(job).state, now(job).attempt) == ("done", 2)
    wanted = {f"a-{n}" for n in range(RUNS)} | {f"b-{n}" for n in range(MORE_RUNS)}
    with scope(project.organization_id):
        identities = list(Trace.objects.filter(project=project).values_list("identity", flat=True))
        assert (len(identities), set(identities)) == (len(wanted), wanted)
        revisions = TraceRevision.objects.filter(trace__project=project)
        assert (revisions.count(), set(revisions.values_list("number", flat=True))) == (len(wanted), {1})
        assert not any(faults(project))
        assert not Chunk.objects.exists()
    assert {name: row.report["states"] for name, row in uploads(job).items()} == {
        "a.jsonl": {"added": RUNS},
        "b.jsonl": {"added": MORE_RUNS},
    }
    assert not any(default_storage.exists(path) for path in pieces)
    with capsys.disabled():
        print(f"\n  {took}", end="")  # noqa: T201


OUTCOMES = {"preds.json": b'[{"instance_id": "x", "model_patch": "", "model_name_or_path": "m"}]'}


@pytest.mark.parametrize(
    ("name", "beside", "says"),
    [
        (DEADLY, {}, "each time its worker died"),
        (
            DEADLY,
            OUTCOMES,
            "a worker died while it looked",
        ),  # for their sake all runs are converted before one is stored
        (DEADLY_TO_LOOK_AT, {}, "a worker died while it looked"),
    ],
)
def test_files_that_kill_their_worker_each_time_fail_alone(project, manager, name, beside, says):
    deadly = [f"{name}-{n}.jsonl" for n in range(2)]
    job = begin(project, manager, {name: runs(name, 1) for name in deadly} | {"good.jsonl": runs("good", 3), **beside})
    with worker("filesystem://") as only:
        wait_until(lambda: is_over(job), 90, only.said)
    found = uploads(job)
    assert (now(job).state, now(job).error, stored(project)) == ("done", "", 3)
    for each in deadly:
        assert found[each].state == Upload.State.FAILED
        assert says in found[each].report["problems"][0]
    assert (found["good.jsonl"].state, found["good.jsonl"].report["states"]) == (Upload.State.DONE, {"added": 3})
