"""Two organizations in full swing, the ways in of all their people, and a look at whether a row has changed: for sweeps."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from apps.tenants.models import Membership, Organization
from apps.tenants.scope import scope
from apps.tenants.walls import is_tenant
from tests.factories import Tenant, make_project, make_tenant, make_token, sign_in

ONLY_OTHER = "only-other"  # a project's address that the first tenant does not have


def newest(model: Any, tenant: Tenant) -> int:
    """The id of the tenant's newest row."""
    with scope(tenant.organization.pk):
        return model._default_manager.filter(organization=tenant.organization).order_by("-pk").first().pk


@dataclass
class World:
    acme: Tenant
    other: Tenant
    sessions: dict[int, str]  # by membership
    tokens: dict[int, str]  # by membership
    stored: dict[str, dict[str, str]]  # by organization, what `stored` gave before the sweep

    def assert_untouched(self, tenant: Tenant) -> None:
        """Every row of the tenant is as it was."""
        now, before = stored(tenant), self.stored[tenant.organization.slug]
        changed = [table for table in before if now[table] != before[table]]
        assert not changed, f"changed in {tenant.organization.slug}: {changed}"

    def browser(self, person: Membership | None) -> Client:
        """A browser of its own: one that signs out must not sign the next one out."""
        client = Client(raise_request_exception=False)
        if person:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[person.pk]
        return client

    def script(self, person: Membership) -> Client:
        """A client that sends the person's token."""
        return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {self.tokens[person.pk]}"})


@pytest.fixture(scope="module")
def seeded(django_db_setup: Callable[[], None], django_db_blocker: Any) -> Iterator[World]:
    try:
        with django_db_blocker.unblock():
            acme, other = make_tenant("acme"), make_tenant("other")
            make_project(other.organization, ONLY_OTHER)
            people = [*acme.people.values(), *other.people.values()]
            sessions = {
                person.pk: sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value for person in people
            }
            tokens = {person.pk: make_token(person) for person in people}
            before = {tenant.organization.slug: stored(tenant) for tenant in (acme, other)}
        yield World(acme, other, sessions, tokens, before)
    finally:
        with django_db_blocker.unblock():
            django_db_setup()


@pytest.fixture
def world(seeded: World, db: None) -> World:
    return seeded


def stored(tenant: Tenant) -> dict[str, str]:
    """By table: a hash of all rows of the tenant."""
    with scope(tenant.organization.pk):
        tables = {
            model._meta.label: model._default_manager.filter(organization=tenant.organization)
            for model in apps.get_models()
            if is_tenant(model)
        }
        tables["tenants.Organization"] = Organization.objects.filter(pk=tenant.organization.pk)
        return {name: hash_of(rows.order_by("pk").values_list()) for name, rows in tables.items()}


def hash_of(rows: Any) -> str:
    plain = [[bytes(value) if isinstance(value, memoryview) else value for value in row] for row in rows]
    return hashlib.sha256(repr(plain).encode()).hexdigest()
