"""What one worker does with one job, in this process."""

import pytest
from django.core.exceptions import ValidationError

from apps.jobs import running, services
from apps.jobs.models import Job
from apps.jobs.sweeper import sweep
from apps.tenants.scope import scope
from tests.jobs import factories
from tests.jobs.factories import LONG_AGO, change, finished, log, now
from tests.jobs.kinds import Count, Hooked
from tracewright.errors import ExportError

pytestmark = pytest.mark.django_db


def test_a_job_is_done_shard_by_shard(known):
    job = factories.job(factories.organization(), shards=3, units=2)
    running.run(job.organization_id, job.pk, "worker")
    done = now(job)
    assert (done.state, done.done, done.total, done.attempt) == (Job.State.DONE, 6, 6, 1)  # 3 shards of 2 units
    assert done.result == {"indexes": [0, 1, 2]}
    assert finished(job) == [0, 1, 2]


def test_a_shard_may_find_out_how_much_there_is_to_do(known):
    class Discovers(Count):
        name = "discovers"
        found = None

        def total(self, job):
            return self.found

        def work(self, job, index):
            seen.append(now(job).total)
            self.found = 4
            return super().work(job, index)

    seen = []
    known(Discovers())
    job = factories.job(factories.organization(), "discovers", shards=2)
    running.run(job.organization_id, job.pk, "worker")
    assert (seen, now(job).total) == ([None, 4], 4)


def test_a_job_without_shards_is_done_at_once(known):
    job = factories.job(factories.organization(), shards=0)
    running.run(job.organization_id, job.pk, "worker")
    assert now(job).state == Job.State.DONE


def test_a_job_that_is_over_is_not_run_again(known):
    job = factories.job(factories.organization())
    for _ in range(2):
        running.run(job.organization_id, job.pk, "worker")
    assert now(job).attempt == 1


def test_a_job_named_with_another_organizations_id_is_not_found(known):
    job = factories.job(factories.organization("acme"))
    running.run(factories.organization("other").pk, job.pk, "worker")
    assert (now(job).state, now(job).attempt) == (Job.State.QUEUED, 0)


def test_progress_is_written_while_a_shard_is_at_work(known, monkeypatch):
    monkeypatch.setattr(running, "BEAT_SECONDS", 0)
    seen = []
    known(Hooked(lambda: seen.append(now(job).done)))
    job = factories.job(factories.organization(), "hooked")
    running.run(job.organization_id, job.pk, "worker")
    assert seen == [1]  # one unit was yielded before the hook


def test_cancel_stops_a_running_job_at_its_next_sign_of_life(known, monkeypatch):
    monkeypatch.setattr(running, "BEAT_SECONDS", 0)
    acme = factories.organization()
    person = factories.member(acme)

    def cancel():
        with scope(acme.pk):
            services.request_cancel(job=job, by=person)

    known(Hooked(cancel))
    job = factories.job(acme, "hooked")
    running.run(acme.pk, job.pk, "worker")
    assert (now(job).state, finished(job)) == (Job.State.CANCELLED, [])
    assert now(job).lease_until is None


def test_a_worker_that_lost_its_lease_writes_nothing(known):
    """The first worker sleeps in mid-shard for longer than its lease; a second one takes the job and does it."""
    acme = factories.organization()

    def sleep_too_long():
        change(job, lease_until=LONG_AGO)
        assert sweep() == 1
        running.run(acme.pk, job.pk, "second")

    known(Hooked(sleep_too_long))
    job = factories.job(acme, "hooked")
    running.run(acme.pk, job.pk, "first")
    done = now(job)
    assert (done.state, done.worker, done.fence, done.attempt) == (Job.State.DONE, "second", 2, 2)
    assert (finished(job), done.done) == ([0], 2)
    assert log(job)[-1] == "Done."


def test_a_worker_whose_lease_was_taken_back_stops_before_another_has_the_job(known):
    def sleep_too_long():
        change(job, lease_until=LONG_AGO)
        sweep()

    known(Hooked(sleep_too_long))
    job = factories.job(factories.organization(), "hooked")
    running.run(job.organization_id, job.pk, "first")
    assert (now(job).state, finished(job)) == (Job.State.QUEUED, [])


