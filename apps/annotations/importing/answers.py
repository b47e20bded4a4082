"""The answers that annotators gave elsewhere into the database, each with its person."""

from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction

from apps.annotations import services
from apps.annotations.importing.predictions import predict_from_marks
from apps.annotations.importing.report import ImportReport
from apps.annotations.importing.stand import Keep, Stand
from apps.assignments import services as assignments
from apps.jobs.batches import batches
from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.schemes.models import Scheme
from apps.schemes.queries import schemes_by_name
from apps.tenants.scope import scope
from apps.tenants.services import lock_members_of_import, member_of_import
from apps.traces.models import Trace
from tracewright.errors import AnswerError
from tracewright.export.records import SchemeOf
from tracewright.potato import PotatoAnswer, PotatoProject, answer_of
from tracewright.schemes import Answer, span


def import_answers(
    source: PotatoProject, project: Project, organization_id: int, report: ImportReport, keep: Keep
) -> Iterator[Stand]:
    with scope(organization_id):
        schemes = schemes_by_name(project)
    of = {scheme.name: scheme for scheme in source.schemes}
    for done, answers in batches(_renamed(source.answers(), report)):
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
    report.predictions_stored += predict_from_marks(project, turn.revision, given, schemes)
    report.count_answers(annotator, member.public_name, len(given))
