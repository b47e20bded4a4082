from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from apps.jobs.kinds import JOB_KINDS, JobKind, register
from tests.jobs.kinds import Count
from tests.jobs.worker import connect_to


@pytest.fixture
def known() -> Iterator[Callable[[JobKind], None]]:
    """Register kinds for one test, which knows no others than `count` and these."""
    before = dict(JOB_KINDS)
    JOB_KINDS.clear()
    register(Count())
    yield register
    JOB_KINDS.clear()
    JOB_KINDS.update(before)


@pytest.fixture
def broker(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """The embedded broker with a folder of its own: tests that run at the same time do not take each other's messages."""
    before, settings.VAR_DIR = settings.VAR_DIR, tmp_path
    connect_to("filesystem://")
    yield tmp_path / "broker"
    settings.VAR_DIR = before
    connect_to(settings.BROKER_URL)