def raises(error):
    def hook():
        raise error

    return hook


@pytest.mark.parametrize("error", [ExportError("line 14", "no id"), ValidationError("line 14: no id")])
def test_an_error_a_person_must_mend_fails_the_job_at_once_in_its_own_words(known, error):
    known(Hooked(raises(error)))
    job = factories.job(factories.organization(), "hooked")
    running.run(job.organization_id, job.pk, "worker")
    assert (now(job).state, now(job).error) == (Job.State.FAILED, "line 14: no id")


def test_an_unforeseen_error_is_tried_again(known):
    known(Hooked(raises(RuntimeError("a hiccup"))))
    job = factories.job(factories.organization(), "hooked")
    running.run(job.organization_id, job.pk, "worker")
    assert now(job).state == Job.State.QUEUED
    running.run(job.organization_id, job.pk, "worker")
    assert (now(job).state, now(job).attempt) == (Job.State.DONE, 2)


def test_an_unforeseen_error_fails_the_job_the_third_time(known):
    known(Hooked(*[raises(RuntimeError("secret\0 insides"))] * 3))
    job = factories.job(factories.organization(), "hooked")
    for _ in range(3):
        running.run(job.organization_id, job.pk, "worker")
    failed = now(job)
    assert (failed.state, failed.attempt) == (Job.State.FAILED, 3)
    assert "secret" not in failed.error
    assert "RuntimeError: secret" in failed.error_detail


class DiesInTheSecondPart(Count):
    """`die` ends the process for the job's row: no error handler of ours runs after it."""

    name = "dies"

    def work(self, job, index):
        if index == 1:
            raise KeyboardInterrupt
        return super().work(job, index)


def die(job):
    """Let a worker begin and die, and the sweeper find that out."""
    with pytest.raises(KeyboardInterrupt):
        running.run(job.organization_id, job.pk, "worker")
    change(job, lease_until=LONG_AGO)
    sweep()


def test_a_part_that_killed_three_workers_fails_the_job_and_is_named(known):
    known(DiesInTheSecondPart())
    job = factories.job(factories.organization(), "dies", shards=3)
    for _ in range(3):
        die(job)
    running.run(job.organization_id, job.pk, "worker")
    assert now(job).state == Job.State.FAILED
    assert now(job).error == "Part 2 of 3: begun 3 times, and each time its worker died or fell silent."
    assert finished(job) == [0]


def test_a_plan_that_kills_its_worker_fails_the_job_too(known):
    class DiesPlanning(Count):
        name = "dies"

        def plan(self, job):
            raise KeyboardInterrupt

    known(DiesPlanning())
    job = factories.job(factories.organization(), "dies")
    for _ in range(3):
        die(job)
    running.run(job.organization_id, job.pk, "worker")
    assert now(job).error.startswith("The planning: begun 3 times")


def test_workers_lost_in_different_parts_do_not_fail_the_job(known):
    class DiesOnceInEveryPart(Count):
        name = "dies"
        died: set[int] = set()

        def work(self, job, index):
            if index not in self.died:
                self.died.add(index)
                raise KeyboardInterrupt
            return super().work(job, index)

    known(DiesOnceInEveryPart())
    job = factories.job(factories.organization(), "dies", shards=5)
    for _ in range(5):
        die(job)
    running.run(job.organization_id, job.pk, "worker")
    assert (now(job).state, now(job).attempt, finished(job)) == (Job.State.DONE, 6, [0, 1, 2, 3, 4])


def test_a_kind_that_yields_inside_a_scope_is_told_so(known):
    class Holds(Count):
        name = "holds"

        def work(self, job, index):
            with scope(job.organization_id):
                yield 1

    known(Holds())
    job = factories.job(factories.organization(), "holds")
    running.run(job.organization_id, job.pk, "worker")
    assert "yielded inside a tenant scope" in now(job).error_detail


def test_a_kind_unknown_to_the_worker_fails_the_job_and_names_the_known(known):
    job = change(factories.job(factories.organization()), job_kind="gone")
    running.run(job.organization_id, job.pk, "worker")
    assert now(job).error == "job kind 'gone': not known here; known are count"
