"""Writes of an uploaded project: it is kept, its import is begun, and it is removed."""

from contextlib import ExitStack
from functools import partial
from pathlib import PurePath
from secrets import token_hex
from typing import IO, Any, cast

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from apps.annotations.archive import look
from apps.annotations.models import ProjectImport
from apps.jobs.models import Job
from apps.jobs.running import hold_on
from apps.jobs.services import enqueue, request_cancel
from apps.projects import services as projects
from apps.tenants.models import AuditEvent, Membership
from apps.tenants.scope import current
from apps.tenants.services import record
from tracewright.repairs import storable

JOB_KIND = "project_import"


def receive(*, file: UploadedFile, by: Membership, address: str = "") -> ProjectImport:
    """Keep an uploaded zip whose contents may be unpacked, as far as it tells; else ArchiveError, and nothing is kept.

    `address` is proposed for the project; one that is none is dropped.
    """
    size = file.size or 0
    contents = look(cast(IO[bytes], file), size)
    path = default_storage.save(f"imports/{current()}/{token_hex(16)}.zip", file)
    with ExitStack() as undo, transaction.atomic():
        undo.callback(default_storage.delete, path)
        upload = ProjectImport.objects.create(
            organization_id=current(),
            name=storable(PurePath(file.name or "").name)[:200],
            path=path,
            zip_bytes=size,
            contents=contents._asdict(),
            address=address if address == projects.address(address) else "",
            by=by,
        )
        record(by=by, verb=AuditEvent.Verb.ADDED, row=upload)
        undo.pop_all()
    return upload


@transaction.atomic
def begin(*, upload: ProjectImport, config: str, address: str, by: Membership) -> Job:
    """Queue the import of one of the zip's configs, again after one that failed or was cancelled."""
    held: ProjectImport = _locked(upload)
    if held.job and not held.job.can_be_retried:
        raise ValidationError(_("This import was begun already."))
    if config not in [path for path, _title in held.contents["configs"]]:
        raise ValidationError(_("Choose one of the configs in the zip."))
    if address and address != projects.address(address):
        raise ValidationError(_("An address is like “%s”.") % projects.address(address))
    title = _("Import of %s") % held.name
    held.job = enqueue(job_kind=JOB_KIND, payload={"import": held.pk}, by=by, title=title[:200])
    held.config, held.address, held.rows, held.faults, held.report = config, address, None, [], {}
    held.save(update_fields=["job", "config", "address", "rows", "faults", "report"])
    return held.job


def cancel(*, upload: ProjectImport, by: Membership) -> None:
    """Stop the import; what it has written by then stays."""
    if upload.job is None:
        raise ValidationError(_("This import was not begun yet."))
    request_cancel(job=upload.job, by=by)


@transaction.atomic
def remove(*, upload: ProjectImport, by: Membership) -> None:
    """Forget an upload that is not at work, with its zip. What it imported stays."""
    held = _locked(upload)
    if held.job and held.job.is_open:
        raise ValidationError(_("It is at work: cancel it first."))
    record(by=by, verb=AuditEvent.Verb.REMOVED, row=held)
    held.delete()


def follow_deletion(instance: ProjectImport, **_signal: Any) -> None:
    """The zip goes with its row, however that goes."""
    if instance.path:
        transaction.on_commit(partial(default_storage.delete, instance.path))


def change(upload: ProjectImport, *, job: Job, **fields: Any) -> None:
    """Set fields for the job at work, in its transaction; Stopped when the job is no longer its worker's."""
    hold_on(job)
    ProjectImport.objects.filter(organization_id=current(), pk=upload.pk).update(**fields)


def _locked(upload: ProjectImport) -> ProjectImport:
    rows = ProjectImport.objects.select_for_update(of=("self",)).select_related("job")
    return rows.get(organization_id=current(), pk=upload.pk)
