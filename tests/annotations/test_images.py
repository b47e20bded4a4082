"""Images of a log, as the page of a turn reads them from the native bytes."""

import shutil

import pytest
from django.test import Client
from django.urls import reverse

from apps.annotations.importing.project import import_project
from apps.projects.models import Project
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import claim, make_member, make_organization, sign_in
from tests.tracewright.convert.sessions import DATA
from tests.tracewright.folders import make_project

pytestmark = pytest.mark.django_db

FIX = {"annotation_type": "trajectory_edit", "name": "fix", "description": "Fix", "steps_key": "structured_turns"}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def mirela(acme):
    return make_member(acme)


@pytest.fixture
def turn(acme, mirela, tmp_path):
    path = make_project(tmp_path, [], data_files=["pictures.jsonl"], annotation_schemes=[FIX])
    shutil.copy(DATA / "pictures.jsonl", tmp_path / "pictures.jsonl")
    import_project(path, organization_id=acme.pk, slug="pages")
    with scope(acme.pk):
        project = Project.objects.select_related("organization").get(organization=acme, slug="pages")
    return claim(project, mirela)


def get(member, turn, name="image-1", organization="acme", **headers):
    address = reverse("annotations:image", args=[organization, "pages", turn.pk, name])
    return sign_in(Client(), member).get(address, headers=headers)


def test_the_page_is_told_of_images_and_their_size(turn, mirela):
    address = reverse("annotations:data", args=["acme", "pages", turn.pk])
    work = sign_in(Client(), mirela).get(address).json()
    prompt, _edit, shot, *_rest = work["trace"]["steps"]
    assert [(each["name"], each["size"]) for each in prompt["attached"]] == [
        ("image-1", [480, 300]),
        ("document-2", None),
    ]
    assert [each["name"] for each in shot["calls"][0]["attached"]] == ["image-3", "image-4"]
    assert work["urls"]["images"] == reverse("annotations:image", args=["acme", "pages", turn.pk, "-"])[:-2]


def test_an_image_comes_as_a_picture_and_nothing_else(turn, mirela):
    answer = get(mirela, turn)
    assert answer.content.startswith(b"\x89PNG")
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"


def test_who_has_the_image_is_told_so(turn, mirela):
    again = get(mirela, turn, **{"If-None-Match": get(mirela, turn)["ETag"]})
    assert (again.status_code, again["Cache-Control"], again.content) == (304, "private, no-cache", b"")


@pytest.mark.parametrize("name", ["document-2", "image-5", "image-9", ".."])
def test_what_is_no_picture_is_not_there(turn, mirela, name):
    """A document; an SVG that the log calls a PNG; what the trace does not have."""
    assert get(mirela, turn, name).status_code == 404


def test_nobody_else_sees_it(turn, acme):
    other = make_organization("other")
    people = [make_member(acme, name="Ion"), make_member(acme, Role.OWNER, "Ana")]
    assert [get(person, turn).status_code for person in people] == [404, 404]
    stranger = make_member(other, Role.OWNER, "Zoe")
    assert [get(stranger, turn, organization=slug).status_code for slug in ("acme", "other")] == [404, 404]
    assert Client().get(reverse("annotations:image", args=["acme", "pages", turn.pk, "image-1"])).status_code == 302
