"""What files of outcomes say, joined to the runs it is about: those that come with them, and those that the project has."""

from collections.abc import Callable, Container, Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from apps.ingest.reading import Into, identity_of, made_of, read_source, said_of, write
from apps.ingest.reports import FileReport, Made
from apps.projects.services import as_it_is
from apps.tenants.scope import scope
from apps.traces.models import TraceRevision
from apps.traces.prepared import Key, prepare
from apps.traces.queries import revision_with_body, traces_of_tasks
from tracewright.convert import outcomes
from tracewright.convert.gathering import Gathered
from tracewright.records import Record
from tracewright.repairs import Repairs

ReportOf = Callable[[Path], FileReport]  # of the file that a path came from
BEHIND = Path("/")  # where the project's own runs lie: each that comes with the outcomes is nearer


class Joins(NamedTuple):
    """`stored` are traces that the project has and of which something is said, with the file that says it."""

    joining: outcomes.Joining
    stored: dict[int, Path]


def join_outcomes(found: Gathered, into: Into, report_of: ReportOf) -> Generator[None, None, Joins]:
    """What files of outcomes say of the runs, which are converted once for it; yields after each run."""
    joining = outcomes.Joining(found.outcomes)
    stored: list[int] = []
    if found.outcomes:
        coming: set[Key] = set()
        for converter, source in found.sources:
            for each in read_source(converter, source, FileReport()):
                joining.see(source.path, each.identity, each.document)
                coming.add((converter.name, identity_of(each)))
                yield
        for pk in _others(joining.tasks, coming, into):
            if revision := _revision(pk, into):
                joining.see(BEHIND, _named(pk), revision.document)
                stored.append(pk)
            yield
    _tell(joining.settle(), report_of)
    return Joins(joining, {pk: files[0].path for pk in stored if (files := joining.files_of(_named(pk)))})


def _tell(joined: Iterable[outcomes.Joined], report_of: ReportOf) -> None:
    for said in joined:
        about = {"file": said.file.name, "kind": str(said.file.kind), "tasks": len(said.file.outcomes)}
        report = report_of(said.file.path)
        report.outcomes.append({**about, "joined": said.joined})
        if said.file.fault:
            report.problem(f"{said.file.name}: {said.file.fault}")
        for why, keys in said.left.items():
            report.problem(f"{said.file.name}: {why}: {', '.join(keys)}")


def store_joined(traces: Iterable[int], joins: Joins, into: Into, report: FileReport) -> Iterator[int]:
    """Each as a revision that says more than the one before, of the same bytes; yields how many there were so far."""
    for done, pk in enumerate(traces, start=1):
        with scope(into.organization_id), transaction.atomic():
            as_it_is(into.project)  # waits for whoever else says something of the trace, and is added to that
            if revision := revision_with_body(into.project, pk):
                report.joined(_joined(revision, joins.joining, into))
        yield done


def _joined(revision: TraceRevision, joining: outcomes.Joining, into: Into) -> Made:
    trace, document = revision.trace, revision.document
    before = said_of(document)
    joining.join(_named(trace.pk), document)
    if said_of(document) == before:
        return made_of(trace, None, into)
    record = Record(document, revision.body.native_bytes(), Repairs(), "", trace.format, revision.converter_version)
    return write(replace(prepare(trace.identity, record, is_joined=True), repairs=revision.repairs), into)


def _others(tasks: Iterable[str], coming: Container[Key], into: Into) -> list[int]:
    """The project's traces of these tasks but those that come again."""
    with scope(into.organization_id):
        return [pk for pk, key in traces_of_tasks(into.project, tasks) if key not in coming]


def _revision(trace: int, into: Into) -> TraceRevision | None:
    """The current one of a trace with its bytes, None when the trace was removed."""
    with scope(into.organization_id):
        return revision_with_body(into.project, trace)


def _named(trace: int) -> str:
    """What a trace of the project is called among the runs that are seen: no identity of those that come begins so."""
    return f"\0{trace}"
