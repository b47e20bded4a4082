"""The job that builds traces of spans, and the sweep that queues it where some are due."""

from collections import Counter
from collections.abc import Generator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.ingest.span_building import Built, State, build, next_due
from apps.jobs.kinds import JobKind
from apps.jobs.models import Job
from apps.jobs.services import enqueue
from apps.projects.models import Project
from apps.tenants.lookups import look_up
from apps.tenants.scope import current, scope

JOB_KIND = "spans"
PROJECTS_A_SWEEP = 200


class SpanJob(JobKind):
    """Its payload: {"project": 7, "until": "2026-08-01T09:00:00+00:00"}, what is due by then is built."""

    name = JOB_KIND
    title = gettext_lazy("Traces from telemetry")

    def plan(self, job: Job) -> int:
        return 1

    def work(self, job: Job, index: int) -> Generator[int, None, dict[str, Any]]:
        """Units are traces. Begun again, it goes on with what is still due."""
        until, states, done = datetime.fromisoformat(job.payload["until"]), Counter[State](), 0
        while members := next_due(job, until):
            built = yield from _beating(build(job, members, until), done)
            states[built.state] += 1
            if built.state == State.FAILED:
                with scope(job.organization_id):
                    job.note(f"{built.name}: {built.problem}")
            done += 1
            yield done
        return {state.value: count for state, count in states.items()}

    def finish(self, job: Job, results: list[dict[str, Any]]) -> dict[str, Any]:
        """{"added": 2, "changed": 1, "failed": 1}"""
        return results[0]

    def link(self, job: Job) -> str | None:
        project = Project.objects.select_related("organization").filter(pk=job.payload["project"]).first()
        return reverse("traces:list", args=(project.organization.slug, project.slug)) if project else None


def _beating(work: Generator[None, None, Built], done: int) -> Generator[int, None, Built]:
    while True:
        try:
            next(work)
        except StopIteration as end:
            built: Built = end.value
            return built
        yield done


def sweep(moment: datetime | None = None) -> int:
    """Queue a job for each project, of any organization, with spans that are due at `moment`; how many."""
    moment = moment or timezone.now()
    projects = look_up(
        "projects_with_due_spans",
        "SELECT DISTINCT organization_id, project_id FROM ingest_spantrace WHERE due_at <= %s LIMIT %s",
        connection.ops.adapt_datetimefield_value(moment),
        PROJECTS_A_SWEEP,
    )
    queued = 0
    for organization_id, project_id in projects:
        with scope(organization_id):
            queued += _queue(project_id, moment)
    return queued


@transaction.atomic
def _queue(project_id: int, moment: datetime) -> bool:
    """One at a time. Of those before it only what failed is kept, or the list of jobs would show one for each minute."""
    rows = Project.objects.filter(organization_id=current(), pk=project_id)
    project = rows.select_for_update(no_key=True).first()
    if project is None:
        return False
    jobs = Job.objects.filter(organization_id=current(), job_kind=JOB_KIND, payload__project=project_id)
    if jobs.open().exists():
        return False
    jobs.filter(state=Job.State.DONE).exclude(result__has_key=State.FAILED.value).delete()
    payload = {"project": project_id, "until": moment.isoformat()}
    title = _("Traces from telemetry: %(project)s") % {"project": project.name}
    enqueue(job_kind=JOB_KIND, payload=payload, by=None, title=title[:200])
    return True
