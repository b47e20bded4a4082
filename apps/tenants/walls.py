"""Migration operations that build the second wall in PostgreSQL, and the tables that stand outside it.

A policy holds where a filter was forgotten. It is no defence against SQL injection: whoever may run SQL may call set_config.
Who the three database users are, and why: docs/operations/postgresql.md and roles.sql.
"""

import os
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation

from apps.tenants.scope import scope

OWNER, APP, DEFINER = "tracewright_owner", "tracewright_app", "tracewright_definer"
TENANT = "nullif(current_setting('app.organization', true), '')::bigint"

# Compared with the database both ways by tests/tenants/test_catalogue.py.
GLOBAL_TABLES = frozenset(
    {
        "account_emailaddress",  # allauth: addresses of users
        "account_emailconfirmation",
        "auth_group",  # django.contrib.auth; unused, User has no groups
        "auth_group_permissions",
        "auth_permission",
        "django_admin_log",  # stays empty for tenant models: TenantAdmin writes AuditEvent
        "django_content_type",
        "django_migrations",
        "django_session",
        "tenants_user",
    }
)


class PostgresOperation(Operation):
    """SQL that only PostgreSQL runs; the state of the models stays as it is."""

    reversible = True
    elidable = False

    def forwards(self, apps: Any) -> Iterator[str]:
        raise NotImplementedError

    def backwards(self, apps: Any) -> Iterator[str]:
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(schema_editor, self.forwards(to_state.apps))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        # The operation changes no model, so the models of either state are those it was built for.
        self._run(schema_editor, self.backwards(from_state.apps))

    def _run(self, schema_editor: Any, statements: Iterator[str]) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"{type(self).__name__} {getattr(self, 'model', getattr(self, 'signature', ''))}"


class AppPrivileges(PostgresOperation):
    """What the application may do with the tables that exist and those to come; TRUNCATE passes policies, so it may not."""

    def forwards(self, apps: Any) -> Iterator[str]:
        for privileges, things in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
            yield f"GRANT {privileges} ON ALL {things} IN SCHEMA public TO {APP}"
            yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {privileges} ON {things} TO {APP}"
        yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APP}"
        yield f"CREATE SCHEMA lookup AUTHORIZATION {DEFINER}"  # so that the definer creates nothing in public
        yield f"GRANT USAGE ON SCHEMA public TO {DEFINER}"
        yield f"SET LOCAL ROLE {DEFINER}"
        yield f"GRANT USAGE ON SCHEMA lookup TO {APP}"
        yield "RESET ROLE"

    def backwards(self, apps: Any) -> Iterator[str]:
        yield "DROP SCHEMA lookup"
        yield f"REVOKE USAGE ON SCHEMA public FROM {DEFINER}"
        for things in ("TABLES", "SEQUENCES"):
            yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON {things} FROM {APP}"
            yield f"REVOKE ALL ON ALL {things} IN SCHEMA public FROM {APP}"


class TenantWall(PostgresOperation):
    """Row-level security on a tenant model's table, and composite foreign keys to the tenant models it points at.

    `column` is "id" for Organization itself. A field in `later` closes a circle: its target is walled after this model, and
    a `TenantReference` of its own follows.
    """

    def __init__(self, model: str, column: str = "organization_id", later: tuple[str, ...] = ()) -> None:
        self.model, self.column, self.later = model, column, later

    def _references(self, model: type[models.Model]) -> list[Any]:
        return [field for field in references(model) if field.name not in self.later]

    def forwards(self, apps: Any) -> Iterator[str]:
        model = apps.get_model(self.model)
        table = model._meta.db_table
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield f"CREATE POLICY tenant ON {table} USING ({self.column} = {TENANT}) WITH CHECK ({self.column} = {TENANT})"
        if self.column != "id":
            yield f"ALTER TABLE {table} ADD CONSTRAINT {table}_tenant UNIQUE (organization_id, id)"
        for field in self._references(model):
            yield from TenantReference(self.model, field.name).forwards(apps)

    def backwards(self, apps: Any) -> Iterator[str]:
        model = apps.get_model(self.model)
        table = model._meta.db_table
        for field in self._references(model):
            yield from TenantReference(self.model, field.name).backwards(apps)
        if self.column != "id":
            yield f"ALTER TABLE {table} DROP CONSTRAINT {table}_tenant"
        yield f"DROP POLICY tenant ON {table}"
        yield f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"


