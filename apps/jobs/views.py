"""The list of jobs, a job's page with live progress, and its two buttons."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.jobs import services
from apps.jobs.models import Job
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role

JOBS_A_PAGE = 50
LOG_LINES_SHOWN = 200


@require_safe
@least(Role.MANAGER)
def jobs(request: MemberRequest) -> HttpResponse:
    page = Paginator(_jobs_of(request), JOBS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page})


@require_safe
@least(Role.MANAGER)
def job(request: MemberRequest, pk: int) -> HttpResponse:
    return render(request, "jobs/job.html", _shown(_job_of(request, pk)))


@require_safe
@least(Role.MANAGER)
def progress(request: MemberRequest, pk: int) -> HttpResponse:
    """The part of the job's page that moves, asked for every second while the job is open; at its end the page reloads."""
    shown = _shown(_job_of(request, pk))
    response = render(request, "jobs/_progress.html", shown)
    if not shown["job"].is_open:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@least(Role.MANAGER)
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    return _steer(request, pk, services.request_cancel)


@require_POST
@least(Role.MANAGER)
def retry(request: MemberRequest, pk: int) -> HttpResponse:
    return _steer(request, pk, services.retry)


def _steer(request: MemberRequest, pk: int, service: Callable[..., None]) -> HttpResponse:
    found = _job_of(request, pk)
    try:
        service(job=found, by=request.membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(found)


def _jobs_of(request: MemberRequest) -> QuerySet[Job]:
    return Job.objects.filter(organization=request.organization).select_related("organization", "created_by")


def _job_of(request: MemberRequest, pk: int) -> Job:
    return get_object_or_404(_jobs_of(request), pk=pk)


def _shown(found: Job) -> dict[str, Any]:
    return {
        "job": found,
        "parts_done": found.finished_shards.count(),
        "log_lines": found.log_lines.all()[:LOG_LINES_SHOWN],
    }
