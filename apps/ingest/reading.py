"""Files as traces of a project: converted outside of any transaction, a few in memory at a time, and stored together."""

import hashlib
import logging
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from apps.ingest.patiently import patiently
from apps.ingest.reports import FileReport, Made
from apps.jobs.batches import batches
from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.tenants.scope import scope
from apps.traces.models import Trace, TraceRevision
from apps.traces.prepared import Prepared, prepare
from apps.traces.queries import has_bytes, is_made_of, known_traces
from apps.traces.services import store_all
from tracewright.convert import Converted, Converter, Source, outcomes
from tracewright.errors import TraceFormatError
from tracewright.records import Record
from tracewright.repairs import storable
from tracewright.trace import Document

logger = logging.getLogger(__name__)
IDENTITY_CHARS = 500
JOINED = ("outcome", "model_patch", "task_key")  # what files of outcomes may have said, which the native bytes do not


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


class Run(NamedTuple):
    """A converted run on its way to the database, and whether files of outcomes said more of it than its log."""

    converter: Converter
    source: str
    found: Converted
    is_joined: bool

    @property
    def identity(self) -> str:
        return identity_of(self.found)


def import_sources(
    sources: Iterable[tuple[Converter, Source]], joining: outcomes.Joining, into: Into, report: FileReport
) -> Iterator[int]:
    """Convert and store the traces of sources, some in a transaction; yields how many were stored so far, now and then."""
    done, reading = 0, batches(_read(sources, joining, report), lambda run: len(run.found.native))
    with ThreadPoolExecutor(
        1
    ) as thread:  # one for all: a database that is read (Cursor) belongs to the thread that opened it
        try:
            while read := (yield from patiently(lambda: next(reading, None), done, thread)):
                so_far, batch = read
                for made, run in zip((yield from _stored(batch, into, done)), batch, strict=True):
                    report.add(made, run.source, run.found.report)
                done = so_far
                yield done
        finally:
            thread.submit(reading.close)


def _read(sources: Iterable[tuple[Converter, Source]], joining: outcomes.Joining, report: FileReport) -> Iterator[Run]:
    """The traces of sources, with what files of outcomes say of them."""
    for converter, source in sources:
        for found in read_source(converter, source, report):
            before = said_of(found.document)
            joining.join(found.identity, found.document)
            yield Run(converter, source.name, found, before != said_of(found.document))


def _stored(runs: Sequence[Run], into: Into, done: int) -> Generator[int, None, list[Made]]:
    """An import that begins anew, or that is repeated, goes quickly over what is there: that is not prepared again."""
    there = _unchanged(runs, into)
    others = [run for run, made in zip(runs, there, strict=True) if made is None]
    ready = yield from patiently(lambda: [prepared(*run[:3], is_joined=run.is_joined) for run in others], done)
    made = iter(write_all(ready, into))
    return [each or next(made) for each in there]


def _unchanged(runs: Sequence[Run], into: Into) -> list[Made | None]:
    """Those whose trace was made of the same bytes by a converter as new; of the others, what was said of them is kept."""
    with scope(into.organization_id):
        known = known_traces(into.project, [run.identity for run in runs])
        return [_unchanged_one(run, known.get((run.converter.name, run.identity)), into) for run in runs]


def _unchanged_one(run: Run, trace: Trace | None, into: Into) -> Made | None:
    if trace is None or run.is_joined:
        return None
    if is_made_of(trace, run.found.native, run.converter.version):
        return made_of(trace, None, into)
    keep_said(run.found, trace)
    return None


def keep_said(found: Converted, trace: Trace) -> None:
    """What files of outcomes said of a run stays when its log is converted anew; when the log has changed it may be over.

    Reads in the scope of the organization.
    """
    made = trace.current
    if made is None or not has_bytes(made, found.native):
        return
    before, document = made.document, found.document
    document |= {key: before[key] for key in JOINED if key in before and key not in document}
    if isinstance(before.get("outcome"), dict) and isinstance(document["outcome"], dict):
        document["outcome"] = {**before["outcome"], **document["outcome"]}


def keep_all_said(project: Project, converter: Converter, runs: Sequence[Converted]) -> None:
    """As above, of those among the runs whose traces an older converter made."""
    known = known_traces(project, [identity_of(found) for found in runs])
    for found in runs:
        trace = known.get((converter.name, identity_of(found)))
        if trace and not is_made_of(trace, found.native, converter.version):
            keep_said(found, trace)


def said_of(document: Document) -> list[Any]:
    """What files of outcomes may have said of the run."""
    return [document.get(key) for key in JOINED]


def prepared(converter: Converter, name: str, found: Converted, *, is_joined: bool = False) -> Prepared:
    record = Record(found.document, found.native, found.report.repairs, name, converter.name, converter.version)
    return prepare(identity_of(found), record, is_joined=is_joined)


def identity_of(found: Converted) -> str:
    """As a row can keep it."""
    identity = storable(found.identity)
    return identity if len(identity) <= IDENTITY_CHARS else hashlib.sha256(identity.encode()).hexdigest()


def write(ready: Prepared, into: Into) -> Made:
    (made,) = write_all([ready], into)
    return made


def write_all(ready: Sequence[Prepared], into: Into) -> list[Made]:
    """Store traces, in one transaction."""
    with scope(into.organization_id), transaction.atomic():
        stored = store_all(project=as_it_is(into.project), prepared=ready, goes_back=False)
        return [made_of(*each, into) for each in stored]


def made_of(trace: Trace, revision: TraceRevision | None, into: Into) -> Made:
    """What a report tells of a trace; `revision` is the one that was made, None when there was nothing new."""
    return Made(trace.pk, trace.identity, _state(revision, trace.current, into), trace.format)


def _state(made: TraceRevision | None, current: TraceRevision | None, into: Into) -> str:
    revision = made or current
    if revision is None or (made is None and revision.created_at < into.since):
        return "unchanged"
    return "added" if revision.number == 1 else "changed"
