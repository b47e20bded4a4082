"""Files as traces of a project: converted outside of any transaction, a few in memory at a time, and stored together."""

import hashlib
import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction

from apps.ingest.reports import FileReport, Made
from apps.jobs.batches import batches
from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.tenants.scope import scope
from apps.traces.prepared import Prepared, prepare
from apps.traces.services import Stored, store_all
from tracewright.convert import Converted, Converter, Report, Source, outcomes
from tracewright.convert.gathering import Gathered
from tracewright.errors import TraceFormatError
from tracewright.records import Record
from tracewright.repairs import storable

logger = logging.getLogger(__name__)
IDENTITY_CHARS = 500
JOINED = ("outcome", "model_patch", "task_key")  # what files of outcomes may have said, which the native bytes do not
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


class Ready(NamedTuple):
    """A trace to be written, and what its conversion says."""

    prepared: Prepared
    name: str  # of the source
    report: Report


def import_sources(
    sources: Iterable[tuple[Converter, Source]], joining: outcomes.Joining, into: Into, report: FileReport
) -> Iterator[int]:
    """Convert and store the traces of sources, some in a transaction; yields how many were stored so far."""
    for done, batch in batches(_read(sources, joining, report), lambda ready: ready.prepared.weight):
        made = write_all([ready.prepared for ready in batch], into)
        for one, ready in zip(made, batch, strict=True):
            report.add(one, ready.name, ready.report)
        yield done


def _read(
    sources: Iterable[tuple[Converter, Source]], joining: outcomes.Joining, report: FileReport
) -> Iterator[Ready]:
    """The traces of sources, with what files of outcomes say of them."""
    for converter, source in sources:
        for found in read_source(converter, source, report):
            before = _joined(found)
            joining.join(found.identity, found.document)
            ready = prepared(converter, source.name, found, is_joined=before != _joined(found))
            yield Ready(ready, source.name, found.report)


def _joined(found: Converted) -> list[Any]:
    return [found.document.get(key) for key in JOINED]


def prepared(converter: Converter, name: str, found: Converted, *, is_joined: bool = False) -> Prepared:
    record = Record(found.document, found.native, found.report.repairs, name, converter.name, converter.version)
    return prepare(_identity(found.identity), record, is_joined=is_joined)


def _identity(native: str) -> str:
    identity = storable(native)
    return identity if len(identity) <= IDENTITY_CHARS else hashlib.sha256(identity.encode()).hexdigest()


def write(ready: Prepared, into: Into) -> Made:
    (made,) = write_all([ready], into)
    return made


def write_all(ready: Sequence[Prepared], into: Into) -> list[Made]:
    """Store traces, in one transaction."""
    with scope(into.organization_id), transaction.atomic():
        stored = store_all(project=as_it_is(into.project), prepared=ready, goes_back=False)
        return [Made(each.trace.pk, each.trace.identity, _state(each, into), each.trace.format) for each in stored]


def _state(stored: Stored, into: Into) -> str:
    revision = stored.revision or stored.trace.current
    if revision is None or (stored.revision is None and revision.created_at < into.since):
        return "unchanged"
    return "added" if revision.number == 1 else "changed"
