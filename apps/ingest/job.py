"""The job of an import: uploads in parts, each unpacked into a private folder, its files converted and stored one by one.

A file that cannot be read fails alone. So do those that end their worker: each is marked before it is read, and not read a
third time from which no more traces came. Where a worker dies before it reads any, the next looks at each of them apart.
"""

import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.ingest.joining import Joins, join_outcomes, store_joined
from apps.ingest.models import Chunk, Upload
from apps.ingest.patiently import patiently
from apps.ingest.reading import Into, import_sources, read_source
from apps.ingest.reports import FileReport
from apps.ingest.services import JOB_KIND
from apps.ingest.unpacking import Files
from apps.jobs.folders import private_folder
from apps.jobs.kinds import JobKind
from apps.jobs.models import Job
from apps.jobs.running import Stopped, got_further, hold_on
from apps.projects.models import Project
from apps.tenants.scope import current, scope
from tracewright.cli.inputs import Input
from tracewright.convert import Converter, Source
from tracewright.convert.gathering import Gathered, gathered
from tracewright.errors import TracewrightError

Working = Generator[int, None, dict[str, Any]]
TRIES = 2
logger = logging.getLogger(__name__)


class ImportGone(TracewrightError):
    """What was to be imported was removed."""


class IngestJob(JobKind):
    """Its payload: {"project": 7, "parts": [[41, 42], [43]]}, the ids of the uploads that are read together."""

    name = JOB_KIND
    title = gettext_lazy("Import of logs")

    def plan(self, job: Job) -> int:
        return len(job.payload["parts"])

    def work(self, job: Job, index: int) -> Working:
        """Units are traces."""
        uploads = _uploads(job, index)
        with private_folder() as folder:
            part = _Part(job, uploads, folder)
            yield from part.unpack()
            return (yield from part.convert())

    def finish(self, job: Job, results: list[dict[str, Any]]) -> dict[str, Any]:
        """The bytes of what was imported are not needed any more: each trace keeps its own."""
        with _writing(job):
            hold_on(job)
            uploads = list(Upload.objects.filter(organization_id=current(), job=job))
            waited_for = {upload.name for upload in uploads if upload.state != Upload.State.DONE}
            done = [upload for upload in uploads if upload.state == Upload.State.DONE]
            over = [upload for upload in done if upload.report.get("part_of") not in waited_for]
            for chunk in Chunk.objects.filter(organization_id=current(), upload__in=over):
                chunk.delete()
        return {key: sum(result[key] for result in results) for key in ("traces", "failed")}

    def link(self, job: Job) -> str | None:
        project = Project.objects.select_related("organization").filter(pk=job.payload["project"]).first()
        return reverse("ingest:list", args=(project.organization.slug, project.slug)) if project else None


