"""What models say before people do: kept, shown as suggestions, and never taken for an answer."""

import json

import pytest
from django.db import connection

from apps.annotations import services
from apps.annotations.models import AnnotationRevision, Prediction
from apps.annotations.predictions import remove_predictions, suggestions
from apps.annotations.questions import asked
from apps.annotations.services import NotComplete
from apps.annotations.work import work
from apps.schemes.services import sync_schemes
from apps.tenants.models import AuditEvent, Role
from apps.tenants.scope import scope
from apps.traces.models import TraceRevision
from tests.factories import DONE, claim, import_project, make_member, make_organization, predict
from tests.tracewright.folders import FIX
from tracewright.export.records import SchemeOf
from tracewright.schemes import kind_of

pytestmark = pytest.mark.django_db
REWARDS = {"annotation_type": "process_reward", "name": "rewards", "mode": "per_step"}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    return import_project(acme, schemes=[FIX, {**DONE, "required": True}, REWARDS])


@pytest.fixture
def mirela(acme):
    return make_member(acme)


@pytest.fixture
def turn(project, mirela):
    """Somebody's turn at t1."""
    return claim(project, mirela)


def suggested(turn):
    with scope(turn.organization_id):
        revision = TraceRevision.objects.get(pk=turn.revision_id)
        return suggestions(revision, asked(turn.project))


def submit(turn, answers):
    with scope(turn.organization_id):
        services.submit(assignment=turn, answers=answers, number=0, base={}, by=turn.member)
        return AnnotationRevision.objects.get(annotation__assignment=turn, annotation__scheme__name="done")


def test_a_prediction_is_suggested_with_its_model_and_reasons(project, turn):
    row = predict(project, "t1", answer={"choice": "yes"}, confidence=0.87, reasoning="It says so.")
    assert suggested(turn) == {
        "done": {
            "prediction": row.pk,
            "model": "critic-1",
            "model_version": "",
            "answer": {"choice": "yes", "free_response": ""},
            "confidence": 0.87,
            "reasoning": "It says so.",
        }
    }


def test_the_newest_of_several_models_is_suggested(project, turn):
    predict(project, "t1", model="critic-1")
    predict(project, "t1", model="critic-2", answer={"choice": "no"})
    assert suggested(turn)["done"]["model"] == "critic-2"


def test_a_model_that_says_something_else_takes_its_own_place(acme, project, turn):
    first = predict(project, "t1")
    predict(project, "t1", answer={"choice": "no"})
    assert suggested(turn)["done"]["answer"]["choice"] == "no"
    with scope(acme.pk):
        assert list(Prediction.objects.values_list("pk", flat=True)) == [first.pk]


def test_a_model_that_says_the_same_again_changes_nothing(project, turn):
    first = predict(project, "t1")
    assert predict(project, "t1").created_at == first.created_at


def test_rewards_are_suggested_step_by_step(project, turn):
    predict(project, "t1", "rewards", steps=[{"step": 0, "value": -1, "confidence": 0.7, "reasoning": "A typo."}])
    shown = suggested(turn)["rewards"]
    assert shown["answer"]["marks"] == {
        "0": {
            **{"reward": -1, "source": "ai", "verified": False},
            **{"ai_reward": -1, "ai_reasoning": "A typo.", "confidence": 0.7},
        }
    }
    assert shown["steps"] == {"0": {"value": -1, "confidence": 0.7, "reasoning": "A typo."}}


def test_what_is_only_suggested_is_still_missing(project, turn):
    predict(project, "t1")
    with pytest.raises(NotComplete) as refused:
        submit(turn, {})
    assert [gap["scheme"] for gap in refused.value.missing] == ["done"]


def test_a_suggestion_is_in_no_draft(acme, project, turn):
    predict(project, "t1")
    with scope(acme.pk):
        assert work(turn, asked(project))["answers"] == {}


def test_an_accepted_suggestion_is_an_ordinary_answer_that_tells_where_it_began(project, turn):
    row = predict(project, "t1", confidence=0.87, answer={"choice": "yes"})
    revision = submit(turn, {"done": {"choice": "yes", "prediction": row.pk}})
    assert revision.answer == {"choice": "yes", "free_response": ""}
    assert revision.began_from == {
        "prediction": row.pk,
        "model": "critic-1",
        "model_version": "",
        "answer": {"choice": "yes", "free_response": ""},
        "details": {"confidence": 0.87},
    }


