"""Writes of apps.exports: ask for an export, and what its job does with it."""

import hashlib
import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import ngettext

from apps.exports.models import Export
from apps.exports.records import Part, answered, left_out, parts_of
from apps.jobs.services import enqueue
from apps.projects.models import Project
from apps.tenants.models import Membership
from apps.tenants.scope import current, scope
from tracewright.export import ExportReport, Writing, asked, exporter_of

JOB_KIND = "export"
PART = "part-"  # how the folders of fragments are named; those of the final files are not


@transaction.atomic
def request_export(*, project: Project, exporter: str, by: Membership | None) -> Export:
    """An export of all answers that are submitted by now; its job writes the files. ExportError for an unknown format."""
    title = f"{exporter_of(exporter).title}: {project.name}"
    export = Export.objects.create(organization_id=current(), project=project, exporter=exporter, by=by)
    export.job = enqueue(job_kind=JOB_KIND, payload={"export": export.pk}, by=by, title=title[:200])
    export.save(update_fields=["job"])
    return export


def fix_parts(export: Export) -> int:
    """Decide which traces belong to which part, once; how many parts there are."""
    with scope(export.organization_id), transaction.atomic():
        export.parts = parts_of(export.project, export.created_at)
        export.save(update_fields=["parts"])
    return len(export.parts)


def answers_of(export: Export) -> int:
    """How many answers its parts hold, one for each person and trace."""
    return sum(Part(*part).turns for part in export.parts)


def write_part(export: Export, index: int) -> Generator[int, None, dict[str, Any]]:
    """Write one part's fragments to the storage; a redone part gets new names, and only those named here are joined.

    Yields after each answer how many there were so far, and again after each file that is kept.
    """
    exporter = exporter_of(export.exporter)
    part = Part(*export.parts[index])
    with tempfile.TemporaryDirectory() as folder:
        writing = asked.write_part(exporter, answered(export.project, export.created_at, part), Path(folder))
        report = yield from _at_most(part.turns, writing)
        fragments = []
        for path in sorted(Path(folder).iterdir()):
            fragments.append({"name": path.name, "path": _keep(export, f"{PART}{index}", path)})
            yield part.turns
    return {"fragments": fragments, "counts": dict(report.counts), "warnings": list(report.warnings)}


def join_parts(export: Export, results: Sequence[dict[str, Any]]) -> Generator[int, None, dict[str, Any]]:
    """Join the fragments to the final files and keep these with their sums.

    Yields between the pieces of the work, none of which is a unit of it. The fragments stay: a worker may die before its
    job knows that they are joined, and the next one joins them again.
    """
    exporter = exporter_of(export.exporter)
    reports = [ExportReport(result["counts"], result["warnings"]) for result in results]
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for index, result in enumerate(results):
            parts.append(_fetched(result, Path(folder, str(index))))
            yield 0
        done = Path(folder, "done")
        done.mkdir()
        report = asked.join(exporter, parts, reports, done)
        files = []
        for name in exporter.file_names:
            yield 0
            files.append(_described(export, done / name))
    with scope(export.organization_id), transaction.atomic():
        export.files = files
        export.report = {"counts": dict(report.counts), "warnings": [*_about_held(export), *report.warnings]}
        export.save(update_fields=["files", "report"])
    return export.report


def _about_held(export: Export) -> list[str]:
    """What is missing is said, for who trains on the files cannot see it."""
    traces = left_out(export.project, export.created_at)
    return [held_words(traces)] if traces else []


def held_words(traces: int) -> str:
    return ngettext(
        "%(count)s answered trace is left out: it is flagged as containing a secret, or was taken out of the queue.",
        "%(count)s answered traces are left out: they are flagged as containing a secret, or were taken out of the queue.",
        traces,
    ) % {"count": traces}


def _at_most(planned: int, writing: Writing) -> Writing:
    """The same numbers, none above the plan: a submit may have begun before the export and ended after its planning."""
    with closing(writing):
        while True:
            try:
                number = next(writing)
            except StopIteration as end:
                report: ExportReport = end.value
                return report
            yield min(number, planned)


def drop_fragments(export: Export) -> None:
    """Delete the folders of all parts, with what killed workers left there; to do so again changes nothing."""
    _drop_folders(_folder(export), PART)


def follow_deletion(instance: Export, **_signal: Any) -> None:
    """The files of an export go with its row, also when that goes with its project."""
    transaction.on_commit(partial(_drop_folders, _folder(instance)))


def _drop_folders(folder: str, beginning: str = "") -> None:
    if not default_storage.exists(folder):
        return
    for name in default_storage.listdir(folder)[0]:
        if name.startswith(beginning):
            for file in default_storage.listdir(f"{folder}/{name}")[1]:
                default_storage.delete(f"{folder}/{name}/{file}")
            default_storage.delete(f"{folder}/{name}")


def _folder(export: Export) -> str:
    return f"exports/{export.organization_id}/{export.pk}"


def _keep(export: Export, folder: str, path: Path) -> str:
    with path.open("rb") as file:
        return default_storage.save(f"{_folder(export)}/{folder}/{path.name}", File(file))


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
