from collections.abc import Sequence

from django import template

from apps.assignments.queries import ProjectProgress, progress_of_projects
from apps.projects.models import Project
from apps.tenants.models import Membership

register = template.Library()


@register.simple_tag
def with_progress(projects: Sequence[Project], member: Membership) -> list[ProjectProgress]:
    """Each project with how far it is: {% with_progress projects request.membership as rows %}."""
    return progress_of_projects(projects, member)