def test_an_answer_that_was_changed_since_still_began_there(project, turn):
    row = predict(project, "t1")
    revision = submit(turn, {"done": {"choice": "no", "prediction": row.pk}})
    assert (revision.answer["choice"], revision.began_from["answer"]["choice"]) == ("no", "yes")


def test_an_answer_of_ones_own_began_nowhere(project, turn):
    predict(project, "t1")
    assert submit(turn, {"done": {"choice": "yes"}}).began_from is None


def test_an_answer_to_a_hidden_question_still_tells_where_it_began(acme, mirela):
    when = {"display_logic": {"show_when": [{"schema": "sure", "operator": "not_empty"}]}}
    sure = {**DONE, "name": "sure", "description": "Is it sure?"}
    turn = claim(import_project(acme, slug="hidden", schemes=[sure, {**DONE, **when}]), mirela)
    row = predict(turn.project, "t1")
    revision = submit(turn, {"done": {"choice": "yes", "prediction": row.pk}})
    assert revision.began_from["model"] == "critic-1"


def test_a_prediction_of_another_trace_is_no_beginning(project, turn):
    other = predict(project, "t2")
    assert submit(turn, {"done": {"choice": "yes", "prediction": other.pk}}).began_from is None


def test_a_prediction_of_another_question_is_no_beginning(project, turn):
    other = predict(project, "t1", "rewards", steps=[{"step": 0, "value": 1}])
    assert submit(turn, {"done": {"choice": "yes", "prediction": other.pk}}).began_from is None


def test_a_prediction_is_named_by_its_number(project, turn):
    with pytest.raises(NotComplete) as refused:
        submit(turn, {"done": {"choice": "yes", "prediction": "critic"}})
    assert "needs the number of a prediction, not" in refused.value.errors[0]["text"]


def test_what_was_removed_is_suggested_no_more_and_answers_stay(acme, project, turn):
    row = predict(project, "t1")
    revision = submit(turn, {"done": {"choice": "yes", "prediction": row.pk}})
    manager = make_member(acme, Role.MANAGER, "Jonas")
    with scope(acme.pk):
        assert remove_predictions(project=project, model="critic-1", by=manager) == 1
        assert AuditEvent.objects.filter(by=manager, details=["predictions"]).count() == 1
        assert AnnotationRevision.objects.get(pk=revision.pk).began_from["model"] == "critic-1"
    assert suggested(turn) == {}


def test_a_revision_says_whether_there_are_any(acme, project, turn):
    manager = make_member(acme, Role.MANAGER, "Jonas")

    def flags():
        with scope(acme.pk):
            return list(TraceRevision.objects.order_by("pk").values_list("has_predictions", flat=True))

    predict(project, "t1")
    predict(project, "t1", model="critic-2")
    assert flags() == [True, False, False]
    with scope(acme.pk):
        remove_predictions(project=project, model="critic-1", by=manager)
    assert flags() == [True, False, False]
    with scope(acme.pk):
        remove_predictions(project=project, model="critic-2", by=manager)
    assert flags() == [False, False, False]


def test_a_page_without_suggestions_asks_for_none(acme, project, turn):
    """One query more where there are some, none where there are not."""

    def queries():
        counted = []

        def count(execute, *statement):
            counted.append(statement)
            return execute(*statement)

        with scope(acme.pk):
            turn.revision.refresh_from_db()
            with connection.execute_wrapper(count):
                work(turn, asked(project))
        return len(counted)

    queries()  # a first opening may draw the trace
    without = queries()
    predict(project, "t1")
    predict(project, "t1", "rewards", steps=[{"step": 0, "value": 1}])
    assert queries() == without + 1


def test_a_suggestion_that_the_scheme_cannot_take_any_more_is_not_shown(acme, project, turn):
    predict(project, "t1")
    changed = {**DONE, "labels": ["done", "open"]}
    with scope(acme.pk):
        config = kind_of("radio").config(changed, "here")
        sync_schemes(project=project, schemes=[SchemeOf("done", "radio", config)])
    assert suggested(turn) == {}


