"""The turn an address names, the address of a turn, and how long replies are written."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from apps.annotations.page_data import encoded
from apps.assignments import queries
from apps.assignments.models import Assignment
from apps.projects.models import Project
from apps.tenants.http import MemberRequest


def own_turn(request: MemberRequest, project: str, pk: int, *, beside: str = "") -> Assignment:
    """404 for a turn that is not this person's, also for the project's managers. `beside` as in `assignment_of`."""
    turn = queries.assignment_of(request.membership, pk, beside=beside)
    if turn is None or turn.project.slug != project:
        raise Http404(f"no turn {pk} of this person in {project}")
    return turn


def place(project: Project) -> tuple[str, str]:
    return project.organization.slug, project.slug


def address(project: Project, turn: Assignment) -> str:
    return reverse("annotations:annotate", args=(*place(project), turn.pk))


def json_response(content: Any) -> HttpResponse:
    return HttpResponse(encoded(content), "application/json")
