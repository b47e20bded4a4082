"""Reading and storing the runs of files, in a thread beside the signs of life."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.utils import timezone

from apps.ingest import patiently, reading
from apps.ingest.reports import FileReport
from apps.jobs.batches import BATCH
from apps.projects.models import Project
from tests.ingest.uploading import DATA
from tracewright.convert import outcomes
from tracewright.convert.gathering import gathered

pytestmark = pytest.mark.django_db(transaction=True)
SESSION = DATA / "claude_code" / "parallel.jsonl"


def imported(project: Project, path: Path, report: FileReport) -> Iterator[int]:
    found = gathered([(path, path.name)], lambda _: None)
    into = reading.Into(project, project.organization_id, timezone.now())
    return reading.import_sources(found.sources, outcomes.Joining([]), into, report)


def signs(project, monkeypatch, slow: str) -> list[int]:
    """What an import of one session yields whose `slow` part takes long."""
    act = getattr(reading, slow)

    def slowly(*arguments, **named):
        time.sleep(0.2)
        return act(*arguments, **named)

    monkeypatch.setattr(patiently, "SECONDS", 0.02)
    monkeypatch.setattr(reading, slow, slowly)
    return list(imported(project, SESSION, FileReport()))


@pytest.mark.parametrize("slow", ["read_source", "prepared"])
def test_a_run_that_takes_long_gives_signs_of_life(project, monkeypatch, slow):
    seen = signs(project, monkeypatch, slow)
    assert seen[-1] == 1 and seen.count(0) > 2


def test_a_database_of_more_sessions_than_are_stored_at_once_is_read_to_its_end(project, tmp_path):
    """SQLite lets only the thread that opened it read on."""
    path = tmp_path / "state.vscdb"
    with closing(sqlite3.connect(path)) as base, base:
        base.execute("CREATE TABLE cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)")
        for number in range(BATCH + 10):
            told = {
                "composerId": f"c{number}",
                "conversation": [{"type": 1, "bubbleId": "b", "text": f"Find {number}."}],
            }
            base.execute("INSERT INTO cursorDiskKV VALUES (?, ?)", (f"composerData:c{number}", json.dumps(told)))
    report = FileReport()
    seen = list(imported(project, path, report))
    assert (seen[-1], report.problems) == (BATCH + 10, [])
