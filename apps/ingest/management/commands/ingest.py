import time
from argparse import ArgumentParser
from collections import deque
from collections.abc import Generator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.ingest.joining import join_outcomes, store_joined
from apps.ingest.management.project import project_of
from apps.ingest.reading import Into, import_sources
from apps.ingest.reports import FileReport
from apps.ingest.watching import Watch
from tracewright.cli.inputs import Input, Unpacking, files_at
from tracewright.cli.output import visible
from tracewright.convert import Source, converter_of
from tracewright.convert.gathering import gathered
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem

LOOK_SECONDS = 1.0
T = TypeVar("T")


class Command(BaseCommand):
    help = "Import logs of agents into a project: files, folders, patterns, also compressed. Again to bring in what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--project", required=True, metavar="ORG/PROJECT", help="their addresses")
        parser.add_argument("--format", default="", metavar="NAME", help="the format (recognised when not given)")
        parser.add_argument("--watch", action="store_true", help="stay, and read again what changes; Ctrl+C ends")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_of(options["project"])
        into = Into(project, project.organization_id, timezone.now())
        try:
            name = converter_of(options["format"]).name if options["format"] else ""
        except TraceFormatError as error:
            raise CommandError(str(error)) from error
        watch = Watch(options["paths"])
        try:
            problems = self._read(options["paths"], name, into, None)
            while options["watch"]:
                time.sleep(LOOK_SECONDS)
                if changed := watch.quiet(time.monotonic()):
                    self._read(options["paths"], name, into, changed)
        except KeyboardInterrupt:
            self.stdout.write("Ended. What was read by now is kept.")
            return
        if problems:
            raise CommandError(f"{problems} problems: they are listed above. What could be read was imported.")

    def _read(self, places: list[str], format_name: str, into: Into, changed: set[Path] | None) -> int:
        """Import what is there, or of it the runs that hold one of the files that changed; how many problems there were."""
        into, report = into._replace(since=timezone.now()), FileReport()
        with TemporaryDirectory(prefix="tracewright-") as folder:
            unpacking = Unpacking(Path(folder), report.problem)
            inputs = list(_inputs(unpacking, places, report.problem if changed is None else lambda _: None))
            found = gathered([(each.path, each.name) for each, _ in inputs], lambda _: format_name or None)
            origins = {each.path: origin for each, origin in inputs}
            for path, fault in found.unread.items():
                if changed is None or origins.get(path, path) in changed:
                    report.problem(fault)
            joins = _ended(join_outcomes(found, into, lambda _: report))
            wanted = [each for each in found.sources if changed is None or _is_of(each[1], origins, changed)]
            _run_through(import_sources(wanted, joins.joining, into, report))
            _run_through(store_joined(joins.stored, joins, into, report))
        self._tell(report, is_first=changed is None)
        return len(report.problems) + report.left_out["problems"]

    def _tell(self, report: FileReport, *, is_first: bool) -> None:
        states = report.states
        if is_first or states["added"] or states["changed"] or report.problems:
            self.stdout.write(
                f"{states['added']} new traces, {states['changed']} changed, {states['unchanged']} as before."
            )
        for line in (*report.warnings, *report.problems):
            self.stderr.write(self.style.WARNING(visible(line)))


def _ended(steps: Generator[None, None, T]) -> T:
    """What a generator returns, nobody being there who waits for signs of life."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found


def _run_through(work: Iterator[int]) -> None:
    deque(work, maxlen=0)


def _inputs(unpacking: Unpacking, places: list[str], on_problem: OnProblem) -> Iterator[tuple[Input, Path]]:
    """Each file, and the one on disk that it came from: the same, or the archive."""
    for place in places:
        for origin in files_at(place, on_problem):
            for found in unpacking.files(str(origin)):
                yield found, origin


def _is_of(source: Source, origins: dict[Path, Path], changed: set[Path]) -> bool:
    return any(origins.get(file, file) in changed for file in (source.path, *source.parts))
