"""Statements that run for every trace that anybody takes: as SQL, for building a query takes the ORM longer than running it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection


def first_row(statement: str, parameters: Mapping[str, Any] | Sequence[Any]) -> tuple[Any, ...] | None:
    """Run a statement that both databases know; its first row, if it gives any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[Any, ...] | None = cursor.fetchone() if cursor.description else None
        return row


def locking(how: str) -> str:
    """`FOR ...` where rows can be locked; SQLite locks the whole database when a transaction begins."""
    return how if connection.features.has_select_for_update else ""
