"""Flags from the annotate page: the trace is flagged, a flag is withdrawn. The turn and its draft stay as they are.

And the step that a flag is about, for whoever decides: managers have no turn to read the trace in.
"""

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.annotations.door import flag_of
from apps.annotations.flagged import flags_of
from apps.annotations.manner import step_config
from apps.annotations.questions import asked
from apps.annotations.steps import step_key, step_views
from apps.annotations.views.places import own_turn
from apps.annotations.views.turns import answers_json
from apps.assignments import flags as services
from apps.assignments.flag_queries import flag_or_404, own_flag_or_404
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.idempotency import idempotent
from apps.tenants.models import Role
from apps.traces.opened import opened
from tracewright.errors import TraceFormatError


@require_POST
@least(Role.ANNOTATOR)
@answers_json
@idempotent
def flag(request: MemberRequest, project: str, assignment: int) -> JsonResponse:
    """The person's flags at this trace, the new one among them."""
    turn, sent = own_turn(request, project, assignment), flag_of(request)
    try:
        services.flag(assignment=turn, reason=sent.reason, note=sent.note, step=sent.step, by=request.membership)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=422)
    except services.AlreadyFlagged:
        text = _("You have flagged this trace for this reason already. Withdraw that flag to say something else.")
        return JsonResponse({"error": text, "flags": flags_of(turn)}, status=409)
    return JsonResponse({"flags": flags_of(turn)})


@require_POST
@least(Role.ANNOTATOR)
@answers_json
@idempotent
def withdraw(request: MemberRequest, project: str, assignment: int, flag: int) -> JsonResponse:
    turn = own_turn(request, project, assignment)
    own = own_flag_or_404(request.membership, flag, trace=turn.trace_id)
    try:
        services.withdraw(flag=own, by=request.membership)
    except services.Decided:
        return JsonResponse({"error": _("This flag is closed already."), "flags": flags_of(turn)}, status=409)
    return JsonResponse({"flags": flags_of(turn)})


@require_safe
@least(Role.MANAGER)
def flagged_step(request: MemberRequest, project: str, flag: int) -> HttpResponse:
    """A fragment: the step as it was when it was flagged, long texts cut."""
    row = project_or_404(project)
    about = flag_or_404(row, flag)
    trace, config = opened(about.revision), step_config(asked(row))
    index = about.step or 0
    try:
        steps = step_views(trace.steps(step_key(trace.document, config)), config, index, index + 1)
    except TraceFormatError:  # the editor names no list of steps
        steps = []
    return render(
        request, "annotations/_flagged_step.html", {"step": steps[0] if steps and about.step is not None else None}
    )
