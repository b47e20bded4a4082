"""Schemes by API: what a project asks, in its order."""

import pytest

from tests.api import Script, refusal
from tests.factories import import_project, make_member, make_organization
from tests.tracewright.folders import FIX

pytestmark = pytest.mark.django_db
DONE = {"annotation_type": "radio", "name": "done", "description": "Is it done?", "labels": ["yes", "no"]}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def annotator(acme):
    return Script(make_member(acme))


def test_schemes_come_with_config_and_version_in_the_order_of_the_project(acme, annotator):
    import_project(acme, schemes=[FIX, DONE])
    fix, done = annotator.rows("projects/weather/schemes?page_size=1")
    assert (fix["name"], fix["kind"], fix["version"], fix["in_use"]) == ("fix", "trajectory_edit", 1, True)
    assert [label["name"] for label in done["config"]["labels"]] == ["yes", "no"]
    assert annotator.get(done["url"]).json() == done


def test_a_scheme_that_is_no_longer_asked_stays_in_the_list(acme, annotator):
    import_project(acme, schemes=[FIX, DONE])
    import_project(acme, schemes=[DONE])
    assert [(row["name"], row["in_use"]) for row in annotator.rows("projects/weather/schemes")] == [
        ("done", True),
        ("fix", False),
    ]


def test_a_changed_scheme_shows_its_new_version(acme, annotator):
    import_project(acme, schemes=[DONE])
    import_project(acme, schemes=[{**DONE, "labels": ["yes", "no", "partly"]}])
    [done] = annotator.rows("projects/weather/schemes")
    assert (done["version"], len(done["config"]["labels"])) == (2, 3)


def test_a_scheme_under_another_project_is_not_there(acme, annotator):
    import_project(acme, schemes=[DONE])
    import_project(acme, "other", schemes=[DONE])
    [done] = annotator.rows("projects/weather/schemes")
    assert refusal(annotator.get(f"projects/other/schemes/{done['id']}")) == (404, "not_found")
