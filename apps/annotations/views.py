"""The annotator's pages: take a trace, work on it, hand it in, look at one's own work."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.annotations import page, services
from apps.annotations.door import BadBody, reason_of, sent_of
from apps.annotations.models import Annotation
from apps.annotations.pending import pending
from apps.assignments import queries
from apps.assignments import services as assignments
from apps.assignments.models import Assignment
from apps.projects.markdown import html_of
from apps.projects.models import Project
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.idempotency import idempotent
from apps.tenants.models import Role
from apps.traces.models import Trace
from tracewright.errors import AnswerError


@require_safe
@least(Role.ANNOTATOR)
def start(request: MemberRequest, project: str) -> HttpResponse:
    """On to the trace one is at; else the offer to take one, or the news that all is done."""
    row = project_or_404(project)
    if live := queries.live_assignment(row, request.membership):
        return redirect(_address(row, live))
    progress = queries.progress_of(row, request.membership)
    place = (request.organization.slug, row.slug)
    context = {
        "project": row,
        "progress": progress,
        "next_url": reverse("annotations:next", args=place),
        "list_url": reverse("annotations:my_work", args=place),
        "guidelines_html": html_of(row.guidelines),
        "is_empty": not Trace.objects.filter(project=row).exists(),
    }
    waiting = progress.done < progress.total and not request.membership.paused
    return render(request, "annotations/start.html" if waiting else "annotations/done.html", context)


@require_POST
@least(Role.ANNOTATOR)
def next_trace(request: MemberRequest, project: str) -> HttpResponse:
    """Take the next trace; a POST, because it claims."""
    row = project_or_404(project)
    claimed = assignments.claim_next(project=row, by=request.membership)
    return redirect(_address(row, claimed) if claimed else reverse("annotations:start", args=_place(row)))


@require_safe
@least(Role.ANNOTATOR)
def annotate(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    turn = _own_turn(request, project, assignment)
    if turn.state in (Assignment.State.SKIPPED, Assignment.State.RELEASED):
        return redirect("annotations:my_work", *_place(turn.project))
    return render(request, "annotations/annotate.html", page.context(turn))


def answers_json(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
    """A request of the page's own scripts: what was sent stays in the page, the answer says why it was not taken."""

    @wraps(view)
    def answered(request: MemberRequest, **kwargs: Any) -> JsonResponse:
        try:
            return view(request, **kwargs)
        except BadBody as error:
            return JsonResponse({"error": error.text}, status=error.status)
        except assignments.SlotTaken:
            text = _(
                "This turn is over: somebody else has the trace, or you took it again. Your text is kept in this browser."
            )
            return JsonResponse({"error": text}, status=410)

    return answered


@require_http_methods(["PUT"])
@least(Role.ANNOTATOR)
@answers_json
def draft(request: MemberRequest, project: str, assignment: int) -> JsonResponse:
    turn, sent = _own_turn(request, project, assignment), sent_of(request)
    try:
        saved = services.save_draft(
            assignment=turn, answers=sent.answers, number=sent.number, base=sent.base, by=request.membership
        )
    except services.Stale:
        return _newer(turn)
    return JsonResponse({"number": saved.number, "saved_at": saved.saved_at})


@require_POST
@least(Role.ANNOTATOR)
@answers_json
@idempotent
def submit(request: MemberRequest, project: str, assignment: int) -> JsonResponse:
    turn, sent = _own_turn(request, project, assignment), sent_of(request)
    was_submitted = turn.state == Assignment.State.SUBMITTED
    try:
        services.submit(
            assignment=turn, answers=sent.answers, number=sent.number, base=sent.base, by=request.membership
        )
    except services.NotComplete as faults:
        return JsonResponse({"missing": faults.missing, "errors": faults.errors}, status=422)
    except services.Stale:
        return _newer(turn)
    except AnswerError as error:
        return JsonResponse({"error": str(error)}, status=400)
    next_turn = None if was_submitted else assignments.claim_next(project=turn.project, by=request.membership)
    return JsonResponse(
        {
            "next": _address(turn.project, next_turn) if next_turn else None,
            "list": reverse("annotations:my_work" if was_submitted else "annotations:start", args=_place(turn.project)),
        }
    )


@require_POST
@least(Role.ANNOTATOR)
@answers_json
def skip(request: MemberRequest, project: str, assignment: int) -> JsonResponse:
    turn = _own_turn(request, project, assignment)
    assignments.skip(assignment=turn, reason=reason_of(request), by=request.membership)
    next_turn = assignments.claim_next(project=turn.project, by=request.membership)
    return JsonResponse(
        {
            "next": _address(turn.project, next_turn) if next_turn else None,
            "list": reverse("annotations:start", args=_place(turn.project)),
        }
    )


@require_safe
@least(Role.ANNOTATOR)
def my_work(request: MemberRequest, project: str) -> HttpResponse:
    """One's own traces with the way back into them."""
    row = project_or_404(project)
    turns = queries.turns_of(row, request.membership)[:500]
    edits = dict(
        Annotation.objects.filter(assignment__in=[turn.pk for turn in turns])
        .values_list("assignment")
        .annotate(Sum("edits"))
    )
    rows = [
        {
            "url": _address(row, turn),
            "external_id": turn.revision.trace.identity,
            "task": turn.revision.trace.task,
            "state": turn.state,
            "submitted_at": turn.finished_at if turn.state == Assignment.State.SUBMITTED else None,
            "edited_count": edits.get(turn.pk, 0),
        }
        for turn in turns
    ]
    context = {
        "project": row,
        "rows": rows,
        "progress": queries.progress_of(row, request.membership),
    }
    return render(request, "annotations/my_work.html", context)


def _newer(turn: Assignment) -> JsonResponse:
    """What is stored, newer than what the page was based on, and what the next try must be based on."""
    return JsonResponse({"error": _("You have saved something newer elsewhere."), **pending(turn)}, status=409)


def _own_turn(request: MemberRequest, project: str, pk: int) -> Assignment:
    turn = queries.assignment_of(request.membership, pk)
    if turn is None or turn.project.slug != project:
        raise Http404(f"no turn {pk} of this person in {project}")
    return turn


def _place(project: Project) -> tuple[str, str]:
    return project.organization.slug, project.slug


def _address(project: Project, turn: Assignment) -> str:
    return reverse("annotations:annotate", args=(*_place(project), turn.pk))
