"""The tenant scope: a transaction that sees and writes the rows of one organization.

On PostgreSQL the row-level policies read `app.organization`, set for the transaction (the second wall). On SQLite there is
only the context variable: it names the organization for the code (the first wall) and opens no transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from django.db import connection, transaction

from apps.tenants.sql import run_together

SET = "SELECT current_setting('app.organization', true), set_config('app.organization', %s, true)"
_current: ContextVar[int | None] = ContextVar("organization", default=None)


class OtherTenant(RuntimeError):
    """A scope was opened inside the scope of another organization: always a bug, never an access question."""


class NoTenant(RuntimeError):
    """Tenant rows were asked for outside any scope."""


def current() -> int:
    """The id of the organization in scope; raises NoTenant outside."""
    organization_id = _current.get()
    if organization_id is None:
        raise NoTenant("no organization is in scope: open tenants.scope.scope(organization_id) first")
    return organization_id


@contextmanager
def scope(organization_id: int) -> Iterator[None]:
    """Run a transaction that sees and writes the rows of one organization, and put back what was there."""
    held = _current.get()
    if held not in (None, organization_id):
        raise OtherTenant(f"organization {organization_id} inside a scope of {held}")
    with _wall(organization_id):
        _current.set(organization_id)
        try:
            yield
        finally:
            _current.set(held)  # set, not reset(token): a generator may be closed in another context


@contextmanager
def _wall(organization_id: int) -> Iterator[None]:
    if connection.vendor != "postgresql":  # the first wall only, and no request-wide transaction: readers would queue
        yield
        return
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = _set(str(organization_id))
        yield
        # The end of the transaction and a rollback to the savepoint restore by themselves; RELEASE does not.
        if not outermost and not connection.needs_rollback:
            _set(before)


def _set(value: str | None) -> str | None:
    (((held, _now),),) = cast(Any, run_together((SET, [value or ""])))  # with BEGIN, where it is the first
    return held


def discard() -> None:
    """Leave nothing of this scope in the database; SQLite has no request-wide transaction to undo."""
    if connection.vendor == "postgresql":
        transaction.set_rollback(True)


def cache_key(key: str, prefix: str, version: int) -> str:
    """CACHES KEY_FUNCTION: what was cached in one organization is not found in another."""
    return f"{prefix}:{version}:{_current.get() or ''}:{key}"
