"""Traces and their revisions. Slots and answers point at a revision; new native bytes make a new one."""

from __future__ import annotations

import functools
import io
from typing import Any

import msgspec
import zstandard
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project
from apps.tenants.models import TenantModel
from apps.tenants.sql import first_row

TASK_KEY_CHARS = 500
DOCUMENT = "SELECT document_bytes FROM traces_tracebody WHERE organization_id = %s AND revision_id = %s"


class Trace(TenantModel):
    """One run of an agent. Its identity is (project, format, native run id); the columns below are for lists."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="traces")
    format = models.CharField(_("format"), max_length=50)
    identity = models.CharField(_("trace"), max_length=500)  # the id that the source gave the run
    current = models.ForeignKey(
        "TraceRevision",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("revision"),
    )
    task = models.CharField(_("task"), max_length=300, blank=True)  # the beginning of it
    steps = models.PositiveIntegerField(_("steps"), default=0)
    calls = models.PositiveIntegerField(_("calls"), default=0)
    errors = models.PositiveIntegerField(_("errors"), default=0)
    # Of those errors, as tracewright.recovery tells; null until they are counted (manage.py summarize_traces).
    recovered = models.PositiveIntegerField(_("recovered errors"), null=True, editable=False)
    unrecovered = models.PositiveIntegerField(_("errors not recovered"), null=True, editable=False)
    model = models.CharField(_("model"), max_length=200, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=100, blank=True
    )  # a word, of the log's own (tracewright.summary)
    # Of the benchmark that the run is of, by which outcomes that come later find it; "" for none.
    task_key = models.CharField(_("task of the benchmark"), max_length=TASK_KEY_CHARS, blank=True, editable=False)
    began_at = models.DateTimeField(_("began"), null=True, editable=False)
    created_at = models.DateTimeField(_("imported"), auto_now_add=True)

    class Meta:
        verbose_name = _("trace")
        verbose_name_plural = _("traces")
        ordering = ("id",)  # the order of the data
        constraints = (models.UniqueConstraint(fields=["project", "format", "identity"], name="trace_identity"),)
        indexes = (models.Index(fields=["project", "task_key"], name="trace_task_key", condition=~Q(task_key="")),)

    def __str__(self) -> str:
        return self.identity


class TraceRevision(TenantModel):
    """What a converter made of one version of the native bytes."""

    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    native_sha256 = models.CharField(max_length=64)
    document_sha256 = models.CharField(max_length=64)
    converter = models.CharField(_("converter"), max_length=50)
    converter_version = models.PositiveIntegerField(_("converter version"))
    repairs = models.PositiveIntegerField(_("repairs"), default=0)  # values that had to be replaced to be storable
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    # Whether apps.annotations keeps any for it, so that nobody looks in vain for what few revisions have.
    has_predictions = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("trace revision")
        verbose_name_plural = _("trace revisions")
        constraints = (models.UniqueConstraint(fields=["trace", "number"], name="trace_revision_number"),)

    def __str__(self) -> str:
        return f"{self.trace_id}.{self.number}"

    @functools.cached_property
    def packed_document(self) -> bytes:
        """The document as JSON, zstd. Only this column of the body: the native bytes beside it are as long."""
        if "body" in self._state.fields_cache:
            return bytes(self.body.document_bytes)
        row = first_row(DOCUMENT, [self.organization_id, self.pk])
        if row is None:
            raise TraceBody.DoesNotExist(f"revision {self.pk} has no body in organization {self.organization_id}")
        packed: bytes = row[0]
        return packed

    @functools.cached_property
    def document(self) -> dict[str, Any]:
        """The trace document (docs/reference/trace-document.md), decoded untyped: no key is ever lost."""
        return _decoded(self.packed_document)


class TraceBody(TenantModel):
    """The bytes of a revision, zstd, apart from the row that lists read."""

    revision = models.OneToOneField(TraceRevision, on_delete=models.CASCADE, related_name="body")
    native = models.BinaryField()
    document_bytes = models.BinaryField()

    @classmethod
    def packed(cls, *, native: bytes, document: bytes, **fields: Any) -> TraceBody:
        pack = zstandard.ZstdCompressor(level=3).compress
        return cls(native=pack(native), document_bytes=pack(document), **fields)

    def decoded(self) -> dict[str, Any]:
        return _decoded(self.document_bytes)

    def document_text(self) -> bytes:
        """The document as JSON in UTF-8, not decoded."""
        return zstandard.decompress(self.document_bytes)

    def native_bytes(self) -> bytes:
        return zstandard.decompress(self.native)

    def native_stream(self) -> io.BufferedReader:
        """The native bytes to be read from their beginning, unpacked as far as they are read."""
        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(io.BytesIO(self.native)))


def _decoded(packed: bytes | memoryview) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.json.decode(zstandard.decompress(packed))
    return document


class ToolArgument(TenantModel):
    """How often the current traces of a project name an argument of a tool, with a value of a JSON type.

    As tracewright.tool_uses counts: the type "call" counts the calls of the tool, its argument is "". At 0 a row says nothing.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tool_arguments")
    tool = models.CharField(_("tool"), max_length=200)
    argument = models.CharField(_("argument"), max_length=200, blank=True)
    json_type = models.CharField(_("JSON type"), max_length=10, blank=True)
    count = models.BigIntegerField(_("count"))

    class Meta:
        verbose_name = _("argument of a tool")
        verbose_name_plural = _("arguments of tools")
        constraints = (
            models.UniqueConstraint(fields=["project", "tool", "argument", "json_type"], name="tool_argument"),
        )

    def __str__(self) -> str:
        return f"{self.tool}.{self.argument}: {self.json_type}"


