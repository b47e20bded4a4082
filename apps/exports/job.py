"""The job of an export: one shard for each part, and a last one that joins them."""

from collections.abc import Generator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.exports import services
from apps.exports.models import Export
from apps.jobs.kinds import JobKind
from apps.jobs.models import Job
from apps.tenants.scope import scope


class ExportJob(JobKind):
    name = services.JOB_KIND
    title = _("Export")

    def plan(self, job: Job) -> int:
        return services.fix_parts(_export(job)) + 1

    def total(self, job: Job) -> int:
        return services.answers_of(_export(job))

    def work(self, job: Job, index: int) -> Generator[int, None, dict[str, Any]]:
        export = _export(job)
        if index < len(export.parts):
            return (yield from services.write_part(export, index))
        with scope(job.organization_id):
            results = list(job.finished_shards.order_by("index").values_list("result", flat=True))
        return (yield from services.join_parts(export, results))

    def finish(self, job: Job, results: list[dict[str, Any]]) -> dict[str, Any]:
        services.drop_fragments(_export(job))
        return results[-1]

    def link(self, job: Job) -> str | None:
        export = Export.objects.select_related("project", "organization").filter(job=job).first()
        if export is None:
            return None
        return reverse("exports:list", args=(export.organization.slug, export.project.slug)) + f"#export-{export.pk}"


def _export(job: Job) -> Export:
    with scope(job.organization_id):
        return Export.objects.select_related("project").get(
            organization_id=job.organization_id, pk=job.payload["export"]
        )
