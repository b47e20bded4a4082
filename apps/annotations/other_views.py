"""Errors that people described in words of their own: managers look at them, and add them to the taxonomy of their question."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.annotations import others as services
from apps.annotations import scheme_changes
from apps.annotations.following import left_behind
from apps.annotations.others import Others, effect, others_in, others_of, reading_with
from apps.annotations.scheme_changes import Changed, schemes_here, stand_of
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from apps.tenants.scope import current
from tracewright.errors import TracewrightError

ANY_NAME = "…"  # one that can be, whatever people wrote


@require_safe
@least(Role.MANAGER)
def others(request: MemberRequest, project: str) -> HttpResponse:
    row = project_or_404(project)
    found = others_of(row)
    jobs = Job.objects.filter(organization_id=current(), job_kind=scheme_changes.JOB_KIND, payload__project=row.pk)
    context = {
        "project": row,
        "found": found,
        "waiting": sum(each.waiting for each in found),
        "job": jobs.order_by("-pk").first(),
    }
    return render(request, "schemes/others.html", context)


@require_POST
@least(Role.MANAGER)
def promote(request: MemberRequest, project: str) -> HttpResponse:
    """Without a name: what adding the chosen words would change. With one: add them."""
    row = project_or_404(project)
    found = _asked_for(request, row)
    keys = request.POST.getlist("only") or request.POST.getlist("key")
    if not found.chosen(keys):
        words = _("Nothing to add: these words are in the taxonomy by now.") if keys else _("Choose words first.")
        messages.warning(request, words)
        return redirect("schemes:others", request.organization.slug, row.slug)
    if "name" not in request.POST:
        return render(request, "schemes/promote.html", _page(row, found, keys, found.chosen(keys)[0].text, ""))
    name, parent = request.POST["name"], request.POST.get("parent", "")
    try:
        services.promote(
            project=row,
            scheme=found.scheme,
            keys=keys,
            name=name,
            parent=parent,
            stand=request.POST.get("stand", ""),
            by=request.membership,
        )
    except Changed:
        return render(request, "schemes/promote.html", _page(row, found, keys, name, parent, changed=True), status=409)
    except TracewrightError as error:
        return render(request, "schemes/promote.html", _page(row, found, keys, name, parent, fault=error), status=422)
    messages.success(request, _("Added to the taxonomy of %s. The answers follow.") % found.scheme.name)
    return redirect("schemes:others", request.organization.slug, row.slug)


@require_POST
@least(Role.MANAGER)
def lead(request: MemberRequest, project: str) -> HttpResponse:
    """Once more, for answers that came while the last job was at work."""
    row = project_or_404(project)
    if left_behind(row).exists():
        scheme_changes.lead(project=row, by=request.membership)
        messages.success(request, _("The answers follow."))
    return redirect("schemes:others", request.organization.slug, row.slug)


def _asked_for(request: MemberRequest, project: Project) -> Others:
    number = request.POST.get("scheme", "")
    found = others_in(project, int(number)) if number.isdecimal() and len(number) < 19 else None
    if found is None:
        raise Http404(f"no question {number!r} with a taxonomy in this project")
    return found


def _page(
    project: Project,
    found: Others,
    keys: list[str],
    name: str,
    parent: str,
    *,
    fault: TracewrightError | None = None,
    changed: bool = False,
) -> dict[str, Any]:
    """The words, and what adding them under this name changes."""
    groups = found.chosen(keys)
    try:
        reading = reading_with(project, found.scheme, groups, name, parent)
    except TracewrightError:  # the name cannot be; what changes is the same under any
        reading = reading_with(project, found.scheme, groups, ANY_NAME, "")
    return {
        "project": project,
        "others": found,
        "groups": groups,
        "name": name,
        "parent": parent,
        "stand": stand_of(schemes_here(project)),
        "effect": effect(project, found.scheme, groups, reading),
        "fault": fault or reading.fault,
        "changed": changed,
    }
