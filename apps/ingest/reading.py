"""Files as traces of a project: converted outside of any transaction, one trace in memory at a time, stored one by one."""

import hashlib
import logging
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from apps.ingest.reports import FileReport, Made
from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.tenants.scope import scope
from apps.traces.services import Prepared, prepare, store
from tracewright.convert import Converted, Converter, Source, outcomes
from tracewright.convert.gathering import Gathered
from tracewright.errors import TraceFormatError
from tracewright.records import Record
from tracewright.repairs import storable

logger = logging.getLogger(__name__)
IDENTITY_CHARS = 500
ReportOf = Callable[[Path], FileReport]  # of the file that a path came from


class Into(NamedTuple):
    """Where traces go. One that was made since `since` counts as new: an earlier attempt of the same import made it."""

    project: Project
    organization_id: int
    since: datetime


def read_source(converter: Converter, source: Source, report: FileReport) -> Iterator[Converted]:
    """The traces of a source. A run that is no trace is a problem of the report; so is a fault of ours, which is logged:
    one file must not keep the others out.
    """
    try:
        yield from converter.convert(source, report.problem)
    except TraceFormatError as error:
        report.problem(error)
    except OSError:
        raise  # a full disk is no fault of the file
    except Exception:
        logger.exception("%s cannot read %s", converter.name, source.name)
        report.problem(
            TraceFormatError(source.name, "cannot be read: a fault of ours, which the server's log describes")
        )


def join_outcomes(found: Gathered, report_of: ReportOf) -> Generator[None, None, outcomes.Joining]:
    """What files of outcomes say of the runs, which are converted once for it; yields after each run."""
    joining = outcomes.Joining(found.outcomes)
    if found.outcomes:
        for converter, source in found.sources:
            for each in read_source(converter, source, FileReport()):
                joining.see(source.path, each.identity, each.document)
                yield
    for said in joining.settle():
        about = {"file": said.file.name, "kind": str(said.file.kind), "tasks": len(said.file.outcomes)}
        report = report_of(said.file.path)
        report.outcomes.append({**about, "joined": said.joined})
        if said.file.fault:
            report.problem(f"{said.file.name}: {said.file.fault}")
        for why, keys in said.left.items():
            report.problem(f"{said.file.name}: {why}: {', '.join(keys)}")
    return joining


def keep(
    converter: Converter, source: Source, found: Converted, joining: outcomes.Joining, into: Into, report: FileReport
) -> Made:
    """Store a trace, in a transaction of its own."""
    before = (found.document.get("outcome"), found.document.get("model_patch"), found.document.get("task_key"))
    joining.join(found.identity, found.document)
    after = (found.document.get("outcome"), found.document.get("model_patch"), found.document.get("task_key"))
    made = write(prepared(converter, source.name, found, is_joined=before != after), into)
    report.add(made, source.name, found.report)
    return made


def prepared(converter: Converter, name: str, found: Converted, *, is_joined: bool = False) -> Prepared:
    record = Record(found.document, found.native, found.report.repairs, name, converter.name, converter.version)
    return prepare(_identity(found.identity), record, is_joined=is_joined)


def _identity(native: str) -> str:
    identity = storable(native)
    return identity if len(identity) <= IDENTITY_CHARS else hashlib.sha256(identity.encode()).hexdigest()


def write(ready: Prepared, into: Into) -> Made:
    with scope(into.organization_id), transaction.atomic():
        stored = store(project=as_it_is(into.project), prepared=ready, goes_back=False)
        trace: Any = stored.trace
        if stored.revision is not None:
            state = "added" if stored.revision.number == 1 else "changed"
        elif trace.current.created_at >= into.since:
            state = "added" if trace.current.number == 1 else "changed"
        else:
            state = "unchanged"
        return Made(trace.pk, trace.identity, state, ready.format)
