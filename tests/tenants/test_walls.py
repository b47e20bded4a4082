"""The second wall, attacked from below the code: no filter here names an organization unless it names the wrong one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from apps.annotations.models import Annotation, Prediction
from apps.projects.models import Project
from apps.schemes.models import Scheme, SchemeVersion
from apps.tenants.models import AuditEvent, Membership, Organization
from apps.tenants.scope import scope
from apps.tenants.walls import is_tenant, references
from apps.traces.models import Trace
from tests.factories import Tenant

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite has no second wall"),
]
TENANT_MODELS = [model for model in apps.get_models() if is_tenant(model)]
WALLED = [Organization, *TENANT_MODELS]
REFERENCES = [(model, field) for model in TENANT_MODELS for field in references(model)]


def label(thing: object) -> str:
    return thing._meta.label if isinstance(thing, type) else getattr(thing, "name", str(thing))


def column_of(model: type[models.Model]) -> str:
    return "id" if model is Organization else "organization_id"


def query(sql: str, *arguments: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


def count_changed(sql: str, *arguments: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.rowcount


@contextmanager
def refused(by: str) -> Iterator[None]:
    """The database says no, for this reason; the test's transaction goes on."""
    with pytest.raises(DatabaseError, match=by), transaction.atomic():
        yield


# ---- Nothing without a scope ----


@pytest.mark.parametrize("model", WALLED, ids=label)
def test_without_a_scope_no_row_is_seen(acme: Tenant, model: type[models.Model]):
    assert not model._default_manager.exists()
    assert query(f"SELECT count(*) FROM {model._meta.db_table}") == [(0,)]


@pytest.mark.parametrize("model", WALLED, ids=label)
def test_without_a_scope_no_row_is_touched(acme: Tenant, model: type[models.Model]):
    table, column = model._meta.db_table, column_of(model)
    assert count_changed(f"UPDATE {table} SET {column} = {column}") == 0
    assert count_changed(f"DELETE FROM {table}") == 0


def test_without_a_scope_nothing_is_inserted(acme: Tenant):
    with refused("row-level security"):
        Project.objects.create(organization=acme.organization, slug="new", name="New")


# ---- Nothing of the other tenant inside one ----


@pytest.mark.parametrize("model", WALLED, ids=label)
def test_a_scope_sees_its_own_rows_and_no_others(acme: Tenant, other: Tenant, model: type[models.Model]):
    with scope(acme.organization.pk):
        seen = query(f"SELECT DISTINCT {column_of(model)} FROM {model._meta.db_table}")
        assert not model._default_manager.filter(**{column_of(model): other.organization.pk}).exists()
    assert seen == [(acme.organization.pk,)], "make_tenant leaves a row in every table, so this shows something"


@pytest.mark.parametrize("model", WALLED, ids=label)
def test_the_others_rows_are_not_updated_or_deleted(acme: Tenant, other: Tenant, model: type[models.Model]):
    table, column = model._meta.db_table, column_of(model)
    with scope(acme.organization.pk):
        assert count_changed(f"UPDATE {table} SET {column} = {column} WHERE {column} = %s", other.organization.pk) == 0
        assert count_changed(f"DELETE FROM {table} WHERE {column} = %s", other.organization.pk) == 0


@pytest.mark.parametrize("model", WALLED, ids=label)
def test_a_row_is_not_moved_to_the_other_tenant(acme: Tenant, other: Tenant, model: type[models.Model]):
    with scope(acme.organization.pk), refused("row-level security"):
        query(f"UPDATE {model._meta.db_table} SET {column_of(model)} = %s RETURNING 1", other.organization.pk)


def test_the_other_tenant_is_not_joined(acme: Tenant, other: Tenant):
    with scope(acme.organization.pk):
        pairs = query(
            "SELECT a.organization_id, b.organization_id FROM projects_project a CROSS JOIN projects_project b"
        )
    assert pairs == [(acme.organization.pk, acme.organization.pk)]


def test_the_other_tenant_is_not_aggregated(acme: Tenant, other: Tenant):
    with scope(acme.organization.pk):
        groups = Membership.objects.values_list("organization_id").annotate(models.Count("id")).order_by()
        assert list(groups) == [(acme.organization.pk, 6)]  # four roles, a colleague, an imported name


def test_nothing_is_inserted_into_the_other_tenant(acme: Tenant, other: Tenant):
    with scope(acme.organization.pk), refused("row-level security"):
        Project.objects.create(organization=other.organization, slug="new", name="New")


