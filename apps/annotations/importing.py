"""A whole Potato project into the database: schemes, traces and the answers its annotators have given.

Everything is read and checked first; a folder with a fault is refused whole, with every fault and its place. Then rows are
written a batch a transaction, each trace and each answer whole, so a run that was killed is completed by the next one.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction

from apps.annotations import services
from apps.annotations.drawing import Manner, manner_of
from apps.annotations.drawn import keep as keep_drawing
from apps.annotations.drawn import packed
from apps.annotations.import_report import ImportReport
from apps.annotations.questions import asked
from apps.assignments import services as assignments
from apps.projects.models import Project, Strategy
from apps.projects.services import address, as_it_is, change_project, create_project
from apps.schemes.models import Scheme
from apps.schemes.services import Synced, sync_schemes
from apps.tenants.models import Membership
from apps.tenants.scope import current, scope
from apps.tenants.services import lock_members_of_import, member_of_import
from apps.traces.displays import display_warnings
from apps.traces.models import Trace, TraceRevision
from apps.traces.services import Stored, prepare, store
from tracewright import json_text
from tracewright.errors import AnswerError, TraceFormatError, TracewrightError, kept
from tracewright.export.records import SchemeOf
from tracewright.potato import Item, PotatoAnswer, PotatoProject, answer_of, read_project
from tracewright.repairs import Repairs
from tracewright.schemes import Answer, span
from tracewright.schemes.dependencies import met_always
from tracewright.trace import STEP_LISTS

BATCH = 25  # rows written in one transaction: a job gives a sign of life after each, also on a machine with much to do
BATCH_BYTES = 2 * 1024 * 1024  # of compressed records and their rows
ROW_BYTES = 400  # about what a row of a step costs to write
BREATH_SECONDS = 0.02  # between two transactions on SQLite: writers that wait look again only now and then
logger = logging.getLogger(__name__)
T = TypeVar("T")
FAULTS, SILENT_SECONDS = 1000, 5.0
Progress = Callable[[str, int], None]  # what is being written, and how many of it are
Keep = Callable[[ImportReport], None]


class Refused(Exception):
    """The folder has faults; nothing was written."""

    def __init__(self, problems: list[TracewrightError]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Stand(NamedTuple):
    """How far the writing is: what is being written, and how many of it are."""

    what: str
    done: int


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
        project, asks_anew = _project(source, slug, by, report)
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
        yield from _import_traces(source, project, organization_id, report, keep)
        yield from _import_answers(source, project, organization_id, report, keep)
    except TraceFormatError as error:  # it was whole a moment ago
        kept = f"the file has changed since it was checked: {report.traces_added} new traces are kept, import again to go on"
        raise TraceFormatError(error.where, f"{error.what}; {kept}") from error


def _project(source: PotatoProject, slug: str, by: Membership | None, report: ImportReport) -> tuple[Project, bool]:
    """The project at the config's address, made when there is none; whether the config asks something else than at its last
    import: else what a manager has made of the questions since stays.
    """
    wanted = address(slug or source.settings.title)
    asked = _asked(source, report)
    project = Project.objects.filter(organization_id=current(), slug=wanted).first()
    kept = {
        "text_key": source.settings.text_key,
        "display": source.settings.display,
        "layout": source.settings.layout,
        "config": source.stored,
        "asked": asked,
        "schemes_sha256": _sum_of(source.schemes),
    }
    before = project.settings if project else {}
    if project is None:
        project = create_project(name=source.settings.title, slug=wanted, by=by, settings=kept, **asked)
        report.created = True
    else:
        # What a manager has set here since stays, unless the config now says something else than it did.
        asked_before = before.get("asked", asked)
        changed = {name: value for name, value in asked.items() if value != asked_before.get(name, value)}
        change_project(project=project, by=by, settings=kept, **changed)
        report.settings_changed = sorted({*report.settings_changed, *changed})
    report.project = project.slug
    return project, before.get("schemes_sha256") != kept["schemes_sha256"]


def _sum_of(schemes: Iterable[SchemeOf]) -> str:
    text = json_text.compact([[scheme.name, scheme.kind, dict(scheme.config)] for scheme in schemes])
    return hashlib.sha256(text.encode()).hexdigest()


def _asked(source: PotatoProject, report: ImportReport) -> dict[str, Any]:
    """The fields of the project that the config speaks of."""
    settings = source.settings
    is_known = settings.strategy in Strategy.values
    if not is_known:
        report.warnings.append(
            f"assignment_strategy {settings.strategy!r} comes later: traces go out in the order of the data"
        )
    report.warnings += display_warnings(settings.display, STEP_LISTS)
    return {
        "overlap": settings.overlap,
        "strategy": settings.strategy if is_known else Strategy.FIXED_ORDER.value,
        "quota": settings.traces_per_person if (settings.traces_per_person or 0) > 0 else None,
        "seed": settings.random_seed or 0,
        "guidelines": settings.guidelines,
    }


def _import_traces(
    source: PotatoProject, project: Project, organization_id: int, report: ImportReport, keep: Keep
) -> Iterator[Stand]:
    items = ((prepare(item.id, item.record), item.record.repairs) for item in _warned(source.items(), report))
    for done, batch in _batches(items, weight=lambda item: len(item[0].body.native) + ROW_BYTES * len(item[0].outline)):
        with scope(organization_id), transaction.atomic():
            now = as_it_is(project)  # slots follow what a manager sets during a long import
            made = [store(project=now, prepared=prepared) for prepared, _repairs in batch]
            for stored, (_prepared, repairs) in zip(made, batch, strict=True):
                _count_trace(stored, repairs, report)
            keep(report)
        yield Stand("traces", done)
        _draw(now, made, organization_id)


def _draw(project: Project, made: Iterable[Stored], organization_id: int) -> None:
    """Afterwards, for it takes time and SQLite has one writer. What a stopped import did not draw is drawn when it is opened."""
    with scope(organization_id):
        manner = manner_of(project, asked(project))
    drawn = [(revision, part) for stored in made for revision, part in _drawn(stored, manner)]
    with scope(organization_id), transaction.atomic():
        for revision, part in drawn:
            keep_drawing(revision, manner, part)


def _drawn(stored: Stored, manner: Manner) -> Iterator[tuple[TraceRevision, bytes]]:
    if stored.revision is None:
        return
    try:
        yield stored.revision, packed(stored.trace.identity, stored.revision.document, manner)
    except Exception:  # a fault in the drawing keeps no trace out: whoever opens it gets a page of its own about it
        logger.exception("trace %s cannot be drawn", stored.trace.identity)


def _warned(items: Iterable[Item], report: ImportReport) -> Iterator[Item]:
    for item in items:
        report.warnings += [f"{item.record.where}: {warning}" for warning in item.record.warnings]
        yield item


def _count_trace(stored: Stored, repairs: Repairs, report: ImportReport) -> None:
    report.repairs += repairs
    report.without_steps += stored.trace.steps == 0
    report.traces_read += 1
    if stored.revision is not None:
        is_new = stored.revision.number == 1
        report.traces_added += is_new
        report.traces_changed += not is_new


def _import_answers(
    source: PotatoProject, project: Project, organization_id: int, report: ImportReport, keep: Keep
) -> Iterator[Stand]:
    with scope(organization_id):
        schemes = {scheme.name: scheme for scheme in Scheme.objects.filter(project=project).select_related("current")}
    of = {scheme.name: scheme for scheme in source.schemes}
    for done, answers in _batches(_renamed(source.answers(), report)):
        with scope(organization_id):
            traces = _traces(project, {answer.item for answer in answers})
        # Distances of long texts take a while: before the transaction, for SQLite has one writer.
        readable = [(answer, _readable(answer, traces.get(answer.item), of, report)) for answer in answers]
        with scope(organization_id), transaction.atomic():
            lock_members_of_import({answer.annotator for answer in answers})
            now = as_it_is(project)
            for answer, given in readable:
                if given:
                    _store_answers(now, traces[answer.item], answer.annotator, given, schemes, report)
            keep(report)
        yield Stand("answers", done)


def _renamed(answers: Iterable[PotatoAnswer], report: ImportReport) -> Iterator[PotatoAnswer]:
    """The answers, telling of each annotator whose name has lost what cannot be seen; one person's come together."""
    last = ""
    for answer in answers:
        if answer.written and answer.annotator != last:
            last = answer.annotator
            report.warnings.append(
                f"annotator {ascii(answer.written)} is {answer.annotator!r} here: the rest cannot be seen"
            )
        yield answer


