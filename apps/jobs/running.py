"""A worker's part: claim a job, do its shards, write what was done, and stop when the job is no longer its own."""

import errno
import logging
import time
import traceback
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.jobs.kinds import JobKind, Report, kind_named
from apps.jobs.models import Job, JobShard
from apps.tenants.scope import NoTenant, current, scope
from tracewright.errors import TracewrightError

logger = logging.getLogger(__name__)

TRIES = 3  # claims without a finished shard between them
BEAT_SECONDS = 1.0  # between two writes of progress, each of which renews the lease
DETAIL_CHARS = 20_000


class Stopped(Exception):
    """The job is not this worker's any more: another has it, or a person cancelled it."""


class Poisoned(TracewrightError):
    """A part of a job was begun three times and never finished: it may be what kills its workers."""


class ScopeHeld(RuntimeError):
    """A kind yielded inside a tenant scope: its transaction would hide the progress and hold back the lease."""


def run(organization_id: int, job_id: int, worker: str) -> None:
    """Do a queued job. Returns quietly when there is nothing to do: it is taken, over, or another organization's."""
    job = claim(organization_id, job_id, worker)
    if job is None:
        return
    try:
        _do(job)
    except Stopped:
        _leave(job)
    except TracewrightError as error:
        _fail(job, str(error))
    except ValidationError as error:
        _fail(job, " ".join(error.messages))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            _fail(job, _("No space is left on the server's disk. What was done is kept; try again when there is."))
        else:
            _wait_or_fail(job)
    except Exception:
        logger.exception("job %s, attempt %s", job.pk, job.attempt)
        _wait_or_fail(job)


def claim(organization_id: int, job_id: int, worker: str) -> Job | None:
    """Take a queued job, once among any number of workers; None when it is not to be had."""
    with _writing(organization_id):
        mine = Job.objects.filter(organization_id=organization_id, pk=job_id)
        claimed = mine.filter(state=Job.State.QUEUED).update(
            state=Job.State.RUNNING,
            fence=F("fence") + 1,
            attempt=F("attempt") + 1,
            tries=F("tries") + 1,
            worker=worker[:200],
            lease_until=_lease_end(),
        )
        if not claimed:
            return None
        job: Job = mine.get()
        job.done = job.started_from = job.finished_shards.aggregate(units=Sum("done"))["units"] or 0
        job.started_at = timezone.now()
        job.save(update_fields=["done", "started_from", "started_at"])
        job.note(_("Attempt %(number)d begins on %(worker)s.") % {"number": job.attempt, "worker": worker})
        return job


def _do(job: Job) -> None:
    if job.cancel_requested:
        raise Stopped
    kind = kind_named(job.job_kind)
    if job.shards is None:
        _refuse_poison(job, _("The planning"))
        _plan(job, kind)
    for index in _unfinished(job):
        _refuse_poison(job, _("Part %(number)d of %(parts)d") % {"number": index + 1, "parts": job.shards})
        _do_shard(job, kind, index)
    _refuse_poison(job, _("The joining of the parts"))
    _finish(job, kind)


def _refuse_poison(job: Job, place: str) -> None:
    if job.tries > TRIES:
        raise Poisoned(
            place, _("begun %(times)d times, and each time its worker died or fell silent.") % {"times": TRIES}
        )


def _plan(job: Job, kind: JobKind) -> None:
    job.shards, job.total = kind.plan(job), kind.total(job)
    with _writing(job.organization_id):
        _hold(job, shards=job.shards, total=job.total, tries=1)
    job.tries = 1


def _unfinished(job: Job) -> list[int]:
    with scope(job.organization_id):
        finished = set(job.finished_shards.values_list("index", flat=True))
    return [index for index in range(job.shards or 0) if index not in finished]


def _do_shard(job: Job, kind: JobKind, index: int) -> None:
    before = job.done
    with closing(kind.work(job, index)) as work:
        units, result = _follow(job, kind, work)
    total = kind.total(job)
    with _writing(job.organization_id):
        _hold(job, done=before + units, total=total, tries=1)
        JobShard.objects.create(organization_id=job.organization_id, job=job, index=index, done=units, result=result)
    job.done, job.tries = before + units, 1


