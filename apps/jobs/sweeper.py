"""A thread of every worker that finds the jobs whose message or worker was lost, and sends their message again.

It also removes what killed workers have left on this machine's disk.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from celery.signals import worker_ready, worker_shutting_down
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from apps.jobs import services
from apps.jobs.folders import remove_abandoned
from apps.jobs.lookups import due_jobs
from apps.tenants.idempotency import drop_old_replies
from apps.tenants.scope import scope

logger = logging.getLogger(__name__)

JOBS_A_SWEEP = 200
CHORES: list[
    Callable[[], object]
] = []  # of later apps, which enter them in AppConfig.ready: done at each sweep, in no scope


def sweep() -> int:
    """Wake every due job of every organization once; how many this sweeper woke (others may run beside it)."""
    woken = 0
    for due in due_jobs(timezone.now(), JOBS_A_SWEEP):
        with scope(due.organization_id):
            woken += services.wake(job_id=due.job_id)
    return woken


class Sweeper(threading.Thread):
    """Sweeps at once, then every JOB_SWEEP_SECONDS; holds no connection between two sweeps and outlives a lost database."""

    def __init__(self) -> None:
        super().__init__(name="job sweeper", daemon=True)
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            self._sweep()
            remove_abandoned()
            self._over.wait(settings.JOB_SWEEP_SECONDS)

    def _sweep(self) -> None:
        try:
            if woken := sweep():
                logger.info("%s jobs woken", woken)
            drop_old_replies()
            for chore in CHORES:
                chore()
        except (DatabaseError, InterfaceError) as error:
            logger.warning("no sweep, the database did not answer: %s", error)
        finally:
            connection.close()

    def stop(self) -> None:
        self._over.set()


_sweepers: list[Sweeper] = []


@worker_ready.connect
def start(**_: Any) -> None:
    _sweepers.append(Sweeper())
    _sweepers[-1].start()


@worker_shutting_down.connect
def stop(**_: Any) -> None:
    for sweeper in _sweepers:
        sweeper.stop()
