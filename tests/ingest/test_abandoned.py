"""Uploads that nobody goes on with are removed; all others stay."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from apps.ingest import abandoned, services
from apps.ingest.models import Chunk, Upload
from apps.jobs import sweeper
from apps.tenants.models import AuditEvent, Role
from apps.tenants.scope import scope
from tests.factories import make_member, make_organization, make_project
from tests.ingest.uploading import SESSION, begin, upload

pytestmark = pytest.mark.django_db(transaction=True)
SOON, LATER = timedelta(days=6, hours=23), timedelta(days=7, minutes=1)


def half(project, manager, name="a.txt"):
    row = begin(project, manager, name, 10)
    with scope(project.organization_id):
        services.receive(upload=row, offset=0, content=b"abcd")
    return row


def names(project):
    with scope(project.organization_id):
        return list(Upload.objects.values_list("name", flat=True))


def test_the_workers_sweeper_looks_for_them():
    assert abandoned.sweep in sweeper.CHORES


def test_a_half_upload_goes_with_its_pieces_after_seven_days(project, manager):
    half(project, manager)
    with scope(project.organization_id):
        [piece] = Chunk.objects.all()
    assert abandoned.sweep(timezone.now() + SOON) == 0
    assert default_storage.exists(piece.path)
    assert abandoned.sweep(timezone.now() + LATER) == 1
    assert (names(project), default_storage.exists(piece.path)) == ([], False)


def test_its_removal_is_in_the_audit_trail(project, manager):
    row = half(project, manager)
    abandoned.sweep(timezone.now() + LATER)
    with scope(project.organization_id):
        [event] = AuditEvent.objects.filter(verb=AuditEvent.Verb.REMOVED)
    assert (event.object_id, event.name, event.by) == (row.pk, "a.txt", None)


def begun_long_ago(row):
    with scope(row.organization_id):
        Upload.objects.filter(pk=row.pk).update(received_at=timezone.now() - LATER)


def test_another_piece_keeps_it(project, manager):
    row = half(project, manager)
    begun_long_ago(row)
    with scope(project.organization_id):
        services.receive(upload=row, offset=4, content=b"e")
    assert (abandoned.sweep(), names(project)) == (0, ["a.txt"])


def test_beginning_the_same_file_again_keeps_it(project, manager):
    begun_long_ago(half(project, manager))
    begin(project, manager, "a.txt", 10)
    assert (abandoned.sweep(), names(project)) == (0, ["a.txt"])


@pytest.mark.parametrize("state", [state for state in Upload.State if state != Upload.State.ARRIVING])
def test_what_is_complete_waits_for_its_import_as_long_as_it_takes(project, manager, state):
    row = upload(project, manager, "a.jsonl", SESSION)
    with scope(project.organization_id):
        Upload.objects.filter(pk=row.pk).update(state=state)
    assert (abandoned.sweep(timezone.now() + LATER), names(project)) == (0, ["a.jsonl"])


def test_it_looks_in_every_organization(project, manager):
    other = make_organization("other")
    theirs = make_project(other)
    half(project, manager)
    half(theirs, make_member(other, Role.MANAGER, "another"))
    assert abandoned.sweep(timezone.now() + LATER) == 2
    assert (names(project), names(theirs)) == ([], [])
