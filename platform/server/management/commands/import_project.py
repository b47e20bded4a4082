from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.annotations.importing import ImportReport, Refused, import_project
from apps.projects.services import address
from apps.tenants import lookups
from tracewright.errors import TracewrightError

SHOWN = 20


class Command(BaseCommand):
    help = "Import a Potato project (its config.yaml, data files and stored answers); again to bring in what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the config.yaml, or the folder it lies in")
        parser.add_argument("--organization", required=True, metavar="SLUG")
        parser.add_argument(
            "--project", default="", metavar="SLUG", help="its address here (made from the title when not given)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        config = path / "config.yaml" if path.is_dir() else path
        if not config.is_file():
            raise CommandError(f"{config} is no file; give a config.yaml or its folder.")
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
            raise CommandError(self._problems(refused)) from refused
        except TracewrightError as error:
            raise CommandError(str(error)) from error
        self._report(report, options["organization"])

    def _progress(self, what: str, count: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{count:,} {what} ...", ending="")

    def _problems(self, refused: Refused) -> str:
        lines = [f"  {problem}" for problem in refused.problems[:SHOWN]]
        more = len(refused.problems) - SHOWN
        return "\n".join(
            ["Nothing was imported. Mend these first:", *lines, *([f"  and {more} more"] if more > 0 else [])]
        )

    def _report(self, report: ImportReport, organization: str) -> None:
        verb = "created" if report.created else "updated"
        say = self.stdout.write
        say(f"Project {organization}/{report.project} {verb}.")
        if report.settings_changed:
            say(f"  set anew, as the config has changed: {', '.join(report.settings_changed)}")
        say(f"  traces   {report.traces_added} new, {report.traces_changed} changed, {report.traces_same} as before")
        say(f"  answers  {report.answers_stored} stored, {report.answers_same} as before")
        if report.without_steps:
            say(f"  {report.without_steps} traces have no steps")
        if report.repairs:
            say(
                f"  repaired {report.repairs.nan} NaN, {report.repairs.nul} NUL, {report.repairs.surrogates} lone surrogates"
            )
        for title, keys in (
            ("ignored", report.keys.ignored),
            ("kept for later", report.keys.stored),
            ("unknown", report.keys.unknown),
        ):
            if keys:
                say(f"  keys {title}: {', '.join(keys)}")
        if report.raw_schemes:
            say(f"  kept as they came, read-only (kind not built yet): {', '.join(report.raw_schemes)}")
        for warning in report.warnings[:SHOWN]:
            say(self.style.WARNING(f"  {warning}"))
        if len(report.warnings) > SHOWN:
            say(self.style.WARNING(f"  and {len(report.warnings) - SHOWN} more warnings"))
