"""An export: which exporter, run by which job, and the files that came out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.models import Membership, TenantModel


class Export(TenantModel):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="exports")
    exporter = models.CharField(_("format"), max_length=50)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("job"))
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("asked for"), auto_now_add=True)
    # The first and last trace id and the number of answers of each part, fixed when the job is planned:
    # [[1, 204, 200], [205, 391, 118]]
    parts = models.JSONField(default=list, editable=False)
    # Once done; `path` is the storage's name:
    # [{"name": "trajectory_sft.jsonl", "path": "exports/1/7/x.jsonl", "bytes": 20311, "sha256": "9f86..."}]
    files = models.JSONField(_("files"), default=list)
    # Counts and warnings of the run: {"counts": {"records": 40, "edited": 31, "unedited": 9}, "warnings": []}
    report = models.JSONField(_("report"), default=dict)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.exporter} {self.pk}"