def test_nothing_is_inserted_by_copying_into_the_other_tenant(acme: Tenant, other: Tenant):
    copied = "INSERT INTO jobs_joblogline (organization_id, job_id, at, text) SELECT %s, job_id, at, text FROM jobs_joblogline"
    with scope(acme.organization.pk), refused("row-level security"):
        count_changed(copied, other.organization.pk)


def test_an_upsert_does_not_reach_the_others_row(acme: Tenant, other: Tenant):
    """ON CONFLICT meets the other tenant's primary key; its row must neither change nor be told."""
    with scope(acme.organization.pk), refused("row-level security"):
        count_changed(
            "INSERT INTO projects_project SELECT * FROM projects_project ON CONFLICT (id) DO UPDATE SET organization_id = %s",
            other.organization.pk,
        )


# ---- Foreign keys bypass policies; the composite ones do not let one cross ----


@pytest.mark.parametrize(("model", "field"), REFERENCES, ids=label)
def test_a_reference_to_the_others_row_is_refused(acme: Tenant, other: Tenant, model, field):
    with scope(other.organization.pk):
        target = field.related_model._default_manager.order_by("pk").first().pk
        if is_unique(model, field):
            make_room(model)
    with scope(acme.organization.pk), pytest.raises(IntegrityError) as error, transaction.atomic():
        row = model._default_manager.order_by("pk").first()
        model._default_manager.filter(pk=row.pk).update(**{field.attname: target})
        connection.check_constraints()
    assert error.value.__cause__.diag.constraint_name == f"{model._meta.db_table}_{field.column}_tenant"


def is_unique(model: type[models.Model], field: models.Field) -> bool:
    return field.unique or any(field.name in unique.fields for unique in model._meta.constraints)


def make_room(model: type[models.Model]) -> None:
    """Unique constraints see all tenants: the other's rows would refuse the change before its foreign key is asked."""
    if model in (Scheme, SchemeVersion):
        Annotation.objects.all().delete()  # it protects both, and so does the next
        Prediction.objects.all().delete()
    model._default_manager.all().delete()


def test_a_row_is_not_inserted_below_the_others_row(acme: Tenant, other: Tenant):
    with scope(acme.organization.pk), refused("traces_trace_project_id_tenant"):
        Trace.objects.create(organization=acme.organization, project=other.project, format="potato", identity="x")
        connection.check_constraints()


def test_a_cascade_stays_inside(acme: Tenant, other: Tenant):
    with scope(acme.organization.pk):
        Annotation.objects.all().delete()
        Project.objects.all().delete()
        assert not Trace.objects.exists()
    with scope(other.organization.pk):
        assert Project.objects.count() == 1
        assert Trace.objects.count() == 3


# ---- What the application's database user may not ----


@pytest.mark.parametrize(
    "sql",
    [
        "SET row_security = off; SELECT 1 FROM projects_project",
        "ALTER TABLE projects_project DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON projects_project",
        "CREATE POLICY mine ON projects_project USING (true)",
        "SET ROLE tracewright_definer",
        "SET ROLE tracewright_owner",
        "SET SESSION AUTHORIZATION tracewright_owner",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION lookup.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DELETE FROM django_migrations",
        "TRUNCATE projects_project CASCADE",  # it passes policies
    ],
)
def test_the_application_cannot_open_the_wall(acme: Tenant, sql: str):
    with scope(acme.organization.pk), refused("permission denied|must be owner|row-level security"):
        count_changed(sql)


def test_truncate_is_never_granted_beforehand():
    [(grants,)] = query("SELECT array_agg(defaclacl::text) FROM pg_default_acl WHERE defaclobjtype = 'r'")
    assert "tracewright_app=arwd/" in grants[0]  # insert, select, update, delete; TRUNCATE would be D


def test_a_temporary_table_does_not_fool_a_look_up(acme: Tenant, other: Tenant):
    """pg_temp stands last in the functions' search_path, else their owner would read a table of the caller's."""
    count_changed("CREATE TEMP TABLE tenants_organization AS SELECT 99::bigint AS id, 'acme'::text AS slug")
    assert query("SELECT lookup.organization_of_slug('acme')") == [(acme.organization.pk,)]


def test_an_audit_line_in_the_name_of_the_other_is_refused(acme: Tenant, other: Tenant):
    with scope(acme.organization.pk), refused("tenants_auditevent_by_id_tenant"):
        AuditEvent.objects.create(
            organization=acme.organization, by=other.owner, verb="added", model="x.y", object_id=1, name="x"
        )
        connection.check_constraints()
