"""Answers: the current one of each person and scheme, every revision it had, and the draft in between."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.assignments.models import Assignment
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.schemes.models import Scheme, SchemeVersion
from apps.tenants.fields import JsonText
from apps.tenants.models import Membership, TenantModel
from apps.traces.models import TraceRevision


class Source(models.TextChoices):
    PAGE = "page", _("in the browser")
    IMPORT = "import", _("imported")
    SCHEME = "scheme", _("followed a changed question")


class Draft(TenantModel):
    """What a person has typed and not submitted. It belongs to the assignment and follows the person to the next claim.

    The row stays when the answers are submitted, so that its number never names two texts.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="draft")
    number = models.PositiveIntegerField(default=1)  # +1 at each save; a save that names an older one gets 409
    # As the page sends it, unchecked: {"fix": {"edits": [{"step": "0", "pointer": "/action", "text": "ls", "reason": ""}]}}
    answers = JsonText(null=True)  # null: submitted, nothing is pending
    # The answer revision of each scheme that the person started from: {"fix": 2}
    base = JsonText(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return f"{self.assignment_id}.{self.number}"


class Annotation(TenantModel):
    """The current answer of one assignment to one scheme."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="annotations")
    scheme = models.ForeignKey(Scheme, on_delete=models.RESTRICT, related_name="+")
    version = models.ForeignKey(SchemeVersion, on_delete=models.RESTRICT, related_name="+")
    number = models.PositiveIntegerField(default=1)  # of the current answer revision
    # In the kind's canonical form, recomputed by the server: {"choice": "yes", "free_response": ""}
    answer = JsonText(_("answer"))
    edits = models.PositiveIntegerField(_("edits"), default=0)  # how many edits the answer holds, for lists

    class Meta:
        verbose_name = _("annotation")
        verbose_name_plural = _("annotations")
        constraints = (models.UniqueConstraint(fields=["assignment", "scheme"], name="one_answer_for_a_scheme"),)

    def __str__(self) -> str:
        return f"{self.assignment_id}.{self.pk}"


class AnnotationRevision(TenantModel):
    """One answer as it was submitted. Append-only."""

    annotation = models.ForeignKey(Annotation, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(SchemeVersion, on_delete=models.RESTRICT, related_name="+")
    answer = JsonText(_("answer"))  # as in Annotation.answer
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.PAGE)
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("answer revision")
        verbose_name_plural = _("answer revisions")
        constraints = (models.UniqueConstraint(fields=["annotation", "number"], name="answer_revision_number"),)

    def __str__(self) -> str:
        return f"{self.annotation_id}.{self.number}"


class DrawnTrace(TenantModel):
    """What the annotate page shows of a revision first, kept so that nobody waits for it (apps.annotations.drawn)."""

    revision = models.OneToOneField(TraceRevision, on_delete=models.CASCADE, related_name="drawn")
    key = models.CharField(max_length=32)  # of the manner it was drawn in; another one makes it worthless
    # JSON of drawing.draw in zstd: {"external_id": "t-1", "task": "Fix it", "rows": [[0, null, "agent", ...]], "steps": ...}
    part = models.BinaryField()

    class Meta:
        verbose_name = _("drawn trace")
        verbose_name_plural = _("drawn traces")


class ProjectImport(TenantModel):
    """A zip of a Potato project that somebody uploaded, and what its import did."""

    name = models.CharField(_("file"), max_length=200)  # as it was called where it came from
    path = models.CharField(max_length=200, editable=False)  # the storage's name; "" once the import is done
    zip_bytes = models.PositiveBigIntegerField(_("size"))
    # As `look` saw it: {"files": 14, "bytes": 20311, "clutter": 1, "configs": [["weather/config.yaml", "Weather"]]}
    contents = models.JSONField(_("contents"))
    config = models.CharField(_("config"), max_length=1000, blank=True)  # "" until the import is begun
    address = models.SlugField(_("address of the project"), max_length=60, blank=True)  # "": made from the title
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("job"))
    rows = models.PositiveBigIntegerField(_("traces and answers"), null=True)  # null until all was read
    # Why it was refused, where and what: [["data/traces.jsonl line 3", "has no \"id\"; every record needs an id of its own"]]
    faults = models.JSONField(_("faults"), default=list)
    report = models.JSONField(_("report"), default=dict)  # import_report.as_json shows an example
    project = models.ForeignKey(
        Project, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("project")
    )
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("project import")
        verbose_name_plural = _("project imports")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name
