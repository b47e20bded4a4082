"""The database as the application sees it, and people to act as."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase

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
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        allow_flush()
        connect_as(walls.APP, migrates=False)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_tables())
        yield
    with django_db_blocker.unblock():
        connect_as(settings.DATABASE_OWNER, migrates=True)


def allow_flush() -> None:
    """Transactional tests end with TRUNCATE, which the application never may: it passes policies."""
    if settings.ON_POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {walls.APP}")


def empty_tables() -> None:
    """How a transactional test ends: as Django has it, but for KEPT, whose writing anew takes longer than most tests."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(tables)))
