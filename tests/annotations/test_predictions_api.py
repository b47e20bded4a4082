"""Predictions by API: from a script, one or many, all or none."""

import pytest

from apps.annotations.models import Prediction
from apps.tenants.models import Role
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.api import Script, faults, refusal
from tests.factories import DONE, TRACES, import_project, make_member, make_organization, predict
from tests.tracewright.folders import FIX

pytestmark = pytest.mark.django_db
REWARDS = {"annotation_type": "process_reward", "name": "rewards", "mode": "per_step"}
SAID = {"scheme": "done", "model": "critic-1", "model_version": "2026-05", "answer": {"choice": "yes"}}
AT = {"step": "0", "pointer": "/content"}
STEPS = {"scheme": "rewards", "model": "critic-1", "steps": [{"step": 0, "value": 1}, {"step": 1, "value": -1}]}
ALL = "projects/weather/predictions"


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    return import_project(acme, schemes=[FIX, DONE, REWARDS])


@pytest.fixture
def manager(acme, project):
    return Script(make_member(acme, Role.MANAGER, "Jonas"))


def of_trace(acme, identity="t1"):
    with scope(acme.pk):
        return f"projects/weather/traces/{Trace.objects.get(identity=identity).pk}/predictions"


def stored(acme):
    with scope(acme.pk):
        return Prediction.objects.count()


def message(answer):
    return answer.json()["error"]["faults"][0]["message"]


def test_a_script_suggests_an_answer(acme, manager):
    answer = manager.post(of_trace(acme), {**SAID, "confidence": 0.87, "reasoning": "It says so."})
    shown = answer.json()
    assert answer.status_code == 201
    assert (shown["trace"]["identity"], shown["revision"], shown["kind"], shown["source"]) == ("t1", 1, "radio", "api")
    assert shown["answer"] == {"choice": "yes", "free_response": ""}
    assert shown["details"] == {"confidence": 0.87, "reasoning": "It says so."}
    assert manager.rows(of_trace(acme)) == [shown]


def test_a_script_suggests_a_value_for_each_step(acme, manager):
    shown = manager.post(of_trace(acme), STEPS).json()
    assert {step: mark["reward"] for step, mark in shown["answer"]["marks"].items()} == {"0": 1, "1": -1}


@pytest.mark.parametrize(
    ("kind", "options", "answer"),
    [
        ("span", {"labels": ["made_up"]}, {"spans": [{**AT, "label": "made_up", "start": 0, "end": 4}]}),
        ("tool_call_review", {}, {"calls": {"0.0": {"verdict": "correct"}}}),
        ("failure_attribution", {}, {"failed": True, "step": "0"}),
        ("trajectory_eval", {}, {"steps": {"0": {"correctness": "correct"}}}),
    ],
)
def test_a_script_suggests_what_is_answered_at_places(acme, manager, kind, options, answer):
    """The answer is checked against the trace itself."""
    step = {"content": "look here", "tool_calls": [{"tool": "open", "input": {}}]}
    scheme = {"annotation_type": kind, "name": "places", "description": "Where?", **options}
    import_project(acme, items=[{"id": "t1", "task": "Go", "steps": [step]}], schemes=[scheme])
    sent = manager.post(of_trace(acme), {"scheme": "places", "model": "critic-1", "answer": answer})
    assert sent.status_code == 201, sent.json()
    assert sent.json()["answer"]


def test_a_script_suggests_a_review(acme, manager):
    """And one that is refused names the comment."""
    scheme = {"annotation_type": "code_review", "name": "review", "comment_categories": ["bug"]}
    import_project(acme, schemes=[FIX, DONE, REWARDS, scheme])
    remark = {"id": "c1", "step": "0", "category": "bug", "text": "Why?"}
    said = {"scheme": "review", "model": "critic-1", "answer": {"verdict": "approve", "comments": [remark]}}
    shown = manager.post(of_trace(acme), said).json()
    assert (shown["kind"], shown["answer"]["verdict"]) == ("code_review", "approve")
    assert [each["text"] for each in shown["answer"]["comments"]] == ["Why?"]
    refused = manager.post(of_trace(acme), {**said, "answer": {"comments": [{**remark, "category": "joke"}]}})
    assert (refusal(refused), faults(refused)) == ((400, "invalid"), ["answer"])
    assert "comment 1" in message(refused)


