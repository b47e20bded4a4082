"""Uploads in pieces: what is taken, what is refused, and how they go on."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from apps.ingest import chunks, services
from apps.ingest.models import Chunk, Upload
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import make_member
from tests.ingest.uploading import SESSION, begin, run, upload

pytestmark = pytest.mark.django_db(transaction=True)


def send(row: Upload, offset: int, content: bytes) -> int:
    with scope(row.organization_id):
        return services.receive(upload=Upload.objects.get(pk=row.pk), offset=offset, content=content)


def test_pieces_are_one_file(project, manager):
    row = begin(project, manager, "a.txt", 10)
    assert [send(row, 0, b"abcd"), send(row, 4, b"efg"), send(row, 7, b"hij")] == [4, 7, 10]
    with scope(project.organization_id):
        pieces = chunks.pieces_of(row)
    with chunks.opened(pieces) as file:
        assert file.read() == b"abcdefghij"
        file.seek(3)
        assert file.read(5) == b"defgh"


def test_a_piece_that_is_sent_twice_is_kept_once(project, manager):
    row = begin(project, manager, "a.txt", 10)
    send(row, 0, b"abcd")
    with pytest.raises(services.NotNext) as error:
        send(row, 0, b"abcd")
    assert error.value.received == 4


def test_a_piece_that_leaves_a_gap_is_refused(project, manager):
    row = begin(project, manager, "a.txt", 10)
    with pytest.raises(services.NotNext):
        send(row, 5, b"fghij")


def test_a_piece_of_a_file_that_is_removed_meanwhile_leaves_nothing(project, manager, monkeypatch):
    row = begin(project, manager, "a.txt", 10)
    save, saved = default_storage.save, []

    def removing(*arguments):
        saved.append(save(*arguments))
        services.remove(upload=Upload.objects.get(pk=row.pk), by=manager)
        return saved[0]

    monkeypatch.setattr(default_storage, "save", removing)
    with pytest.raises(ValidationError, match="removed while it arrived"):
        send(row, 0, b"abcd")
    assert not default_storage.exists(saved[0])


def test_no_more_comes_than_was_announced(project, manager):
    row = begin(project, manager, "a.txt", 3)
    with pytest.raises(ValidationError):
        send(row, 0, b"abcd")


def test_the_same_file_goes_on_where_it_stopped(project, manager):
    row = begin(project, manager, "a.txt", 10)
    send(row, 0, b"abcd")
    assert begin(project, manager, "a.txt", 10).pk == row.pk


def test_another_persons_file_of_the_same_name_is_another(acme, project, manager):
    other = make_member(acme, Role.MANAGER, "another")
    assert begin(project, manager, "a.txt", 10).pk != begin(project, other, "a.txt", 10).pk


def test_a_file_that_is_too_large_is_refused_with_the_bound(project, manager, settings):
    settings.LOG_BYTES = 1024
    with pytest.raises(ValidationError, match=r"a.jsonl is larger than 1.0"):
        begin(project, manager, "a.jsonl", 1025)


@pytest.mark.parametrize(("given", "kept"), [("x/../a.jsonl", "a.jsonl"), ("C:\\logs\\a.jsonl", "a.jsonl")])
def test_a_name_is_only_a_name(project, manager, given, kept):
    assert begin(project, manager, given, 1).name == kept


@pytest.mark.parametrize("name", ["..", "", "a/.", " "])
def test_what_is_no_name_is_refused(project, manager, name):
    with pytest.raises(ValidationError):
        begin(project, manager, name, 1)


def test_a_long_name_keeps_its_ending_and_fits_every_file_system():
    assert services.file_name("ä" * 300 + ".jsonl").endswith("ä.jsonl")
    assert len(services.file_name("ä" * 300 + ".jsonl").encode()) <= 200


def test_what_a_file_seems_to_be_is_known_when_it_is_there(project, manager):
    row = upload(project, manager, "a.jsonl", SESSION)
    assert (row.state, row.detected["format"]) == (Upload.State.READY, "claude_code")
    assert row.detected["why"]


def test_a_file_whose_server_died_before_it_looked_is_looked_at_when_it_is_chosen_again(project, manager, monkeypatch):
    """On SQLite, where a request is no transaction; on PostgreSQL its last piece goes with it, and is sent again."""
    with monkeypatch.context() as dying:
        dying.setattr(services, "_make_ready", lambda *_: None)
        upload(project, manager, "a.jsonl", SESSION)
    row = begin(project, manager, "a.jsonl", len(SESSION))
    assert (row.state, row.detected["format"]) == (Upload.State.READY, "claude_code")


def test_a_file_of_no_known_format_says_so(project, manager):
    row = upload(project, manager, "a.md", b"# milk")
    assert (row.state, row.detected["format"]) == (Upload.State.READY, "")


def test_a_broken_archive_says_so(project, manager):
    row = upload(project, manager, "a.zip", b"no zip")
    assert row.detected["why"].startswith("cannot be unpacked")


def test_a_format_that_nobody_knows_is_refused(project, manager):
    row = upload(project, manager, "a.jsonl", SESSION)
    with scope(project.organization_id), pytest.raises(ValidationError, match="no format nothing"):
        services.choose_format(upload=row, name="nothing")


def test_the_bytes_go_with_their_upload(project, manager):
    row = upload(project, manager, "a.jsonl", SESSION)
    with scope(project.organization_id):
        path = Chunk.objects.get().path
        services.remove(upload=row, by=manager)
    assert not default_storage.exists(path)


def test_what_was_imported_is_not_imported_again(project, manager):
    rows = run(project, manager, [upload(project, manager, "a.jsonl", SESSION)])
    with scope(project.organization_id), pytest.raises(ValidationError, match="nothing to import"):
        services.begin_import(project=project, uploads=[row.pk for row in rows.values()], by=manager)


def test_an_import_that_begins_anew_counts_from_none(project, manager):
    row = upload(project, manager, "a.jsonl", SESSION)
    with scope(project.organization_id):
        Upload.objects.filter(pk=row.pk).update(state=Upload.State.FAILED, tries=2, stored=4)
        services.begin_import(project=project, uploads=[row.pk], by=manager)
        row.refresh_from_db()
    assert (row.tries, row.stored) == (0, 0)
