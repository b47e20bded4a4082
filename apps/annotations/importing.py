"""A whole Potato project into the database: schemes, traces and the answers its annotators have given.

Everything is read and checked first; a folder with a fault is refused whole, with every fault and its place. Then rows are
written a batch a transaction, each trace and each answer whole, so a run that was killed is completed by the next one.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from django.utils.text import slugify

from apps.annotations import services
from apps.assignments import services as assignments
from apps.projects.models import Project, Strategy
from apps.projects.services import change_project, create_project
from apps.schemes.models import Scheme
from apps.schemes.services import sync_schemes
from apps.tenants.models import Membership
from apps.tenants.scope import current, scope
from apps.tenants.services import member_without_login
from apps.traces.models import Trace
from apps.traces.services import CONVERTER, store_record
from tracewright.errors import AnswerError, TracewrightError
from tracewright.export.records import SchemeOf
from tracewright.potato import KeyReport, PotatoAnswer, PotatoProject, answer_of, read_project
from tracewright.potato.project import Item
from tracewright.repairs import Repairs

BATCH = 100
T = TypeVar("T")
Progress = Callable[[str, int], None]  # what is being written, and how many of it are


class Refused(Exception):
    """The folder has faults; nothing was written."""

    def __init__(self, problems: list[TracewrightError]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass
class ImportReport:
    """What an import did. Nothing is left out in silence: it stands in `warnings`."""

    project: str = ""
    created: bool = False
    traces_added: int = 0
    traces_changed: int = 0
    traces_same: int = 0
    answers_stored: int = 0
    answers_same: int = 0
    without_steps: int = 0
    repairs: Repairs = field(default_factory=Repairs)
    keys: KeyReport = field(default_factory=KeyReport)
    raw_schemes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def import_project(
    config: Path,
    *,
    organization_id: int,
    slug: str = "",
    by: Membership | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import or re-import the folder of a config.yaml. Raises Refused, ConfigError or SchemeError before anything is written."""
    source = read_project(config)
    if problems := source.problems():
        raise Refused(problems)
    report = ImportReport(keys=source.keys)
    say = progress or (lambda what, count: None)
    with scope(organization_id), transaction.atomic():
        project = _project(source, slug, by, report)
        synced = sync_schemes(project=project, schemes=source.schemes)
    report.raw_schemes = [f"{s.name} ({s.config.get('annotation_type')})" for s in source.schemes if s.kind == "raw"]
    report.warnings += [
        f"scheme {name!r} is not in the config any more: its answers are kept, it is asked no more"
        for name in synced.parked
    ]
    _import_traces(source, project, organization_id, report, say)
    _import_answers(source, project, organization_id, report, say)
    return report


def _project(source: PotatoProject, slug: str, by: Membership | None, report: ImportReport) -> Project:
    settings = source.settings
    wanted = slug or slugify(settings.title) or "project"
    if settings.strategy not in Strategy.values:
        report.warnings.append(
            f"assignment_strategy {settings.strategy!r} comes later: traces go out in the order of the data"
        )
    fields = {
        "overlap": settings.overlap,
        "strategy": settings.strategy if settings.strategy in Strategy.values else Strategy.FIXED_ORDER,
        "quota": settings.traces_per_person if (settings.traces_per_person or 0) > 0 else None,
        "seed": settings.random_seed or 0,
        "settings": {"text_key": settings.text_key, "display": settings.display, "config": source.stored},
    }
    if instructions := source.stored.get("annotation_instructions"):
        fields["guidelines"] = str(instructions)
    project = Project.objects.filter(organization_id=current(), slug=wanted).first()
    if project is None:
        project = create_project(name=settings.title, slug=wanted, by=by, **fields)
        report.created = True
    else:
        change_project(project=project, by=by, **fields)
    report.project = project.slug
    return project


def _import_traces(
    source: PotatoProject, project: Project, organization_id: int, report: ImportReport, say: Progress
) -> None:
    for done, items in _batches(source.items()):
        with scope(organization_id), transaction.atomic():
            for item in items:
                _import_trace(project, item, report)
        say("traces", done)


def _import_trace(project: Project, item: Item, report: ImportReport) -> None:
    stored = store_record(project=project, identity=item.id, record=item.record)
    report.repairs += item.record.repairs
    report.without_steps += stored.trace.steps == 0
    if stored.revision is None:
        report.traces_same += 1
    elif stored.revision.number == 1:
        report.traces_added += 1
    else:
        report.traces_changed += 1


def _import_answers(
    source: PotatoProject, project: Project, organization_id: int, report: ImportReport, say: Progress
) -> None:
    with scope(organization_id):
        schemes = {scheme.name: scheme for scheme in Scheme.objects.filter(project=project).select_related("current")}
    of = {scheme.name: scheme for scheme in source.schemes}
    for done, answers in _batches(source.answers()):
        with scope(organization_id), transaction.atomic():
            for answer in answers:
                _import_answer(project, answer, schemes, of, report)
        say("answers", done)


def _import_answer(
    project: Project, given: PotatoAnswer, schemes: dict[str, Scheme], of: dict[str, SchemeOf], report: ImportReport
) -> None:
    """One person's answers to one item. What has no trace or scheme, or cannot be read, is named in the report."""
    place = f"{given.annotator}, trace {given.item!r}"
    trace = (
        Trace.objects.filter(project=project, format=CONVERTER, identity=given.item)
        .select_related("current__body")
        .first()
    )
    if trace is None or trace.current is None:
        report.warnings.append(f"{place}: the data files have no such trace; its answers are not imported")
        return
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
        if answer is not None:
            readable[name] = answer
    if readable:
        member = member_without_login(public_name=given.annotator)
        turn = assignments.record_submitted(project=project, trace=trace, member=member)
        for name, answer in readable.items():
            is_new = services.store_imported(turn=turn, scheme=schemes[name], answer=answer, by=member)
            report.answers_stored += is_new
            report.answers_same += not is_new


def _batches(rows: Iterable[T]) -> Iterator[tuple[int, list[T]]]:
    """Lists of up to BATCH rows, each with how many rows there were so far."""
    iterator, done = iter(rows), 0
    while batch := list(itertools.islice(iterator, BATCH)):
        done += len(batch)
        yield done, batch