class Step(TenantModel):
    """One step, or one call inside a step, of a revision: what filters and search by tool read."""

    revision = models.ForeignKey(TraceRevision, on_delete=models.CASCADE, related_name="step_rows")
    index = models.PositiveIntegerField()
    call = models.PositiveIntegerField(null=True)  # position in the step's calls; null for the step itself
    role = models.CharField(max_length=50, blank=True)
    tool = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=1000, blank=True)
    is_error = models.BooleanField(default=False)
    chars = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=16)  # equal steps of two revisions are equal here

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = (
            models.UniqueConstraint(fields=["revision", "index"], condition=Q(call=None), name="step_place"),
            models.UniqueConstraint(fields=["revision", "index", "call"], name="call_place"),
        )
        # Filters by tool and by file: under row-level security, whose column comes first. A path may be too long for an index.
        indexes = (
            models.Index(fields=["organization", "tool", "revision"], name="step_tool", condition=~Q(tool="")),
            models.Index(fields=["organization", "revision"], name="step_path", condition=~Q(path="")),
        )

    def __str__(self) -> str:
        return f"{self.revision_id}:{self.index}" + ("" if self.call is None else f".{self.call}")


class Failure(TenantModel):
    """A call of a trace's current revision that failed by the agent's doing, and what became of it.

    Places count from 0, as those of Step do. Of one that nobody recovered `recovery_kind` is "", the rest of it null.
    """

    class RecoveryKind(models.TextChoices):
        CORRECTION = "correction", _("correction")
        RETRY = "retry", _("retry")
        HUMAN = "human", _("with help")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="failures")
    index = models.PositiveIntegerField(_("step"))
    call = models.PositiveIntegerField(_("call"))
    tool = models.CharField(_("tool"), max_length=200, blank=True)
    error_class = models.CharField(_("kind of failure"), max_length=30)
    is_soft = models.BooleanField(_("soft"))  # the log says it went well, its text tells of a failure
    recovery_kind = models.CharField(_("recovery"), max_length=10, blank=True, choices=RecoveryKind)
    success_index = models.PositiveIntegerField(_("recovered at step"), null=True)
    distance = models.PositiveSmallIntegerField(_("distance"), null=True)  # in results: 1 is the next one

    class Meta:
        verbose_name = _("failure")
        verbose_name_plural = _("failures")
        constraints = (models.UniqueConstraint(fields=["trace", "index", "call"], name="failure_place"),)
        indexes = (models.Index(fields=["project", "tool", "error_class"], name="failure_tool"),)

    def __str__(self) -> str:
        return f"{self.trace_id}:{self.index}.{self.call} {self.tool}: {self.error_class}"


class TraceSearch(TenantModel):
    """What the words of a search are looked for in: the beginning of what is said in a trace (tracewright.summary).

    PostgreSQL searches it by words, with an index that only the function lookup.search_traces reads: under row-level security
    no index of words would be used. SQLite looks for the text as it is.
    """

    trace = models.OneToOneField(Trace, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()

    class Meta:
        verbose_name = _("searched text")
        verbose_name_plural = _("searched texts")

    def __str__(self) -> str:
        return f"of trace {self.trace_id}"
