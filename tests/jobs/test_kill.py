"""Real workers, really killed: the job completes once, and every part is finished once."""

import os
import signal
import time
from collections import Counter

import pytest

from apps.jobs.models import Job
from tests.jobs import factories
from tests.jobs.factories import finished, now
from tests.jobs.worker import begun, wait_until, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PARTS, UNITS, PAUSE = 12, 4, 0.05  # a part takes 0.2 s


@pytest.fixture(params=["filesystem", "redis"])
def broker_url(request):
    """With Redis the first message is lost on purpose: it goes to the embedded broker, and the sweeper must send another."""
    return "filesystem://" if request.param == "filesystem" else os.environ["TEST_REDIS_URL"]


@pytest.fixture
def journal(tmp_path, settings, broker):
    settings.JOB_LEASE_SECONDS = 3  # as the workers have it: a lost message is missed after this time
    return tmp_path / "journal"


def counting(journal, job_kind="count"):
    acme = factories.organization()
    return factories.job(acme, job_kind, shards=PARTS, units=UNITS, seconds=PAUSE, journal=str(journal))


def over(job):
    return not now(job).is_open


def test_a_worker_killed_in_mid_part_costs_no_part_and_doubles_none(known, broker_url, journal, capsys):
    job = counting(journal)
    with worker(broker_url) as first:
        wait_until(lambda: len(finished(job)) >= 4 and len(begun(journal)) > len(finished(job)), 20, first.said)
        first.kill()
    at_kill, killed_at = finished(job), time.monotonic()
    assert now(job).state == Job.State.RUNNING
    with worker(broker_url) as second:
        wait_until(lambda: over(job), 30, second.said)
    done = now(job)
    assert (done.state, done.attempt, done.done) == (Job.State.DONE, 2, PARTS * UNITS)
    assert done.result == {"indexes": list(range(PARTS))}
    assert finished(job) == list(range(PARTS))
    times = Counter(part for part, _ in begun(journal))
    assert {part for part, count in times.items() if count > 1} <= {
        len(at_kill)
    }  # only the part it died in began twice
    took = f"killed after {len(at_kill)} of {PARTS} parts, done {time.monotonic() - killed_at:.1f} s later"
    with capsys.disabled():
        print(f"\n  {took}", end="")  # noqa: T201


def test_a_pool_process_killed_in_mid_part_costs_no_part(known, journal):
    job = counting(journal)
    with worker("filesystem://") as only:
        wait_until(lambda: len(begun(journal)) >= 3, 20, only.said)
        os.kill(begun(journal)[-1][1], signal.SIGKILL)
        wait_until(lambda: over(job), 30, only.said)
    assert (now(job).state, now(job).attempt, finished(job)) == (Job.State.DONE, 2, list(range(PARTS)))


def test_a_part_that_kills_its_worker_every_time_fails_the_job_and_is_named(known, journal):
    from tests.jobs.kinds import Deadly

    known(Deadly())
    job = counting(journal, "deadly")
    with worker("filesystem://") as only:
        wait_until(lambda: over(job), 40, only.said)
    assert now(job).error == "Part 2 of 12: begun 3 times, and each time its worker died or fell silent."
    assert [part for part, _ in begun(journal)].count(1) == 3


def test_a_process_frozen_for_longer_than_its_lease_writes_nothing_when_it_wakes(known, journal):
    job = counting(journal)
    with worker("filesystem://") as only:
        wait_until(lambda: len(begun(journal)) >= 3, 20, only.said)
        frozen = begun(journal)[-1][1]
        os.kill(frozen, signal.SIGSTOP)
        wait_until(lambda: now(job).attempt == 2 and len(finished(job)) > 5, 20, only.said)
        os.kill(frozen, signal.SIGCONT)
        wait_until(lambda: over(job), 30, only.said)
        wait_until(lambda: "another worker has it" in only.said(), 10, only.said)
    assert (now(job).state, now(job).attempt, finished(job)) == (Job.State.DONE, 2, list(range(PARTS)))
    assert now(job).done == PARTS * UNITS


def test_a_worker_told_to_stop_finishes_its_job_first(known, journal):
    job = counting(journal)
    with worker("filesystem://") as only:
        wait_until(lambda: begun(journal), 20, only.said)
        only.process.terminate()
        only.process.wait(20)
    assert (now(job).state, now(job).attempt) == (Job.State.DONE, 1)
