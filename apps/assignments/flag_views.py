"""The flags of a project, for its managers: what people found wrong with traces, and what becomes of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.assignments import flags as services
from apps.assignments.flag_queries import STATES, flag_or_404, flags
from apps.assignments.models import Flag
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role

ON_A_PAGE = 50


@require_safe
@least(Role.MANAGER)
def flag_list(request: MemberRequest, project: str) -> HttpResponse:
    """`?state=open|closed|all&reason=secret`: open ones unless something else is asked for."""
    row = project_or_404(project)
    state, reason = request.GET.get("state", "open"), request.GET.get("reason", "")
    state = state if state in STATES else ""
    reason = reason if reason in Flag.Reason else ""
    context = {
        "project": row,
        "page": Paginator(flags(row, state=state, reason=reason), ON_A_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": [("open", _("Open")), ("closed", _("Closed")), ("", _("All"))],
        "reason": reason,
        "reasons": Flag.Reason.choices,
    }
    return render(request, "assignments/flags.html", context)


@require_POST
@least(Role.MANAGER)
def resolve(request: MemberRequest, project: str, flag: int) -> HttpResponse:
    """Decide with `outcome`; back to the list as it was filtered."""
    row = project_or_404(project)
    held, outcome = flag_or_404(row, flag), request.POST.get("outcome", "")
    if outcome not in services.OUTCOMES:
        raise Http404(f"no outcome {outcome!r}")
    try:
        services.resolve(flag=held, outcome=Flag.State(outcome), by=request.membership)
    except services.Decided:
        messages.warning(request, _("Somebody else has decided this flag, or it was withdrawn: see what it says now."))
    else:
        messages.success(request, SAID[Flag.State(outcome)]() % {"trace": held.trace.identity})
    query = request.GET.urlencode()
    return redirect(
        reverse("assignments:flags", args=(request.organization.slug, row.slug)) + (f"?{query}" if query else "")
    )


SAID = {
    Flag.State.NOTHING_WRONG: lambda: _("The flag at %(trace)s is closed: nothing is wrong."),
    Flag.State.TAKEN_OUT: lambda: _(
        "%(trace)s is taken out of the queue: nobody gets it any more. You can put it back under “Closed”."
    ),
    Flag.State.PUT_BACK: lambda: _("%(trace)s is back in the queue."),
}
