"""manage.py ingest and reconvert, and which files count as changed."""

import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.ingest.management.commands import ingest
from apps.ingest.watching import Watch
from apps.projects.models import Project
from apps.tenants.scope import scope
from apps.traces.models import Trace, TraceRevision
from tests.ingest.uploading import SESSION
from tracewright.convert import claude_code

pytestmark = pytest.mark.django_db(transaction=True)
PROJECT = "acme/weather"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "logs" / "a.jsonl"
    path.parent.mkdir()
    path.write_bytes(SESSION)
    return path


def said(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=out)
    return out.getvalue()


def revisions(project: Project) -> list[TraceRevision]:
    with scope(project.organization_id):
        return list(TraceRevision.objects.filter(organization_id=project.organization_id).order_by("pk"))


def test_a_folder_is_imported_and_again_changes_nothing(project, log):
    assert said("ingest", str(log.parent), "--project", PROJECT) == "1 new traces, 0 changed, 0 as before.\n"
    assert said("ingest", str(log.parent), "--project", PROJECT) == "0 new traces, 0 changed, 1 as before.\n"


def test_what_cannot_be_read_is_named_and_the_rest_imported(project, log):
    (log.parent / "notes.md").write_text("# milk")
    with pytest.raises(CommandError, match="1 problems"):
        said("ingest", str(log.parent), "--project", PROJECT)
    assert len(revisions(project)) == 1


@pytest.mark.parametrize("name", ["acme/none", "none/weather", "weather"])
def test_a_project_that_is_none_is_said(project, log, name):
    with pytest.raises(CommandError, match="no project"):
        said("ingest", str(log), "--project", name)


def test_a_path_that_is_none_is_said(project, tmp_path):
    with pytest.raises(CommandError, match="1 problems"):
        said("ingest", str(tmp_path / "none.jsonl"), "--project", PROJECT)


def test_a_file_counts_as_changed_once_it_is_quiet(log):
    watch = Watch([str(log.parent)])
    assert watch.quiet(0) == set()
    with log.open("ab") as file:
        file.write(b"{}\n")
    assert watch.quiet(1) == set()
    assert watch.quiet(3.9) == set()
    assert watch.quiet(4) == {log}
    assert watch.quiet(9) == set()


def test_a_file_that_is_written_on_and_on_is_not_read_meanwhile(log):
    watch = Watch([str(log.parent)])
    for second in range(1, 9):
        with log.open("ab") as file:
            file.write(b"\n")
        assert watch.quiet(second) == set()


def test_a_watched_folder_brings_what_grew_and_what_is_new_until_somebody_ends_it(project, log, monkeypatch):
    lines = SESSION.splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:-1]))
    moments = iter(range(100))

    def wait(_seconds: float) -> None:
        moment = next(moments)
        if moment == 0:
            log.write_bytes(SESSION)
        if moment == 6:
            raise KeyboardInterrupt

    clock = iter(range(100))
    monkeypatch.setattr(ingest.time, "sleep", wait)
    monkeypatch.setattr(ingest.time, "monotonic", lambda: next(clock))
    told = said("ingest", str(log.parent), "--project", PROJECT, "--watch")
    assert told.splitlines() == [
        "1 new traces, 0 changed, 0 as before.",
        "0 new traces, 1 changed, 0 as before.",
        "Ended. What was read by now is kept.",
    ]
    assert len(revisions(project)) == 2


def test_what_is_compressed_is_read_as_what_it_holds(project, log):
    packed = log.with_suffix(".jsonl.gz")
    packed.write_bytes(gzip.compress(SESSION))
    assert said("ingest", str(packed), "--project", PROJECT).startswith("1 new")


def test_the_same_converter_makes_no_revision_of_kept_bytes(project, log):
    said("ingest", str(log), "--project", PROJECT)
    assert said("reconvert", PROJECT) == "0 new revisions, 0 traces as before.\n"


def test_a_newer_converter_makes_a_revision_of_kept_bytes_where_the_document_differs(project, log, monkeypatch):
    said("ingest", str(log), "--project", PROJECT)
    convert = claude_code.convert

    def newer(*given):
        for found in convert(*given):
            found.document["system_prompt"] = "Be brief."
            yield found

    monkeypatch.setattr(claude_code, "version", claude_code.version + 1)
    monkeypatch.setattr(claude_code, "convert", newer)
    assert "1 new revisions" in said("reconvert", PROJECT)
    assert "0 new revisions" in said("reconvert", PROJECT)
    with scope(project.organization_id):
        trace = Trace.objects.select_related("current__body").get()
        assert (trace.current.number, trace.current.document["system_prompt"]) == (2, "Be brief.")
        assert trace.current.body.native_bytes() == SESSION


def test_only_the_format_that_is_named_is_made_anew(project, log, monkeypatch):
    said("ingest", str(log), "--project", PROJECT)
    monkeypatch.setattr(claude_code, "version", claude_code.version + 1)
    assert said("reconvert", PROJECT, "--format", "codex") == "0 new revisions, 0 traces as before.\n"
    assert said("reconvert", PROJECT, "--format", "claude_code") == "0 new revisions, 1 traces as before.\n"
