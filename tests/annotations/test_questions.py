"""Questions about the whole trace: each kind's control is on the page, and what it sends is stored."""

import json
import re
from typing import Any, NamedTuple

import pytest
from django.urls import reverse

from apps.annotations.models import Annotation
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db


class Asked(NamedTuple):
    """The options of a scheme whose name is its kind, what its control looks like, and an answer as sent and stored."""

    options: dict[str, Any]
    controls: str
    count: int
    answer: dict[str, Any]


KINDS = {
    "likert": Asked(
        {"size": 5, "min_label": "poor", "max_label": "good", "bad_text_label": True},
        r'<input type="radio" name="q-likert" value="(\d|bad_text)"',
        6,
        {"value": 4, "bad_text": False},
    ),
    "select": Asked({"labels": ["code", "web"]}, r'<option value="(code|web)">', 2, {"choice": "web"}),
    "number": Asked(
        {"min": 0.5, "max": 9},
        r'<input [^>]*type="number" [^>]*step="any" min="0.5" max="9">',
        1,
        {"value": 2.5},
    ),
    "slider": Asked(
        {"min_value": 0, "max_value": 10, "starting_value": 5, "step": 0.5},
        r'<input [^>]*type="range" [^>]*min="0" max="10" step="0.5" value="5"',
        1,
        {"value": 7.5},
    ),
    "confidence": Asked({}, r'<input type="radio" name="q-confidence" value="\d"', 5, {"value": 3}),
    "triage": Asked(
        {"accept_label": "Take", "skip_key": 9},
        r'title="(Take \(1\)|Discard \(2\)|Unsure \(9\))"><input type="radio" name="q-triage" value="\w+"',
        3,
        {"decision": "skip"},
    ),
}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def turn(acme, client):
    mirela = make_member(acme)
    sign_in(client, mirela)
    schemes = [
        {"annotation_type": kind, "name": kind, "description": f"The {kind}?", "required": True, **asked.options}
        for kind, asked in KINDS.items()
    ]
    return claim(import_project(acme, schemes=schemes), mirela)


def url(name, turn):
    return reverse(f"annotations:{name}", args=["acme", "weather", turn.pk])


def submit(client, turn, answers):
    body = {"answers": answers, "number": 0, "base": {}}
    return client.post(url("submit", turn), json.dumps(body), content_type="application/json")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_has_the_controls_of_each_kind(turn, client, kind):
    page = client.get(url("annotate", turn)).content.decode()
    [question] = re.findall(rf'<fieldset[^>]*data-scheme="{kind}".*?</fieldset>', page, re.DOTALL)
    assert f"The {kind}?" in question
    assert len(re.findall(KINDS[kind].controls, question)) == KINDS[kind].count


def test_a_submit_stores_the_answer_of_each_kind(acme, turn, client):
    answers = {kind: asked.answer for kind, asked in KINDS.items()}
    assert submit(client, turn, answers).status_code == 200
    with scope(acme.pk):
        assert {each.scheme.name: each.answer for each in Annotation.objects.select_related("scheme")} == answers


def test_each_required_question_without_an_answer_is_named(turn, client):
    reply = submit(client, turn, {})
    assert reply.status_code == 422
    assert {gap["scheme"]: gap["text"] for gap in reply.json()["missing"]} == {
        kind: f"Answer “The {kind}?”." for kind in KINDS
    }
