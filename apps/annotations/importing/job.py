"""The job of an import: a part that reads and checks all, and a part that writes what was checked.

Each unpacks the zip into a private folder of its own. Nothing in it is run: a config is data.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.annotations.archive import ArchiveError, unpack
from apps.annotations.importing import uploads
from apps.annotations.importing.project import Refused, check, write
from apps.annotations.importing.report import ImportReport, as_json, going_on
from apps.annotations.models import ProjectImport
from apps.jobs.folders import private_folder
from apps.jobs.kinds import JobKind
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.scope import current, scope
from tracewright.errors import ConfigError, SchemeError, TracewrightError, kept
from tracewright.potato import read_project
from tracewright.repairs import storable

Working = Generator[int, None, dict[str, Any]]
CHECK, WRITE = 0, 1


class ImportRefused(TracewrightError):
    """The project has faults; its import keeps them, and nothing was written."""


class ImportJob(JobKind):
    name = uploads.JOB_KIND
    title = gettext_lazy("Import of a project")

    def plan(self, job: Job) -> int:
        return 2

    def total(self, job: Job) -> int | None:
        """Every trace and answer is read and then written, so twice their number."""
        rows = _upload(job).rows
        return None if rows is None else 2 * rows

    def work(self, job: Job, index: int) -> Working:
        upload = _upload(job)
        if upload.job_id != job.pk:
            raise ImportRefused(upload.name, _("its import was begun anew; this is the older job."))
        with private_folder() as folder:
            yield from _unpack(upload, folder)
            config = folder / upload.config
            return (yield from (_check if index == CHECK else _write)(job, upload, config))

    def finish(self, job: Job, results: list[dict[str, Any]]) -> dict[str, Any]:
        """The zip is not needed any more: the records are in the rows, as they came."""
        upload = _upload(job)
        if upload.path:
            default_storage.delete(upload.path)
        with _writing(job):
            uploads.change(upload, job=job, path="")
        return results[-1]

    def link(self, job: Job) -> str | None:
        upload = ProjectImport.objects.select_related("organization").filter(job=job).first()
        return reverse("imports:import", args=(upload.organization.slug, upload.pk)) if upload else None


def _unpack(upload: ProjectImport, folder: Path) -> Iterator[int]:
    if not default_storage.exists(upload.path):
        raise ArchiveError(upload.name, _("is not there any more. Upload it again."))
    with default_storage.open(upload.path) as file:
        for _written in unpack(file, upload.zip_bytes, folder):
            yield 0  # no unit of the work


def _check(job: Job, upload: ProjectImport, config: Path) -> Working:
    read = 0
    try:
        for read in check(read_project(config)):
            yield read
    except (Refused, ConfigError, SchemeError) as error:
        faults: list[TracewrightError] = error.problems if isinstance(error, Refused) else [kept(error)]
        with _writing(job):
            uploads.change(upload, job=job, faults=[(storable(fault.where), storable(fault.what)) for fault in faults])
        raise _refusal(faults) from error
    with _writing(job):
        uploads.change(upload, job=job, rows=read)
        job.note(_("Read and checked %d traces and answers.") % read)
    return {"read": read}


def _refusal(faults: list[TracewrightError]) -> ImportRefused:
    if len(faults) == 1:
        return ImportRefused(faults[0].where, _("%s. Nothing was imported.") % faults[0].what)
    return ImportRefused("", _("Nothing was imported: the project has %d faults.") % len(faults))


def _write(job: Job, upload: ProjectImport, config: Path) -> Working:
    report = going_on(upload.report)

    def keep(report: ImportReport) -> None:
        uploads.change(upload, job=job, report=as_json(report))

    options: dict[str, Any] = {"organization_id": job.organization_id, "slug": upload.address, "by": upload.by}
    for stand in write(read_project(config), report, keep=keep, **options):
        yield stand.done if stand.what == "traces" else report.traces_read + stand.done
    with _writing(job):
        project = Project.objects.get(organization_id=current(), slug=report.project)
        uploads.change(upload, job=job, report=as_json(report), project=project)
    return {"project": report.project, "traces": report.traces_read, "answers": report.answers_read}


@contextmanager
def _writing(job: Job) -> Iterator[None]:
    with scope(job.organization_id), transaction.atomic():
        yield


def _upload(job: Job) -> ProjectImport:
    with scope(job.organization_id):
        rows = ProjectImport.objects.filter(organization_id=current(), pk=job.payload["import"])
        upload: ProjectImport | None = rows.select_related("by").first()
    if upload is None:
        raise ImportRefused("", _("The upload was removed, there is nothing to import."))
    return upload
