"""The traces of a Potato project into the database, with what was predicted of them."""

import logging
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import transaction

from apps.annotations.drawn import keep as keep_drawing
from apps.annotations.drawn import packed
from apps.annotations.importing.predictions import predict_for
from apps.annotations.importing.report import ImportReport
from apps.annotations.importing.stand import Keep, Stand
from apps.annotations.manner import Manner, manner_of
from apps.annotations.questions import asked
from apps.jobs.batches import batches
from apps.projects.models import Project
from apps.projects.services import as_it_is
from apps.schemes.queries import schemes_by_name
from apps.tenants.scope import scope
from apps.traces.models import TraceRevision
from apps.traces.prepared import Prepared, prepare
from apps.traces.services import Stored, store_all
from tracewright.potato import Item, OfItem, PotatoProject, Problem
from tracewright.repairs import Repairs

logger = logging.getLogger(__name__)


def import_traces(
    source: PotatoProject, project: Project, organization_id: int, report: ImportReport, keep: Keep
) -> Iterator[Stand]:
    with scope(organization_id):
        schemes = schemes_by_name(project)
    items = (_read(item, source, report) for item in _warned(source.items(), report))
    for done, batch in batches(items, weight=lambda item: item.prepared.weight):
        with scope(organization_id), transaction.atomic():
            now = as_it_is(project)  # slots follow what a manager sets during a long import
            made = store_all(project=now, prepared=[item.prepared for item in batch])
            for stored, item in zip(made, batch, strict=True):
                _count_trace(stored, item.repairs, report)
                report.predictions_stored += predict_for(now, stored, item.predictions, schemes)
            keep(report)
        yield Stand("traces", done)
        _draw(now, made, organization_id)


class _Read(NamedTuple):
    """A record with all that takes time done."""

    prepared: Prepared
    repairs: Repairs
    predictions: list[OfItem]


def _read(item: Item, source: PotatoProject, report: ImportReport) -> _Read:
    found = source.predictions(item.record)
    report.warnings += [f"{item.record.where}: {each.text}" for each in found if isinstance(each, Problem)]
    predictions = [each for each in found if isinstance(each, OfItem)]
    return _Read(prepare(item.id, item.record), item.record.repairs, predictions)


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
