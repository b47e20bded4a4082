"""What the annotate page's scripts read: a turn's data, more steps of its trace, a whole text, places found by a search."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from apps.annotations.comparing import row_views
from apps.annotations.drawn import DRAWN, drawn_part
from apps.annotations.manner import Config, compares, manner_of, pair_config, step_config
from apps.annotations.questions import asked
from apps.annotations.steps import editable_texts, step_key, step_views, whole_blocks
from apps.annotations.views.pictures import picture_answer
from apps.annotations.views.places import json_response, own_turn
from apps.annotations.work import work
from apps.assignments import queries
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role
from apps.traces.attached import image_of
from apps.traces.models import TraceRevision
from apps.traces.opened import OpenedSteps, OpenedTrace, opened
from apps.traces.pair import SIDES, OpenedPair, opened_pair
from apps.traces.tool_arguments import known_arguments
from tracewright.display.coding_trace import most_lines, options_of
from tracewright.display.files import file_tree
from tracewright.errors import TraceFormatError
from tracewright.pointer import resolve
from tracewright.trace import text_of

MOST_STEPS = 60
MOST_SEARCHED = 200  # characters of what is looked for, as the page's field takes


def of_steps(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 where the editor names no list of steps; the page says so by itself (apps.annotations.drawing)."""

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
    turn = own_turn(request, project, assignment, beside="" if known else DRAWN)
    return json_response(work(turn, asked(turn.project), known=known))


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def steps(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """`?from=40&to=60`: the steps 40 to 59, at most 60 at once; of two traces that are compared, their rows."""
    reading = _reading(request, project, assignment)
    start = _number(request, "from") or 0
    stop = min(_number(request, "to") or start, start + MOST_STEPS)
    most = most_lines(options_of(reading.project.settings.get("display", [])))
    found = (
        row_views(reading.compared, start, stop, most)
        if reading.compared
        else step_views(reading.steps, reading.config, start, stop, most)
    )
    return json_response({"from": start, "steps": found})


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def text(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """`?step=4&pointer=/content`: a text that was cut, whole; without a step, of the final answer. `&side=A`: of a candidate."""
    reading, step = _reading(request, project, assignment), _number(request, "step")
    try:
        root = reading.trace.document if step is None else reading.steps.steps[step]
        return json_response({"text": text_of(resolve(root, request.GET.get("pointer", "")))})
    except (IndexError, KeyError, ValueError) as error:
        raise Http404(f"no such place: {error}") from error


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def editable(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """`?from=40`: what can be edited from step 40 on, whole, as far as one answer holds it."""
    reading, start = _reading(request, project, assignment), _number(request, "from") or 0
    return json_response({"from": start, "steps": editable_texts(reading.steps, reading.config, start)})


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def blocks(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """`?step=4&call=1`: what a call did, uncut. `&side=A`: of a candidate."""
    step, call = _number(request, "step"), _number(request, "call")
    found = whole_blocks(_reading(request, project, assignment).steps, step or 0, call or 0)
    if found is None:
        raise Http404(f"no call {call} in step {step}")
    return json_response({"blocks": found})


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def files(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """The files that the session touched, as tracewright.display.files has them."""
    return json_response(file_tree(_reading(request, project, assignment).steps.steps))


@require_safe
@least(Role.ANNOTATOR)
def arguments(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """What is known of the arguments of the tools that the trace calls (apps.traces.tool_arguments); `counted` says whether the
    calls of this trace are among those counted, as they are in its newest revision.
    """
    turn = own_turn(request, project, assignment)
    known = known_arguments(turn.project, opened(turn.revision).document)
    return json_response({"counted": turn.revision.trace.current_id == turn.revision_id, "tools": known})


@require_safe
@least(Role.ANNOTATOR)
@of_steps
def search(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """`?q=...`: where the trace says it, as [step, call or null]."""
    wanted = request.GET.get("q", "")[:MOST_SEARCHED]
    reading = _reading(request, project, assignment)
    return json_response({"places": (reading.compared or reading.steps).matches(wanted)})


@require_safe
@least(Role.ANNOTATOR)
def image(request: MemberRequest, project: str, assignment: int, attachment: str) -> HttpResponseBase:
    """An image of the trace's log, as a picture and nothing else; 404 for what no browser can only show.

    It is asked for again each time, for a trace may be taken from its reader; who has it is told so without its bytes.
    """
    turn = own_turn(request, project, assignment)
    listed = opened(turn.revision).attachments.get(attachment)
    if listed is None:
        raise Http404(f"no attachment {attachment}")
    return picture_answer(request, turn.revision.native_sha256, lambda: image_of(turn.revision, listed))


@require_safe
@least(Role.ANNOTATOR)
def upcoming(request: MemberRequest, project: str) -> HttpResponse:
    """The trace that this person would get now, to be read ahead. Nothing is claimed, so it may go to somebody else."""
    row = project_or_404(project)
    revision = queries.upcoming_revision(row, request.membership)
    if revision is None:
        return JsonResponse({"revision": None, "trace": None})
    return json_response({"revision": revision.pk, "trace": drawn_part(revision, manner_of(row, asked(row)))})


class _Reading(NamedTuple):
    """A person's turn, and its trace as it is kept open."""

    project: Project
    config: Config | None
    trace: OpenedTrace
    pair: OpenedPair | None
    side: str  # of the pair, "" for the trace itself

    @property
    def steps(self) -> OpenedSteps:
        if self.side:
            if self.pair is None or self.side not in SIDES:
                raise Http404(f"no candidate {self.side}")
            return self.pair.of(self.side)
        return self.trace.steps(step_key(self.trace.document, self.config))

    @property
    def compared(self) -> OpenedPair | None:
        """The two traces that stand in the place of the steps."""
        return self.pair if compares(self.config, self.pair) else None


def _reading(request: MemberRequest, project: str, assignment: int) -> _Reading:
    turn = own_turn(request, project, assignment)
    schemes = asked(turn.project)
    pair = _pair_or_none(turn.revision, pair_config(schemes))
    return _Reading(turn.project, step_config(schemes), opened(turn.revision), pair, request.GET.get("side", ""))


def _pair_or_none(revision: TraceRevision, config: Config | None) -> OpenedPair | None:
    """Nothing where there are not two to compare; the page has said so (apps.annotations.drawing)."""
    try:
        return opened_pair(revision, config["items_key"]) if config else None
    except TraceFormatError:
        return None


def _number(request: MemberRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else None
