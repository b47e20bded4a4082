"""Spans as they arrive. The rows are the truth: a trace is built from them as often as they change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import zstandard
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project
from apps.tenants.models import TenantModel

NAME_CHARS = 500  # as the identity of a trace


class SpanTrace(TenantModel):
    """One trace of OpenTelemetry. Those with the same `name` are one conversation, and become one trace of ours.

    The name is the conversation's id, or the trace's own where none is named. It stays from the first building on, so that
    a conversation that is named late changes the identity of no trace that somebody may have begun to read.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    trace_id = models.CharField(max_length=32)
    conversation = models.CharField(_("conversation"), max_length=NAME_CHARS, blank=True)
    name = models.CharField(_("trace"), max_length=NAME_CHARS)
    is_built = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)  # +1 with each batch: what was read is still all of it
    spans = models.PositiveIntegerField(_("spans"), default=0)
    size = models.PositiveBigIntegerField(default=0)  # bytes of its batches, unpacked
    has_root = models.BooleanField(default=False)  # its first span has ended
    due_at = models.DateTimeField(null=True)  # when it is built; null: nothing is new
    tries = models.PositiveSmallIntegerField(default=0)  # of building it as it is now
    problem = models.TextField(_("problem"), blank=True)  # why it is no trace

    class Meta:
        verbose_name = _("trace that arrives")
        verbose_name_plural = _("traces that arrive")
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["project", "trace_id"], name="span_trace_once"),)
        indexes = (
            models.Index(fields=["due_at"], name="span_trace_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["project", "name"], name="span_trace_name"),
            models.Index(fields=["project", "conversation"], name="span_trace_conversation"),
        )

    def __str__(self) -> str:
        return self.trace_id


class SpanBatch(TenantModel):
    """What one export holds of one trace: on each line an OTLP export of a single span, or of a log record; zstd."""

    trace = models.ForeignKey(SpanTrace, on_delete=models.CASCADE, related_name="batches")
    sha256 = models.CharField(max_length=64)  # of the lines: an export that is sent again is known
    lines = models.BinaryField()
    at = models.DateTimeField(_("arrived"))

    class Meta:
        verbose_name = _("batch of spans")
        verbose_name_plural = _("batches of spans")
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["trace", "sha256"], name="span_batch_once"),)

    def __str__(self) -> str:
        return f"{self.trace_id}: {self.sha256[:12]}"

    @staticmethod
    def packed(lines: bytes) -> bytes:
        return zstandard.ZstdCompressor(level=3).compress(lines)

    def values(self) -> Iterator[dict[str, Any]]:
        for line in zstandard.decompress(self.lines).split(b"\n"):
            yield msgspec.json.decode(line)
