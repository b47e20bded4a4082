"""A trace for whoever manages a project: read without a turn at it, one page of steps at a time, and the images it holds.

`way` is a number of tracewright.ways: the page is then of the steps of that way, which the run left behind. `run` counts, from 1,
the traces that the record holds to compare (tracewright.candidates).
"""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.annotations.read_fields import fields_of
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
from tracewright.candidates import Candidate
from tracewright.errors import TraceFormatError
from tracewright.pointer import resolve
from tracewright.trace import task, text_of
from tracewright.ways import Way, ways_of

PER_PAGE = 20
THINKING = ("thinking", "reasoning")  # folded; a thought is what the agent says


@require_safe
@least(Role.REVIEWER)
def trace(
    request: MemberRequest, project: str, trace: int, way: int | None = None, run: int | None = None
) -> HttpResponse:
    """The steps of its current revision, long texts cut. `step` names one, from 1 on, by the page that it is on."""
    read = _read(project, trace, way, run)
    pages = Paginator(range(read.total), PER_PAGE)
    wanted = request.GET.get("step", "")
    number = (int(wanted) - 1) // PER_PAGE + 1 if wanted.isdecimal() and len(wanted) < 9 else request.GET.get("page")
    page = pages.get_page(number)
    start = max(page.start_index() - 1, 0)
    context = {
        "page": page,
        "steps": read.views(start, page.end_index()),
        "final_answer": _whole_answer(read) if page.number == pages.num_pages and read.is_own else None,
        **(_beside(read) if page.number == 1 and read.is_own else {}),
    }
    return render(request, "annotations/trace.html", {**_context(request, read), **context})


@require_safe
@least(Role.REVIEWER)
def trace_step(
    request: MemberRequest, project: str, trace: int, step: int, way: int | None = None, run: int | None = None
) -> HttpResponse:
    """A step by itself, counted from 1, nothing of it cut."""
    read = _read(project, trace, way, run)
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
def trace_picture(
    request: MemberRequest, project: str, trace: int, way: int | None = None, run: int | None = None
) -> HttpResponseBase:
    """`?step=4&pointer=/tool_calls/0/output/0/source/data`: an image that the document holds in base64; steps from 1 on."""
    read, wanted = _read(project, trace, way, run), request.GET.get("step", "")
    at = int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 0
    if not 1 <= at <= read.total:
        raise Http404(f"no step {wanted}")
    try:
        held = resolve(read.steps.steps[at - 1], request.GET.get("pointer", ""))
    except (IndexError, KeyError, ValueError) as error:
        raise Http404(f"no such place: {error}") from error
    return picture_answer(request, read.revision.document_sha256, lambda: image_in(held))


class _Read(NamedTuple):
    """A trace as a reader has it, one of its ways or one of its runs, with the steps there and its part of the address."""

    project: Project
    about: Trace
    revision: TraceRevision
    opened: OpenedTrace
    steps: OpenedSteps
    part: str = ""
    way: Way | None = None
    run: Candidate | None = None

    @property
    def is_own(self) -> bool:
        return not self.part

    @property
    def total(self) -> int:
        return len(self.steps.steps)

    def views(self, start: int, stop: int, *, is_whole: bool = False) -> list[dict[str, Any]]:
        about = self.about if self.is_own else None
        return read_views(about, self.opened.document, self.steps, start, stop, is_whole=is_whole)


def _read(project: str, trace: int, way: int | None = None, run: int | None = None) -> _Read:
    row = project_or_404(project)
    about = trace_or_404(row, trace)
    assert about.current is not None  # or there would be no such page
    read = opened(about.current)
    if way is not None:
        left = next((each for each in ways_of(read.document) if each.number == way), None)
        if left is None:
            raise Http404(f"no way {way}")
        at = min(left.at, max(len(_own_steps(read).steps) - 1, 0))
        return _Read(row, about, about.current, read, read.way(left), f"ways/{way}/", way=left._replace(at=at))
    if run is not None:
        if not 1 <= run <= len(read.runs):
            raise Http404(f"no run {run}")
        return _Read(row, about, about.current, read, read.run(run), f"runs/{run}/", run=read.runs[run - 1])
    return _Read(row, about, about.current, read, _own_steps(read))


def _own_steps(read: OpenedTrace) -> OpenedSteps:
    """None where it has no list of them; the page is there all the same."""
    try:
        return read.steps(step_key(read.document, None))
    except TraceFormatError:
        return OpenedSteps([])


def _context(request: MemberRequest, read: _Read) -> dict[str, Any]:
    address = reverse("annotations:trace", args=[request.organization.slug, read.project.slug, read.about.pk])
    return {
        "project": read.project,
        "trace": read.about,
        "way": read.way,
        "run": read.run,
        "is_own": read.is_own,
        "count": read.total,
        "trace_address": address,
        "steps_address": f"{address}{read.part}",
        "thinking": THINKING,
    }


def _beside(read: _Read) -> dict[str, Any]:
    """What the first page has beside the steps."""
    document, runs = read.opened.document, read.opened.runs
    fields, left = fields_of(document, read.opened.compared)
    is_alone = not read.total and not runs
    asked = task(document)
    if asked.strip() in (_said(step) for step in read.steps.steps[:PER_PAGE]):
        asked = ""  # it stands there as a prompt
    return {"task": asked, "fields": fields, "fields_left": left, "runs": runs, "is_alone": is_alone}


def _said(step: Any) -> str:
    said = step.get("content") if isinstance(step, dict) else None
    return said.strip() if isinstance(said, str) else ""


def _whole_answer(read: _Read) -> dict[str, Any] | None:
    shown = final_answer(read.opened.document, None)
    return shown and {**shown, "text": text_of(read.opened.document["final_answer"])}
