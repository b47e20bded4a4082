"""Writes of people and of the sweeper: queue a job, cancel it, try it again, wake it. What a worker writes is in running.py."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import KombuError, OperationalError

from apps.jobs.kinds import kind_named
from apps.jobs.models import Job
from apps.tenants.models import AuditEvent, Membership
from apps.tenants.scope import current
from apps.tenants.services import record

logger = logging.getLogger(__name__)

MESSAGE_SECONDS_AT_MOST = 600  # between two messages of one queued job


@transaction.atomic
def enqueue(*, job_kind: str, payload: dict[str, Any], by: Membership | None, title: str = "") -> Job:
    """A new job of the organization in scope. Its message goes out after the commit; a broker that is down only delays it."""
    kind_named(job_kind)
    job: Job = Job.objects.create(
        organization_id=current(),
        job_kind=job_kind,
        title=title,
        payload=payload,
        created_by=by,
        lease_until=_message_trusted_until(timezone.now()),
    )
    job.note(_("Queued."))
    _send_after_commit(job)
    return job


@transaction.atomic
def request_cancel(*, job: Job, by: Membership) -> None:
    """Cancel a waiting job at once; a running one is told, and its worker stops at its next sign of life."""
    held = _locked(job.pk)
    if not held.is_open:
        raise ValidationError(_("This job is over, there is nothing to cancel."))
    if held.state == Job.State.QUEUED:
        held.state, held.finished_at, held.lease_until = Job.State.CANCELLED, timezone.now(), None
    held.cancel_requested = True
    held.save(update_fields=["state", "finished_at", "lease_until", "cancel_requested"])
    held.note(_("%(person)s cancelled the job.") % {"person": by.public_name})
    record(by=by, verb=AuditEvent.Verb.CHANGED, row=held, details=["cancel_requested"])


@transaction.atomic
def retry(*, job: Job, by: Membership) -> None:
    """Queue a failed or cancelled job again; its finished shards are kept."""
    held = _locked(job.pk)
    if not held.can_be_retried:
        raise ValidationError(_("Only a failed or cancelled job can be tried again."))
    held.state, held.lease_until = Job.State.QUEUED, _message_trusted_until(timezone.now())
    held.tries, held.cancel_requested, held.finished_at, held.error, held.error_detail = 0, False, None, "", ""
    held.save(
        update_fields=["state", "lease_until", "tries", "cancel_requested", "finished_at", "error", "error_detail"]
    )
    held.note(_("%(person)s had it tried again.") % {"person": by.public_name})
    record(by=by, verb=AuditEvent.Verb.CHANGED, row=held, details=["state"])
    _send_after_commit(held)


@transaction.atomic
def wake(*, job_id: int) -> bool:
    """Send the message of a due job again, taking the job from a worker that was lost. False: somebody was quicker."""
    now = timezone.now()
    job = Job.objects.due(now).filter(organization_id=current(), pk=job_id).select_for_update().first()
    if job is None:
        return False
    if job.state == Job.State.RUNNING:
        job.note(_("The worker %(worker)s was lost; the job waits for another.") % {"worker": job.worker})
        job.lease_until = _message_trusted_until(now)
    else:
        job.lease_until = _message_trusted_until(now, waiting=now - job.created_at)
    job.state = Job.State.QUEUED
    job.save(update_fields=["state", "lease_until"])
    _send_after_commit(job)
    return True


def _locked(job_id: int) -> Job:
    job: Job = Job.objects.select_for_update().get(organization_id=current(), pk=job_id)
    return job


def _message_trusted_until(now: datetime, waiting: timedelta = timedelta()) -> datetime:
    """A lease like a worker's, then longer and longer: jobs that wait because every worker is busy must not fill the
    broker with messages, which delay the jobs behind them."""
    seconds = min(max(settings.JOB_LEASE_SECONDS, waiting.total_seconds() / 2), MESSAGE_SECONDS_AT_MOST)
    return now + timedelta(seconds=seconds)


def _send_after_commit(job: Job) -> None:
    transaction.on_commit(partial(send, job.organization_id, job.pk))


def send(organization_id: int, job_id: int) -> None:
    """Wake a worker. A broker that is down is no error: the sweeper sends again."""
    try:
        current_app.send_task("jobs.run", (organization_id, job_id), retry=False)
    except (OperationalError, KombuError, OSError) as error:
        logger.warning("job %s: no message sent, the sweeper will: %s", job_id, error)
