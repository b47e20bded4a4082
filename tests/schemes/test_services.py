import pytest

from apps.schemes.models import Scheme, SchemeVersion
from apps.schemes.services import sync_schemes
from apps.tenants.scope import scope
from tests.factories import make_organization, make_project
from tracewright.export import SchemeOf

pytestmark = pytest.mark.django_db
YES_NO = SchemeOf("done", "radio", {"name": "done", "labels": [{"name": "yes"}, {"name": "no"}]})
NOTES = SchemeOf("notes", "text", {"name": "notes", "labels": []})


@pytest.fixture
def project():
    acme = make_organization()
    with scope(acme.pk):
        yield make_project(acme)


def names(project):
    return list(Scheme.objects.filter(project=project).values_list("name", flat=True))


def test_schemes_stand_in_the_order_they_were_given(project):
    sync_schemes(project=project, schemes=[NOTES, YES_NO])
    assert names(project) == ["notes", "done"]
    sync_schemes(project=project, schemes=[YES_NO, NOTES])
    assert names(project) == ["done", "notes"]


def test_an_equal_scheme_makes_no_version(project):
    sync_schemes(project=project, schemes=[YES_NO])
    assert sync_schemes(project=project, schemes=[YES_NO]) == ([], [], [])
    assert SchemeVersion.objects.count() == 1


def test_a_raw_scheme_is_upgraded_when_its_kind_is_built(project):
    sync_schemes(project=project, schemes=[SchemeOf("done", "raw", YES_NO.config)])
    assert sync_schemes(project=project, schemes=[YES_NO]).changed == ["done"]
    current = Scheme.objects.get().current
    assert (current.number, current.kind) == (2, "radio")


def test_a_scheme_that_is_no_longer_given_stays(project):
    sync_schemes(project=project, schemes=[YES_NO, NOTES])
    assert sync_schemes(project=project, schemes=[YES_NO]).parked == ["notes"]
    assert names(project) == ["done", "notes"]
