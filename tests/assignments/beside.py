"""A second transaction beside the test's own, on PostgreSQL: begun, and held until the other waits for it."""

import threading
from collections.abc import Callable
from time import monotonic, sleep

from django.db import connection

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def until_somebody_waits() -> None:
    """For a lock, in this database; at most ten seconds."""
    until = monotonic() + 10
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
    raise AssertionError("nobody waited")


def beside(act: Callable[[threading.Event], None]) -> tuple[threading.Thread, threading.Event]:
    """The act in a thread and a connection of its own, and what it sets when it has begun."""
    begun = threading.Event()

    def run() -> None:
        try:
            act(begun)
        finally:
            connection.close()

    return threading.Thread(target=run), begun
