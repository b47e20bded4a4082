"""Guidelines that have changed are shown to each person at their next trace."""

from apps.assignments.models import Assignment
from apps.projects.models import GuidelinesRead, GuidelinesVersion, Project
from apps.tenants.models import Membership
from apps.tenants.scope import current


def has_unread(project: Project, member: Membership) -> bool:
    """Whether they have changed since the person read them, or since the person's first trace here: before it they were read
    on the way to it.
    """
    if project.guidelines_number == 0:
        return False
    read = GuidelinesRead.objects.filter(organization_id=current(), project=project, member=member).first()
    if read:
        return read.number < project.guidelines_number
    latest = GuidelinesVersion.objects.filter(organization_id=current(), project=project).first()
    turns = Assignment.objects.filter(organization_id=current(), project=project, member=member)
    return latest is not None and turns.filter(claimed_at__lt=latest.at).exists()
