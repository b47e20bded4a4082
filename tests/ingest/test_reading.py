"""Reading and storing the runs of files: signs of life."""

import time
from pathlib import Path

import pytest
from django.utils import timezone

from apps.ingest import patiently, reading
from apps.ingest.reports import FileReport
from tests.ingest.uploading import DATA
from tracewright.convert import outcomes
from tracewright.convert.gathering import gathered

pytestmark = pytest.mark.django_db(transaction=True)
SESSION = DATA / "claude_code" / "parallel.jsonl"


def signs(project, monkeypatch, slow: str) -> list[int]:
    """What an import of one session yields whose `slow` part takes long."""
    act = getattr(reading, slow)

    def slowly(*arguments, **named):
        time.sleep(0.2)
        return act(*arguments, **named)

    monkeypatch.setattr(patiently, "SECONDS", 0.02)
    monkeypatch.setattr(reading, slow, slowly)
    found = gathered([(Path(SESSION), "a.jsonl")], lambda _: None)
    into = reading.Into(project, project.organization_id, timezone.now())
    return list(reading.import_sources(found.sources, outcomes.Joining([]), into, FileReport()))


@pytest.mark.parametrize("slow", ["read_source", "prepared"])
def test_a_run_that_takes_long_gives_signs_of_life(project, monkeypatch, slow):
    seen = signs(project, monkeypatch, slow)
    assert seen[-1] == 1 and seen.count(0) > 2
