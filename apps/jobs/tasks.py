"""The Celery shell: ids in, the runner called. Everything that matters is in the rows."""

import os
from typing import Any

from celery import shared_task

from apps.jobs import running


@shared_task(name="jobs.run", bind=True)
def run(self: Any, organization_id: int, job_id: int) -> None:
    running.run(organization_id, job_id, worker=f"{self.request.hostname}, process {os.getpid()}")