@pytest.mark.parametrize(
    ("change", "at", "words"),
    [
        ({"answer": {"choice": "perhaps"}}, "answer", "has no choice 'perhaps'"),
        ({"answer": {}}, "answer", "needs a prediction that says something"),
        ({"scheme": "gone"}, "scheme", "'gone': is no question of this project, which asks fix, done, rewards"),
        ({"scheme": "fix", "answer": {"edits": []}}, "scheme", "is of the kind trajectory_edit"),
        ({"confidence": 87}, "confidence", "needs a confidence from 0 to 1, not 87"),
        ({"confidence": "0.9"}, "confidence", "A number is needed, not '0.9'."),
        ({"steps": [{"step": 0, "value": 1}]}, "answer", "answer or steps, one of the two"),
        ({"model": ""}, "model", "may not be blank"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_place_and_value(acme, manager, change, at, words):
    answer = manager.post(of_trace(acme), {**SAID, **change})
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), [at])
    assert words in message(answer)
    assert stored(acme) == 0


@pytest.mark.parametrize(
    ("step", "at", "words"),
    [
        ({"step": 7, "value": 1}, "steps.1", "is not in this version of the trace"),
        ({"step": 1, "value": 3}, "steps.1", "needs as reward 1 or -1, not 3"),
        ({"step": 1, "value": None}, "steps.1.value", "may not be null"),
        ({"step": 0, "value": 1}, "steps.1.step", "twice"),
        ({"step": 1}, "steps.1.value", "required"),
        ({"step": "1", "value": 1}, "steps.1.step", "A whole number is needed."),
        ({"step": 1, "value": 1, "why": ""}, "steps.1.why", "no such key"),
        (5, "steps.1", "dictionary"),
    ],
)
def test_a_step_that_cannot_be_taken_is_named(acme, manager, step, at, words):
    answer = manager.post(of_trace(acme), {**STEPS, "steps": [STEPS["steps"][0], step]})
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), [at])
    assert words in message(answer)


def test_many_are_taken_at_once(acme, manager):
    body = {"predictions": [{"identity": each["id"], **said} for each in TRACES for said in (SAID, STEPS)]}
    assert manager.post(ALL, body).json() == {"stored": 6, "unchanged": 0}
    assert manager.post(ALL, body).json() == {"stored": 0, "unchanged": 6}
    assert len(manager.rows(f"{ALL}?page_size=4")) == 6
    assert [row["scheme"] for row in manager.rows(f"{ALL}?scheme=rewards")] == ["rewards"] * 3


def test_many_with_one_fault_are_none(acme, manager):
    wrong = {**SAID, "answer": {"choice": "perhaps"}}
    body = {"predictions": [{"identity": "t3", **SAID}, {"identity": "t1", **SAID}, {"identity": "t2", **wrong}]}
    answer = manager.post(ALL, body)
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), ["predictions.2.answer"])
    assert stored(acme) == 0


def test_a_trace_that_is_not_there_is_named(acme, manager):
    answer = manager.post(ALL, {"predictions": [{"identity": "t1", **SAID}, {"identity": "t9", **SAID}]})
    assert faults(answer) == ["predictions.1.identity"]
    assert message(answer) == "The project has no trace 't9'."
    assert faults(manager.post(ALL, {"predictions": [SAID]})) == ["predictions.0.trace"]


def test_two_of_which_one_would_take_the_others_place_are_a_fault(manager):
    twice = {"predictions": [{"identity": "t1", **SAID}, {"identity": "t1", **SAID}]}
    assert faults(manager.post(ALL, twice)) == ["predictions.1"]


def test_more_than_500_are_refused(manager):
    body = {"predictions": [{"identity": "t1", **SAID, "model": f"critic-{n}"} for n in range(501)]}
    assert faults(manager.post(ALL, body)) == ["predictions"]


def test_a_request_that_is_sent_again_acts_once(acme, manager):
    first = manager.ask("POST", of_trace(acme), SAID, **{"Idempotency-Key": "one"})
    again = manager.ask("POST", of_trace(acme), SAID, **{"Idempotency-Key": "one"})
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")


def test_what_a_model_said_is_dropped(acme, manager, project):
    predict(project, "t1", model="lab/critic")
    predict(project, "t2", model="lab/critic")
    kept = predict(project, "t1", model="critic-2")
    assert manager.ask("DELETE", f"{ALL}/lab/critic").json() == {"removed": 2}
    assert [row["id"] for row in manager.rows(ALL)] == [kept.pk]
    assert manager.ask("DELETE", f"{ALL}/lab/critic").status_code == 404


def test_only_one_version_is_dropped_where_that_is_asked(acme, manager):
    for version in ("1", "2"):
        manager.post(of_trace(acme), {**SAID, "model_version": version})
    assert manager.ask("DELETE", f"{ALL}/critic-1?model_version=2").json() == {"removed": 1}
    assert [row["model_version"] for row in manager.rows(ALL)] == ["1"]


def test_a_reviewer_looks_and_suggests_nothing(acme, project):
    reviewer = Script(make_member(acme, Role.REVIEWER, "Ines"))
    row = predict(project, "t1")
    assert [shown["id"] for shown in reviewer.rows(of_trace(acme))] == [row.pk]
    assert reviewer.post(of_trace(acme), SAID).status_code == 403
    assert reviewer.ask("DELETE", f"{ALL}/critic-1").status_code == 403


def test_another_organization_finds_nothing(acme, project):
    predict(project, "t1")
    other = Script(make_member(make_organization("other"), Role.MANAGER, "Mallory"))
    assert {
        other.get(of_trace(acme)).status_code,
        other.post(of_trace(acme), SAID).status_code,
        other.post(ALL, {"predictions": [{"identity": "t1", **SAID}]}).status_code,
        other.ask("DELETE", f"{ALL}/critic-1").status_code,
    } == {404}
    assert stored(acme) == 1