class _Part:
    """Uploads that are read together."""

    def __init__(self, job: Job, uploads: Sequence[Upload], folder: Path) -> None:
        self.job, self.uploads = job, uploads
        self.reports = {upload.pk: FileReport() for upload in uploads}
        self.files = Files(folder, self.reports)
        self.done = 0

    def unpack(self) -> Iterator[int]:
        for upload in self.uploads:
            if self._is_left_out(upload):
                continue
            try:
                yield from self._unpack_one(upload)
            except (Stopped, OSError, DatabaseError):
                raise  # no fault of the file
            except Exception:  # a fault of ours in one file must not keep the others out
                logger.exception("%s cannot be unpacked", upload.name)
                self._leave_out(upload)

    def _unpack_one(self, upload: Upload) -> Iterator[int]:
        if self.job.tries > 1 and upload.state == Upload.State.TAKEN:
            yield from self._look_alone(upload)
        else:
            yield from self._beating(self.files.add(upload))

    def _leave_out(self, upload: Upload) -> None:
        self.files.drop(upload)
        if upload.state == Upload.State.TAKEN:
            report = self.reports[upload.pk]
            report.problem(f"{upload.name}: cannot be unpacked: a fault of ours, which the server's log describes")
            self._end(upload, report)

    def _is_left_out(self, upload: Upload) -> bool:
        """One that ended a worker when it was looked at alone."""
        if upload.is_looked_at and upload.state == Upload.State.TAKEN:
            report = self.reports[upload.pk]
            report.problem(
                f"{upload.name}: a worker died while it looked what is in this file alone. It is not read again."
            )
            self._end(upload, report)
        return upload.is_looked_at

    def _look_alone(self, upload: Upload) -> Iterator[int]:
        """The attempt before this one came to nothing, and this file may be why."""
        with self._alone(upload):
            files = yield from self._beating(self.files.add(upload))
            yield from self._gathered(files)

    def _convert_alone(self, upload: Upload, found: Gathered) -> Iterator[int]:
        """As above, where files of outcomes have all runs converted before one is stored."""
        with self._alone(upload):
            for converter, source in self._of(upload, found):
                for _run in read_source(converter, source, FileReport()):
                    yield self.done

    @contextmanager
    def _alone(self, upload: Upload) -> Iterator[None]:
        with self._changing(upload) as own:
            own.update(is_looked_at=True)
        try:
            yield
        finally:  # a worker that dies does not come here, and the mark of the next is not this one's to remove
            with suppress(Stopped), self._changing(upload) as own:
                own.update(is_looked_at=False)

    def _of(self, upload: Upload, found: Gathered) -> list[tuple[Converter, Source]]:
        return [each for each in found.sources if self._home_of(each[1]).pk == upload.pk]

    def _gathered(self, files: Sequence[Input]) -> Generator[int, None, Gathered]:
        return self._beating(patiently(lambda: gathered(files, lambda path: self.files.home[path].format)))

    def _beating(self, work: Generator[None, None, Any]) -> Generator[int, None, Any]:
        while True:
            try:
                next(work)
            except StopIteration as end:
                return end.value
            yield self.done

    def convert(self) -> Working:
        found = yield from self._gathered(self.files.inputs)
        for path, fault in found.unread.items():
            self._report_of(path).problem(fault)
        for _converter, source in found.sources:
            for part in source.parts:
                if part in self.files.home and self._home_of(source).pk != self.files.home[part].pk:
                    self._report_of(part).part_of = self._home_of(source).name
        if found.outcomes and self.job.tries > 1:
            for upload in self._taken():
                yield from self._convert_alone(upload, found)
        into = self._into()
        joins = yield from self._beating(join_outcomes(found, into, self._report_of))
        for upload in self.uploads:
            if upload.state != Upload.State.TAKEN:  # an earlier attempt came to its end
                self.done += sum(upload.report["states"].values())
                continue
            report = self.reports[upload.pk]
            if self._begin(upload, report):
                before = self.done
                for done in self._brought(upload, found, joins, into):
                    self.done = before + done
                    self._note_stored(upload, done)
                    yield self.done
            self._end(upload, report)
        failed = sum(upload.state == Upload.State.FAILED for upload in self.uploads)
        return {"traces": self.done, "failed": failed}

    def _brought(self, upload: Upload, found: Gathered, joins: Joins, into: Into) -> Iterator[int]:
        """Stores its traces, then what it says of others; yields how many there were so far."""
        done, report = 0, self.reports[upload.pk]
        for done in import_sources(self._of(upload, found), joins.joining, into, report):
            yield done
        others = [pk for pk, file in joins.stored.items() if self.files.home[file].pk == upload.pk]
        for more in store_joined(others, joins, into, report):
            yield done + more

    def _taken(self) -> list[Upload]:
        return [upload for upload in self.uploads if upload.state == Upload.State.TAKEN]

    def _home_of(self, source: Source) -> Upload:
        files = (source.path, *source.parts)
        return next((self.files.home[file] for file in files if file in self.files.home), self.uploads[0])

    def _report_of(self, path: Path) -> FileReport:
        return self.reports[self.files.home[path].pk]

    def _into(self) -> Into:
        with scope(self.job.organization_id):
            project = Project.objects.filter(organization_id=current(), pk=self.job.payload["project"]).first()
        if project is None:
            raise ImportGone("", _("The project was removed, there is nothing to import into."))
        return Into(project, self.job.organization_id, self.job.created_at)

    def _begin(self, upload: Upload, report: FileReport) -> bool:
        """Mark it as being read; False for one that was begun before and never ended."""
        if upload.tries >= TRIES:
            report.problem(f"{upload.name}: begun {TRIES} times, and each time its worker died. It is not read again.")
            return False
        with self._changing(upload) as own:
            own.update(tries=upload.tries + 1)
        return True

    def _note_stored(self, upload: Upload, done: int) -> None:
        """A large file whose workers are stopped again and again gets further each time; one that ends them does not."""
        if done > upload.stored:
            with self._changing(upload) as own:
                own.update(stored=done, tries=1)
                got_further(self.job)

    def _end(self, upload: Upload, report: FileReport) -> None:
        state = Upload.State.FAILED if report.is_empty else Upload.State.DONE
        with self._changing(upload) as own:
            own.update(state=state, report=report.as_json())
            got_further(self.job)
        upload.state, upload.report = state, report.as_json()

    @contextmanager
    def _changing(self, upload: Upload) -> Iterator[Any]:
        with _writing(self.job):
            hold_on(self.job)
            yield Upload.objects.filter(organization_id=current(), pk=upload.pk)


def _uploads(job: Job, index: int) -> list[Upload]:
    """Those of a part that are still the job's: what failed may have been removed, or taken by another import."""
    with scope(job.organization_id):
        rows = {row.pk: row for row in Upload.objects.filter(organization_id=current(), job=job)}
    if not rows:
        raise ImportGone("", _("The uploads were removed, there is nothing to import."))
    return [rows[pk] for pk in job.payload["parts"][index] if pk in rows]


@contextmanager
def _writing(job: Job) -> Iterator[None]:
    with scope(job.organization_id), transaction.atomic():
        yield