# ---- By import ----


ITEM = {
    "id": "t1",
    "steps": ["look", "open()"],
    "predictions": {"done": "yes", "confidence": 0.87, "model": "critic-1"},
}
ON = {"pre_annotation": {"enabled": True}}


def imported(acme):
    with scope(acme.pk):
        return [(row.scheme.name, row.model, row.source, row.details) for row in Prediction.objects.order_by("pk")]


def test_records_bring_predictions_along(acme):
    import_project(acme, items=[ITEM], schemes=[FIX, DONE], **ON)
    assert imported(acme) == [("done", "critic-1", "import", {"confidence": 0.87})]


def test_the_same_import_again_changes_nothing(acme):
    for _time in range(2):
        import_project(acme, items=[ITEM], schemes=[FIX, DONE], **ON)
    assert len(imported(acme)) == 1


def test_predictions_come_also_when_they_are_enabled_later(acme):
    import_project(acme, items=[ITEM], schemes=[FIX, DONE])
    assert imported(acme) == []
    import_project(acme, items=[ITEM], schemes=[FIX, DONE], **ON)
    assert len(imported(acme)) == 1


def test_marks_of_a_model_in_imported_answers_are_predictions_too(acme):
    """The answer itself stays as it came, as before."""
    mark = {"index": 1, "reward": -1, "source": "ai", "verified": False, "ai_reward": -1, "ai_reasoning": "It fails."}
    stored = [[{"schema": "rewards", "name": "steps"}, json.dumps({"steps": [mark]})]]
    import_project(acme, items=[ITEM], schemes=[REWARDS], states={"ann1": {"t1": stored}})
    details = {"steps": {"1": {"value": -1, "reasoning": "It fails."}}}
    assert imported(acme) == [("rewards", "imported", "import", details)]
    with scope(acme.pk):
        assert AnnotationRevision.objects.get().answer["marks"]["1"]["verified"] is False


def brought(acme, scheme, said, **about):
    """What is kept after a record brings along what a model says of a question."""
    import_project(acme, items=[{**ITEM, "predictions": {scheme["name"]: said}, **about}], schemes=[scheme], **ON)
    with scope(acme.pk):
        return [(row.answer, row.details) for row in Prediction.objects.all()]


CLAIMS = {"annotation_type": "span", "name": "claims", "labels": ["made_up"]}
MARK = {"label": "made_up", "step": "1", "pointer": "", "start": 0, "end": 4}


def test_records_bring_marks_along(acme):
    said = {"answer": {"spans": [MARK]}, "confidence": 0.6}
    assert brought(acme, CLAIMS, said) == [({"spans": [{**MARK, "text": "open"}]}, {"confidence": 0.6})]


def test_marks_that_do_not_fit_the_text_are_not_kept(acme):
    assert brought(acme, CLAIMS, {"spans": [{**MARK, "end": 400}]}) == []


REVIEW = {"annotation_type": "code_review", "name": "review", "comment_categories": ["bug"]}
REMARK = {"id": "c1", "step": "1", "category": "bug", "text": "It is never closed."}


def test_records_bring_a_review_along(acme):
    said = {"verdict": "approve", "comments": [REMARK], "file_ratings": {"a.py": {"quality": 2}}}
    ((answer, _details),) = brought(acme, REVIEW, said)
    assert (answer["verdict"], answer["file_ratings"]) == ("approve", {"a.py": {"quality": 2}})
    assert [each["text"] for each in answer["comments"]] == ["It is never closed."]


def test_records_bring_along_a_review_as_potato_stores_it(acme):
    blob = {"verdict": "approve", "comments": [{"category": "bug", "file": "a.py", "line": 3, "text": "Why?"}]}
    ((answer, _details),) = brought(acme, REVIEW, {"comments": json.dumps(blob)})
    (comment,) = answer["comments"]
    assert (comment["id"], comment["step"], comment["file"], comment["line"]) == ("c1", None, "a.py", 3)
