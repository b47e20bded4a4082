"""Reads of traces for a member of the organization in scope."""

from django.db.models import Q, QuerySet

from apps.projects.models import Project
from apps.tenants.scope import current
from apps.traces.models import Trace

SORTS = {"": "id", "steps": "steps", "-steps": "-steps", "errors": "errors", "-errors": "-errors", "-id": "-id"}


def traces(project: Project, *, search: str = "", sort: str = "") -> QuerySet[Trace]:
    """The project's traces whose id or task has the words; an unknown sort is the order of the data."""
    rows = Trace.objects.filter(organization_id=current(), project=project)
    if search:
        rows = rows.filter(Q(identity__icontains=search) | Q(task__icontains=search))
    return rows.order_by(SORTS.get(sort, "id"), "id")
