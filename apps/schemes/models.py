"""Annotation schemes of a project. A change makes a version; an answer keeps the version it was given under."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project
from apps.tenants.fields import JsonText
from apps.tenants.models import TenantModel


class Scheme(TenantModel):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="schemes")
    name = models.CharField(_("name"), max_length=200)
    position = models.PositiveIntegerField(_("position"), default=0)
    in_use = models.BooleanField(
        _("in use"), default=True
    )  # one that is not is kept with its answers and asked no more
    current = models.ForeignKey(
        "SchemeVersion",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("version"),
    )

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=["project", "name"], name="scheme_name"),)

    def __str__(self) -> str:
        return self.name


class SchemeVersion(TenantModel):
    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=50)
    # Normalised by the kind, every option with its value:
    # {"name": "done", "description": "Did the agent do the task?", "required": true, "labels": [{"name": "yes"}, {"name": "no"}]}
    config = JsonText(_("configuration"))
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("scheme version")
        verbose_name_plural = _("scheme versions")
        constraints = (models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_number"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
