"""What the annotate page's scripts write: the draft, the submit, and the two ways to give a turn away."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.annotations import services
from apps.annotations.door import TOO_LARGE, BadBody, Sent, reason_of, sent_of
from apps.annotations.pending import pending
from apps.annotations.questions import asked
from apps.annotations.views.places import address, own_turn, place
from apps.assignments import queries
from apps.assignments import services as assignments
from apps.assignments.models import Assignment
from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.tenants.http import MemberRequest, least
from apps.tenants.idempotency import idempotent, kept_reply, replayed
from apps.tenants.models import Membership, Role


def answers_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A request of the page's own scripts: what was sent stays in the page, the answer says why it was not taken."""

    @wraps(view)
    def answered(request: MemberRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except BadBody as error:
            return JsonResponse({"error": error.text}, status=error.status)
        except RequestDataTooBig:  # by whoever reads the body first
            return JsonResponse({"error": TOO_LARGE}, status=413)
        except assignments.SlotTaken:
            text = _(
                "This turn is over: the trace was handed back or went to somebody else, you took it again, or its time ran "
                "out while you are paused. Your text is kept in this browser until you remove it."
            )
            return JsonResponse({"error": text}, status=410)

    return answered


@require_http_methods(["PUT"])
@least(Role.ANNOTATOR)
@answers_json
def draft(request: MemberRequest, project: str, assignment: int) -> JsonResponse:
    turn = own_turn(request, project, assignment)
    sent = _sent(request, turn)
    try:
        saved = services.save_draft(
            assignment=turn, answers=sent.answers, number=sent.number, base=sent.base, by=request.membership
        )
    except services.Stale:
        return _newer(turn)
    return JsonResponse({"number": saved.number, "base": sent.base, "saved_at": saved.saved_at})


@require_POST
@least(Role.ANNOTATOR)
@answers_json
def submit(request: MemberRequest, project: str, assignment: int) -> HttpResponse:
    """With an Idempotency-Key it acts once, however often its reply is lost."""
    turn = own_turn(request, project, assignment, beside=queries.DOCUMENT)
    sent = _sent(request, turn)
    try:
        parsed = services.parse(turn, asked(turn.project), sent.answers)
    except services.NotComplete as faults:
        return replayed(request) or JsonResponse({"missing": faults.missing, "errors": faults.errors}, status=422)
    except services.UnknownScheme:
        text = _(
            "The questions of this project were changed while you worked. Load the page again to see the new ones."
        )
        return replayed(request) or JsonResponse({"error": text}, status=400)
    return _submitted(request, turn, sent, parsed)


@idempotent
def _submitted(
    request: MemberRequest,
    turn: Assignment,
    sent: Sent,
    parsed: Mapping[Scheme, services.Parsed],
) -> Any:
    was_submitted = turn.state == Assignment.State.SUBMITTED
    try:
        stored = services.store(
            assignment=turn, parsed=parsed, number=sent.number, base=sent.base, by=request.membership
        )
    except services.Stale:
        return _newer(turn)
    base = {**sent.base, **{scheme.name: answer.number for scheme, answer in zip(parsed, stored, strict=True)}}
    basis = {"assignment": turn.pk, "number": turn.draft.number, "base": base}
    if was_submitted:
        return JsonResponse({**_away(turn.project), **basis})
    return _onward(turn.project, request.membership, **basis)


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
    return JsonResponse(_away(turn.project))


def _sent(request: MemberRequest, turn: Assignment) -> Sent:
    """What the page sent. When a submit was taken back and had arrived all the same, what was typed since rests on that."""
    sent = sent_of(request)
    arrived = kept_reply(member=request.membership, key=sent.withdraws) if sent.withdraws else None
    if arrived is None or not isinstance(arrived.body, dict) or arrived.body.get("assignment") != turn.pk:
        return sent  # nothing arrived under that key, or something else than a submit of this turn
    return sent._replace(number=arrived.body["number"], base=arrived.body["base"])


def _onward(project: Project, member: Membership, **basis: Any) -> JsonResponse:
    """The person's next turn with its address and trace revision, else the page that says why there is none."""
    turn, following = assignments.claim_next(project=project, by=member), None
    if turn:
        data = reverse("annotations:data", args=(*place(project), turn.pk))
        following = {"address": address(project, turn), "data": data, "revision": turn.revision_id}
    return JsonResponse({"next": following, "list": reverse("annotations:start", args=place(project)), **basis})


def _away(project: Project) -> dict[str, Any]:
    """Back to one's own work."""
    return {"next": None, "list": reverse("annotations:my_work", args=place(project))}


def _newer(turn: Assignment) -> JsonResponse:
    """What is stored, newer than what the page was based on, and what the next try must be based on."""
    return JsonResponse({"error": _("You have saved something newer elsewhere."), **pending(turn)}, status=409)
