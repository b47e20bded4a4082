"""A project: what is asked of whom, and how the work is handed out."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.tenants.fields import JsonText
from apps.tenants.models import Membership, TenantModel
from tracewright.potato.bounds import GUIDELINES_CHARS

UNLIMITED = -1
MOST_ANSWERS = 100  # for one trace; more is a slip of the finger


class Strategy(models.TextChoices):
    """In which order open traces are handed out."""

    FIXED_ORDER = "fixed_order", _("In the order of the data")
    RANDOM = "random", _("Shuffled")
    LEAST_ANNOTATED = "least_annotated", _("Fewest answers first")


class Project(TenantModel):
    slug = models.SlugField(_("address"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    guidelines = models.TextField(
        _("guidelines"),
        blank=True,
        help_text=_("Markdown. Annotators open it beside the trace."),
        validators=[MaxLengthValidator(GUIDELINES_CHARS)],
    )
    guidelines_number = models.PositiveIntegerField(
        default=0, editable=False
    )  # of their version; 0: there never were any
    overlap = models.IntegerField(
        _("answers per trace"),
        default=1,
        validators=[MinValueValidator(UNLIMITED), MaxValueValidator(MOST_ANSWERS)],
        help_text=_("How many people answer each trace; -1 lets everybody answer every trace."),
    )
    quota = models.PositiveIntegerField(
        _("traces per person"), null=True, blank=True, help_text=_("Nobody gets more than this; empty for no bound.")
    )
    strategy = models.CharField(_("order"), max_length=30, choices=Strategy.choices, default=Strategy.FIXED_ORDER)
    seed = models.IntegerField(_("seed of the shuffle"), default=0)
    # Keys of an imported config that are kept for later or for the way back:
    # {"instance_display": {"fields": [{"key": "task_description", "type": "text", "label": "Task"}]}, "port": 8000}
    settings = JsonText(_("settings"), default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=["organization", "slug"], name="project_address"),)

    def __str__(self) -> str:
        return self.name


class GuidelinesVersion(TenantModel):
    """Guidelines as they were at a time. Written by services, changed by nobody."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="guidelines_versions")
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("guidelines"), blank=True)
    by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of the guidelines")
        verbose_name_plural = _("versions of the guidelines")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["project", "number"], name="guidelines_number"),)

    def __str__(self) -> str:
        return f"{self.project}, {self.number}"


class GuidelinesRead(TenantModel):
    """The version that a person said to have read."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("read"), auto_now=True)

    class Meta:
        verbose_name = _("reading of the guidelines")
        verbose_name_plural = _("readings of the guidelines")
        constraints = (models.UniqueConstraint(fields=["project", "member"], name="one_reading"),)

    def __str__(self) -> str:
        return f"{self.member}, {self.number}"
