"""Every example is imported, answered as its page would, and exported."""

from pathlib import Path

import pytest
from django.urls import reverse

from apps.annotations.importing.project import import_project
from apps.annotations.models import Annotation
from apps.projects.models import Project
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import claim, done_export, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[2] / "examples/agent-traces"
EXAMPLES = sorted(path.parent.name for path in FOLDER.glob("*/config.yaml"))
# By example: what the page sends for each of its questions.
ANSWERS = {
    "coding-agent-comparison": {
        "better_run": {"selection": "A", "justification": "It ran the tests."},
        "better_at": {"dimensions": {"correctness": "B", "economy": "tie"}},
    },
    "coding-agent-evaluation": {
        "task_success": {"choice": "success", "free_response": ""},
        "code_quality": {"value": 4},
        "efficiency": {"value": 2},
        "issues": {"choices": [], "free_response": ""},
        "notes": {"texts": {"text_box": "Read the test first."}},
    },
    "coding-agent-prm": {
        "step_rewards": {"first_error": "none"},
        "overall_quality": {"choice": "good", "free_response": ""},
    },
    "coding-agent-review": {
        "review": {"verdict": "approve", "comments": [], "file_ratings": {}},
        "summary": {"texts": {"text_box": "Fine."}},
    },
    "coding-session-repair": {"outcome": {"choice": "done", "free_response": ""}},
    "swebench-evaluation": {
        "patch_correctness": {"choice": "partial", "free_response": ""},
        "patch_quality": {"value": 3},
        "patch_issues": {"choices": ["no_test"], "free_response": ""},
    },
    "trajectory-correction": {"outcome": {"choice": "success", "free_response": ""}},
    "trajectory-evaluation": {"step_evaluation": {"steps": {}, "outcome": None}},
}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_imported_opened_answered_and_exported(client, example):
    acme = make_organization()
    report = import_project(FOLDER / example / "config.yaml", organization_id=acme.pk, slug="example")
    assert report.raw_schemes == [] and report.traces_added >= 2
    with scope(acme.pk):
        project = Project.objects.select_related("organization").get(slug="example")
    person, manager = make_member(acme), make_member(acme, Role.MANAGER, name="Manager")
    sign_in(client, person)
    turn = claim(project, person)
    place = ["acme", "example", turn.pk]
    page = client.get(reverse("annotations:annotate", args=place))
    assert page.status_code == 200
    body = {"answers": ANSWERS[example], "number": 0, "base": {}}
    sent = client.post(reverse("annotations:submit", args=place), body, content_type="application/json")
    assert sent.status_code == 200, sent.content
    with scope(acme.pk):
        given = {row.scheme.name for row in Annotation.objects.select_related("scheme")}
    assert given == set(ANSWERS[example])
    assert done_export(project, manager).job.state == "done"
