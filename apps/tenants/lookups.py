"""What must be known before the tenant is: each is a SECURITY DEFINER function on PostgreSQL, a plain query on SQLite.

They return ids and the few columns of the organization switcher. Everything else opens a scope with the id they gave.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from apps.tenants.sql import all_rows


class Seat(NamedTuple):
    organization_id: int
    membership_id: int


class Place(NamedTuple):
    """One row of the organization switcher."""

    organization_id: int
    slug: str
    name: str
    role: str


def seat_of_user(user_id: int, slug: str) -> Seat | None:
    rows = look_up(
        "seat_of_user",
        "SELECT m.organization_id, m.id FROM tenants_membership m JOIN tenants_organization o ON o.id = m.organization_id "
        "WHERE m.user_id = %s AND o.slug = %s",
        user_id,
        slug,
    )
    return Seat(*rows[0]) if rows else None


def seat_of_token(secret_sha256: str) -> Seat | None:
    rows = look_up(
        "seat_of_token",
        "SELECT organization_id, membership_id FROM tenants_apitoken WHERE secret_sha256 = %s AND revoked_at IS NULL",
        secret_sha256,
    )
    return Seat(*rows[0]) if rows else None


def places_of_user(user_id: int | None) -> list[Place]:
    """Where a person may go, by name."""
    rows = look_up(
        "places_of_user",
        "SELECT o.id, o.slug, o.name, m.role FROM tenants_membership m JOIN tenants_organization o ON o.id = m.organization_id "
        "WHERE m.user_id = %s ORDER BY o.name, o.id",
        user_id,
    )
    return [Place(*row) for row in rows]


def organization_of_slug(slug: str) -> int | None:
    return _one("organization_of_slug", "SELECT id FROM tenants_organization WHERE slug = %s", slug)


def organization_of_invitation(secret_sha256: str) -> int | None:
    return _one(
        "organization_of_invitation",
        "SELECT organization_id FROM tenants_invitation WHERE secret_sha256 = %s",
        secret_sha256,
    )


def organizations_with_old_replies(moment: datetime, most: int) -> list[int]:
    """Organizations that keep replies from before `moment`, at most `most` of them."""
    rows = look_up(
        "organizations_with_old_replies",
        "SELECT DISTINCT organization_id FROM tenants_idempotentreply WHERE created_at < %s LIMIT %s",
        connection.ops.adapt_datetimefield_value(moment),
        most,
    )
    return [organization_id for (organization_id,) in rows]


def look_up(function: str, plain: str, *arguments: int | str | None) -> list[tuple[Any, ...]]:
    """The rows of lookup.function(arguments) on PostgreSQL, of the plain query on SQLite."""
    if connection.vendor == "postgresql":
        plain = f"SELECT * FROM lookup.{function}({', '.join(['%s'] * len(arguments))})"
    return all_rows(plain, arguments)


def _one(function: str, plain: str, *arguments: int | str | None) -> int | None:
    rows = look_up(function, plain, *arguments)
    return rows[0][0] if rows and rows[0][0] is not None else None
