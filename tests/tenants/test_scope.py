"""The scope itself: what it puts back, what it refuses, and what it is on SQLite."""

from contextlib import suppress

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

from apps.projects.models import Project
from apps.tenants.models import Membership, Organization
from apps.tenants.scope import NoTenant, OtherTenant, current, discard, scope
from tests.factories import make_organization, make_project

postgresql = pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite has no second wall")
pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(db: None) -> Organization:
    return make_organization("acme")


def setting() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.organization', true)")
        return cursor.fetchone()[0] or None


def test_outside_any_scope_there_is_no_tenant():
    with pytest.raises(NoTenant, match=r"open tenants\.scope\.scope"):
        current()


def test_inside_it_the_tenant_is_known(acme: Organization):
    with scope(acme.pk):
        assert current() == acme.pk


def test_a_scope_of_another_tenant_inside_is_refused(acme: Organization):
    other = make_organization("other")
    with scope(acme.pk), pytest.raises(OtherTenant), scope(other.pk):
        pass


def test_after_a_refused_scope_the_outer_one_goes_on(acme: Organization):
    other = make_organization("other")
    with scope(acme.pk):
        with suppress(OtherTenant), scope(other.pk):
            pass
        assert current() == acme.pk
        assert Organization.objects.filter(pk=acme.pk).exists()


def test_the_same_tenant_inside_changes_nothing(acme: Organization):
    with scope(acme.pk):
        with scope(acme.pk):
            pass
        assert current() == acme.pk
        assert Organization.objects.filter(pk=acme.pk).exists()


def test_two_tenants_follow_each_other_in_one_transaction(acme: Organization):
    other = make_organization("other")
    with transaction.atomic():
        for organization in (acme, other, acme):
            with scope(organization.pk):
                assert list(Organization.objects.filter(pk=current())) == [organization]


def test_an_exception_closes_the_scope(acme: Organization):
    with suppress(LookupError), scope(acme.pk):
        raise LookupError
    with pytest.raises(NoTenant):
        current()


def test_a_generator_closed_elsewhere_leaves_no_tenant_behind(acme: Organization):
    def rows():
        with scope(acme.pk):
            yield 1

    reading = rows()
    next(reading)
    reading.close()
    with pytest.raises(NoTenant):
        current()


def test_what_was_cached_in_one_tenant_is_not_found_in_another(acme: Organization):
    """unfold caches the hits of its search by person and term: a person in two organizations would see across."""
    other = make_organization("other")
    with scope(acme.pk):
        cache.set("search:1:wea", ["Weather"])
    with scope(other.pk):
        assert cache.get("search:1:wea") is None
    assert cache.get("search:1:wea") is None
    with scope(acme.pk):
        assert cache.get("search:1:wea") == ["Weather"]
        cache.delete("search:1:wea")


# ---- On PostgreSQL: the setting that the policies read ----


@postgresql
def test_the_setting_is_put_back_after_success(acme: Organization):
    with scope(acme.pk):
        assert setting() == str(acme.pk)
    assert setting() is None


@postgresql
def test_the_setting_is_put_back_after_an_exception(acme: Organization):
    with suppress(LookupError), scope(acme.pk):
        raise LookupError
    assert setting() is None


@postgresql
def test_the_setting_is_put_back_after_a_rollback(acme: Organization):
    with scope(acme.pk):
        make_project(acme)
        discard()
    assert setting() is None
    with scope(acme.pk):
        assert not Project.objects.exists()


@postgresql
def test_a_failed_inner_scope_leaves_the_outer_one_its_setting_and_rows(acme: Organization):
    with scope(acme.pk):
        make_project(acme, "Kept")
        with suppress(LookupError), scope(acme.pk):
            make_project(acme, "Lost")
            raise LookupError
        assert setting() == str(acme.pk)
        assert list(Project.objects.values_list("name", flat=True)) == ["Kept"]


@postgresql
def test_a_discarded_inner_scope_leaves_the_outer_one_its_setting(acme: Organization):
    with scope(acme.pk):
        with scope(acme.pk):
            discard()
        assert setting() == str(acme.pk)


@postgresql
@pytest.mark.django_db(transaction=True)
def test_no_setting_survives_its_transaction():
    acme = make_organization("acme")
    with scope(acme.pk):
        assert connection.in_atomic_block
    assert not connection.in_atomic_block
    assert setting() is None


@postgresql
@pytest.mark.django_db(transaction=True)
def test_a_callback_after_the_commit_runs_outside_the_scope():
    """Callbacks get ids and only send: whoever reads rows there must open a scope."""
    acme, seen = make_organization("acme"), []
    with scope(acme.pk):
        transaction.on_commit(lambda: seen.append((setting(), Membership.objects.count())))
    assert seen == [(None, 0)]


# ---- On SQLite: the context variable alone ----


@pytest.mark.skipif(settings.ON_POSTGRESQL, reason="PostgreSQL opens a transaction")
@pytest.mark.django_db(transaction=True)
def test_on_sqlite_a_scope_opens_no_transaction():
    """Transactions are IMMEDIATE there: one round a whole request would make readers queue."""
    acme = make_organization("acme")
    with scope(acme.pk):
        assert not connection.in_atomic_block
        assert current() == acme.pk


@pytest.mark.skipif(settings.ON_POSTGRESQL, reason="PostgreSQL discards")
@pytest.mark.django_db(transaction=True)
def test_on_sqlite_discard_is_left_to_the_services():
    acme = make_organization("acme")
    with scope(acme.pk):
        make_project(acme)
        discard()
        assert Project.objects.filter(organization=acme).exists()
