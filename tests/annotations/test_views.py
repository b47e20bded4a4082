"""The page's own requests: every malformed one gets a sentence, stores nothing and never breaks the server."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.annotations.models import Annotation, Draft
from apps.annotations.views.reading import MOST_SEARCHED
from apps.assignments.leases import expire_overdue
from apps.assignments.models import Assignment
from apps.schemes.services import sync_schemes
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from tests.factories import CORRECTED, claim, import_project, make_member, make_organization, sign_in, submit
from tests.tracewright.folders import FIX
from tracewright.correction import edits
from tracewright.export import SchemeOf
from tracewright.schemes import trajectory_edit

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def mirela(acme):
    return make_member(acme)


@pytest.fixture
def project(acme):
    return import_project(acme)


@pytest.fixture
def turn(project, mirela, client):
    sign_in(client, mirela)
    return claim(project, mirela)


def url(name, turn):
    return reverse(f"annotations:{name}", args=["acme", "weather", turn.pk])


def send(client, name, turn, body, method="post", **headers):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return getattr(client, method)(url(name, turn), text, content_type="application/json", **headers)


def body(answers=CORRECTED, number=0, **rest):
    return {"answers": answers, "number": number, "base": {}, **rest}


def rows(acme, model):
    with scope(acme.pk):
        return list(model.objects.order_by("pk"))


def test_start_offers_a_trace_and_next_claims_it(project, mirela, client):
    sign_in(client, mirela)
    assert b"Start with" in client.get(reverse("annotations:start", args=["acme", "weather"])).content
    response = client.post(reverse("annotations:next", args=["acme", "weather"]))
    assert client.get(response["Location"]).status_code == 200


def test_start_goes_on_to_the_trace_one_is_at(turn, client):
    response = client.get(reverse("annotations:start", args=["acme", "weather"]))
    assert response["Location"] == url("annotate", turn)


def test_start_says_when_all_is_done(project, mirela, client):
    sign_in(client, mirela)
    for _ in range(3):
        submit(project, mirela)
    assert "annotations/done.html" in [
        t.name for t in client.get(reverse("annotations:start", args=["acme", "weather"])).templates
    ]


def test_opening_a_page_claims_nothing(acme, project, mirela, client):
    sign_in(client, mirela).get(reverse("annotations:start", args=["acme", "weather"]))
    assert rows(acme, Assignment) == []


def test_a_submit_names_the_next_trace(turn, client):
    reply = send(client, "submit", turn, body()).json()
    assert client.get(reply["next"]["address"]).status_code == 200
    assert client.get(reply["next"]["data"]).json()["revision"] == reply["next"]["revision"]


def test_a_reply_that_is_asked_for_again_names_the_same_next_trace(turn, client):
    key = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    first, again = (send(client, "submit", turn, body(), **key).json() for _ in range(2))
    assert again["next"] == first["next"]


def test_the_last_submit_has_no_next_trace(project, mirela, client):
    sign_in(client, mirela)
    submit(project, mirela)
    submit(project, mirela)
    reply = send(client, "submit", claim(project, mirela), body()).json()
    assert reply["next"] is None
    assert client.get(reply["list"]).status_code == 200


def test_a_submitted_trace_opens_with_its_answers(project, mirela, client):
    sign_in(client, mirela)
    done = submit(project, mirela)
    work = client.get(url("annotate", done)).context["work"]
    assert work["answers"]["fix"]["edits"][0]["text"] == "look here"
    assert work["base"] == {"fix": 1}


def test_a_draft_comes_back_on_reload(turn, client):
    assert send(client, "draft", turn, body(), "put").json()["number"] == 1
    work = client.get(url("annotate", turn)).context["work"]
    assert (work["answers"], work["number"]) == (CORRECTED, 1)


def test_a_stale_draft_gets_the_newer_one(turn, client):
    send(client, "draft", turn, body({"fix": {"edits": []}}), "put")
    reply = send(client, "draft", turn, body(), "put")
    assert (reply.status_code, reply.json()["number"], reply.json()["answers"]) == (409, 1, {"fix": {"edits": []}})


def test_a_stale_answer_gets_the_newer_one(project, mirela, client):
    sign_in(client, mirela)
    done = submit(project, mirela)
    send(client, "submit", done, body({"fix": {"edits": []}}, base={"fix": 1}))
    reply = send(client, "submit", done, body(base={"fix": 1}))
    assert (reply.status_code, reply.json()["base"]) == (409, {"fix": 2})
    assert reply.json()["answers"] == {"fix": {"edits": []}}


def test_missing_reasons_are_named_with_their_place(acme, mirela, client):
    project = import_project(acme, schemes=[{**FIX, "require_reason_on_edit": True}])
    sign_in(client, mirela)
    sent = {"fix": {"edits": [{"step": "0", "pointer": "", "text": "look here", "reason": " "}]}}
    reply = send(client, "submit", claim(project, mirela), body(sent))
    assert reply.status_code == 422
    assert [(gap["at"], gap["code"]) for gap in reply.json()["missing"]] == [("0:", "reason")]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"answers": []}',
        b'{"answers": {}, "number": "one"}',
        b'{"answers": {}, "number": -1}',
        b'{"answers": {}, "number": 99999999999999}',
        b'{"answers": {}, "base": {"fix": null}}',
        b'{"answers": ' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
@pytest.mark.parametrize(("name", "method"), [("submit", "post"), ("draft", "put")])
def test_a_malformed_body_gets_a_sentence(acme, turn, client, sent, name, method):
    reply = send(client, name, turn, sent, method)
    assert reply.status_code == 400
    assert reply.json()["error"]
    assert rows(acme, Annotation) == rows(acme, Draft) == []


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({"nope": {}}, 400),
        ({"fix": []}, 422),
        ({"fix": {"edits": [{}]}}, 422),
        ({"fix": {"edits": [{"step": "99", "pointer": "/action", "text": "x"}]}}, 422),
        ({"fix": {"edits": [{"step": "0", "pointer": "/../x", "text": "x"}]}}, 422),
        ({"fix": {"edits": [{"step": "0", "pointer": "", "text": 5}]}}, 422),
        ({"fix": {"edits": [{"step": "0", "pointer": "", "text": "x"}] * 2}}, 422),
    ],
)
def test_an_unreadable_answer_stores_nothing(acme, turn, client, answers, status):
    reply = send(client, "submit", turn, body(answers))
    assert reply.status_code == status
    assert rows(acme, Annotation) == []


def test_nul_and_lone_surrogates_are_stored_as_replacement_characters(acme, turn, client):
    text = '{"answers": {"fix": {"edits": [{"step": "0", "pointer": "", "text": "a\\u0000\\ud800", "reason": ""}]}}, "number": 0}'
    assert send(client, "submit", turn, text).status_code == 200
    assert rows(acme, Annotation)[0].answer["edits"][0]["new"] == "a��"


def test_a_body_above_the_bound_is_told_so(turn, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    reply = send(client, "draft", turn, body({"fix": "x" * 2000}), "put")
    assert reply.status_code == 413


def test_somebody_elses_turn_is_not_there(acme, turn, client):
    sign_in(client, make_member(acme, name="Tomas"))
    assert client.get(url("annotate", turn)).status_code == 404
    for name, method in (("submit", "post"), ("draft", "put"), ("skip", "post")):
        assert send(client, name, turn, body(), method).status_code == 404


def test_a_manager_cannot_answer_for_somebody_else(acme, turn, client):
    sign_in(client, make_member(acme, Role.MANAGER, "Jonas"))
    assert send(client, "submit", turn, body()).status_code == 404


def test_a_turn_is_not_there_under_another_project(acme, turn, client):
    import_project(acme, "other")
    assert client.get(reverse("annotations:annotate", args=["acme", "other", turn.pk])).status_code == 404


def test_a_signed_out_script_is_told_where_to_sign_in(turn, client):
    client.logout()
    reply = send(client, "draft", turn, body(), "put")
    assert (reply.status_code, reply.json()["login"].split("?")[0]) == (401, "/accounts/login/")


def test_a_skip_needs_a_reason(turn, client):
    assert send(client, "skip", turn, {"reason": "  "}).status_code == 422
    assert send(client, "skip", turn, {"reason": "not English"}).json()["next"]


def test_who_is_paused_and_late_is_told_so_and_what_was_saved_stays(acme, turn, client):
    send(client, "draft", turn, body(), "put")
    with scope(acme.pk):
        Assignment.objects.update(lease_until=timezone.now() - timedelta(hours=1))
        expire_overdue(turn.project)
        Membership.objects.update(paused=True)
    reply = send(client, "draft", turn, body({}, 1), "put")
    assert reply.status_code == 410
    assert "while you are paused" in reply.json()["error"] and "kept in this browser" in reply.json()["error"]
    assert [draft.answers for draft in rows(acme, Draft)] == [CORRECTED]


def test_a_submit_after_a_skip_is_refused_and_says_so(turn, client):
    send(client, "skip", turn, {"reason": "not English"})
    reply = send(client, "submit", turn, body())
    assert reply.status_code == 410
    assert reply.json()["error"]


def test_a_text_is_read_whole_by_its_place(client, turn):
    read = client.get(url("text", turn), {"step": "1", "pointer": "/action"}).json()
    with scope(turn.organization_id):
        assert read == {"text": turn.revision.document["steps"][1]["action"]}


@pytest.mark.parametrize("place", [{"step": "9", "pointer": "/action"}, {"step": "1", "pointer": "/none"}])
def test_a_text_of_no_place_is_not_there(client, turn, place):
    assert client.get(url("text", turn), place).status_code == 404


def test_script_in_a_trace_stays_text(acme, mirela, client):
    item = {
        "id": f"t1{SCRIPT}",
        "task": SCRIPT,
        "steps": [SCRIPT, {"thought": SCRIPT, SCRIPT: SCRIPT, "observation": {"x": SCRIPT}}],
        "final_answer": SCRIPT,
    }
    scheme = {"annotation_type": "radio", "name": "r", "description": SCRIPT, "labels": [SCRIPT]}
    raw = {"annotation_type": "card_sort", "name": "q", "description": SCRIPT}
    project = import_project(acme, items=[item], schemes=[FIX, scheme, raw], annotation_task_name=SCRIPT)
    sign_in(client, mirela)
    page = client.get(url("annotate", claim(project, mirela))).content.decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("key", "lacks"), [("structured_turns", {"wanted": "structured_turns", "has": ["steps"]}), ("steps", None)]
)
def test_a_list_of_steps_that_the_trace_lacks_is_told(acme, mirela, client, key, lacks):
    reward = {"annotation_type": "process_reward", "name": "reward", "description": "Right?", "steps_key": key}
    sign_in(client, mirela)
    turn = claim(import_project(acme, schemes=[reward]), mirela)
    assert client.get(url("data", turn)).json()["trace"]["lacks"] == lacks


@pytest.mark.parametrize(("role", "leads"), [(Role.ANNOTATOR, False), (Role.MANAGER, True)])
def test_only_whoever_may_change_the_questions_is_led_to_them(acme, client, role, leads):
    person = make_member(acme, role)
    sign_in(client, person)
    page = client.get(url("annotate", claim(import_project(acme), person))).content.decode()
    notice = page.split('data-notice="lacks"')[1].split("data-notice=")[0]
    assert (reverse("schemes:edit", args=["acme", "weather"]) in notice) is leads
    assert ("Ask a manager" in notice) is not leads


def test_a_list_of_steps_that_is_none_is_told_on_the_page_and_at_submit(acme, mirela, client):
    project = import_project(acme)
    with scope(acme.pk):
        config = trajectory_edit.config({**FIX, "steps_key": "task"}, "a scheme that was changed after the import")
        sync_schemes(project=project, schemes=[SchemeOf("fix", "trajectory_edit", config)])
    sign_in(client, mirela)
    turn = claim(project, mirela)
    trace = client.get(url("data", turn)).json()["trace"]
    assert (trace["rows"], trace["problem"].startswith("task: is a text")) == ([], True)
    reply = send(client, "submit", turn, body({"fix": {"edits": []}}))
    assert (reply.status_code, reply.json()["errors"][0]["scheme"]) == (422, "fix")
    for asked in ("steps/?from=0&to=5", "search/?q=a", "text/?step=0&pointer=/action"):
        assert client.get(url("annotate", turn) + asked).status_code == 404


def test_who_has_submitted_some_starts_with_the_next_trace(project, mirela, client):
    sign_in(client, mirela)
    address = reverse("annotations:start", args=["acme", "weather"])
    assert "Start with the first trace" in client.get(address).content.decode()
    submit(project, mirela)
    assert "Start with the next trace" in client.get(address).content.decode()


def test_my_work_lists_ones_own_traces_only(acme, turn, project, client):
    other = make_member(acme, name="Tomas")
    submit(project, other)
    shown = client.get(reverse("annotations:my_work", args=["acme", "weather"])).context["rows"]
    assert [row["url"] for row in shown] == [url("annotate", turn)]


def test_the_field_for_a_search_takes_what_the_server_looks_for_and_no_pasted_book(turn, client):
    [field] = re.findall('<input[^>]*type="search"[^>]*>', client.get(url("annotate", turn)).content.decode())
    assert f'maxlength="{MOST_SEARCHED}"' in field


def my_work(client):
    return client.get(reverse("annotations:my_work", args=["acme", "weather"]))


@pytest.mark.parametrize("how", ["skip", "release"])
def test_my_work_offers_no_way_into_a_trace_that_was_given_away(turn, client, how):
    send(client, how, turn, {"reason": "no city"})
    shown = my_work(client)
    assert shown.context["rows"][-1]["url"] == ""
    assert url("annotate", turn) not in shown.content.decode()


def test_my_work_says_what_becomes_of_a_trace_that_was_handed_back_and_offers_the_next_one(turn, client):
    send(client, "release", turn, {})
    shown = my_work(client).content.decode()
    assert "Your draft is kept. The trace comes to you again when nothing else is left" in shown
    assert reverse("annotations:next", args=["acme", "weather"]) in shown


def test_my_work_tells_once_of_a_trace_that_came_back(acme, mirela, client):
    project = import_project(acme, items=[{"id": "the only one", "steps": ["a"]}])
    sign_in(client, mirela)
    send(client, "release", claim(project, mirela), {})
    again = claim(project, mirela)
    assert [row["url"] for row in my_work(client).context["rows"]] == [url("annotate", again)]
    assert reverse("annotations:next", args=["acme", "weather"]) not in my_work(client).content.decode()


def test_a_body_of_too_many_values_is_refused_at_once(turn, client):
    bomb = '{"answers": {"fix": [' + "[]," * 400_000 + "[]]}, " + '"number": 0}'
    assert send(client, "draft", turn, bomb, "put").status_code == 413


def test_a_form_in_place_of_json_is_told_so(turn, client):
    assert client.post(url("submit", turn), {"answers": "x"}).status_code == 400


def test_pages_are_not_kept_by_the_browser(turn, client):
    assert "no-store" in client.get(url("annotate", turn))["Cache-Control"]


def test_an_answer_is_shown_without_computing_it_again(project, mirela, client, monkeypatch):
    sign_in(client, mirela)
    done = submit(project, mirela)
    monkeypatch.setattr(edits, "distance_chars", None)  # a call would raise
    assert client.get(url("annotate", done)).status_code == 200
