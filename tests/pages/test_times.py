from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from apps.projects.templatetags.times import when

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=-5), "just now"),  # the clocks of two machines differ
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "19 Nov"),
        (timedelta(days=365), "20 Nov 2025"),
    ],
)
def test_times_are_relative_under_a_day_and_dates_after_that(
    monkeypatch: pytest.MonkeyPatch, ago: timedelta, words: str
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    assert when(NOW - ago) == words
