"""Finding jobs whose message or worker was lost, over all organizations."""

import threading

import pytest
from django.db import connection

from apps.jobs import running
from apps.jobs.models import Job
from apps.jobs.sweeper import Sweeper, sweep
from tests.jobs import factories
from tests.jobs.factories import LONG_AGO, change, log, now


@pytest.mark.django_db
def test_a_sweep_wakes_due_jobs_of_every_organization_once(known):
    jobs = [change(factories.job(factories.organization(slug)), lease_until=LONG_AGO) for slug in ("acme", "other")]
    assert (sweep(), sweep()) == (2, 0)
    assert all(now(job).lease_until > LONG_AGO for job in jobs)


@pytest.mark.django_db
def test_a_job_whose_message_is_still_trusted_is_left_alone(known):
    factories.job(factories.organization())
    assert sweep() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED])
def test_a_job_that_is_over_is_never_woken(known, state):
    change(factories.job(factories.organization()), state=state, lease_until=LONG_AGO)
    assert sweep() == 0


@pytest.mark.django_db
def test_a_job_whose_worker_was_lost_waits_for_another_and_says_so(known):
    job = factories.job(factories.organization())
    running.claim(job.organization_id, job.pk, "worker-3")
    change(job, lease_until=LONG_AGO)
    sweep()
    assert now(job).state == Job.State.QUEUED
    assert log(job)[-1] == "The worker worker-3 was lost; the job waits for another."


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_race_for_a_job_run_it_once(known):
    job = factories.job(factories.organization(), shards=4, units=3, seconds=0.01)
    start = threading.Barrier(4)

    def work(name):
        start.wait()
        running.run(job.organization_id, job.pk, name)
        connection.close()

    threads = [threading.Thread(target=work, args=[f"worker-{number}"]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (now(job).state, now(job).attempt, now(job).fence) == (Job.State.DONE, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_sweeper_outlives_a_database_that_is_away(known, settings, caplog):
    sweeper = Sweeper()
    # a database that is not there, in the sweeper's own thread: the alias's settings are copied by each connection
    away = "/nowhere/at-all.sqlite3" if connection.vendor == "sqlite" else "no_such_database"

    def sweep_once():
        from django.db import connection

        connection.settings_dict["NAME"] = away
        sweeper._sweep()

    name = connection.settings_dict["NAME"]
    thread = threading.Thread(target=sweep_once)
    thread.start()
    thread.join()
    connection.settings_dict["NAME"] = name
    assert "the database did not answer" in caplog.text
