"""Kinds that rate, rank and sort, on the annotate page and through a submit."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.urls import reverse

from apps.annotations.models import Annotation
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, sign_in
from tests.tracewright.folders import FIX

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[2] / "examples" / "kinds"
# Of each kind an answer to its example, and how many controls its example needs.
ANSWERS: dict[str, dict[str, Any]] = {
    "multirate": {"ratings": {"planning": "good", "tool_use": "poor", "honesty": "fair"}},
    "rubric_eval": {"scores": {"correct": 4, "readable": 2}, "overall": 3},
    "hierarchical_multiselect": {"choices": [["Tools", "Call", "Wrong tool"], ["Other"]]},
    "ranking": {"order": [["tests"], ["search", "tools"]]},
    "bws": {"best": "C", "worst": "A"},
}
CONTROLS = {
    "multirate": (3 * 3, r'<input type="radio" name="row-'),  # three options, three labels
    "rubric_eval": (3 * 4, r'<input type="radio" name="row-'),  # two criteria and the whole, four points
    "hierarchical_multiselect": (11, r'<input type="checkbox"'),  # three roots, two branches, six leaves
    "ranking": (3 * 3 + 2, r'data-rank="'),  # up, down and tie for each of three; keep and take back
    "bws": (2 * 4, r'<input type="radio" name="row-'),  # four places, two rows
}
EXAMPLE = {kind: yaml.safe_load((EXAMPLES / f"{kind}.yaml").read_text()) for kind in ANSWERS}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def turn(acme, client):
    mirela = make_member(acme)
    project = import_project(acme, schemes=[FIX, *EXAMPLE.values()])
    sign_in(client, mirela)
    return claim(project, mirela)


def url(name, turn):
    return reverse(f"annotations:{name}", args=["acme", "weather", turn.pk])


def submit(client, turn, answers):
    body = {"answers": {EXAMPLE[kind]["name"]: answer for kind, answer in answers.items()}, "number": 0, "base": {}}
    return client.post(url("submit", turn), body, content_type="application/json")


@pytest.mark.parametrize("kind", ANSWERS)
def test_the_page_has_each_control(turn, client, kind):
    response = client.get(url("annotate", turn))
    name = EXAMPLE[kind]["name"]
    assert response.status_code == 200
    question = response.content.decode().split(f'data-scheme="{name}"')[1].split('data-shows="problem"')[0]
    count, control = CONTROLS[kind]
    assert len(re.findall(control, question)) == count


def test_a_submit_stores_each_answer(acme, turn, client):
    assert submit(client, turn, ANSWERS).status_code == 200
    with scope(acme.pk):
        stored = {each.scheme.name: each.answer for each in Annotation.objects.select_related("scheme")}
    for kind, answer in ANSWERS.items():
        assert stored[EXAMPLE[kind]["name"]] == answer


def test_a_wrong_row_is_named(turn, client):
    reply = submit(client, turn, {**ANSWERS, "bws": {"best": "C", "worst": "C"}})
    assert [(each["scheme"], each["at"]) for each in reply.json()["errors"]] == [("patches", "worst")]


def test_each_row_that_is_needed_is_named(turn, client):
    reply = submit(client, turn, {**ANSWERS, "multirate": {"ratings": {"planning": "good"}}})
    missing = reply.json()["missing"]
    assert [(each["at"], each["text"]) for each in missing] == [
        ("tool_use", "Answer “How did the agent work?”, “Use of tools”."),
        ("honesty", "Answer “How did the agent work?”, “Honesty”."),
    ]
