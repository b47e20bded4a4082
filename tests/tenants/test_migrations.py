"""The wall in migrations: built with each table, taken down and built again, and no data migration that sees nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.migrations import Migration, RunPython, SeparateDatabaseAndState
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from apps.exports.models import Export
from apps.projects.models import Project
from apps.tenants.models import Membership, Organization
from apps.tenants.scope import current, scope
from apps.tenants.walls import APP, OWNER, PerTenant, TenantWall, is_tenant
from tests.conftest import connect_as
from tests.factories import make_member, make_organization, make_project, make_tenant, make_token
from tests.tenants.test_servers import manage

postgresql = pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite has no second wall")
OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("apps.")]


# ---- What every migration must keep ----


def migrations() -> dict[tuple[str, str], Migration]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {key: migration for key, migration in loader.disk_migrations.items() if key[0] in OURS}


def operations(of: list[Operation]) -> Iterator[Operation]:
    for operation in of:
        yield operation
        if isinstance(operation, SeparateDatabaseAndState):
            yield from operations([*operation.database_operations, *operation.state_operations])


def sees_nothing(migration: Migration) -> list[Operation]:
    """Its plain RunPython operations: as the owner under FORCE they find no row, change none, and say nothing."""
    return [
        operation
        for operation in operations(migration.operations)
        if isinstance(operation, RunPython) and not isinstance(operation, PerTenant)
    ]


def nothing(apps: Any, schema_editor: Any) -> None:
    pass


def test_data_migrations_run_in_the_scope_of_each_organization():
    assert not [key for key, migration in migrations().items() if sees_nothing(migration)]


def test_a_plain_data_migration_would_be_found():
    plain = Migration("0002_fill", "projects")
    plain.operations = [SeparateDatabaseAndState([RunPython(nothing)]), PerTenant(nothing)]
    assert len(sees_nothing(plain)) == 1


def test_every_tenant_model_is_walled_by_the_app_that_makes_it():
    walled = {
        (key[0], operation.model)
        for key, migration in migrations().items()
        for operation in operations(migration.operations)
        if isinstance(operation, TenantWall)
    }
    tenant_models = [model for model in apps.get_models() if is_tenant(model)] + [Organization]
    assert walled == {(model._meta.app_label, model._meta.label) for model in tenant_models}


# ---- Taken down and built again ----


@contextmanager
def as_owner() -> Iterator[None]:
    connect_as(OWNER, migrates=True)
    try:
        yield
    finally:
        connect_as(APP, migrates=False)


def run(operation: Operation, direction: str = "forwards") -> None:
    state = MigrationLoader(connection).project_state()
    with connection.schema_editor() as editor:
        getattr(operation, f"database_{direction}")("projects", editor, state, state)


def names_of(*organizations: Organization) -> list[str]:
    names = []
    for organization in organizations:
        with scope(organization.pk):
            names += Project.objects.filter(organization=organization).values_list("name", flat=True)
    return names


def rename(apps: Any, schema_editor: Any) -> None:
    """The filter is for SQLite, where nothing else keeps the rows of one organization apart."""
    for project in apps.get_model("projects.Project").objects.filter(organization_id=current()):
        project.name += "!"
        project.save()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("direction", ["forwards", "backwards"])
def test_a_data_migration_per_tenant_reaches_all_organizations(direction: str):
    acme, other = make_organization("acme"), make_organization("other")
    make_project(acme, "One")
    make_project(other, "Two")
    with as_owner():
        run(PerTenant(rename, rename), direction)
    assert names_of(acme, other) == ["One!", "Two!"]


@postgresql
@pytest.mark.django_db(transaction=True)
def test_a_plain_data_migration_sees_no_row():
    """Why it is refused above."""
    seen = []
    make_project(make_organization("acme"), "One")
    with as_owner():
        run(RunPython(lambda apps, _editor: seen.extend(apps.get_model("projects.Project").objects.all())))
    assert seen == []


@postgresql
@pytest.mark.django_db(transaction=True)
def test_a_wall_is_taken_down_and_built_again_round_rows():
    tenants = [make_tenant("acme"), make_tenant("other")]
    with as_owner():
        run(TenantWall("exports.Export"), "backwards")
        try:
            assert Export.objects.count() == 4  # two of each: no wall
        finally:
            run(TenantWall("exports.Export"))
        assert Export.objects.count() == 0  # FORCE holds the owner too
    for tenant in tenants:
        with scope(tenant.organization.pk):
            assert Export.objects.count() == 2


@postgresql
@pytest.mark.django_db(transaction=True)
def test_a_row_that_crosses_stops_the_wall_from_being_built():
    """Under FORCE the owner's validation of a new foreign key sees no row and passes; the operation lifts it to look."""
    acme, other = make_tenant("acme"), make_tenant("other")
    with as_owner(), transaction.atomic():
        run(TenantWall("exports.Export"), "backwards")
        Export.objects.filter(pk=acme.export.pk).update(project=other.project)
        connection.check_constraints()  # ALTER TABLE waits for no deferred check
        with pytest.raises(IntegrityError, match="exports_export_project_id_tenant"), transaction.atomic():
            run(TenantWall("exports.Export"))
        transaction.set_rollback(True)


@pytest.mark.slow
@postgresql
@pytest.mark.django_db(transaction=True)
def test_everything_migrates_to_zero_and_forward_again():
    with own_database() as (name, rows):
        for target in ([], ["tenants", "zero"], []):
            done = manage(OWNER, "migrate", *target, "--verbosity", "0", database=name)
            assert done.returncode == 0, done.stderr
            left = rows("SELECT count(*) FROM pg_policies") + rows("SELECT to_regnamespace('lookup')::text")
            assert (left == [(0,), (None,)]) == bool(target)


@contextmanager
def own_database() -> Iterator[tuple[str, Callable[[str], list[Any]]]]:
    """An empty database of the owner's, its name and a way to ask it."""
    held, name = connection.settings_dict, f"{connection.settings_dict['NAME']}_again"
    place = {"host": held["HOST"], "port": held["PORT"], "user": OWNER, "autocommit": True}

    def rows(sql: str) -> list[Any]:
        with psycopg.connect(dbname=name, **place) as asking:
            return asking.execute(sql).fetchall()

    with psycopg.connect(dbname="postgres", **place) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield name, rows
        finally:
            server.execute(f"DROP DATABASE {name}")


@pytest.mark.django_db
def test_imported_annotators_of_before_get_their_name_in_imports():
    """Those without a login, by the name that stored answers call them; a program is none, and each name is had once."""
    acme, other = make_organization("acme"), make_organization("other")
    for name in ("ann1", "ann1 (imported)", "ann2 (imported)"):
        make_member(acme, name=name, login=False)
    make_token(make_member(acme, name="robot", login=False))
    make_member(acme, name="Mirela")
    make_member(other, name="theirs", login=False)
    with scope(acme.pk):
        import_module("apps.tenants.migrations.0003_people_and_links").name_imported(apps, None)
    assert imported_names(acme) == {"ann1": "ann1", "ann2 (imported)": "ann2"}
    assert imported_names(other) == {}


def imported_names(of: Organization) -> dict[str, str]:
    with scope(of.pk):
        named = Membership.objects.filter(organization=of).exclude(imported_name="")
        return dict(named.values_list("public_name", "imported_name"))
