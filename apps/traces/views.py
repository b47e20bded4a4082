from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from apps.traces.downloads import native_download
from apps.traces.queries import traces

PER_PAGE = 50


@require_safe
@least(Role.REVIEWER)
def trace_list(request: MemberRequest, project: str) -> HttpResponse:
    row = project_or_404(project)
    search, sort = request.GET.get("q", "").strip().replace("\0", ""), request.GET.get("sort", "")
    page = Paginator(traces(row, search=search, sort=sort), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "traces/list.html", {"project": row, "page": page, "search": search, "sort": sort})


@require_safe
@least(Role.REVIEWER)
def native(request: MemberRequest, project: str, trace: int) -> StreamingHttpResponse:
    """The log that the newest revision was made from."""
    rows = traces(project_or_404(project)).exclude(current=None)
    return native_download(request, get_object_or_404(rows, pk=trace))
