from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.assignments import queries
from apps.projects.queries import project_or_404
from apps.tenants.http import MemberRequest, least
from apps.tenants.models import Role

STUCK_SHOWN = 20


@require_safe
@least(Role.REVIEWER)
def progress_card(request: MemberRequest, project: str) -> HttpResponse:
    """How far the project is, who did how much, and what nobody will take."""
    row = project_or_404(project)
    context = {
        "project": row,
        "progress": queries.progress(row),
        "workers": queries.workers(row),
        "stuck": queries.stuck(row, STUCK_SHOWN),
    }
    return render(request, "assignments/_progress.html", context)
