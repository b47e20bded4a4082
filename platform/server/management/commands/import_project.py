from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.annotations.importing.project import Refused, import_project
from apps.projects.services import address
from apps.tenants import lookups
from server.config_path import config_of
from server.import_lines import refusal, report_lines, warning_lines
from tracewright.errors import TracewrightError


class Command(BaseCommand):
    help = "Import a Potato project (its config.yaml, data files and stored answers); again to bring in what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the config.yaml, or the folder it lies in")
        parser.add_argument("--organization", required=True, metavar="SLUG")
        parser.add_argument(
            "--project", default="", metavar="SLUG", help="its address here (made from the title when not given)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        config = config_of(options["path"])
        if options["project"] and options["project"] != address(options["project"]):
            raise CommandError(f"--project {options['project']!r}: an address is like {address(options['project'])!r}.")
        organization_id = lookups.organization_of_slug(options["organization"])
        if organization_id is None:
            raise CommandError(
                f"There is no organization {options['organization']!r}: manage.py create_organization makes one."
            )
        try:
            report = import_project(
                config, organization_id=organization_id, slug=options["project"], progress=self._progress
            )
        except Refused as refused:
            raise CommandError(refusal(refused)) from refused
        except TracewrightError as error:
            raise CommandError(str(error)) from error
        for line in report_lines(report, options["organization"]):
            self.stdout.write(line)
        for line in warning_lines(report):
            self.stdout.write(self.style.WARNING(line))

    def _progress(self, what: str, count: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{count:,} {what} ...", ending="")
