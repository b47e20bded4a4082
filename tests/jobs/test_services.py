"""Queueing, cancelling and trying again."""

import shutil
import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.jobs import running, services
from apps.jobs.kinds import UnknownJobKind
from apps.jobs.models import Job
from apps.tenants.models import AuditEvent
from apps.tenants.scope import scope
from tests.jobs import factories
from tests.jobs.factories import LONG_AGO, change, finished, now
from tests.jobs.kinds import Hooked
from tests.jobs.worker import connect_to
from tests.services.postgres import free_port
from tracewright.errors import ExportError

pytestmark = pytest.mark.django_db


def messages(folder):
    return list(folder.glob("*.msg"))


def test_queueing_writes_the_row_and_sends_one_message_after_the_commit(
    known, broker, django_capture_on_commit_callbacks
):
    acme = factories.organization()
    with django_capture_on_commit_callbacks() as callbacks:
        job = factories.job(acme)
        assert messages(broker) == []
    for callback in callbacks:
        callback()
    assert (job.state, len(messages(broker))) == (Job.State.QUEUED, 1)


def test_a_message_is_sent_from_any_thread(known, broker):
    """Web servers serve requests in threads that did not import the Celery app."""
    thread = threading.Thread(target=services.send, args=(1, 7))
    thread.start()
    thread.join()
    assert len(messages(broker)) == 1


def test_a_broker_that_is_down_delays_the_job_and_fails_nobody(known, broker, caplog):
    connect_to(f"redis://127.0.0.1:{free_port()}/0")
    services.send(1, 7)
    assert "job 7: no message sent" in caplog.text


def test_a_broker_folder_that_cannot_be_written_fails_nobody(known, broker, caplog):
    shutil.rmtree(broker)
    broker.write_text("a file where the folder was")
    services.send(1, 7)
    assert "job 7: no message sent" in caplog.text


def test_queueing_an_unknown_kind_names_the_known_ones(known):
    with pytest.raises(UnknownJobKind, match="known are count"):
        factories.job(factories.organization(), "cuont")


def test_a_waiting_job_is_cancelled_at_once(known):
    acme = factories.organization()
    person, job = factories.member(acme), factories.job(acme)
    with scope(acme.pk):
        services.request_cancel(job=job, by=person)
    assert now(job).state == Job.State.CANCELLED
    running.run(acme.pk, job.pk, "worker")
    assert now(job).attempt == 0


def test_cancelling_is_in_the_audit_trail(known):
    acme = factories.organization()
    person, job = factories.member(acme), factories.job(acme)
    with scope(acme.pk):
        services.request_cancel(job=job, by=person)
        event = AuditEvent.objects.get(model="jobs.job")
    assert (event.by_id, event.object_id) == (person.pk, job.pk)


def test_a_finished_job_cannot_be_cancelled(known):
    acme = factories.organization()
    person, job = factories.member(acme), factories.job(acme)
    running.run(acme.pk, job.pk, "worker")
    with scope(acme.pk), pytest.raises(ValidationError, match="over"):
        services.request_cancel(job=job, by=person)


def test_trying_again_keeps_what_was_finished(known):
    def fail():
        raise ExportError("part 2", "disk full")

    class FailsOnce(Hooked):
        name = "hooked"

        def plan(self, job):
            return 3

        def work(self, job, index):
            if index == 1 and self.hooks:
                self.hooks.pop()()
            yield 1
            return {}

    known(FailsOnce(fail))
    acme = factories.organization()
    person, job = factories.member(acme), factories.job(acme, "hooked")
    running.run(acme.pk, job.pk, "worker")
    assert (now(job).state, finished(job)) == (Job.State.FAILED, [0])
    with scope(acme.pk):
        services.retry(job=job, by=person)
    running.run(acme.pk, job.pk, "worker")
    again = now(job)
    assert (again.state, again.attempt, again.started_from, again.error) == (Job.State.DONE, 2, 1, "")


def test_a_waiting_job_cannot_be_tried_again(known):
    acme = factories.organization()
    person, job = factories.member(acme), factories.job(acme)
    with scope(acme.pk), pytest.raises(ValidationError, match="Only a failed"):
        services.retry(job=job, by=person)


def test_messages_of_a_job_that_waits_long_become_rarer(known, settings):
    settings.JOB_LEASE_SECONDS = 5
    job = change(
        factories.job(factories.organization()), lease_until=LONG_AGO, created_at=timezone.now() - timedelta(seconds=40)
    )
    with scope(job.organization_id):
        assert services.wake(job_id=job.pk)
    # it waited for 40 s, so the next message is half of that away
    assert 18 < (now(job).lease_until - timezone.now()).total_seconds() < 21
