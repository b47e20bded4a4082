"""Writes of uploads: begun, received piece by piece, looked at, given a format, imported, removed."""

from collections.abc import Iterable
from secrets import token_hex

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.ingest.chunks import Piece, opened, pieces_of, received
from apps.ingest.detecting import look
from apps.ingest.models import Chunk, Upload
from apps.ingest.reports import stored_json
from apps.jobs.models import Job
from apps.jobs.services import enqueue
from apps.projects.models import Project
from apps.tenants.models import AuditEvent, Membership
from apps.tenants.scope import current
from apps.tenants.services import record
from tracewright.convert import CONVERTERS
from tracewright.records import MIB
from tracewright.repairs import storable

JOB_KIND = "ingest"
CHUNK_BYTES = 8 * 1024 * 1024  # what the page sends at once
MOST_CHUNK_BYTES = 2 * CHUNK_BYTES
AT_ONCE = 500  # files that may wait in a project
NAME_BYTES = 200
PART_BYTES = 256 * MIB  # of uploads that are read together: files of one run must be in one part


class NotNext(Exception):
    """A piece that does not begin where the upload ends; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(f"the next piece begins at {received}")
        self.received = received


@transaction.atomic
def begin_upload(*, project: Project, name: str, size: int, modified: int, by: Membership) -> Upload:
    """A new upload, or the one of the same file by the same person that has not ended: it goes on where it stopped."""
    name = file_name(name)
    if name in ("", ".", ".."):
        raise ValidationError(_("A file must have a name."))
    if not 0 < size <= settings.LOG_BYTES:
        most = filesizeformat(settings.LOG_BYTES)
        text = (
            _("%(name)s is empty.") if size <= 0 else _("%(name)s is larger than %(most)s. Split it, or compress it.")
        )
        raise ValidationError(text % {"name": name, "most": most})
    mine = Upload.objects.filter(organization_id=current(), project=project)
    mark = {"name": name, "size": size, "modified": modified, "by": by, "state": Upload.State.ARRIVING}
    if known := mine.filter(**mark).first():
        _note_received(known)
        if received(pieces := pieces_of(known)) == known.size:  # the server died before it looked
            _make_ready(known, pieces)
        return known
    if mine.filter(state__in=(Upload.State.ARRIVING, Upload.State.READY)).count() >= AT_ONCE:
        raise ValidationError(_("%(most)d files wait here already: import or remove them first.") % {"most": AT_ONCE})
    upload: Upload = Upload.objects.create(organization_id=current(), project=project, **mark)
    record(by=by, verb=AuditEvent.Verb.ADDED, row=upload)
    return upload


def receive(*, upload: Upload, offset: int, content: bytes) -> int:
    """Keep a piece; how much there is then. NotNext for one that does not follow, also for one that came before.

    The last piece has the file looked at, and makes it ready.
    """
    if not 0 < len(content) <= MOST_CHUNK_BYTES or offset + len(content) > upload.size:
        raise ValidationError(
            _("A piece has 1 to %(most)d bytes, and ends with its file.") % {"most": MOST_CHUNK_BYTES}
        )
    if upload.state != Upload.State.ARRIVING:
        raise NotNext(upload.size)
    if offset != (there := received(pieces_of(upload))):
        raise NotNext(there)
    path = default_storage.save(f"logs/{current()}/{upload.pk}/{offset:012d}-{token_hex(8)}", ContentFile(content))
    try:
        pieces = _add(upload, Piece(offset, len(content), path))
    except Upload.DoesNotExist as error:
        default_storage.delete(path)
        raise ValidationError(_("It was removed while it arrived.")) from error
    if received(pieces) == upload.size:
        _make_ready(upload, pieces)
    return received(pieces)


def _add(upload: Upload, piece: Piece) -> list[Piece]:
    """Two pieces of one offset at the same moment: the second finds the first."""
    with transaction.atomic():
        _locked(upload)
        pieces = pieces_of(upload)
        if received(pieces) == piece.offset:
            Chunk.objects.create(organization_id=current(), upload=upload, **piece._asdict())
            _note_received(upload)
            return [*pieces, piece]
    default_storage.delete(piece.path)
    raise NotNext(received(pieces))


def _note_received(upload: Upload) -> None:
    """It is not abandoned (apps.ingest.abandoned)."""
    Upload.objects.filter(organization_id=current(), pk=upload.pk).update(received_at=timezone.now())


def _make_ready(upload: Upload, pieces: list[Piece]) -> None:
    """Two who look at the same moment say the same; who comes when an import was begun says nothing."""
    with opened(pieces) as file:
        upload.detected, upload.state = stored_json(look(file, upload.name)), Upload.State.READY
    arriving = Upload.objects.filter(organization_id=current(), pk=upload.pk, state=Upload.State.ARRIVING)
    arriving.update(detected=upload.detected, state=upload.state)


@transaction.atomic
def choose_format(*, upload: Upload, name: str) -> None:
    """Read the file as of this format; "" for what it holds."""
    held = _locked(upload)
    if name and name not in CONVERTERS:
        known = ", ".join(sorted(CONVERTERS))
        raise ValidationError(_("There is no format %(name)s; known are %(known)s.") % {"name": name, "known": known})
    if not held.can_begin and held.state != Upload.State.ARRIVING:
        raise ValidationError(_("Its import was begun already."))
    held.format = name
    held.save(update_fields=["format"])


@transaction.atomic
def begin_import(*, project: Project, uploads: list[int], by: Membership) -> Job:
    """Queue the import of these uploads of the project, those that cannot be taken left out."""
    rows = Upload.objects.select_for_update(of=("self",)).select_related("job").order_by("name", "id")
    wanted = rows.filter(organization_id=current(), project=project, pk__in=uploads)
    taken = [row for row in wanted if row.can_begin]
    if not taken:
        raise ValidationError(_("There is nothing to import: drop files first."))
    names = taken[0].name if len(taken) == 1 else _("%(count)d files") % {"count": len(taken)}
    ended = _ended_before(taken)
    together = sorted([*taken, *ended], key=lambda row: (row.name, row.pk))
    payload = {"project": project.pk, "parts": [[row.pk for row in part] for part in parts(together)]}
    job = enqueue(job_kind=JOB_KIND, payload=payload, by=by, title=(_("Import of %s") % names)[:200])
    for row in ended:
        row.job = job
        row.save(update_fields=["job"])
    for row in taken:
        row.job, row.state, row.report = job, Upload.State.TAKEN, {}
        row.tries, row.stored, row.is_looked_at = 0, 0, False
        row.save(update_fields=["job", "state", "report", "tries", "stored", "is_looked_at"])
    return job


def _ended_before(uploads: Iterable[Upload]) -> list[Upload]:
    """What an earlier import of these came to the end of before it stopped: outcomes of their runs, and files of theirs.

    Imports that went to their end have let go of the bytes.
    """
    rows = Upload.objects.select_for_update(of=("self",)).filter(organization_id=current(), state=Upload.State.DONE)
    has_bytes = Exists(Chunk.objects.filter(organization_id=current(), upload=OuterRef("pk")))
    return list(rows.filter(has_bytes, job__in={row.job_id for row in uploads if row.job_id}))


def parts(uploads: Iterable[Upload]) -> list[list[Upload]]:
    """Uploads in their order, about PART_BYTES together, so that the files of a run that are dropped together meet."""
    found: list[list[Upload]] = []
    room = 0
    for upload in uploads:
        if not found or upload.size > room:
            found.append([])
            room = PART_BYTES
        found[-1].append(upload)
        room -= upload.size
    return found


@transaction.atomic
def remove(*, upload: Upload, by: Membership) -> None:
    """Forget an upload that is not at work, with its bytes. What it brought stays."""
    held = _locked(upload)
    if held.state == Upload.State.TAKEN and held.job and held.job.is_open:
        raise ValidationError(_("It is at work: cancel the import first."))
    record(by=by, verb=AuditEvent.Verb.REMOVED, row=held)
    held.delete()


def file_name(given: str) -> str:
    """The last part of a path, cut to what every file system takes, from the left, so that its ending stays."""
    name = storable(given.replace("\\", "/").rpartition("/")[2])
    return name.encode()[-NAME_BYTES:].decode(errors="ignore").strip()


def _locked(upload: Upload) -> Upload:
    rows = Upload.objects.select_for_update(of=("self",)).select_related("job")
    return rows.get(organization_id=current(), pk=upload.pk)