def _follow(job: Job, kind: JobKind, work: Generator[int, None, Report | None]) -> tuple[int, Report]:
    """Run a shard's generator to its end, writing progress on the way; the units it did and what it returned."""
    units, beat = 0, time.monotonic()
    while True:
        try:
            units = next(work)
        except StopIteration as end:
            return units, end.value or {}
        _refuse_held_scope(kind)
        if time.monotonic() - beat >= BEAT_SECONDS:
            with _writing(job.organization_id):
                _hold(job, done=job.done + units)
            beat = time.monotonic()


def _refuse_held_scope(kind: JobKind) -> None:
    try:
        current()
    except NoTenant:
        return
    raise ScopeHeld(f"job kind {kind.name!r} yielded inside a tenant scope: close the scope before each yield")


def _finish(job: Job, kind: JobKind) -> None:
    with scope(job.organization_id):
        results = list(job.finished_shards.order_by("index").values_list("result", flat=True))
    result = kind.finish(job, results)
    with _writing(job.organization_id):
        _hold(job, state=Job.State.DONE, result=result, error_detail="", lease_until=None, finished_at=timezone.now())
        job.note(_("Done."))


def _hold(job: Job, **changes: Any) -> None:
    """Write to the job's row and renew the lease, if the job is still this worker's and nobody cancelled it; else Stopped."""
    mine = Job.objects.held(job).filter(cancel_requested=False)
    if not mine.update(**{"lease_until": _lease_end(), **changes}):
        raise Stopped


def hold_on(job: Job) -> None:
    """For a kind whose writes must not be made by two workers: lock the job's row in their transaction. Raises Stopped when
    the job is no longer this worker's.
    """
    if Job.objects.held(job).select_for_update().first() is None:
        raise Stopped


def got_further(job: Job) -> None:
    """For a kind with several things in a part, in the transaction that ends one of them: what kills a worker from here on is
    something else, with all of its tries.
    """
    Job.objects.held(job).update(tries=1)


def _leave(job: Job) -> None:
    with _writing(job.organization_id):
        cancelled = _end(job, Job.State.CANCELLED, cancel_requested=True)
        if cancelled:
            job.note(_("Stopped after %(done)d.") % {"done": job.done})
    if not cancelled:
        logger.info("job %s: fence %s is not the last, another worker has it", job.pk, job.fence)


def _fail(job: Job, error: str, detail: str = "") -> None:
    with _writing(job.organization_id):
        if _end(job, Job.State.FAILED, error=_clean(error), error_detail=detail):
            job.note(_("Failed: %(error)s") % {"error": _clean(error)})


def _wait_or_fail(job: Job) -> None:
    """After an error nobody foresaw: queue the job for another attempt, later each time, or give up after the last."""
    detail = _clean(traceback.format_exc())[-DETAIL_CHARS:]
    if job.tries >= TRIES:
        words = _(
            "Something went wrong on our side, %(times)d times. What was done is kept; the log of the server says more."
        )
        _fail(job, words % {"times": TRIES}, detail)
        return
    again_at = timezone.now() + timedelta(seconds=settings.JOB_SWEEP_SECONDS * job.tries)
    with _writing(job.organization_id):
        waiting = Job.objects.held(job).update(state=Job.State.QUEUED, lease_until=again_at, error_detail=detail)
        if waiting:
            job.note(_("Something went wrong on our side; it will be tried again."))


def _end(job: Job, state: Job.State, *, cancel_requested: bool | None = None, **changes: Any) -> bool:
    mine = Job.objects.held(job)
    if cancel_requested is not None:
        mine = mine.filter(cancel_requested=cancel_requested)
    return bool(mine.update(state=state, lease_until=None, finished_at=timezone.now(), **changes))


@contextmanager
def _writing(organization_id: int) -> Iterator[None]:
    """A transaction of a few statements; on SQLite the scope alone is none."""
    with scope(organization_id), transaction.atomic():
        yield


def _lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _clean(text: str) -> str:
    return text.replace("\0", "�")  # PostgreSQL stores no NUL
