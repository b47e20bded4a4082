"""The job after a change of the questions: answers that can be read under the new version follow it."""

from collections.abc import Generator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.annotations.following import follow, left_behind
from apps.annotations.scheme_changes import JOB_KIND
from apps.jobs.kinds import JobKind
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.scope import current, scope

BATCH = 50


class SchemeChangeJob(JobKind):
    name = JOB_KIND
    title = gettext_lazy("Answers follow changed questions")

    def plan(self, job: Job) -> int:
        return 1

    def total(self, job: Job) -> int | None:
        """Those still to be looked at, with those that were: an answer that does not fit stays left behind."""
        with scope(job.organization_id):
            return job.total if job.total is not None else left_behind(_project(job)).count()

    def work(self, job: Job, index: int) -> Generator[int, None, dict[str, Any]]:
        last, followed, stayed = 0, 0, 0
        while True:
            with scope(job.organization_id):
                done = follow(_project(job), after=last, most=BATCH, by=job.created_by)
            if done.last is None:
                break
            last, followed, stayed = done.last, followed + done.followed, stayed + done.stayed
            yield followed + stayed
        with scope(job.organization_id):
            job.note(
                _("%(followed)d answers follow, %(stayed)d stay under their version.")
                % {"followed": followed, "stayed": stayed}
            )
        return {"followed": followed, "stayed": stayed}

    def finish(self, job: Job, results: list[dict[str, Any]]) -> dict[str, Any]:
        return results[-1]

    def link(self, job: Job) -> str | None:
        project = Project.objects.select_related("organization").filter(pk=job.payload["project"]).first()
        return reverse("schemes:edit", args=(project.organization.slug, project.slug)) if project else None


def _project(job: Job) -> Project:
    return Project.objects.get(organization_id=current(), pk=job.payload["project"])
