"""What the annotate page's scripts write: the draft, the submit, and the two ways to give a turn away."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.annotations import services
from apps.annotations.door import BadBody, reason_of, sent_of
from apps.annotations.pending import pending
from apps.annotations.views.places import address, own_turn, place
from apps.assignments import services as assignments
from apps.assignments.models import Assignment
from apps.projects.models import Project
from apps.tenants.http import MemberRequest, least
from apps.tenants.idempotency import idempotent
from apps.tenants.models import Membership, Role
from tracewright.errors import AnswerError


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
    turn, sent = own_turn(request, project, assignment), sent_of(request)
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
    turn, sent = own_turn(request, project, assignment), sent_of(request)
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
    if was_submitted:
        return JsonResponse({"next": None, "list": reverse("annotations:my_work", args=place(turn.project))})
    return _onward(turn.project, request.membership)


@require_POST
@least(Role.ANNOTATOR)
@answers_json
@idempotent
def skip(request: MemberRequest, project: str, assignment: int) -> JsonResponse:
    turn = own_turn(request, project, assignment)
    assignments.skip(assignment=turn, reason=reason_of(request), by=request.membership)
    return _onward(turn.project, request.membership)


@require_POST
@least(Role.ANNOTATOR)
@answers_json
@idempotent
def release(request: MemberRequest, project: str, assignment: int) -> JsonResponse:
    """Hand the trace back; the person leaves, so nothing new is claimed."""
    turn = own_turn(request, project, assignment)
    assignments.release(assignment=turn, by=request.membership)
    return JsonResponse({"next": None, "list": reverse("annotations:my_work", args=place(turn.project))})


def _onward(project: Project, member: Membership) -> JsonResponse:
    """Where the person goes on: the next turn with its address and trace revision, else the page that says why there is none."""
    turn = assignments.claim_next(project=project, by=member)
    following = {"data": reverse("annotations:data", args=(*place(project), turn.pk))} if turn else {}
    return JsonResponse(
        {
            "next": {"address": address(project, turn), "revision": turn.revision_id, **following} if turn else None,
            "list": reverse("annotations:start", args=place(project)),
        }
    )


def _newer(turn: Assignment) -> JsonResponse:
    """What is stored, newer than what the page was based on, and what the next try must be based on."""
    return JsonResponse({"error": _("You have saved something newer elsewhere."), **pending(turn)}, status=409)
