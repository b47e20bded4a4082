"""A submit that was taken back by going on editing: nobody knows whether it had arrived, and either way nothing is lost."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from apps.annotations.models import Annotation, AnnotationRevision
from apps.tenants.scope import scope
from tests.factories import CORRECTED, claim, import_project, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db
LATER = {"fix": {"edits": [{"step": "0", "pointer": "", "text": "look there", "reason": ""}]}}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def mirela(acme, client):
    member = make_member(acme)
    sign_in(client, member)
    return member


@pytest.fixture
def turn(acme, mirela):
    return claim(import_project(acme), mirela)


def ask(client: Client, name: str, turn, content, key: str = ""):
    url = reverse(f"annotations:{name}", args=["acme", "weather", turn.pk])
    send = client.put if name == "draft" else client.post
    return send(url, json.dumps(content), "application/json", headers={"Idempotency-Key": key} if key else {})


def on(number: int, answers=CORRECTED, base=None, **rest):
    return {"answers": answers, "number": number, "base": base or {}, **rest}


def revisions(acme):
    with scope(acme.pk):
        return AnnotationRevision.objects.count()


def test_a_submit_says_what_the_next_save_rests_on(turn, client):
    reply = ask(client, "submit", turn, on(0), "k").json()
    assert (reply["number"], reply["base"]) == (1, {"fix": 1})


def test_what_is_typed_after_a_submit_that_had_arrived_rests_on_it(acme, turn, client):
    ask(client, "submit", turn, on(0), "k")
    saved = ask(client, "draft", turn, on(0, LATER, withdraws="k"))
    assert (saved.status_code, saved.json()["number"], saved.json()["base"]) == (200, 2, {"fix": 1})
    again = ask(client, "submit", turn, on(2, LATER, base={"fix": 1}), "k2")
    assert (again.status_code, revisions(acme)) == (200, 2)


def test_pressing_submit_again_without_a_save_in_between_rests_on_it_too(acme, turn, client):
    ask(client, "submit", turn, on(0), "k")
    assert ask(client, "submit", turn, on(0, LATER, withdraws="k"), "k2").status_code == 200
    assert revisions(acme) == 2


def test_a_submit_that_had_not_arrived_changes_nothing(acme, turn, client):
    saved = ask(client, "draft", turn, on(0, LATER, withdraws="never arrived"))
    assert (saved.status_code, saved.json()["number"], revisions(acme)) == (200, 1, 0)


def test_something_newer_than_the_submit_is_still_a_conflict(turn, client):
    ask(client, "submit", turn, on(0), "k")
    ask(client, "draft", turn, on(1, CORRECTED, base={"fix": 1}))  # from another machine
    assert ask(client, "draft", turn, on(0, LATER, withdraws="k")).status_code == 409


def test_the_key_of_somebody_else_names_nothing(acme, turn, client):
    ask(client, "submit", turn, on(0), "k")
    tomas = make_member(acme, name="Tomas")
    other = claim(turn.project, tomas)
    sign_in(client, tomas)
    assert ask(client, "draft", other, on(0, LATER, withdraws="k")).json()["number"] == 1


@pytest.mark.parametrize(("name", "sent"), [("skip", {"reason": "too long"}), ("submit", on(0))])
def test_the_key_of_another_turns_request_names_nothing(turn, client, mirela, name, sent):
    assert ask(client, name, turn, sent, "k").status_code == 200
    following = claim(turn.project, mirela)
    saved = ask(client, "draft", following, on(0, LATER, withdraws="k"))
    assert (saved.status_code, saved.json()["number"], saved.json()["base"]) == (200, 1, {})


@pytest.mark.parametrize("withdraws", [5, ["k"], None])
def test_a_key_that_is_no_text_is_told(turn, client, withdraws):
    assert ask(client, "draft", turn, on(0, withdraws=withdraws)).status_code == 400


@pytest.mark.parametrize(("name", "content"), [("skip", {"reason": "no city"}), ("release", {})])
def test_giving_a_trace_away_twice_under_one_key_is_once(turn, client, name, content):
    first, again = (ask(client, name, turn, content, "k") for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again["Idempotent-Replayed"] == "true"


def test_a_question_that_is_no_more_is_told_and_stores_nothing(acme, turn, client):
    reply = ask(client, "submit", turn, on(0, {**CORRECTED, "gone": {"texts": {}}}))
    assert (reply.status_code, "were changed while you worked" in reply.json()["error"]) == (400, True)
    with scope(acme.pk):
        assert not Annotation.objects.exists()
