"""Connections that died in the pool are not given to a request."""

import time
from collections.abc import Iterator
from copy import deepcopy

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from server.postgresql.base import DatabaseWrapper, is_there

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite has no connections that die"),
]
KEPT = 3


@pytest.fixture
def pooled() -> Iterator[DatabaseWrapper]:
    """A pool of its own, with three open connections."""
    about = deepcopy(connection.settings_dict)
    about["OPTIONS"]["pool"] = {"min_size": KEPT, "max_size": KEPT, "timeout": 5}
    wrapper = DatabaseWrapper(about, alias="pooled")
    wrapper.pool.open(wait=True)
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def pid_of(wrapper: DatabaseWrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    wrapper.close()  # as a request's end does: back to the pool
    return pid


def end_all(wrapper: DatabaseWrapper) -> set[int]:
    """The server hangs up on every connection of the pool, as when it restarts; the pids of its processes."""
    taken = [wrapper.pool.getconn() for _ in range(KEPT)]
    pids = {each.info.backend_pid for each in taken}
    for each in taken:
        wrapper.pool.putconn(each)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(pg_terminate_backend(pid)) FROM unnest(%s) AS pid", [list(pids)])
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY(%s)", [list(pids)])
            if cursor.fetchone() == (0,):
                break
    return pids


def test_after_the_server_has_hung_up_requests_get_connections_that_work(pooled):
    dead = end_all(pooled)
    assert not dead & {pid_of(pooled) for _ in range(2 * KEPT)}


def test_a_connection_that_is_there_is_given_again(pooled):
    assert pid_of(pooled) in {pid_of(pooled) for _ in range(2 * KEPT)}


def test_a_connection_that_was_closed_here_is_not_there():
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as own:
        assert is_there(own)
    assert not is_there(own)
