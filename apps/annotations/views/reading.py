"""What the annotate page's scripts read: a turn's data, more steps of its trace, a whole text, places found by a search."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from apps.annotations.outline import matches, whole_text
from apps.annotations.questions import asked
from apps.annotations.steps import step_key, step_views, whole_blocks
from apps.annotations.views.places import json_response, own_turn
from apps.annotations.work import step_config, trace_part, work
from apps.assignments import queries
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from tracewright.display.coding_trace import most_lines, options_of
from tracewright.display.files import file_tree
from tracewright.errors import TraceFormatError
from tracewright.trace import steps as trace_steps

MOST_STEPS = 60
MOST_SEARCHED = 200  # characters of what is looked for, as the page's field takes


def of_steps(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 where the editor names no list of steps; the page says so by itself (work.trace_part)."""

    @wraps(view)
    def answered(request: MemberRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except TraceFormatError as error:
            raise Http404(str(error)) from error

    return answered


@require_safe
@least(Role.ANNOTATOR)
def data(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """All of the turn. `?known=<revision>` leaves out the trace, which the page has read ahead."""
    known = _number(request, "known")
    turn = own_turn(request, project, assignment, with_document=known is None)
    return json_response(work(turn, asked(turn.project), known=known))


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def steps(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """`?from=40&to=60`: the steps 40 to 59, at most 60 at once."""
    turn = own_turn(request, project, assignment, with_document=True)
    start = _number(request, "from") or 0
    stop = min(_number(request, "to") or start, start + MOST_STEPS)
    most = most_lines(options_of(turn.project.settings.get("display", [])))
    views = step_views(turn.revision.document, step_config(asked(turn.project)), start, stop, most)
    return json_response({"from": start, "steps": views})


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def text(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """`?step=4&pointer=/content`: a text that was cut, whole; without a step, of the final answer."""
    turn, step = own_turn(request, project, assignment, with_document=True), _number(request, "step")
    try:
        found = whole_text(
            turn.revision.document, step_config(asked(turn.project)), step, request.GET.get("pointer", "")
        )
    except (IndexError, KeyError, ValueError) as error:
        raise Http404(f"no such place: {error}") from error
    return json_response({"text": found})


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def blocks(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """`?step=4&call=1`: what a call did, uncut."""
    turn = own_turn(request, project, assignment, with_document=True)
    step, call = _number(request, "step"), _number(request, "call")
    found = whole_blocks(turn.revision.document, step_config(asked(turn.project)), step or 0, call or 0)
    if found is None:
        raise Http404(f"no call {call} in step {step}")
    return json_response({"blocks": found})


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def files(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """The files that the session touched, as tracewright.display.files has them."""
    turn = own_turn(request, project, assignment, with_document=True)
    document = turn.revision.document
    key = step_key(document, step_config(asked(turn.project)))
    return json_response(file_tree(trace_steps(document, key)))


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def search(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """`?q=...`: where the trace says it, as [step, call or null]."""
    turn, wanted = own_turn(request, project, assignment, with_document=True), request.GET.get("q", "")[:MOST_SEARCHED]
    return json_response({"places": [*matches(turn.revision.document, step_config(asked(turn.project)), wanted)]})


@require_safe
@least(Role.ANNOTATOR)
def upcoming(request: MemberRequest, project: str) -> HttpResponse:
    """The trace that this person would get now, to be read ahead. Nothing is claimed, so it may go to somebody else."""
    row = project_or_404(project)
    revision = queries.upcoming_revision(row, request.membership)
    if revision is None:
        return JsonResponse({"revision": None, "trace": None})
    return json_response({"revision": revision.pk, "trace": trace_part(revision, row, asked(row))})


def _number(request: MemberRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else None
