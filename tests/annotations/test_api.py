"""A machine's or a person's work by API, and what the project has of answers."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.annotations.models import Annotation, AnnotationRevision, Draft
from apps.assignments.models import Assignment
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.api import Script, faults, refusal
from tests.factories import CORRECTED, TRACES, claim, import_project, make_member, make_organization, submit
from tests.tracewright.folders import FIX

pytestmark = pytest.mark.django_db
BODY = {"answers": CORRECTED, "number": 0, "base": {}}
OTHER = {"fix": {"edits": [{"step": "0", "pointer": "", "text": "look there", "reason": "no"}]}}
NEXT = "projects/weather/assignments:next"


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def project(acme):
    return import_project(acme)


@pytest.fixture
def mirela(acme):
    """A machine: a member without a login."""
    return Script(make_member(acme, login=False))


@pytest.fixture
def reviewer(acme):
    return Script(make_member(acme, Role.REVIEWER, "Jonas"))


def take(script):
    return script.post(NEXT).json()["assignment"]


def at(turn, verb=""):
    return f"projects/weather/assignments/{turn['id']}{verb}"


def rows(acme, model):
    with scope(acme.pk):
        return list(model.objects.order_by("pk"))


# ---- The loop ----


def test_a_machine_works_through_a_project(acme, project, mirela):
    done = []
    while turn := take(mirela):
        document = mirela.get(turn["document"])
        assert json.loads(document.content)["steps"] == TRACES[0]["steps"]
        assert mirela.post(at(turn, ":submit"), BODY).json()["state"] == "submitted"
        done.append(turn["trace"]["identity"])
    assert done == ["t1", "t2", "t3"]
    assert mirela.post(NEXT).json() == {"assignment": None, "why": "nothing_open"}
    assert [row.answer["edits"][0]["new"] for row in rows(acme, Annotation)] == ["look here"] * 3


def test_the_turn_one_is_at_comes_back(project, mirela):
    first = take(mirela)
    again = take(mirela)
    assert (again["id"], again["state"], again["revision"]) == (first["id"], "claimed", 1)
    assert again["lease_until"] > first["lease_until"]


def test_why_there_is_nothing_is_said(acme, mirela):
    import_project(acme, "empty", items=[])
    import_project(acme, "full", quota=1)
    import_project(acme, "little", max_annotations_per_user=1)
    assert mirela.post("projects/empty/assignments:next").json()["why"] == "no_traces"
    turn = mirela.post("projects/little/assignments:next").json()["assignment"]
    mirela.post(f"projects/little/assignments/{turn['id']}:submit", BODY)
    assert mirela.post("projects/little/assignments:next").json() == {"assignment": None, "why": "quota"}


def test_a_turn_shows_its_trace_draft_and_lease(project, mirela):
    turn = take(mirela)
    assert turn["trace"] == {
        "id": turn["trace"]["id"],
        "identity": "t1",
        "task": "Find the weather.",
        "steps": 2,
        "calls": 0,
        "errors": 0,
    }
    assert turn["draft"] == {"number": 0, "answers": {}, "base": {}, "saved_at": None}
    assert turn["is_newest_revision"]
    assert mirela.get(at(turn)).json() == turn


def test_a_newer_revision_of_the_trace_is_said_and_the_document_stays(acme, project, mirela):
    turn = take(mirela)
    etag = mirela.get(turn["document"])["ETag"]
    import_project(acme, items=[{**TRACES[0], "steps": ["changed"]}, *TRACES[1:]])
    assert mirela.get(at(turn)).json()["is_newest_revision"] is False
    assert mirela.get(turn["document"], **{"If-None-Match": etag}).status_code == 304


# ---- Drafts ----


def test_a_draft_is_kept_and_comes_back(project, mirela):
    turn = take(mirela)
    assert mirela.put(at(turn, "/draft"), BODY).json()["number"] == 1
    draft = mirela.get(at(turn)).json()["draft"]
    assert (draft["number"], draft["answers"]) == (1, CORRECTED)


def test_a_stale_draft_gets_the_newer_one(project, mirela):
    turn = take(mirela)
    mirela.put(at(turn, "/draft"), BODY)
    answer = mirela.put(at(turn, "/draft"), {**BODY, "answers": OTHER})
    newer = answer.json()["error"]["newer"]
    assert (refusal(answer), newer["number"], newer["answers"]) == ((409, "newer"), 1, CORRECTED)
    assert mirela.put(at(turn, "/draft"), {"answers": OTHER, "number": newer["number"]}).json()["number"] == 2


# ---- Submit ----


def test_a_submitted_answer_is_corrected_with_the_number_and_base_that_the_turn_shows(acme, project, mirela):
    turn = take(mirela)
    mirela.post(at(turn, ":submit"), BODY)
    shown = mirela.get(at(turn)).json()
    assert (shown["state"], shown["draft"]["base"]) == ("submitted", {"fix": 1})
    correction = {"answers": OTHER, "number": shown["draft"]["number"], "base": shown["draft"]["base"]}
    assert mirela.post(at(turn, ":submit"), correction).status_code == 200
    assert [row.number for row in rows(acme, AnnotationRevision)] == [1, 2]


def test_a_stale_submit_gets_the_newer_answer(acme, project, mirela):
    turn = take(mirela)
    mirela.post(at(turn, ":submit"), BODY)
    answer = mirela.post(at(turn, ":submit"), {**BODY, "answers": OTHER})
    newer = answer.json()["error"]["newer"]
    assert (refusal(answer), newer["base"]) == ((409, "newer"), {"fix": 1})
    assert newer["answers"]["fix"]["edits"][0]["text"] == "look here"
    assert len(rows(acme, AnnotationRevision)) == 1


def test_a_stale_submit_under_a_key_gets_the_newer_answer_too_and_leaves_the_key_free(acme, project, mirela):
    turn = take(mirela)
    mirela.post(at(turn, ":submit"), BODY)
    answer = mirela.post(at(turn, ":submit"), {**BODY, "answers": OTHER}, **{"Idempotency-Key": "k"})
    newer = answer.json()["error"]["newer"]
    assert (refusal(answer), newer["base"]) == ((409, "newer"), {"fix": 1})
    mended = {"answers": OTHER, "number": newer["number"], "base": newer["base"]}
    assert mirela.post(at(turn, ":submit"), mended, **{"Idempotency-Key": "k"}).status_code == 200


def test_a_submit_sent_again_with_its_key_is_no_conflict(acme, project, mirela):
    turn = take(mirela)
    answers = [mirela.post(at(turn, ":submit"), BODY, **{"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len(rows(acme, AnnotationRevision)) == 1


def test_a_submit_that_arrived_is_not_judged_again_by_questions_that_came_since(acme, project, mirela):
    turn, key = take(mirela), {"Idempotency-Key": "k"}
    first = mirela.post(at(turn, ":submit"), BODY, **key)
    done = {"annotation_type": "radio", "name": "done", "description": "Done?", "labels": ["yes"]}
    import_project(acme, schemes=[FIX, {**done, "label_requirement": {"required": True}}])
    assert mirela.post(at(turn, ":submit"), BODY, **{"Idempotency-Key": "another"}).status_code == 422
    assert mirela.post(at(turn, ":submit"), BODY, **key).json() == first.json()


def test_a_key_of_another_submit_is_refused(project, mirela):
    turn, key = take(mirela), {"Idempotency-Key": "k"}
    mirela.post(at(turn, ":submit"), BODY, **key)
    assert refusal(mirela.post(at(turn, ":submit"), {**BODY, "answers": OTHER}, **key)) == (422, "key_reused")


def test_what_is_missing_is_named_with_its_place(acme, mirela):
    import_project(acme, schemes=[{**FIX, "require_reason_on_edit": True}])
    edit = {"step": "0", "pointer": "", "text": "look here", "reason": " "}
    answer = mirela.post(at(take(mirela), ":submit"), {"answers": {"fix": {"edits": [edit]}}})
    [fault] = answer.json()["error"]["faults"]
    assert (refusal(answer), fault["scheme"], fault["at"], fault["code"]) == (
        (422, "not_complete"),
        "fix",
        "0:",
        "reason",
    )
    assert rows(acme, Annotation) == []


@pytest.mark.parametrize(
    "answer", [[], {"edits": [{}]}, {"edits": [{"step": "99", "pointer": "/action", "text": "x"}]}]
)
def test_an_unreadable_answer_stores_nothing(acme, project, mirela, answer):
    reply = mirela.post(at(take(mirela), ":submit"), {"answers": {"fix": answer}})
    assert refusal(reply) == (422, "not_complete")
    assert [(fault["scheme"], fault["code"]) for fault in reply.json()["error"]["faults"]] == [("fix", "unreadable")]
    assert rows(acme, Annotation) == []


def test_an_answer_to_no_scheme_is_refused(project, mirela):
    answer = mirela.post(at(take(mirela), ":submit"), {"answers": {"nope": {}}})
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), ["answers.nope"])


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "answers"),
        ({"answers": []}, "answers"),
        ({"answers": {}, "number": "one"}, "number"),
        ({"answers": {}, "number": -1}, "number"),
        ({"answers": {}, "number": 2**31}, "number"),
        ({"answers": {}, "base": {"fix": None}}, "base.fix"),
        ({"answers": {}, "basis": {}}, "basis"),
    ],
)
@pytest.mark.parametrize(("method", "verb"), [("POST", ":submit"), ("PUT", "/draft")])
def test_a_fault_in_what_is_sent_has_its_place(acme, project, mirela, body, place, method, verb):
    answer = mirela.ask(method, at(take(mirela), verb), body)
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), [place])
    assert rows(acme, Annotation) == rows(acme, Draft) == []


# ---- Skip ----


def test_a_skipped_trace_goes_to_others_and_does_not_come_back(acme, project, mirela):
    turn = take(mirela)
    skipped = mirela.post(at(turn, ":skip"), {"reason": "not in English"}).json()
    assert (skipped["id"], skipped["state"]) == (turn["id"], "skipped")
    assert take(mirela)["trace"]["identity"] == "t2"
    assert refusal(mirela.post(at(turn, ":submit"), BODY)) == (410, "turn_over")


@pytest.mark.parametrize("body", [{}, {"reason": " "}, {"reason": "x" * 501}])
def test_a_skip_needs_a_reason(project, mirela, body):
    answer = mirela.post(at(take(mirela), ":skip"), body)
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), ["reason"])


def test_a_trace_that_was_handed_back_comes_again_with_its_draft_when_nothing_else_is_left(project, mirela):
    turn = take(mirela)
    mirela.put(at(turn, "/draft"), BODY)
    assert mirela.post(at(turn, ":release")).json()["state"] == "released"
    while (again := take(mirela))["trace"] != turn["trace"]:
        mirela.post(at(again, ":skip"), {"reason": "another one"})
    assert again["draft"]["answers"] == CORRECTED


def test_a_submitted_turn_is_not_handed_back(project, mirela):
    turn = take(mirela)
    mirela.post(at(turn, ":submit"), BODY)
    assert refusal(mirela.post(at(turn, ":release"))) == (410, "turn_over")


# ---- Whose ----


def test_somebody_elses_turn_is_not_there(acme, project, mirela):
    turn = take(mirela)
    for other in (Script(make_member(acme, name="Tomas")), Script(make_member(acme, Role.OWNER, "Ana"))):
        assert refusal(other.get(at(turn))) == (404, "not_found")
        assert refusal(other.get(at(turn, "/document"))) == (404, "not_found")
        assert refusal(other.put(at(turn, "/draft"), BODY)) == (404, "not_found")
        assert refusal(other.post(at(turn, ":submit"), BODY)) == (404, "not_found")
        assert refusal(other.post(at(turn, ":skip"), {"reason": "x"})) == (404, "not_found")
        assert refusal(other.post(at(turn, ":release"))) == (404, "not_found")


def test_a_turn_under_another_project_is_not_there(acme, project, mirela):
    import_project(acme, "other")
    assert refusal(mirela.get(f"projects/other/assignments/{take(mirela)['id']}")) == (404, "not_found")


# ---- Everybody's answers ----


@pytest.fixture
def ana(acme):
    return make_member(acme, name="Ana")


@pytest.fixture
def answered(acme, project, ana):
    """The first trace by two people; whose turn the first was."""
    turn = submit(project, ana)
    submit(project, make_member(acme, name="Tomas"))
    return turn


def test_answers_name_people_by_their_public_names(answered, reviewer):
    first, second = reviewer.rows("projects/weather/annotations?page_size=1")
    assert (first["annotator"], second["annotator"]) == ("Ana", "Tomas")
    assert (first["scheme"], first["kind"], first["version"], first["number"]) == ("fix", "trajectory_edit", 1, 1)
    assert (first["trace"]["identity"], first["source"]) == ("t1", "page")
    assert first["answer"]["edits"][0]["new"] == "look here"
    assert "@" not in json.dumps(first)


def test_answers_are_found_by_trace_scheme_and_time(project, ana, answered, reviewer):
    submit(project, ana)
    listed = reviewer.rows("projects/weather/annotations")
    address = "projects/weather/annotations?"
    assert [row["trace"]["identity"] for row in listed] == ["t1", "t1", "t2"]
    assert reviewer.rows(f"{address}trace={listed[2]['trace']['id']}") == listed[2:]
    assert reviewer.rows(f"{address}scheme=fix") == listed
    assert reviewer.rows(f"{address}scheme=other") == []
    assert reviewer.rows(f"{address}since={listed[1]['changed_at']}") == listed[1:]


def test_a_corrected_answer_is_new_since_its_correction(ana, answered, reviewer):
    last = reviewer.rows("projects/weather/annotations")[-1]["changed_at"]
    Script(ana).post(at({"id": answered.pk}, ":submit"), {"answers": OTHER, "number": 0, "base": {"fix": 1}})
    since = reviewer.rows(f"projects/weather/annotations?since={last}")
    assert [(row["annotator"], row["number"]) for row in since] == [("Ana", 2), ("Tomas", 1)]


@pytest.mark.parametrize("query", ["trace=x", "trace=0", "since=yesterday", "trace=", "annotator=Ana"])
def test_a_fault_in_a_filter_has_its_place(project, reviewer, query):
    answer = reviewer.get(f"projects/weather/annotations?{query}")
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), [query.partition("=")[0]])


def test_an_annotator_does_not_read_the_answers_of_others(project, mirela):
    assert refusal(mirela.get("projects/weather/annotations")) == (403, "permission_denied")


def test_20_answers_take_as_many_queries_as_10(acme, ana, reviewer):
    project = import_project(acme, items=[{**TRACES[0], "id": f"t{n}"} for n in range(20)], overlap=1)
    counts = []
    for _ in range(2):
        for _ in range(10):
            submit(project, ana)
        with CaptureQueriesContext(connection) as captured:
            assert reviewer.get("projects/weather/annotations").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_claimed_turn_of_a_colleague_is_no_answer(acme, project, ana, reviewer):
    claim(project, ana)
    assert reviewer.rows("projects/weather/annotations") == []
    assert len(rows(acme, Assignment)) == 1
