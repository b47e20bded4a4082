"""Projects that managers upload as a zip: the list, an upload's page with choice, progress and report, and its buttons."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.annotations.archive import ArchiveError
from apps.annotations.importing import uploads
from apps.annotations.models import ProjectImport
from apps.projects.models import Project
from apps.projects.services import address
from apps.tenants.http import MemberRequest, least, wants_json
from apps.tenants.models import Role
from apps.tenants.scope import current

SHOWN = 50
LOG_LINES_SHOWN = 20


class Choice(NamedTuple):
    """A config of the zip, and where its title would bring it."""

    path: str
    title: str
    address: str
    project: Project | None  # the one that has this address already


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def import_list(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        return _receive(request)
    rows = _imports()[: SHOWN + 1]
    context = {
        "imports": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "most_bytes": settings.UPLOAD_BYTES,
        "address": request.GET.get("address", ""),
    }
    return render(request, "annotations/imports.html", context)


def _receive(request: MemberRequest) -> HttpResponse:
    """Keep an uploaded zip. The page's script gets JSON, a form without scripts goes on to a page."""
    file = request.FILES.get("file")
    try:
        if file is None:
            raise ArchiveError("", _("Choose a zip first."))
        upload = uploads.receive(file=file, by=request.membership, address=request.POST.get("address", ""))
    except ArchiveError as error:
        if wants_json(request):
            return JsonResponse({"error": str(error)}, status=400)
        messages.error(request, str(error))
        return redirect("imports:list", request.organization.slug)
    page = reverse("imports:import", args=(request.organization.slug, upload.pk))
    return JsonResponse({"url": page}) if wants_json(request) else redirect(page)


@require_safe
@least(Role.MANAGER)
def import_page(request: MemberRequest, upload: int) -> HttpResponse:
    row = _import_of(upload)
    choices = _choices(row) if row.job is None or row.job.can_be_retried else []
    return render(request, "annotations/import.html", {**_shown(row), "choices": choices})


@require_safe
@least(Role.MANAGER)
def progress(request: MemberRequest, upload: int) -> HttpResponse:
    """The part of the page that moves, asked for every second while the job is open; at its end the page reloads."""
    row = _import_of(upload)
    response = render(request, "annotations/_import_progress.html", _shown(row))
    if row.job is None or not row.job.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@least(Role.MANAGER)
def begin(request: MemberRequest, upload: int) -> HttpResponse:
    config, wanted = request.POST.get("config", ""), request.POST.get("address", "").strip()
    return _steer(request, upload, partial(uploads.begin, config=config, address=wanted))


@require_POST
@least(Role.MANAGER)
def cancel(request: MemberRequest, upload: int) -> HttpResponse:
    return _steer(request, upload, uploads.cancel)


def _steer(request: MemberRequest, pk: int, service: Callable[..., object]) -> HttpResponse:
    row = _import_of(pk)
    try:
        service(upload=row, by=request.membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("imports:import", request.organization.slug, row.pk)


@require_POST
@least(Role.MANAGER)
def remove(request: MemberRequest, upload: int) -> HttpResponse:
    row = _import_of(upload)
    try:
        uploads.remove(upload=row, by=request.membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("imports:import", request.organization.slug, row.pk)
    messages.success(request, _("%s is removed. What it imported stays.") % row.name)
    return redirect("imports:list", request.organization.slug)


def _imports() -> QuerySet[ProjectImport]:
    return ProjectImport.objects.filter(organization_id=current()).select_related("job", "by", "project")


def _import_of(pk: int) -> ProjectImport:
    return get_object_or_404(_imports(), pk=pk)


def _choices(upload: ProjectImport) -> list[Choice]:
    wanted = {path: address(title) for path, title in upload.contents["configs"] if title}
    there = Project.objects.filter(organization_id=current(), slug__in=wanted.values()).annotate(
        traces_there=Count("traces")
    )
    by_address = {project.slug: project for project in there}
    return [
        Choice(path, title, wanted.get(path, ""), by_address.get(wanted.get(path, "")))
        for path, title in upload.contents["configs"]
    ]


def _shown(upload: ProjectImport) -> dict[str, Any]:
    job = upload.job
    return {
        "upload": upload,
        "job": job,
        "written": max(job.done - upload.rows, 0) if job and upload.rows is not None else 0,
        "log_lines": job.log_lines.all()[:LOG_LINES_SHOWN] if job else [],
    }