def _traces(project: Project, identities: set[str]) -> dict[str, Trace]:
    """By identity; the newest, should the data have come in another format before."""
    rows = Trace.objects.filter(project=project, identity__in=identities).select_related("current__body")
    return {row.identity: row for row in rows.order_by("pk")}


def _readable(
    given: PotatoAnswer, trace: Trace | None, of: Mapping[str, SchemeOf], report: ImportReport
) -> dict[str, Answer]:
    """One person's answers to one item by scheme. What has no trace or scheme, or cannot be read, is named in the report."""
    place = f"{given.annotator}, trace {given.item!r}"
    if trace is None or trace.current is None:
        report.warnings.append(f"{place}: the data files have no such trace; its answers are not imported")
        return {}
    readable = {}
    for name in dict.fromkeys([*given.labels, *given.spans]):
        if name not in of:
            report.warnings.append(f"{place}: the config has no scheme {name!r}; its answers are not imported")
            continue
        try:
            answer = answer_of(of[name], given.labels.get(name, {}), given.spans.get(name, []), trace.current.document)
        except AnswerError as error:
            report.warnings.append(f"{place}: {error}; it is not imported")
            continue
        report.warnings += [f"{place}: {lost}" for lost in _lost(of[name], given, answer)]
        if answer is not None:
            readable[name] = answer
    return readable


def _lost(scheme: SchemeOf, given: PotatoAnswer, answer: Answer | None) -> list[str]:
    """What of the spans that were stored for a scheme is in no answer."""
    if scheme.kind in (span.name, "raw"):
        return [f"{scheme.name}: {entry['why']}" for entry in (answer or {}).get("not_kept", [])]
    spans = len(given.spans.get(scheme.name, []))
    return [f"{scheme.name} is a {scheme.kind} and takes no spans: {spans} are not imported"] if spans else []


def _store_answers(
    project: Project,
    trace: Trace,
    annotator: str,
    given: Mapping[str, Answer],
    schemes: Mapping[str, Scheme],
    report: ImportReport,
) -> None:
    member = member_of_import(name=annotator)
    turn = assignments.record_submitted(project=project, trace=trace, member=member)
    for name, answer in given.items():
        report.answers_read += 1
        report.answers_stored += services.store_imported(turn=turn, scheme=schemes[name], answer=answer, by=member)
    report.count_answers(annotator, member.public_name, len(given))


def _batches(rows: Iterable[T], weight: Callable[[T], int] = lambda row: 0) -> Iterator[tuple[int, list[T]]]:
    """Lists of up to BATCH rows and about BATCH_BYTES, each with how many rows there were so far."""
    batch: list[T] = []
    done = size = 0
    for row in rows:
        batch.append(row)
        done, size = done + 1, size + weight(row)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield done, batch
            batch, size = [], 0
            if connection.vendor == "sqlite":
                time.sleep(BREATH_SECONDS)
    if batch:
        yield done, batch
