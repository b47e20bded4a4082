from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.assignments.ledger import faults, ledger, projects_with_slots
from apps.projects.models import Project
from apps.tenants.lookups import organization_of_slug
from apps.tenants.scope import scope

SHOWN = 10


class Command(BaseCommand):
    help = "Count the turns of each project and look for slots and turns that do not fit together; fails when it finds any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("organization", nargs="?", help="its address; without one, all are checked")
        parser.add_argument("project", nargs="?", help="its address in the organization")

    def handle(self, *args: Any, organization: str | None, project: str | None, **options: Any) -> None:
        found = 0
        for organization_id, project_id in self._places(organization):
            with scope(organization_id):
                row = Project.objects.select_related("organization").get(pk=project_id)
                if project in (None, row.slug):
                    found += self._check(row)
        if found:
            raise CommandError(
                f"{found} {'fault' if found == 1 else 'faults'}: docs/operations/ledger.md says what each means and what to do."
            )

    def _places(self, organization: str | None) -> list[tuple[int, int]]:
        if organization is None:
            return projects_with_slots()
        organization_id = organization_of_slug(organization)
        if organization_id is None:
            raise CommandError(f"There is no organization {organization!r}.")
        return [place for place in projects_with_slots() if place[0] == organization_id]

    def _check(self, project: Project) -> int:
        turns, wrong = ledger(project), faults(project)
        states = " + ".join(f"{getattr(turns, name)} {name}" for name in turns._fields[1:])
        equals = "=" if turns.adds_up else "is not"
        self.stdout.write(f"{project.organization.slug}/{project.slug}: {turns.claims} claims {equals} {states}")
        for name, ids in wrong._asdict().items():
            if ids:
                self.stdout.write(
                    f"  {len(ids)} {name}: {', '.join(map(str, ids[:SHOWN]))}{' ...' if ids[SHOWN:] else ''}"
                )
        return sum(map(len, wrong)) + (not turns.adds_up)
