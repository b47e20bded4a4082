from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.exports.records import answered, left_out
from apps.exports.services import held_words
from apps.projects.models import Project
from apps.tenants import lookups
from apps.tenants.scope import scope
from tracewright.errors import ExportError
from tracewright.export import EXPORTERS, export, exporter_of


class Command(BaseCommand):
    help = "Write a project's submitted answers as training data, here and now (the page does it in the background)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", metavar="ORGANIZATION/PROJECT")
        parser.add_argument("-f", "--format", required=True, choices=sorted(EXPORTERS))
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        project = self._project(options["project"])
        exporter, now = exporter_of(options["format"]), timezone.now()
        try:
            report = export(exporter, answered(project, now), options["output"])
        except ExportError as error:
            raise CommandError(str(error)) from error
        for name in exporter.file_names:
            self.stdout.write(f"wrote {options['output'] / name}")
        for name, count in report.counts.items():
            self.stdout.write(f"{name}: {count}")
        with scope(project.organization_id):
            held = left_out(project, now)
        for warning in [*([held_words(held)] if held else []), *report.warnings]:
            self.stderr.write(self.style.WARNING(f"warning: {warning}"))

    def _project(self, address: str) -> Project:
        organization, _slash, slug = address.partition("/")
        organization_id = lookups.organization_of_slug(organization)
        if organization_id is not None:
            with scope(organization_id):
                if project := Project.objects.filter(organization_id=organization_id, slug=slug).first():
                    return project
        raise CommandError(f"There is no project {address!r}; it is ORGANIZATION/PROJECT as in the page's address.")
