"""The base of commands that do something once more for a project, or for all of an organization."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.projects.models import Project
from apps.tenants.lookups import organization_of_slug
from apps.tenants.scope import current, scope


class EachProjectCommand(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organization", help="its address")
        parser.add_argument("project", nargs="?", help="its address in the organization; without one, all are taken")

    def handle(self, *args: Any, organization: str, project: str | None, **options: Any) -> None:
        organization_id = organization_of_slug(organization)
        if organization_id is None:
            raise CommandError(f"There is no organization {organization!r}.")
        with scope(organization_id):
            rows = [row for row in Project.objects.filter(organization_id=current()) if project in (None, row.slug)]
        if not rows:
            raise CommandError(f"There is no project {project!r} in {organization}.")
        for row in rows:
            with scope(organization_id):
                self.stdout.write(f"{organization}/{row.slug}: {self.of(row)}")

    def of(self, project: Project) -> str:
        """Do it, in the scope of the project's organization; what to say of it."""
        raise NotImplementedError
