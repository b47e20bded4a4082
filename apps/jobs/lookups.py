"""The one question about jobs that is asked before the tenant is known."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from apps.tenants.lookups import look_up


class DueJob(NamedTuple):
    organization_id: int
    job_id: int


def due_jobs(moment: datetime, most: int) -> list[DueJob]:
    """Open jobs of all organizations whose lease ended before `moment`, the longest waiting first, at most `most`."""
    found = look_up(
        "due_jobs",
        "SELECT organization_id, id FROM jobs_job WHERE state IN ('queued', 'running') AND lease_until < %s "
        "ORDER BY lease_until, id LIMIT %s",
        connection.ops.adapt_datetimefield_value(moment),
        most,
    )
    return [DueJob(*row) for row in found]
