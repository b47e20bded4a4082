from django import template

from apps.assignments.flag_queries import open_flags
from apps.projects.models import Project

register = template.Library()


@register.simple_tag
def flags_waiting(project: Project) -> int:
    """How many flags of the project are open: {% flags_waiting project as waiting %}."""
    return open_flags(project)
