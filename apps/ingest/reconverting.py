"""Traces anew from their own native bytes, by the converters of today."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from apps.ingest.reading import Into, keep_said, prepared, read_source, write
from apps.ingest.reports import FileReport, Made
from apps.tenants.scope import current, scope
from apps.traces.models import Trace
from tracewright.convert import CONVERTERS, Converted, Converter
from tracewright.convert.bundle import parted


def reconvert(into: Into, format_name: str, report: FileReport) -> Iterator[Made]:
    """Each trace whose converter is newer than the one that made it, with what became of it.

    Its earlier revision stays, with the answers that were given to it.
    """
    for pk in _older(into, format_name):
        with scope(into.organization_id):
            trace = Trace.objects.select_related("current__body").get(organization_id=current(), pk=pk)
            revision: Any = trace.current
            native = revision.body.native_bytes()
        converter = CONVERTERS[trace.format]
        found = _converted(converter, trace.identity, native, report)
        if found is None:
            continue
        with scope(into.organization_id):
            keep_said(found, trace)
        made = write(prepared(converter, trace.identity, found._replace(identity=trace.identity)), into)
        report.add(made, trace.identity, found.report)
        yield made


def _older(into: Into, format_name: str) -> list[int]:
    with scope(into.organization_id):
        rows = Trace.objects.filter(organization_id=current(), project=into.project).exclude(current=None)
        columns = rows.order_by("pk").values_list("pk", "format", "current__converter_version")
        wanted = [format_name] if format_name else list(CONVERTERS)
        return [
            pk
            for pk, name, version in columns
            if name in CONVERTERS and name in wanted
            if CONVERTERS[name].version > version
        ]


def _converted(converter: Converter, identity: str, native: bytes, report: FileReport) -> Converted | None:
    """The run again; None where the bytes do not give one run, which the report then says."""
    problems = FileReport()
    with TemporaryDirectory(prefix="tracewright-") as folder:
        paths = []
        for name, raw in parted(native, "log.jsonl").items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)
            paths.append(path)
        found = [each for source in converter.sources(paths) for each in read_source(converter, source, problems)]
    for problem in problems.problems:
        report.problem(f"{identity}: {problem.replace(folder, '')}")
    same = [each for each in found if each.identity == identity] or found
    if len(same) == 1:
        return same[0]
    if not problems.problems:
        report.problem(f"{identity}: its native bytes give {len(found)} runs; it stays as it was")
    return None
