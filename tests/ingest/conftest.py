import pytest

from apps.projects.models import Project
from apps.tenants.models import Membership, Organization, Role
from tests.factories import make_member, make_organization, make_project
from tests.jobs.conftest import broker

__all__ = ["broker"]


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def project(acme: Organization) -> Project:
    return make_project(acme)


@pytest.fixture
def manager(acme: Organization) -> Membership:
    return make_member(acme, Role.MANAGER)
