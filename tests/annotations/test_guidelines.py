"""Guidelines have versions, and a changed one is shown to each person at their next trace."""

import pytest
from django.urls import reverse

from apps.projects.models import GuidelinesVersion, Project
from apps.projects.services import change_project, note_read
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db
PLACE = ["acme", "weather"]


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    return import_project(acme)


@pytest.fixture
def turn(project, acme, client):
    mirela = make_member(acme)
    sign_in(client, mirela)
    return claim(project, mirela)


def change(project, text, by=None):
    with scope(project.organization_id):
        change_project(project=Project.objects.get(pk=project.pk), by=by, guidelines=text)


def is_told(client, turn):
    return client.get(reverse("annotations:annotate", args=[*PLACE, turn.pk])).context["has_unread_guidelines"]


def versions(project):
    with scope(project.organization_id):
        return [(row.number, row.text) for row in GuidelinesVersion.objects.order_by("number")]


def test_each_change_is_a_version(project, acme):
    change(project, "Be kind.")
    change(project, "Be kind.")
    change(project, "Be brief.")
    assert versions(project) == [(1, "Be kind."), (2, "Be brief.")]


def test_guidelines_that_came_with_the_project_are_the_first_version(acme):
    project = import_project(acme, annotation_instructions="Look twice.")
    change(project, "Look once.")
    assert versions(project) == [(1, "Look twice."), (2, "Look once.")]


def test_what_stood_there_before_versions_were_kept_is_kept_with_the_first_change(project):
    with scope(project.organization_id):
        Project.objects.update(guidelines="Old.")
    change(project, "New.")
    assert versions(project) == [(1, "Old."), (2, "New.")]


def test_whoever_worked_here_before_is_told_until_they_have_read(client, project, turn):
    assert not is_told(client, turn)
    change(project, "Be kind.")
    assert is_told(client, turn)
    assert client.post(reverse("annotations:guidelines_read", args=[*PLACE, 1])).status_code == 204
    assert not is_told(client, turn)
    change(project, "Be brief.")
    assert is_told(client, turn)


def test_whoever_comes_later_has_read_them_on_the_way(client, project, acme):
    change(project, "Be kind.")
    late = make_member(acme, name="Late")
    sign_in(client, late)
    assert not is_told(client, claim(project, late))


def test_a_trace_taken_without_another_page_brings_their_number(client, project, turn):
    change(project, "Be kind.")
    data = client.get(reverse("annotations:data", args=[*PLACE, turn.pk])).json()
    assert data["guidelines"] == 1
    assert "Be kind." in client.get(reverse("annotations:guidelines", args=PLACE)).content.decode()


def test_a_version_that_is_still_to_come_cannot_be_read_ahead(client, project, turn):
    change(project, "Be kind.")
    client.post(reverse("annotations:guidelines_read", args=[*PLACE, 999]))
    change(project, "Be brief.")
    assert is_told(client, turn)


def test_an_older_version_read_late_takes_nothing_back(project, acme, turn, client):
    change(project, "Be kind.")
    change(project, "Be brief.")
    with scope(acme.pk):
        project.refresh_from_db()
        for number in (2, 1):
            note_read(project=project, number=number, by=turn.member)
    assert not is_told(client, turn)


def test_the_admin_keeps_a_version_too(client, acme, project):
    manager = make_member(acme, Role.OWNER, name="Owner")
    sign_in(client, manager)
    address = f"/o/acme/admin/projects/project/{project.pk}/change/"
    fields = {
        name: "" if value is None else value
        for name, value in client.get(address).context["adminform"].form.initial.items()
    }
    client.post(address, {**fields, "guidelines": "By hand."})
    assert versions(project) == [(1, "By hand.")]
