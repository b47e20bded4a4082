"""The database as the application sees it, and people to act as."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql

from apps.tenants import walls

# What migrations wrote into Django's own tables; no test changes it.
KEPT = {"auth_permission", "django_content_type", "django_migrations"}


def connect_as(user: str, *, migrates: bool) -> None:
    """From here on the one alias connects as `user`; only the owner may migrate."""
    if not settings.ON_POSTGRESQL:
        return
    connection.close()
    connection.settings_dict["USER"] = user
    settings.MIGRATES = migrates


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    connect_as(settings.DATABASE_OWNER, migrates=True)  # makes and migrates the test database, one per worker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[], None]]:
    """Gives what empties the tables, for fixtures that write without a test's transaction."""
    connect_as(walls.APP, migrates=False)
    with superuser() as everything, pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_tables(everything))
        yield partial(empty_tables, everything)
    with django_db_blocker.unblock():
        connect_as(settings.DATABASE_OWNER, migrates=True)


@contextmanager
def superuser() -> Iterator[psycopg.Connection | None]:
    """A connection that passes every wall and, as one that copies rows from elsewhere would be, is held up by no key."""
    if not settings.ON_POSTGRESQL:
        yield None
        return
    place = connection.settings_dict
    with psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        dbname=place["NAME"],
        user=settings.DATABASE_SUPERUSER,
        options="-c session_replication_role=replica",
        autocommit=True,
    ) as everything:
        yield everything


def empty_tables(everything: psycopg.Connection | None) -> None:
    """How a transactional test ends, but for what is KEPT.

    Django would write that anew, and TRUNCATE makes hundreds of files: both take longer than most tests.
    """
    if everything is None:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(tables)))
        return
    found = everything.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    deletes = [sql.SQL("DELETE FROM {}").format(sql.Identifier(name)) for (name,) in found if name not in KEPT]
    everything.execute(sql.SQL("; ").join(deletes))
