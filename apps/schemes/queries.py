"""Reads of apps.schemes."""

from apps.projects.models import Project
from apps.schemes.models import Scheme


def schemes_by_name(project: Project) -> dict[str, Scheme]:
    """All that a project has, each with its current version; those that are asked no more, too."""
    return {scheme.name: scheme for scheme in Scheme.objects.filter(project=project).select_related("current")}
