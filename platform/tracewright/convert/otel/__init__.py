"""OpenTelemetry: spans by the GenAI conventions and by OpenInference, as OTLP JSON or one by one.

Never seen as a raw file: read from the conventions, and from their attributes inside Langfuse's exports.
docs/reference/formats.md says what becomes of what.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.otel.events import events_of
from tracewright.convert.otel.reading import conversation_of, is_of_agents, span_of
from tracewright.convert.otel.records import Record, is_flat, is_otlp, logs_of, records_of
from tracewright.convert.place import Place, list_at
from tracewright.convert.runs import Placed, Run
from tracewright.convert.source import Sample, Source
from tracewright.convert.spans import grouping
from tracewright.convert.spans.telling import tell
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising

name = "otel"
title = "OpenTelemetry spans (GenAI conventions, OpenInference; OTLP JSON or span lists)"
version = 2
verified = False


def sniff(sample: Sample) -> Sniff:
    records = [record for each in sample.records for record in records_of(Placed(each, Place()))]
    is_export = any(map(is_otlp, sample.objects))
    if any(map(is_of_agents, records)):
        return Sniff(1.0 if is_export else 0.95, "spans with attributes of the GenAI conventions or of OpenInference")
    if is_export:
        return Sniff(0.6, "an OTLP export (resourceSpans)")
    return Sniff(
        0.3 if records else 0.0, "spans without attributes of a model" if records else "no spans with attributes"
    )


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    return runs.converted(source, _made, _is_one, on_problem, _split)


def traces_of(spans: Iterable[Any], where: str, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    """The traces of spans that were stored as they came: each value is one, or an OTLP export of some.

    Their native bytes are a line for each value; where they are of several runs, for each span.
    """
    run = grouping.of_values(where, spans)
    return runs.made_of(_split(run) if run.values else (), _made, on_problem or raising)


def _is_one(values: Sequence[Any]) -> bool:
    """Exports and spans, one on each line, may be of the same run; which are is told by their ids."""
    keys = ("spans", "resourceLogs", "resourceMetrics")
    return all(is_otlp(value) or is_flat(value) or any(list_at(value, key) for key in keys) for value in values)


def _records(run: Run) -> tuple[list[Record], list[Record]]:
    """The spans, and the log records that are of one of their traces."""
    spans = [record for value in run.values for record in records_of(value)]
    traces = {record.trace for record in spans}
    return spans, [log for value in run.values for log in logs_of(value) if log.trace in traces]


def _split(run: Run) -> Iterator[Run]:
    """A run for each conversation, and for each trace that is of none."""
    spans, logs = _records(run)
    run_of = grouping.joined((record.trace, conversation_of(record)) for record in spans)
    yield from grouping.by_key(run, [(run_of(record.trace), record.alone) for record in [*spans, *logs]])


def _made(run: Run) -> runs.Made:
    records, logs = _records(run)
    if not records:
        raise TraceFormatError(
            run.where, "holds no span: it must be OTLP JSON or spans with ids, a name and attributes"
        )
    logs_by = defaultdict[tuple[str, str], list[Placed]](list)
    for log in logs:
        logs_by[log.trace, log.id].append(Placed(log.span, log.place))
    spans, report = [], run.report
    for record in records:
        belonging = logs_by[record.trace, record.id]
        spans.append(span_of(record, belonging))
        events = events_of(record.span, record.place, belonging)
        report.unknown.update(f"event {event.name}" for event in events if not event.is_known)
    report.unknown.update("resourceMetrics" for value in run.values if list_at(value.value, "resourceMetrics"))
    report.records = len(records) + len(logs)
    run_of = grouping.joined((record.trace, conversation_of(record)) for record in records)
    identity = run_of(records[0].trace) or run.hash()
    return runs.Made(identity, tell(spans, report).document(identity, {"format": name}))
