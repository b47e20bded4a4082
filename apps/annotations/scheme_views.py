"""The questions of a project: managers write them as YAML beside what annotators will see, and look at earlier versions."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.annotations import scheme_changes, scheme_text
from apps.annotations.models import Annotation
from apps.annotations.page import QuestionView
from apps.annotations.scheme_text import Reading
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.schemes.models import SchemeVersion
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from apps.tenants.scope import current
from tracewright.schemes import written

SHOWN_VERSIONS = 200


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def edit(request: MemberRequest, project: str) -> HttpResponse:
    row = project_or_404(project)
    if request.method == "POST":
        return _save(request, row)
    schemes = scheme_changes.schemes_here(row)
    text = scheme_text.text_of(schemes)
    return render(request, "schemes/edit.html", _page(row, text, scheme_changes.stand_of(schemes)))


@require_POST
@least(Role.MANAGER)
def preview(request: MemberRequest, project: str) -> HttpResponse:
    """What the text in the editor would ask, and what it would change; nothing is kept."""
    row = project_or_404(project)
    return render(request, "schemes/_preview.html", _shown(row, scheme_text.read(request.POST.get("text", ""), row)))


@require_safe
@least(Role.MANAGER)
def versions(request: MemberRequest, project: str) -> HttpResponse:
    row = project_or_404(project)
    rows = SchemeVersion.objects.filter(organization_id=current(), scheme__project=row).select_related("scheme")
    counts = dict(
        Annotation.objects.filter(organization_id=current(), scheme__project=row)
        .values_list("version")
        .annotate(Count("id"))
    )
    shown = [
        {
            "version": version,
            "answers": counts.get(version.pk, 0),
            "is_current": version.scheme.current_id == version.pk,
            "text": written.as_yaml([(version.kind, version.config)]),
        }
        for version in rows.order_by("-created_at", "-pk")[:SHOWN_VERSIONS]
    ]
    return render(request, "schemes/versions.html", {"project": row, "rows": shown})


def _save(request: MemberRequest, project: Project) -> HttpResponse:
    text, stand = request.POST.get("text", ""), request.POST.get("stand", "")
    reading = scheme_text.read(text, project)
    if reading.fault:
        return render(request, "schemes/edit.html", _page(project, text, stand, reading), status=422)
    try:
        synced = scheme_changes.save(project=project, reading=reading, stand=stand, by=request.membership)
    except scheme_changes.Changed:
        held = scheme_changes.schemes_here(project)
        context = _page(project, text, scheme_changes.stand_of(held), reading)
        return render(request, "schemes/edit.html", {**context, "other": scheme_text.text_of(held)}, status=409)
    changed = len(synced.added) + len(synced.changed) + len(synced.parked)
    words = ngettext("Saved: %d question has changed.", "Saved: %d questions have changed.", changed) % changed
    messages.success(request, words if changed else _("Saved; nothing has changed."))
    return redirect("schemes:edit", request.organization.slug, project.slug)


def _page(project: Project, text: str, stand: str, reading: Reading | None = None) -> dict[str, Any]:
    jobs = Job.objects.filter(organization_id=current(), job_kind=scheme_changes.JOB_KIND, payload__project=project.pk)
    return {
        "project": project,
        "text": text,
        "stand": stand,
        "starters": scheme_text.starters(),
        "job": jobs.order_by("-pk").first(),
        **_shown(project, reading or scheme_text.read(text, project)),
    }


class PreviewedQuestion(QuestionView):
    """Always in sight: nothing is answered here."""

    waits = False


def _shown(project: Project, reading: Reading) -> dict[str, Any]:
    return {
        "fault": reading.fault,
        "passed_over": reading.passed_over,
        "questions": [PreviewedQuestion(scheme.name, scheme.kind, scheme.config) for scheme in reading.schemes],
        "changes": [] if reading.fault else scheme_changes.changes(project, reading.schemes),
    }
