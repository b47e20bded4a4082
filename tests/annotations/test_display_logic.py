"""Questions that depend on others: what a submit needs, stores and exports of them."""

import json
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.annotations import services
from apps.annotations.models import Annotation
from apps.annotations.page import context
from apps.annotations.questions import asked
from apps.exports.records import answered
from apps.tenants.scope import scope
from tests.factories import claim, done_export, import_project, make_member, make_organization, sign_in, submit
from tests.tracewright.folders import FIX
from tracewright.export.asked import without_unasked

pytestmark = pytest.mark.django_db

DONE = {"annotation_type": "radio", "name": "done", "description": "Done?", "labels": ["yes", "no"], "required": True}


def when(other: str, operator: str = "equals", value: Any = "no") -> dict[str, Any]:
    condition = {"schema": other, "operator": operator, **({"value": value} if value is not None else {})}
    return {"display_logic": {"show_when": [condition]}}


WHY = {
    "annotation_type": "text",
    "name": "why",
    "description": "What went wrong?",
    "required": True,
    "min_chars": 5,
    **when("done"),
}
HARM = {
    "annotation_type": "number",
    "name": "harm",
    "description": "How bad?",
    "required": True,
    **when("why", "not_empty", None),
}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    return import_project(acme, schemes=[DONE, WHY, HARM])


@pytest.fixture
def turn(acme, project):
    return claim(project, make_member(acme))


def send(turn, **answers):
    with scope(turn.organization_id):
        services.submit(assignment=turn, answers=answers, number=0, base={}, by=turn.member)
        return {each.scheme.name: each.answer for each in Annotation.objects.select_related("scheme")}


def faults(turn, **answers):
    with pytest.raises(services.NotComplete) as refused:
        send(turn, **answers)
    return [each["scheme"] for each in [*refused.value.missing, *refused.value.errors]]


def choice(name: str) -> dict[str, Any]:
    return {"choice": name, "free_response": ""}


def text(words: str) -> dict[str, Any]:
    return {"texts": {"text_box": words}}


def test_a_question_that_is_not_asked_is_not_needed(turn):
    assert set(send(turn, done=choice("yes"))) == {"done"}


def test_one_that_is_asked_is(turn):
    assert faults(turn, done=choice("no")) == ["why"]


def test_an_answer_asks_the_next_one(turn):
    assert faults(turn, done=choice("no"), why=text("It gave up.")) == ["harm"]


def test_while_the_first_is_missing_nothing_else_is_named(turn):
    assert faults(turn) == ["done"]


def test_what_was_answered_before_it_was_hidden_is_kept(turn):
    stored = send(turn, done=choice("yes"), why=text("It gave up."), harm={"value": 3})
    assert (stored["why"], stored["harm"]) == (text("It gave up."), {"value": 3})


def test_hidden_what_is_too_short_is_kept_too(turn):
    assert send(turn, done=choice("yes"), why=text("It"))["why"] == text("It")


def test_hidden_what_cannot_be_read_stops_nobody(turn):
    assert set(send(turn, done=choice("yes"), why={"texts": 5}, harm={"value": "many"})) == {"done"}


def test_asked_what_cannot_be_read_is_named(turn):
    assert faults(turn, done=choice("no"), why=text("It gave up."), harm={"value": "many"}) == ["harm"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    why=st.none() | st.text() | st.builds(text, st.text()),
    harm=st.none() | st.integers() | st.builds(dict, value=st.text()),
)
def test_whatever_is_hidden_blocks_no_submit(turn, why, harm):
    with scope(turn.organization_id):
        parsed = services.parse(turn, asked(turn.project), {"done": choice("yes"), "why": why, "harm": harm})
    assert "done" in {scheme.name for scheme in parsed}


def test_a_script_takes_the_same_way(turn, client):
    sign_in(client, turn.member)
    address = reverse("annotations:submit", args=["acme", "weather", turn.pk])
    body = {"answers": {"done": choice("no")}, "number": 0, "base": {}}
    reply = client.post(address, json.dumps(body), content_type="application/json")
    assert [each["scheme"] for each in reply.json()["missing"]] == ["why"]


def test_the_page_is_told_when_a_question_is_asked(turn):
    with scope(turn.organization_id):
        schemes = context(turn)["work"]["schemes"]
    assert schemes["done"] == {"kind": "radio"}
    condition = {"scheme": "done", "operator": "equals", "case_sensitive": False, "value": ["no"]}
    assert schemes["why"] == {"kind": "text", "asked_when": {"logic": "all", "conditions": [condition]}}


def test_what_is_not_asked_is_in_no_export(acme, project):
    submit(project, make_member(acme), {"done": choice("yes"), "why": text("It gave up."), "harm": {"value": 3}})
    export = done_export(project, make_member(acme, name="Boss"))
    assert export.report["counts"]["not_asked"] == 2
    words = "answers left out because their question is not asked under the person's other answers: 2"
    assert words in export.report["warnings"]


def test_what_is_asked_counts(acme, project):
    submit(project, make_member(acme), {"done": choice("no"), "why": text("It gave up."), "harm": {"value": 3}})
    export = done_export(project, make_member(acme, name="Boss"))
    assert "not_asked" not in export.report["counts"]


def test_an_answer_counts_by_the_conditions_it_was_given_under(acme):
    always = {key: value for key, value in WHY.items() if key != "display_logic"}
    project = import_project(acme, schemes=[DONE, always])
    submit(project, make_member(acme), {"done": choice("yes"), "why": text("It went on.")})
    import_project(acme, schemes=[DONE, WHY])
    with scope(acme.pk):
        until = Annotation.objects.latest("pk").assignment.finished_at
    [record] = answered(project, until)
    assert set(without_unasked(record).answers) == {"done", "why"}


def test_what_nobody_can_answer_hides_nothing(acme):
    film = {"annotation_type": "video_annotation", "name": "done", "description": "Mark it."}
    project = import_project(acme, schemes=[FIX, film, {**WHY, **when("done", "not_empty", None)}])
    assert faults(claim(project, make_member(acme)), fix={"edits": []}) == ["why"]
