"""The import page of a project: files dropped and received in pieces, what they seem to be, their import and its reports."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.ingest import chunks, services
from apps.ingest.models import Upload
from apps.jobs.models import Job
from apps.jobs.services import request_cancel
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from apps.tenants.scope import current
from tracewright.convert import CONVERTERS, is_verified

SHOWN = 100
OFFSET_DIGITS = 15


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def upload_list(request: MemberRequest, project: str) -> HttpResponse:
    row = project_or_404(project)
    if request.method == "POST":
        return _begin_upload(request, row)
    return render(request, "ingest/list.html", _listed(row))


def _begin_upload(request: MemberRequest, project: Project) -> HttpResponse:
    """{"name": "a.jsonl", "size": 1024, "modified": 1790000000000} is told where its bytes go, and how many are there."""
    try:
        sent = json.loads(request.body)
        name, size, modified = str(sent["name"]), int(sent["size"]), int(sent.get("modified", 0))
        if not 0 <= modified < 2**53:
            raise ValueError("modified")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return JsonResponse({"error": _("The request cannot be read.")}, status=400)
    try:
        upload = services.begin_upload(project=project, name=name, size=size, modified=modified, by=request.membership)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    there = chunks.received(chunks.pieces_of(upload))
    return JsonResponse({"id": upload.pk, "received": there, "piece": services.CHUNK_BYTES})


@require_http_methods(["PUT"])
@least(Role.MANAGER)
def receive(request: MemberRequest, project: str, file: int) -> HttpResponse:
    """The next piece, which begins at ?offset=; 409 with what is there for one that is not the next."""
    upload = _upload_or_404(project, file)
    offset = request.GET.get("offset", "")
    if not offset.isdecimal() or len(offset) > OFFSET_DIGITS:
        return JsonResponse({"error": _("The request cannot be read.")}, status=400)
    try:
        there = services.receive(upload=upload, offset=int(offset), content=request.body)
    except services.NotNext as error:
        return JsonResponse({"received": error.received}, status=409)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    return JsonResponse({"received": there})


@require_safe
@least(Role.MANAGER)
def rows(request: MemberRequest, project: str) -> HttpResponse:
    """The part of the page that changes: fetched after each file, and every second while an import is at work."""
    return render(request, "ingest/_rows.html", _listed(project_or_404(project)))


@require_safe
@least(Role.MANAGER)
def upload_page(request: MemberRequest, project: str, file: int) -> HttpResponse:
    upload = _upload_or_404(project, file)
    return render(request, "ingest/upload.html", {"project": upload.project, "upload": upload, "report": upload.report})


@require_POST
@least(Role.MANAGER)
def choose(request: MemberRequest, project: str, file: int) -> HttpResponse:
    upload = _upload_or_404(project, file)
    try:
        services.choose_format(upload=upload, name=request.POST.get("format", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("ingest:list", request.organization.slug, upload.project.slug)


@require_POST
@least(Role.MANAGER)
def begin(request: MemberRequest, project: str) -> HttpResponse:
    """Import every upload that waits."""
    row = project_or_404(project)
    waiting = [upload.pk for upload in _uploads(row) if upload.can_begin and upload.state != Upload.State.FAILED]
    again = [int(pk) for pk in request.POST.getlist("upload") if pk.isdecimal() and len(pk) <= OFFSET_DIGITS]
    try:
        services.begin_import(project=row, uploads=again or waiting, by=request.membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("ingest:list", request.organization.slug, row.slug)


@require_POST
@least(Role.MANAGER)
def cancel(request: MemberRequest, project: str) -> HttpResponse:
    """Stop the imports at work; what they have written by then stays, and the rest waits."""
    row = project_or_404(project)
    for job in _open_jobs(row):
        try:
            request_cancel(job=job, by=request.membership)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    return redirect("ingest:list", request.organization.slug, row.slug)


@require_POST
@least(Role.MANAGER)
def remove(request: MemberRequest, project: str, file: int) -> HttpResponse:
    upload = _upload_or_404(project, file)
    try:
        services.remove(upload=upload, by=request.membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("ingest:list", request.organization.slug, upload.project.slug)


def _uploads(project: Project) -> QuerySet[Upload]:
    return Upload.objects.filter(organization_id=current(), project=project).select_related("job", "by")


def _upload_or_404(project: str, pk: int) -> Upload:
    row = project_or_404(project)
    upload: Upload = get_object_or_404(_uploads(row).select_related("project__organization"), pk=pk)
    return upload


def _open_jobs(project: Project) -> QuerySet[Job]:
    taken = _uploads(project).filter(state=Upload.State.TAKEN).values("job")
    return Job.objects.open().filter(organization_id=current(), pk__in=taken)


def _listed(project: Project) -> dict[str, Any]:
    jobs = list(_open_jobs(project))  # asked for first: a page without any shows what they came to, and asks no more
    uploads = _uploads(project)
    waiting = [row for row in uploads.exclude(state=Upload.State.DONE) if not _is_at_work(row)]
    taken = uploads.filter(state__in=(Upload.State.TAKEN, Upload.State.DONE)).order_by("-job", "name", "id")
    begun = [row for row in taken[: SHOWN + 1] if row not in waiting]
    return {
        "project": project,
        "waiting": waiting,
        "ready": sum(row.can_begin and row.state != Upload.State.FAILED for row in waiting),
        "begun": begun[:SHOWN],
        "has_more": len(begun) > SHOWN,
        "jobs": jobs,
        "formats": [(each.name, each.title, is_verified(each)) for each in CONVERTERS.values()],
        "most_bytes": settings.LOG_BYTES,
    }


def _is_at_work(upload: Upload) -> bool:
    return upload.state == Upload.State.TAKEN and not upload.can_begin
