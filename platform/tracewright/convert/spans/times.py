"""Times as exports write them: ISO 8601, or a number of seconds, milliseconds, microseconds or nanoseconds since 1970."""

from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNITS = (
    (10**17, 1_000),
    (10**14, 1),
    (10**11, 1 / 1_000),
    (0, 1 / 1_000_000),
)  # from which number on, how many a microsecond


def iso(value: Any) -> str:
    """The time in UTC with microseconds, so that times compare as texts; "" for what is none.

    >>> iso("1766737203500000000"), iso(1766737203.5), iso([1766737203, 500000000])
    ('2025-12-26T08:20:03.500000Z', '2025-12-26T08:20:03.500000Z', '2025-12-26T08:20:03.500000Z')
    >>> iso("2025-12-26T09:20:03.5+01:00"), iso("soon"), iso(None)
    ('2025-12-26T08:20:03.500000Z', '', '')
    """
    if isinstance(value, list) and len(value) == 2 and all(isinstance(each, int) for each in value):
        value = value[0] * 10**9 + value[1]
    if isinstance(value, str) and value.isdecimal() and len(value) < 25:
        value = int(value)
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return ""
    per = next(per for least, per in UNITS if value >= least)
    try:
        micro = value // per if isinstance(value, int) and per >= 1 else round(value / per)
        return _written(EPOCH + timedelta(microseconds=micro))
    except (OverflowError, ValueError):
        return ""


def _of_text(text: str) -> str:
    try:
        found = datetime.fromisoformat(text.strip())
        return _written(found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC))
    except (OverflowError, ValueError):
        return ""


def _written(time: datetime) -> str:
    return time.isoformat(timespec="microseconds").replace("+00:00", "Z")
