"""A trace for whoever manages a project: read without a turn at it, one page of steps at a time, and the images it holds."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.annotations.read_steps import read_views
from apps.annotations.steps import final_answer, step_key
from apps.annotations.views.pictures import picture_answer
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from apps.traces.attached import image_in, image_of
from apps.traces.models import Trace, TraceRevision
from apps.traces.opened import OpenedSteps, OpenedTrace, opened
from apps.traces.queries import trace_or_404
from tracewright.errors import TraceFormatError
from tracewright.pointer import resolve
from tracewright.trace import task, text_of

PER_PAGE = 20
THINKING = ("thinking", "reasoning")  # folded; a thought is what the agent says


@require_safe
@least(Role.REVIEWER)
def trace(request: MemberRequest, project: str, trace: int) -> HttpResponse:
    """The steps of its current revision, long texts cut. `step` names one, from 1 on, by the page that it is on."""
    read = _read(project, trace)
    count = read.total
    pages = Paginator(range(count), PER_PAGE)
    wanted = request.GET.get("step", "")
    number = (int(wanted) - 1) // PER_PAGE + 1 if wanted.isdecimal() and len(wanted) < 9 else request.GET.get("page")
    page = pages.get_page(number)
    start = max(page.start_index() - 1, 0)
    context = {
        "task": task(read.opened.document),
        "page": page,
        "steps": read.views(start, page.end_index()),
        "final_answer": _whole_answer(read) if page.number == pages.num_pages else None,
    }
    return render(request, "annotations/trace.html", {**_context(request, read), **context})


@require_safe
@least(Role.REVIEWER)
def trace_step(request: MemberRequest, project: str, trace: int, step: int) -> HttpResponse:
    """A step by itself, counted from 1, nothing of it cut."""
    read = _read(project, trace)
    if not 1 <= step <= read.total:
        raise Http404(f"no step {step}")
    context = {"steps": read.views(step - 1, step, is_whole=True), "is_whole": True}
    return render(request, "annotations/trace.html", {**_context(request, read), **context})


@require_safe
@least(Role.REVIEWER)
def trace_image(request: MemberRequest, project: str, trace: int, attachment: str) -> HttpResponseBase:
    """An image of the trace's log; 404 for what no browser can only show."""
    read = _read(project, trace)
    listed = read.opened.attachments.get(attachment)
    if listed is None:
        raise Http404(f"no attachment {attachment}")
    return picture_answer(request, read.revision.native_sha256, lambda: image_of(read.revision, listed))


@require_safe
@least(Role.REVIEWER)
def trace_picture(request: MemberRequest, project: str, trace: int) -> HttpResponseBase:
    """`?step=4&pointer=/tool_calls/0/output/0/source/data`: an image that the document holds in base64; steps from 1 on."""
    read, wanted = _read(project, trace), request.GET.get("step", "")
    at = int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 0
    if not 1 <= at <= read.total:
        raise Http404(f"no step {wanted}")
    try:
        held = resolve(read.steps.steps[at - 1], request.GET.get("pointer", ""))
    except (IndexError, KeyError, ValueError) as error:
        raise Http404(f"no such place: {error}") from error
    return picture_answer(request, read.revision.document_sha256, lambda: image_in(held))


class _Read(NamedTuple):
    """A trace as a reader has it; `found` is None where it has no list of steps, and is told all the same."""

    project: Project
    about: Trace
    revision: TraceRevision
    opened: OpenedTrace
    found: OpenedSteps | None

    @property
    def steps(self) -> OpenedSteps:
        return self.found or OpenedSteps([])

    @property
    def total(self) -> int:
        return len(self.steps.steps)

    def views(self, start: int, stop: int, *, is_whole: bool = False) -> list[dict[str, Any]]:
        return read_views(self.about, self.opened.document, self.steps, start, stop, is_whole=is_whole)


def _read(project: str, trace: int) -> _Read:
    row = project_or_404(project)
    about = trace_or_404(row, trace)
    assert about.current is not None  # or there would be no such page
    read = opened(about.current)
    try:
        found = read.steps(step_key(read.document, None))
    except TraceFormatError:
        found = None
    return _Read(row, about, about.current, read, found)


def _context(request: MemberRequest, read: _Read) -> dict[str, Any]:
    address = reverse("annotations:trace", args=[request.organization.slug, read.project.slug, read.about.pk])
    return {
        "project": read.project,
        "trace": read.about,
        "count": read.total,
        "steps_address": address,
        "thinking": THINKING,
    }


def _whole_answer(read: _Read) -> dict[str, Any] | None:
    shown = final_answer(read.opened.document, None)
    return shown and {**shown, "text": text_of(read.opened.document["final_answer"])}
