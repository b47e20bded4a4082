"""What comes in and is no trace yet: logs that people upload into a project, a piece at a time; spans are in span_models."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.ingest.span_models import SpanBatch, SpanTrace
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.models import Membership, TenantModel

__all__ = ["Chunk", "SpanBatch", "SpanTrace", "Upload"]


class Upload(TenantModel):
    """One file on its way from a browser to the traces that are in it."""

    class State(models.TextChoices):
        ARRIVING = "arriving", _("Arriving")
        READY = "ready", _("Ready")  # all of it is there, and it was looked at
        TAKEN = "taken", _("In import")  # by `job`, which may be over undone
        DONE = "done", _("Imported")
        FAILED = "failed", _("Not imported")  # nothing could be read of it; its bytes are kept

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(_("file"), max_length=200)  # as it was called where it came from
    size = models.PositiveBigIntegerField(_("size"))
    modified = models.BigIntegerField(default=0)  # ms since 1970, as the browser says: with name and size a file's mark
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ARRIVING)
    # As `detecting.look` saw it: {"format": "codex", "why": "session_meta", "others": [["openai", 0.3, "messages"]], "files": 1}
    detected = models.JSONField(default=dict)
    format = models.CharField(_("format"), max_length=50, blank=True)  # chosen by a person; "": by what it holds
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("job"))
    # Begun by a worker that stored no more traces than `stored`, which is how many the one did that got furthest.
    tries = models.PositiveSmallIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0, editable=False)
    is_looked_at = models.BooleanField(
        default=False, editable=False
    )  # by a worker, apart from all others, to see if it lives
    report = models.JSONField(_("report"), default=dict)  # reports.FileReport.as_json shows an example
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    received_at = models.DateTimeField(default=timezone.now, editable=False)  # the last piece, until then as begun

    class Meta:
        verbose_name = _("uploaded log")
        verbose_name_plural = _("uploaded logs")
        ordering = ("id",)
        indexes = (
            models.Index(fields=["project", "state"], name="upload_state"),
            models.Index(fields=["received_at"], name="upload_arriving", condition=Q(state="arriving")),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def can_begin(self) -> bool:
        """Whether an import may take it: the first time, or again after one that came to nothing."""
        if self.state == self.State.TAKEN:
            return self.job is None or self.job.can_be_retried
        return self.state in (self.State.READY, self.State.FAILED)


class Chunk(TenantModel):
    """A piece of an upload in the storage. Pieces follow each other without a gap."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="chunks")
    offset = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    path = models.CharField(max_length=200)  # the storage's name

    class Meta:
        verbose_name = _("piece of an upload")
        verbose_name_plural = _("pieces of uploads")
        ordering = ("offset",)
        constraints = (models.UniqueConstraint(fields=["upload", "offset"], name="chunk_place"),)

    def __str__(self) -> str:
        return f"{self.upload_id}:{self.offset}"
