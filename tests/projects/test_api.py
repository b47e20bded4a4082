"""Projects by API."""

import pytest

from apps.projects.models import Project
from apps.tenants.models import AuditEvent, Organization, Role
from apps.tenants.scope import scope
from tests.api import Script, faults, refusal
from tests.factories import make_member, make_organization, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def manager(acme: Organization) -> Script:
    return Script(make_member(acme, Role.MANAGER))


def test_a_project_is_made_as_the_form_makes_it(acme, manager):
    answer = manager.post("projects", {"name": "Weather", "overlap": 2, "guidelines": "Look."})
    made = answer.json()
    assert (answer.status_code, made["slug"], made["overlap"], made["strategy"]) == (201, "weather", 2, "fixed_order")
    assert manager.get(made["url"]).json() == made
    with scope(acme.pk):
        assert AuditEvent.objects.filter(organization=acme, model="projects.project", verb="added").count() == 1


def test_a_taken_slug_gets_a_number(acme, manager):
    make_project(acme)
    assert manager.post("projects", {"name": "Weather"}).json()["slug"] == "weather-2"


def test_a_project_that_is_made_twice_with_one_key_is_made_once(acme, manager):
    made = [manager.post("projects", {"name": "Weather"}, **{"Idempotency-Key": "k"}) for _ in range(2)]
    assert made[0].json() == made[1].json()
    assert len(manager.rows("projects")) == 1


def test_a_change_touches_what_it_names_and_nothing_else(acme, manager):
    project = make_project(acme, overlap=2, guidelines="Look.")
    changed = manager.patch(f"projects/{project.slug}", {"overlap": 3, "quota": 10}).json()
    assert (changed["overlap"], changed["quota"], changed["guidelines"]) == (3, 10, "Look.")
    assert manager.patch(f"projects/{project.slug}", {"quota": None}).json()["quota"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"name": None},
        {"name": ""},
        {"name": "x" + " " * 200},
        {"slug": "other"},
        {"overlap": 101},
        {"guidelines": "x" * 100_001},
    ],
)
def test_a_faulty_change_changes_nothing(acme, manager, body):
    project = make_project(acme)
    answer = manager.patch(f"projects/{project.slug}", body)
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), list(body))
    assert manager.get(f"projects/{project.slug}").json()["name"] == "Weather"


def test_an_annotator_sees_projects_and_changes_none(acme, manager):
    make_project(acme)
    annotator = Script(make_member(acme, name="Tomas"))
    assert [row["slug"] for row in annotator.rows("projects")] == ["weather"]
    assert refusal(annotator.post("projects", {"name": "x"})) == (403, "permission_denied")
    assert refusal(annotator.patch("projects/weather", {"name": "x"})) == (403, "permission_denied")


def test_a_project_of_another_organization_is_not_there(acme, manager):
    make_project(make_organization("other"), "Theirs")
    assert manager.rows("projects") == []
    assert refusal(manager.get("projects/theirs")) == (404, "not_found")
    assert refusal(manager.patch("projects/theirs", {"name": "x"})) == (404, "not_found")


def test_a_rule_of_the_model_is_told_as_a_fault(acme, manager, monkeypatch):
    """What the body's own checks let through, the model still refuses, in the same shape."""
    monkeypatch.setattr(Project._meta.get_field("guidelines"), "blank", False)
    answer = manager.post("projects", {"name": "x", "guidelines": ""})
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), ["guidelines"])
