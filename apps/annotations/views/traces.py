"""A trace for whoever manages a project: read without a turn at it, one page of steps at a time."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.annotations.steps import final_answer, step_key, step_views
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from apps.traces.opened import opened
from apps.traces.queries import trace_or_404
from tracewright.errors import TraceFormatError
from tracewright.trace import task

PER_PAGE = 20


@require_safe
@least(Role.REVIEWER)
def trace(request: MemberRequest, project: str, trace: int) -> HttpResponse:
    """The steps of its current revision, long texts cut. `step` names one, from 1 on, by the page that it is on."""
    row = project_or_404(project)
    about = trace_or_404(row, trace)
    assert about.current is not None  # or there would be no such page
    read = opened(about.current)
    try:
        found = read.steps(step_key(read.document, None))
    except TraceFormatError:  # no list of steps: the document is told all the same
        found = None
    count = len(found.steps) if found else 0
    pages = Paginator(range(count), PER_PAGE)
    wanted = request.GET.get("step", "")
    number = (int(wanted) - 1) // PER_PAGE + 1 if wanted.isdecimal() and len(wanted) < 9 else request.GET.get("page")
    page = pages.get_page(number)
    start = max(page.start_index() - 1, 0)
    context = {
        "project": row,
        "trace": about,
        "task": task(read.document),
        "page": page,
        "steps": step_views(found, None, start, page.end_index()) if found else [],
        "final_answer": final_answer(read.document, None) if page.number == pages.num_pages else None,
    }
    return render(request, "annotations/trace.html", context)
