from django.core.management.base import CommandError

from apps.projects.models import Project
from apps.tenants import lookups
from apps.tenants.scope import scope


def project_of(address: str) -> Project:
    """The project that a command's argument names: ORGANIZATION/PROJECT."""
    organization, _slash, slug = address.partition("/")
    organization_id = lookups.organization_of_slug(organization)
    if organization_id is not None:
        with scope(organization_id):
            if project := Project.objects.filter(organization_id=organization_id, slug=slug).first():
                return project
    raise CommandError(f"There is no project {address!r}; it is ORGANIZATION/PROJECT as in the page's address.")
