"""The annotator's pages: take a trace, work on it, look at one's own work."""

from collections.abc import Iterable

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from apps.annotations import page
from apps.annotations.drawn import DRAWN
from apps.annotations.keys import keys_of
from apps.annotations.models import Annotation
from apps.annotations.views.places import address, own_turn, place
from apps.assignments import queries
from apps.assignments import services as assignments
from apps.assignments.models import GIVEN_BACK, Assignment
from apps.projects.markdown import html_of
from apps.projects.queries import project_or_404
from apps.projects.services import note_read
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Membership, Role
from apps.traces.models import Trace

OVER = (Assignment.State.SKIPPED, Assignment.State.RELEASED)  # such a turn cannot be opened


@require_safe
@least(Role.ANNOTATOR)
def start(request: MemberRequest, project: str) -> HttpResponse:
    """On to the trace one is at; else the offer to take one, or the news that all is done."""
    row = project_or_404(project)
    if live := queries.live_assignment(row, request.membership):
        return redirect(address(row, live))
    progress = queries.progress_of(row, request.membership)
    here = place(row)
    context = {
        "project": row,
        "progress": progress,
        "next_url": reverse("annotations:next", args=here),
        "list_url": reverse("annotations:my_work", args=here),
        "guidelines_html": html_of(row.guidelines),
        "is_empty": not Trace.objects.filter(project=row).exists(),
    }
    waiting = _is_waiting(progress, request.membership)
    return render(request, "annotations/start.html" if waiting else "annotations/done.html", context)


def _is_waiting(progress: queries.Progress, member: Membership) -> bool:
    return progress.done < progress.total and not member.paused


@require_POST
@least(Role.ANNOTATOR)
def next_trace(request: MemberRequest, project: str) -> HttpResponse:
    """Take the next trace; a POST, because it claims."""
    row = project_or_404(project)
    claimed = assignments.claim_next(project=row, by=request.membership)
    return redirect(address(row, claimed) if claimed else reverse("annotations:start", args=place(row)))


@require_safe
@least(Role.ANNOTATOR)
def annotate(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    turn = own_turn(request, project, assignment, beside=DRAWN)
    if turn.state in OVER:
        return redirect("annotations:my_work", *place(turn.project))
    return render(request, "annotations/annotate.html", page.context(turn) | {"own_keys": keys_of(request.user.keys)})


@require_safe
@least(Role.ANNOTATOR)
def guidelines(request: MemberRequest, project: str) -> HttpResponse:
    """The fragment beside the trace, fetched when they have changed while the page was open."""
    row = project_or_404(project)
    return render(request, "annotations/_guidelines.html", {"guidelines_html": html_of(row.guidelines), "project": row})


@require_POST
@least(Role.ANNOTATOR)
def guidelines_read(request: MemberRequest, project: str, number: int) -> HttpResponse:
    """The person has read the version `number`; a later one than there is counts as the latest."""
    note_read(project=project_or_404(project), number=number, by=request.membership)
    return HttpResponse(status=204)


@require_safe
@least(Role.ANNOTATOR)
def my_work(request: MemberRequest, project: str) -> HttpResponse:
    """One's own traces with the way back into them."""
    row = project_or_404(project)
    turns = _once_each(queries.turns_of(row, request.membership)[:500])
    edits = dict(
        Annotation.objects.filter(assignment__in=[turn.pk for turn in turns])
        .values_list("assignment")
        .annotate(Sum("edits"))
    )
    rows = [
        {
            "url": "" if turn.state in OVER else address(row, turn),
            "external_id": turn.revision.trace.identity,
            "task": turn.revision.trace.task,
            "state": turn.state,
            "submitted_at": turn.finished_at if turn.state == Assignment.State.SUBMITTED else None,
            "edited_count": edits.get(turn.pk, 0),
        }
        for turn in turns
    ]
    is_at_one = any(turn.state == Assignment.State.CLAIMED for turn in turns)
    can_take = not is_at_one and _is_waiting(queries.progress_of(row, request.membership), request.membership)
    context = {
        "project": row,
        "rows": rows,
        "next_url": reverse("annotations:next", args=place(row)) if can_take else "",
    }
    return render(request, "annotations/my_work.html", context)


def _once_each(turns: Iterable[Assignment]) -> list[Assignment]:
    """Latest first: what was handed back or ran out is not told of a trace that came to its person again."""
    kept: list[Assignment] = []
    for turn in turns:
        if turn.state not in GIVEN_BACK or all(turn.trace_id != newer.trace_id for newer in kept):
            kept.append(turn)
    return kept
