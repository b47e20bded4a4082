import pytest
from django.core.exceptions import ValidationError

from apps.projects.models import Project
from apps.projects.services import change_project, create_project
from apps.projects.signals import overlap_changed
from apps.tenants.models import AuditEvent
from apps.tenants.scope import scope
from tests.factories import make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    of = make_organization()
    with scope(of.pk):
        yield of


def test_a_taken_address_gets_a_number(acme):
    assert [create_project(name="Weather", by=None).slug for _ in range(3)] == ["weather", "weather-2", "weather-3"]


def test_a_name_without_letters_still_gets_an_address(acme):
    assert create_project(name="天気", by=None).slug == "project"


def test_an_overlap_below_unlimited_is_refused(acme):
    with pytest.raises(ValidationError):
        create_project(name="Weather", overlap=-2, by=None)
    assert not Project.objects.exists()


def test_a_change_is_written_to_the_audit_trail_with_its_fields(acme):
    mirela = make_member(acme)
    project = create_project(name="Weather", by=mirela)
    change_project(project=project, by=mirela, name="Rain", quota=5)
    assert AuditEvent.objects.filter(by=mirela, model="projects.project").first().details == ["name", "quota"]


def test_an_equal_value_is_no_change(acme):
    project = create_project(name="Weather", by=None)
    change_project(project=project, by=None, name="Weather")
    assert not AuditEvent.objects.filter(verb="changed").exists()


def test_only_a_changed_overlap_is_told(acme):
    told = []

    def listen(project, **signal):
        told.append(project.overlap)

    overlap_changed.connect(listen)
    project = create_project(name="Weather", by=None)
    change_project(project=project, by=None, name="Rain")
    change_project(project=project, by=None, overlap=3)
    assert told == [3]