class TenantReference(PostgresOperation):
    """One composite foreign key; by itself for a field that is added after the model's wall, or closes a circle."""

    def __init__(self, model: str, field: str) -> None:
        self.model, self.field = model, field

    def _names(self, apps: Any) -> tuple[str, str, str]:
        field = apps.get_model(self.model)._meta.get_field(self.field)
        return field.model._meta.db_table, field.related_model._meta.db_table, field.column

    def forwards(self, apps: Any) -> Iterator[str]:
        table, target, column = self._names(apps)
        # Under FORCE the owner's own validation of existing rows sees none of them and passes; lifted, it looks.
        yield from (f"ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY" for name in sorted({table, target}))
        yield (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_tenant FOREIGN KEY (organization_id, {column}) "
            f"REFERENCES {target} (organization_id, id) DEFERRABLE INITIALLY DEFERRED"
        )
        yield from (f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY" for name in sorted({table, target}))

    def backwards(self, apps: Any) -> Iterator[str]:
        table, _target, column = self._names(apps)
        yield f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_tenant"


class Lookup(PostgresOperation):
    """A function that runs as the definer: it reads the given columns of all tenants, the application may call it.

    Lookups answer what must be known before the tenant is, and return ids, never content.
    """

    def __init__(self, signature: str, returns: str, body: str, reads: dict[str, list[str]]) -> None:
        self.signature, self.returns, self.body, self.reads = signature, returns, body, reads

    def forwards(self, apps: Any) -> Iterator[str]:
        for label, columns in self.reads.items():
            table = apps.get_model(label)._meta.db_table
            yield f"GRANT SELECT ({', '.join(columns)}) ON {table} TO {DEFINER}"
            yield (
                f"DO $$ BEGIN CREATE POLICY lookup ON {table} FOR SELECT TO {DEFINER} USING (true); "
                "EXCEPTION WHEN duplicate_object THEN END $$"
            )
        many = self.returns.startswith(("TABLE", "SETOF"))
        query = f"RETURN QUERY {self.body};" if many else f"RETURN ({self.body});"
        yield f"SET LOCAL ROLE {DEFINER}"  # the migration must stay atomic
        yield (  # plpgsql keeps its plan, sql plans at every call
            f"CREATE FUNCTION lookup.{self.signature} RETURNS {self.returns} LANGUAGE plpgsql STABLE SECURITY DEFINER "
            f"SET search_path = pg_catalog, public, pg_temp AS $$ #variable_conflict use_column\nBEGIN {query} END $$"
        )
        yield f"REVOKE EXECUTE ON FUNCTION lookup.{self.signature} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION lookup.{self.signature} TO {APP}"
        yield "RESET ROLE"

    def backwards(self, apps: Any) -> Iterator[str]:
        yield f"SET LOCAL ROLE {DEFINER}"
        yield f"DROP FUNCTION lookup.{self.signature}"
        yield "RESET ROLE"
        for label in self.reads:
            table = apps.get_model(label)._meta.db_table
            yield f"DROP POLICY IF EXISTS lookup ON {table}"
            yield f"REVOKE SELECT ON {table} FROM {DEFINER}"


class PerTenant(RunPython):
    """RunPython once in the scope of each organization; a plain one runs as the owner under FORCE and finds no row.

    The function filters by `scope.current()` all the same: on SQLite nothing else keeps the organizations apart.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for organization_id in _organizations(schema_editor, from_state):
            with scope(organization_id):
                super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for organization_id in _organizations(schema_editor, from_state):
            with scope(organization_id):
                super().database_backwards(app_label, schema_editor, from_state, to_state)


def _organizations(schema_editor: Any, state: Any) -> list[int]:
    """All ids, read as the definer: the owner sees none of them under FORCE."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(f"SET LOCAL ROLE {DEFINER}")
        cursor.execute(f"SELECT id FROM {state.apps.get_model('tenants.Organization')._meta.db_table} ORDER BY id")
        ids = [row[0] for row in cursor.fetchall()]
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("RESET ROLE")
    return ids


def is_tenant(model: Any) -> bool:
    """Whether the model's rows belong to one organization."""
    return isinstance(model, type) and any(field.name == "organization" for field in model._meta.fields)  # type: ignore[attr-defined]


def references(model: type[models.Model]) -> list[Any]:
    """The model's foreign keys to other tenant models: those that get a composite key."""
    return [field for field in model._meta.concrete_fields if field.is_relation and is_tenant(field.related_model)]


_harmless: set[tuple[int, str]] = set()  # (process, database user) that were looked at


def refuse_powerful_user(connection: BaseDatabaseWrapper) -> None:
    """Raise ImproperlyConfigured when this process connects as a user that could pass the wall; only `migrate` may.

    Asked once in each process, at its first connection.
    """
    user = connection.settings_dict["USER"]
    if connection.vendor != "postgresql" or settings.MIGRATES or (os.getpid(), user) in _harmless:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, pg_has_role(oid, %s, 'MEMBER'), "
            "EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid AND relkind = 'r') "
            "FROM pg_roles WHERE rolname = current_user",
            [DEFINER],
        )
        powers = cursor.fetchone()
    reasons = ("is a superuser", "has BYPASSRLS", f"is a member of {DEFINER}", "owns tables")
    if held := [reason for reason, has in zip(reasons, powers, strict=True) if has]:
        connection.close()  # else the next query would find it open, and pass
        raise ImproperlyConfigured(
            f"The database user {user!r} {' and '.join(held)}, so the tenants' wall would not hold. Only `manage.py migrate` "
            f"runs as the owner; give every other process the DATABASE_URL of {APP} (docs/operations/postgresql.md)."
        )
    _harmless.add((os.getpid(), user))
