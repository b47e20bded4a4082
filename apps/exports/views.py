"""A project's exports: ask for one, watch it, take its files."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.exports import services
from apps.exports.downloads import attachment
from apps.exports.models import Export
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from apps.tenants.scope import current
from tracewright.errors import ExportError
from tracewright.export import EXPORTERS

SHOWN = 50


class Format(NamedTuple):
    """A format as the form offers it; `about` is the first line of its module's docstring."""

    name: str
    title: str
    about: str
    file_names: Sequence[str]


def formats() -> list[Format]:
    return [
        Format(name, exporter.title, (exporter.__doc__ or "").partition("\n")[0], exporter.file_names)
        for name, exporter in EXPORTERS.items()
    ]


def exports_of(project: Project) -> list[Export]:
    """The newest first; one more than are shown, when there are more."""
    rows = Export.objects.filter(organization_id=current(), project=project).select_related("job", "by")
    return list(rows[: SHOWN + 1])


@require_http_methods(["GET", "HEAD", "POST"])
@least(Role.MANAGER)
def export_list(request: MemberRequest, project: str) -> HttpResponse:
    row = project_or_404(project)
    if request.method == "POST":
        return _ask(request, row)
    return render(request, "exports/list.html", {**_shown(row), "formats": formats()})


def _shown(project: Project) -> dict[str, Any]:
    rows = exports_of(project)
    return {
        "project": project,
        "exports": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "at_work": any(row.job and row.job.is_open for row in rows[:SHOWN]),
    }


def _ask(request: MemberRequest, project: Project) -> HttpResponse:
    try:
        export = services.request_export(
            project=project, exporter=request.POST.get("exporter", ""), by=request.membership
        )
    except ExportError as error:
        messages.error(request, str(error))
        return redirect("exports:list", request.organization.slug, project.slug)
    messages.success(request, _("The export is queued."))
    return redirect("jobs:job", request.organization.slug, export.job_id)


@require_safe
@least(Role.MANAGER)
def rows(request: MemberRequest, project: str) -> HttpResponse:
    """The table by itself, asked for again each second while an export is at work."""
    return render(request, "exports/_rows.html", _shown(project_or_404(project)))


@require_safe
@least(Role.REVIEWER)
def card(request: MemberRequest, project: str) -> HttpResponse:
    row = project_or_404(project)
    return render(request, "exports/_card.html", {"project": row, "exports": exports_of(row)[:5]})


@require_safe
@least(Role.MANAGER)
def download(request: MemberRequest, project: str, export: int, name: str) -> StreamingHttpResponse:
    row = Export.objects.filter(organization_id=current(), project=project_or_404(project), pk=export).first()
    found = next((file for file in row.files if file["name"] == name), None) if row else None
    if found is None or not default_storage.exists(found["path"]):
        raise Http404(f"export {export} has no file {name!r}")
    return attachment(request, found["path"], name, found["bytes"])
