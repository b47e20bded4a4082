"""Writes of apps.exports: ask for an export, and what its job does with it."""

import hashlib
import shutil
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from apps.exports.models import Export
from apps.exports.records import answered, parts_of, schemes_of
from apps.jobs.services import enqueue
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import current, scope
from tracewright.export import ExportReport, exporter_of

JOB_KIND = "export"
T = TypeVar("T")


@transaction.atomic
def request_export(*, project: Project, exporter: str, by: Membership | None) -> Export:
    """An export of all submitted answers; its job writes the files. ExportError for an unknown format."""
    title = f"{exporter_of(exporter).title}: {project.name}"
    export = Export.objects.create(organization_id=current(), project=project, exporter=exporter, by=by)
    export.job = enqueue(job_kind=JOB_KIND, payload={"export": export.pk}, by=by, title=title[:200])
    export.save(update_fields=["job"])
    return export


def fix_parts(export: Export) -> int:
    """Decide which traces belong to which part, once; how many parts there are."""
    with scope(export.organization_id), transaction.atomic():
        export.parts = parts_of(export.project)
        export.save(update_fields=["parts"])
    return len(export.parts)


def write_part(export: Export, index: int) -> dict[str, Any]:
    """Write one part's fragments to the storage; a redone part gets new names, and only those named here are joined."""
    exporter = exporter_of(export.exporter)
    first, last = export.parts[index]
    with scope(export.organization_id):
        schemes = schemes_of(export.project)
    read = Counted(answered(export.project, (first, last)))
    with tempfile.TemporaryDirectory() as folder:
        report = exporter.write_part(read, schemes, Path(folder))
        names = [
            {"name": path.name, "path": _keep(export, f"part-{index}", path)} for path in sorted(Path(folder).iterdir())
        ]
    return {"fragments": names, "answers": read.count, "counts": dict(report.counts), "warnings": list(report.warnings)}


def join_parts(export: Export, results: Sequence[dict[str, Any]]) -> Generator[int, None, dict[str, Any]]:
    """Join the fragments to the final files, keep these with their sums, and drop the fragments.

    Yields between the pieces of the work, none of which is a unit of it.
    """
    exporter = exporter_of(export.exporter)
    reports = [ExportReport(result["counts"], result["warnings"]) for result in results]
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for index, result in enumerate(results):
            parts.append(_fetched(result, Path(folder, f"part-{index}")))
            yield 0
        done = Path(folder, "done")
        done.mkdir()
        report = exporter.join(parts, reports, done)
        files = []
        for name in exporter.file_names:
            yield 0
            files.append(_described(export, done / name))
    with scope(export.organization_id), transaction.atomic():
        export.files = files
        export.report = {"counts": dict(report.counts), "warnings": list(report.warnings)}
        export.save(update_fields=["files", "report"])
    for result in results:
        for fragment in result["fragments"]:
            default_storage.delete(fragment["path"])
    return export.report


class Counted(Iterator[T]):
    """An iterator that counts what it has given."""

    def __init__(self, rows: Iterable[T]) -> None:
        self._rows, self.count = iter(rows), 0

    def __next__(self) -> T:
        row = next(self._rows)
        self.count += 1
        return row


def _keep(export: Export, folder: str, path: Path) -> str:
    with path.open("rb") as file:
        return default_storage.save(f"exports/{export.organization_id}/{export.pk}/{folder}/{path.name}", File(file))


def _fetched(result: dict[str, Any], folder: Path) -> Path:
    folder.mkdir()
    for fragment in result["fragments"]:
        with default_storage.open(fragment["path"]) as stored, (folder / fragment["name"]).open("wb") as file:
            shutil.copyfileobj(stored, file)
    return folder


def _described(export: Export, path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": path.name, "path": _keep(export, "files", path), "bytes": path.stat().st_size, "sha256": sha256}
