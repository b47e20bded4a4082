"""A whole Potato project into the database: schemes, traces and the answers its annotators have given.

Everything is read and checked first; a folder with a fault is refused whole, with every fault and its place. Then rows are
written a batch a transaction, each trace and each answer whole, so a run that was killed is completed by the next one.
"""

import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from django.db import transaction

from apps.annotations.importing.answers import import_answers
from apps.annotations.importing.report import ImportReport
from apps.annotations.importing.settings import import_settings
from apps.annotations.importing.stand import Keep, Stand
from apps.annotations.importing.traces import import_traces
from apps.schemes.services import Synced, sync_schemes
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from tracewright.errors import TraceFormatError, TracewrightError, kept
from tracewright.potato import PotatoProject, read_project
from tracewright.schemes.dependencies import met_always

FAULTS, SILENT_SECONDS = 1000, 5.0
Progress = Callable[[str, int], None]  # what is being written, and how many of it are


class Refused(Exception):
    """The folder has faults; nothing was written."""

    def __init__(self, problems: list[TracewrightError]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def import_project(
    config: Path,
    *,
    organization_id: int,
    slug: str = "",
    by: Membership | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import or re-import the folder of a config.yaml. Raises Refused, ConfigError or SchemeError before anything is written."""
    source, report = read_project(config), ImportReport()
    for _read in check(source):
        pass
    for stand in write(source, report, organization_id=organization_id, slug=slug, by=by):
        if progress:
            progress(*stand)
    return report


def check(source: PotatoProject) -> Iterator[int]:
    """Read everything once; yields how many traces and answers there were so far, and raises Refused with the faults.

    Faults are enough when there are FAULTS, or nothing else came for SILENT_SECONDS: a yield is the job's sign of life.
    """
    faults: list[TracewrightError] = []
    heard = time.monotonic()

    def note(fault: TracewrightError) -> None:
        faults.append(kept(fault))
        if len(faults) == FAULTS or time.monotonic() - heard > SILENT_SECONDS:
            raise Refused(faults)

    read = 0
    for read, _row in enumerate(chain(source.items(note), source.answers(note)), start=1):
        yield read
        heard = time.monotonic()
    if faults:
        raise Refused(faults)


def write(
    source: PotatoProject,
    report: ImportReport,
    *,
    organization_id: int,
    slug: str = "",
    by: Membership | None = None,
    keep: Keep = lambda report: None,
) -> Iterator[Stand]:
    """Write a project that was checked, a batch a transaction, and count in `report`; yields between the transactions.

    `keep` is called with the report at the end of each of them, inside it: what it writes is as true as the rows.
    """
    report.keys = source.keys
    with scope(organization_id), transaction.atomic():
        project, asks_anew = import_settings(source, slug, by, report)
        synced = sync_schemes(project=project, schemes=source.schemes) if asks_anew else Synced([], [], [])
        keep(report)
    report.raw_schemes = [f"{s.name} ({s.config.get('annotation_type')})" for s in source.schemes if s.kind == "raw"]
    report.warnings += [
        f"scheme {name!r} is not in the config any more: its answers are kept, it is asked no more"
        for name in synced.parked
    ]
    report.warnings += [
        f"scheme {name!r} is asked whatever {other!r} says: nobody can answer that one here, its kind is not built"
        for name, other in met_always(
            {s.name: s.kind for s in source.schemes}, {s.name: dict(s.config) for s in source.schemes}
        )
    ]
    try:
        yield from import_traces(source, project, organization_id, report, keep)
        yield from import_answers(source, project, organization_id, report, keep)
    except TraceFormatError as error:  # it was whole a moment ago
        kept = f"the file has changed since it was checked: {report.traces_added} new traces are kept, import again to go on"
        raise TraceFormatError(error.where, f"{error.what}; {kept}") from error
