"""Times as logs have them, as ISO 8601 in UTC."""

from datetime import UTC, datetime


def of_milliseconds(since_1970: int | float | None) -> str:
    """ "" for None, and for what is no time.

    >>> of_milliseconds(1772442003500)
    '2026-03-02T09:00:03.500000Z'
    """
    try:
        at = None if since_1970 is None else datetime.fromtimestamp(since_1970 / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        at = None
    return at.isoformat().replace("+00:00", "Z") if at else ""
