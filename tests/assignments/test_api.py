"""Flags by API: what scripts of annotators and managers get."""

import pytest

from apps.assignments.models import Assignment, Flag
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.api import Script
from tests.factories import claim, import_project, make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def script(acme):
    """Of an annotator who is at a trace."""
    with scope(acme.pk):
        mirela = make_member(acme, name="Mirela")
        project = import_project(acme)
        script = Script(mirela)
        script.turn = claim(project, mirela)
    return script


@pytest.fixture
def manager(acme, script):
    with scope(acme.pk):
        return Script(make_member(acme, Role.MANAGER, name="Jonas"))


def flagged(script, **body):
    slug = script.turn.project.slug
    return script.post(f"projects/{slug}/assignments/{script.turn.pk}:flag", {"reason": "secret", **body})


def flags_of(script):
    return f"projects/{script.turn.project.slug}/flags"


def test_a_flag_is_told_as_it_was_sent(script):
    reply = flagged(script, note=" A password. ", step=1)
    assert reply.status_code == 201
    told = reply.json()
    assert (told["reason"], told["note"], told["step"], told["by"]) == ("secret", "A password.", 1, "Mirela")
    assert (told["state"], told["holds"], told["decided_by"]) == ("open", True, None)


def test_the_same_flag_again_is_refused(script):
    assert flagged(script).status_code == 201
    assert flagged(script).status_code == 409


def test_a_flag_sent_twice_under_one_key_is_one_flag(acme, script):
    slug = script.turn.project.slug
    address = f"projects/{slug}/assignments/{script.turn.pk}:flag"
    replies = [script.post(address, {"reason": "broken"}, **{"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [201, 201]
    assert replies[0].json()["id"] == replies[1].json()["id"]
    with scope(acme.pk):
        assert Flag.objects.count() == 1


@pytest.mark.parametrize(
    "body", [{"reason": "other"}, {"reason": "boring"}, {"step": -1}, {"step": "two"}, {"note": 7}]
)
def test_what_says_nothing_is_refused(acme, script, body):
    assert flagged(script, **body).status_code == 400
    with scope(acme.pk):
        assert not Flag.objects.exists()


def test_managers_list_flags_by_state_and_reason(script, manager):
    flagged(script)
    flagged(script, reason="broken")
    listed = manager.get(flags_of(script)).json()["results"]
    assert [flag["reason"] for flag in listed] == ["broken", "secret"]
    some = manager.get(f"{flags_of(script)}?state=open&reason=secret").json()["results"]
    assert [flag["reason"] for flag in some] == ["secret"]
    assert manager.get(f"{flags_of(script)}?state=closed").json()["results"] == []


def test_a_trace_taken_out_can_be_put_back_and_a_decision_stands(script, manager):
    flag = f"{flags_of(script)}/{flagged(script).json()['id']}:resolve"
    taken = manager.post(flag, {"outcome": "taken_out"}).json()
    assert (taken["state"], taken["holds"], taken["decided_by"]) == ("taken_out", True, "Jonas")
    assert manager.post(flag, {"outcome": "nothing_wrong"}).status_code == 409
    back = manager.post(flag, {"outcome": "put_back"}).json()
    assert (back["state"], back["holds"]) == ("put_back", False)


def test_an_outcome_that_is_none_is_refused(script, manager):
    flag = f"{flags_of(script)}/{flagged(script).json()['id']}:resolve"
    assert manager.post(flag, {"outcome": "withdrawn"}).status_code == 400


def test_annotators_neither_list_flags_nor_decide(script):
    flag = flagged(script).json()["id"]
    assert script.get(flags_of(script)).status_code == 403
    assert script.post(f"{flags_of(script)}/{flag}:resolve", {"outcome": "nothing_wrong"}).status_code == 403


def test_ones_own_flag_is_withdrawn_once_and_anothers_is_not_found(acme, script, manager):
    slug, flag = script.turn.project.slug, flagged(script).json()["id"]
    address = f"projects/{slug}/assignments/{script.turn.pk}/flags/{flag}:withdraw"
    assert manager.post(address).status_code == 404
    assert script.post(address).json()["state"] == "withdrawn"
    assert script.post(address).status_code == 409


def test_a_turn_of_somebody_else_cannot_be_flagged(acme, script, manager):
    address = f"projects/{script.turn.project.slug}/assignments/{script.turn.pk}:flag"
    assert manager.post(address, {"reason": "broken"}).status_code == 404
    with scope(acme.pk):
        assert Assignment.objects.get().state == Assignment.State.CLAIMED
