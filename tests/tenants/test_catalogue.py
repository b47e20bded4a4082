"""The second wall as PostgreSQL's catalogue has it: compared with the models, both ways."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from apps.tenants.walls import APP, DEFINER, GLOBAL_TABLES, is_tenant, references

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite has the first wall only"),
]


def rows(sql: str, *arguments: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall()


def tenant_models() -> list[type]:
    return [model for model in apps.get_models() if is_tenant(model)]


def test_every_table_is_walled_or_listed_as_global():
    tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
    everything = {name for (name,) in rows(tables)}
    behind = {name for (name,) in rows(f"{tables} AND relrowsecurity AND relforcerowsecurity")}
    assert everything - behind == GLOBAL_TABLES


def test_walled_tables_are_the_tenant_models_and_organization():
    behind = {name for (name,) in rows("SELECT DISTINCT tablename FROM pg_policies WHERE policyname = 'tenant'")}
    assert behind == {model._meta.db_table for model in tenant_models()} | {"tenants_organization"}


def test_policies_are_tenant_for_all_and_lookup_for_the_definer():
    for table, name, command, roles, using, check in rows(
        "SELECT tablename, policyname, cmd, roles::text[], qual, with_check FROM pg_policies"
    ):
        if name == "lookup":
            assert (command, roles, using) == ("SELECT", [DEFINER], "true"), table
            continue
        column = "id" if table == "tenants_organization" else "organization_id"
        assert (name, command, roles) == ("tenant", "ALL", ["public"]), table
        assert using == check, table
        assert using.startswith(f"({column} = (NULLIF(current_setting('app.organization'"), table


def test_every_reference_between_tenant_tables_is_composite():
    held = {
        tuple(row)
        for row in rows(
            "SELECT k.conrelid::regclass::text, a.attname, k.confrelid::regclass::text FROM pg_constraint k "
            "JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[2] "
            "JOIN pg_attribute o ON o.attrelid = k.conrelid AND o.attnum = k.conkey[1] AND o.attname = 'organization_id' "
            "WHERE k.contype = 'f' AND array_length(k.conkey, 1) = 2 AND k.convalidated AND k.condeferrable"
        )
    }
    expected = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in tenant_models()
        for field in references(model)
    }
    assert held == expected


def test_no_automatic_many_to_many_table_exists():
    assert not [
        through
        for model in tenant_models()
        for field in model._meta.many_to_many
        if (through := field.remote_field.through) and through._meta.auto_created
    ]


def test_the_tests_run_as_the_application_which_can_pass_nothing():
    [(user, session)] = rows("SELECT current_user, session_user")
    assert (user, session) == (APP, APP)
    [powers] = rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, pg_has_role(oid, %s, 'MEMBER'), "
        "EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid) FROM pg_roles WHERE rolname = current_user",
        DEFINER,
    )
    assert powers == (False, False, False, False, False, False)


def test_definer_functions_live_in_lookup_and_fix_their_search_path():
    functions = rows(
        "SELECT n.nspname, p.proname, r.rolname, p.proconfig::text[], has_function_privilege('public', p.oid, 'EXECUTE') "
        "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner WHERE p.prosecdef"
    )
    assert functions
    for schema, name, owner, config, public in functions:
        assert (schema, owner, public) == ("lookup", DEFINER, False), name
        assert config == ["search_path=pg_catalog, public, pg_temp"], name


def test_the_definer_reads_ids_and_switcher_columns_only():
    columns = {
        f"{table}.{column}"
        for table, column in rows(
            "SELECT table_name, column_name FROM information_schema.column_privileges WHERE grantee = %s", DEFINER
        )
    }
    telling = {
        "email",
        "password",
        "answer",
        "document",
        "native",
        "payload",
        "log",
        "guidelines",
        "contact",
        "public_name",
    }
    assert not {name for name in columns if name.partition(".")[2] in telling}
