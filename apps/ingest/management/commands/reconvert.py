from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.ingest.management.project import project_of
from apps.ingest.reading import Into
from apps.ingest.reconverting import reconvert
from apps.ingest.reports import FileReport
from tracewright.convert import converter_of
from tracewright.errors import TraceFormatError


class Command(BaseCommand):
    help = "Make traces anew from their native bytes where a newer converter makes another document of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", metavar="ORG/PROJECT", help="their addresses")
        parser.add_argument("--format", default="", metavar="NAME", help="only traces of this format")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_of(options["project"])
        try:
            name = converter_of(options["format"]).name if options["format"] else ""
        except TraceFormatError as error:
            raise CommandError(str(error)) from error
        report = FileReport()
        for made in reconvert(Into(project, project.organization_id, timezone.now()), name, report):
            if made.state == "changed":
                self.stdout.write(f"{made.identity}: a new revision")
        self.stdout.write(f"{report.states['changed']} new revisions, {report.states['unchanged']} traces as before.")
        for line in report.problems:
            self.stderr.write(self.style.WARNING(line))
        if report.problems:
            raise CommandError(
                f"{len(report.problems)} problems: they are listed above; those traces stay as they were."
            )
