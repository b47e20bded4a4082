"""Uploads that somebody began and never ended: removed with their pieces by the workers' sweeper."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from apps.ingest.models import Upload
from apps.tenants.lookups import look_up
from apps.tenants.models import AuditEvent
from apps.tenants.scope import current, scope
from apps.tenants.services import record

KEPT = timedelta(days=7)  # since the last piece, or since the same file was begun again
AT_ONCE = 200  # organizations in a sweep, and uploads of each


def sweep(moment: datetime | None = None) -> int:
    """Remove those of all organizations that got no piece for KEPT before `moment`, some at a time; how many. In no scope."""
    before = (moment or timezone.now()) - KEPT
    organizations = look_up(
        "organizations_with_abandoned_uploads",
        "SELECT DISTINCT organization_id FROM ingest_upload WHERE state = 'arriving' AND received_at < %s LIMIT %s",
        connection.ops.adapt_datetimefield_value(before),
        AT_ONCE,
    )
    removed = 0
    for (organization_id,) in organizations:
        with scope(organization_id):
            removed += _remove(before)
    return removed


@transaction.atomic
def _remove(before: datetime) -> int:
    """One whose row is held is just getting a piece."""
    rows = Upload.objects.select_for_update(of=("self",), skip_locked=True)
    arriving = rows.filter(organization_id=current(), state=Upload.State.ARRIVING, received_at__lt=before)
    abandoned = list(arriving.order_by("id")[:AT_ONCE])
    for upload in abandoned:
        record(by=None, verb=AuditEvent.Verb.REMOVED, row=upload)
        upload.delete()
    return len(abandoned)
