from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.factories import Tenant, make_tenant


@pytest.fixture(scope="module")
def tenants(django_db_setup: Callable[[], None], django_db_blocker: Any) -> Iterator[tuple[Tenant, Tenant]]:
    """Two organizations for all tests of a module, committed; what a test changes in them is rolled back."""
    try:
        with django_db_blocker.unblock():
            both = make_tenant("acme"), make_tenant("other")
        yield both
    finally:
        with django_db_blocker.unblock():
            django_db_setup()


@pytest.fixture
def acme(tenants: tuple[Tenant, Tenant], db: None) -> Tenant:
    return tenants[0]


@pytest.fixture
def other(tenants: tuple[Tenant, Tenant], db: None) -> Tenant:
    return tenants[1]
