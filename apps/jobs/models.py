"""Work in the background. The row is the truth; a broker's message only wakes a worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.jobs.kinds import JOB_KINDS, JobKind
from apps.tenants.models import Membership, TenantModel


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> JobQuerySet:
        """Waiting or at work."""
        return self.filter(state__in=Job.OPEN)

    def due(self, moment: datetime) -> JobQuerySet:
        """Open, and whoever was trusted with it (a message, a worker) has had its time."""
        return self.open().filter(lease_until__lt=moment)

    def held(self, job: Job) -> JobQuerySet:
        """The job's row while the worker that claimed `job` still has it; empty once another could have."""
        return self.filter(organization_id=job.organization_id, pk=job.pk, fence=job.fence, state=Job.State.RUNNING)


class Job(TenantModel):
    """One piece of work, cut into shards that are each done once.

    `lease_until` says how long somebody is trusted with an open job: while queued its message, while running its worker.
    After it the sweeper queues the job and sends the message again. `fence` grows with every claim; a worker writes only
    where the fence is still its own. `tries` counts claims since a shard was last finished: three without one fail the job.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("At work")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    OPEN: ClassVar = (State.QUEUED, State.RUNNING)
    OVER_UNDONE: ClassVar = (State.FAILED, State.CANCELLED)

    job_kind = models.CharField(_("job kind"), max_length=50)
    title = models.CharField(_("title"), max_length=200, blank=True)
    # What the kind needs, ids rather than content: {"project": 7, "exporter": "trajectory_correction"}
    payload = models.JSONField(_("payload"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    shards = models.PositiveIntegerField(_("parts"), null=True)  # null until planned
    done = models.PositiveBigIntegerField(_("done"), default=0)
    total = models.PositiveBigIntegerField(_("of"), null=True)  # null: not known
    lease_until = models.DateTimeField(_("trusted until"), null=True)
    worker = models.CharField(_("worker"), max_length=200, blank=True)
    fence = models.PositiveIntegerField(_("fence"), default=0)
    attempt = models.PositiveIntegerField(_("attempts"), default=0)
    tries = models.PositiveSmallIntegerField(_("attempts without progress"), default=0)
    cancel_requested = models.BooleanField(_("cancel requested"), default=False)
    error = models.TextField(_("error"), blank=True)
    error_detail = models.TextField(_("error in detail"), blank=True)  # a traceback: managers and we, nobody below
    result = models.JSONField(_("result"), null=True)  # what the kind's finish() gave: {"records": 412, "files": [...]}
    created_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("queued"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True)  # the last claim, at which `started_from` was done
    started_from = models.PositiveBigIntegerField(_("done before this attempt"), default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=["lease_until"], name="job_due", condition=models.Q(state__in=("queued", "running"))),
            models.Index(fields=["organization", "-created_at", "-id"], name="job_newest"),
        )

    def __str__(self) -> str:
        return self.title or str(self.kind.title if self.kind else self.job_kind)

    def get_absolute_url(self) -> str:
        return reverse("jobs:job", args=[self.organization.slug, self.pk])

    @property
    def kind(self) -> JobKind | None:
        """None for a row whose kind this process does not know: it is shown all the same."""
        return JOB_KINDS.get(self.job_kind)

    @property
    def link(self) -> str | None:
        """Where the job was asked for, and its result is seen."""
        return self.kind.link(self) if self.kind else None

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def can_be_retried(self) -> bool:
        return self.state in self.OVER_UNDONE

    @property
    def time_left(self) -> timedelta | None:
        """At the pace of this attempt; None while it cannot be told."""
        here = self.done - self.started_from
        if self.state != self.State.RUNNING or not self.total or not self.started_at or here <= 0:
            return None
        return (timezone.now() - self.started_at) * max(self.total - self.done, 0) / here

    @property
    def time_left_words(self) -> str:
        left = self.time_left
        if left is None:
            return ""
        seconds = round(left.total_seconds())
        if seconds < 90:
            return gettext("%(seconds)d s left") % {"seconds": seconds}
        minutes = round(seconds / 60)
        return ngettext("%(minutes)d minute left", "%(minutes)d minutes left", minutes) % {"minutes": minutes}

    def note(self, text: str) -> None:
        """Add a line to the job's log, for people."""
        JobLogLine.objects.create(organization_id=self.organization_id, job=self, text=text)


class JobShard(TenantModel):
    """A finished part of a job. It is written once, in the transaction that checks the fence."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="finished_shards")
    index = models.PositiveIntegerField()
    done = models.PositiveBigIntegerField()  # the last number that work() yielded
    result: Any = models.JSONField(default=dict)  # what work() returned: {"traces": 50, "warnings": ["line 14: no id"]}
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("job part")
        verbose_name_plural = _("job parts")
        ordering = ("job", "index")
        constraints = (models.UniqueConstraint(fields=["job", "index"], name="shard_once"),)

    def __str__(self) -> str:
        return f"{self.job_id}.{self.index}"


class JobLogLine(TenantModel):
    """What happened to a job, for people."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="log_lines")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()

    class Meta:
        verbose_name = _("job log line")
        verbose_name_plural = _("job log")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.text[:80]
