"""The kill proof with Redis as the broker: killed workers, lost messages and a broker that is away cost time, never work."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from apps.jobs import services
from apps.jobs.models import Job
from tests.jobs import factories
from tests.jobs.factories import finished, now
from tests.jobs.worker import begun, connect_to, wait_until, worker
from tests.services.redis import RedisServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

PARTS, UNITS, PAUSE = 12, 4, 0.05  # a part takes 0.2 s
QUEUE = "celery"  # the list that Celery keeps its messages in


@pytest.fixture
def redis(settings: Any) -> Iterator[RedisServer]:
    """A server of this test alone, which it may kill; this process sends there."""
    server = RedisServer()
    connect_to(server.url)
    settings.JOB_LEASE_SECONDS = 3  # as the workers have it: a lost message is missed after this time
    yield server
    server.kill()
    connect_to(settings.BROKER_URL)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal"


def counting(journal: Path, slug: str = "acme") -> Job:
    of = factories.organization(slug)
    return factories.job(of, shards=PARTS, units=UNITS, seconds=PAUSE, journal=str(journal))


def over(job: Job) -> bool:
    return not now(job).is_open


def check_done_once(job: Job, attempt: int) -> None:
    done = now(job)
    assert (done.state, done.attempt, done.done, done.total) == (Job.State.DONE, attempt, PARTS * UNITS, PARTS * UNITS)
    assert done.result == {"indexes": list(range(PARTS))}
    assert finished(job) == list(range(PARTS))


def begun_twice(journal: Path) -> set[int]:
    return {part for part, times in Counter(part for part, _process in begun(journal)).items() if times > 1}


def test_a_worker_killed_in_mid_part_costs_no_part_and_doubles_none(known, redis, journal):
    job = counting(journal)
    assert redis.client.llen(QUEUE) == 1  # the message is Redis's own
    with worker(redis.url) as first:
        wait_until(lambda: len(finished(job)) >= 4 and len(begun(journal)) > len(finished(job)), 30, first.said)
        first.kill()
    at_kill = finished(job)
    assert now(job).state == Job.State.RUNNING
    with worker(redis.url) as second:
        wait_until(lambda: over(job), 40, second.said)
    check_done_once(job, attempt=2)
    assert begun_twice(journal) <= {len(at_kill)}  # the part it died in


def test_a_pool_process_killed_in_mid_part_costs_no_part(known, redis, journal):
    job = counting(journal)
    with worker(redis.url) as only:
        wait_until(lambda: len(begun(journal)) >= 3, 30, only.said)
        os.kill(begun(journal)[-1][1], signal.SIGKILL)
        wait_until(lambda: over(job), 40, only.said)
    check_done_once(job, attempt=2)


def test_a_message_that_comes_twice_or_late_runs_nothing_again(known, redis, journal):
    """Redis gives an unacknowledged message to another worker after its visibility timeout, also when the job is done."""
    job = counting(journal)
    for _ in range(5):
        services.send(job.organization_id, job.pk)
    assert redis.client.llen(QUEUE) == 6
    with worker(redis.url) as only:
        wait_until(lambda: over(job) and not redis.client.llen(QUEUE), 40, only.said)
        services.send(job.organization_id, job.pk)
        wait_until(lambda: only.said().count("succeeded") == 7, 20, only.said)
    check_done_once(job, attempt=1)
    assert begun_twice(journal) == set()


def test_messages_lost_while_a_job_waits_are_sent_again(known, redis, journal):
    job = counting(journal)
    redis.client.flushall()
    assert redis.client.llen(QUEUE) == 0
    with worker(redis.url) as only:
        wait_until(lambda: over(job), 40, only.said)
        assert "1 jobs woken" in only.said()
    check_done_once(job, attempt=1)


def test_messages_lost_while_a_job_is_at_work_change_nothing(known, redis, journal):
    job = counting(journal)
    with worker(redis.url) as only:
        wait_until(lambda: len(begun(journal)) >= 3, 30, only.said)
        redis.client.flushall()
        wait_until(lambda: over(job), 40, only.said)
    check_done_once(job, attempt=1)
    assert begun_twice(journal) == set()


def test_a_broker_that_is_away_for_a_while_delays_what_waits_and_stops_nothing(known, redis, journal, tmp_path):
    at_work = counting(journal)
    with worker(redis.url) as only:
        wait_until(lambda: len(begun(journal)) >= 2, 30, only.said)
        redis.kill()
        waiting = counting(tmp_path / "other", "other")  # its message reaches nobody, and nobody fails
        wait_until(lambda: over(at_work), 30, only.said)
        assert not over(waiting)
        redis.start()
        wait_until(lambda: over(waiting), 60, only.said)
    check_done_once(at_work, attempt=1)
    check_done_once(waiting, attempt=1)
    assert begun_twice(journal) == begun_twice(tmp_path / "other") == set()


def test_a_broker_and_a_worker_killed_at_once_cost_no_part(known, redis, journal):
    job = counting(journal)
    with worker(redis.url) as first:
        wait_until(lambda: len(finished(job)) >= 4 and len(begun(journal)) > len(finished(job)), 30, first.said)
        redis.kill()
        first.kill()
    at_kill = finished(job)
    redis.start()
    with worker(redis.url) as second:
        wait_until(lambda: over(job), 40, second.said)
    check_done_once(job, attempt=2)
    assert begun_twice(journal) <= {len(at_kill)}
