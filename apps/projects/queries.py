"""Reads of projects for a member of the organization in scope."""

from django.db.models import QuerySet
from django.http import Http404

from apps.projects.models import Project
from apps.tenants.scope import current


def projects() -> QuerySet[Project]:
    return Project.objects.filter(organization_id=current())


def project_or_404(slug: str) -> Project:
    project = projects().select_related("organization").filter(slug=slug).first()
    if project is None:
        raise Http404(f"no project {slug!r} in this organization")
    return project
