from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.projects.models import Project
from apps.tenants.lookups import organization_of_slug
from apps.tenants.scope import current, scope
from apps.traces.summaries import summarize_again


class Command(BaseCommand):
    help = "Find out once more what the table of traces filters by: models, outcomes, times, errors and recoveries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organization", help="its address")
        parser.add_argument("project", nargs="?", help="its address in the organization; without one, all are read")

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
                self.stdout.write(f"{organization}/{row.slug}: {summarize_again(row)} traces read")
