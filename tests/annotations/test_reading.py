"""What the annotate page's scripts read of a turn, beyond what came with the page."""

import pytest
from django.urls import reverse

from apps.annotations.views.reading import MOST_STEPS
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, sign_in, submit
from tests.tracewright.folders import FIX

pytestmark = pytest.mark.django_db

STEPS = [{"thought": f"t{number}", "action": f"do {number}"} for number in range(100)]
LONG = {"id": "t1", "task": "Read.", "steps": [{"action": "x" * 9000}, *STEPS], "final_answer": "done"}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def mirela(acme):
    return make_member(acme)


@pytest.fixture
def project(acme):
    return import_project(acme, items=[LONG, {**LONG, "id": "t2"}], schemes=[FIX], overlap=1)


@pytest.fixture
def turn(project, mirela, client):
    sign_in(client, mirela)
    return claim(project, mirela)


def read(client, name, turn, **query):
    return client.get(reverse(f"annotations:{name}", args=["acme", "weather", turn.pk]), query).json()


def test_the_page_comes_with_the_first_steps_and_the_whole_map(turn, client):
    trace = read(client, "data", turn)["trace"]
    assert len(trace["rows"]) == 101
    assert 0 < len(trace["steps"]) < 101


def test_the_trace_is_left_out_where_the_page_has_it(turn, client):
    assert read(client, "data", turn, known=turn.revision_id)["trace"] is None
    assert read(client, "data", turn, known=turn.revision_id + 1)["trace"] is not None


def test_the_page_knows_where_the_texts_beside_the_steps_stand(acme, mirela, client):
    item = {**LONG, "repo/url": "git@", "size": 5}
    display = {"fields": [{"key": "repo/url"}, {"key": "size"}]}
    sign_in(client, mirela)
    trace = read(
        client, "data", claim(import_project(acme, items=[item], schemes=[FIX], instance_display=display), mirela)
    )["trace"]
    assert trace["task_pointer"] == "/task"
    assert [(field["pointer"], field["part"]["code"]) for field in trace["shown"]] == [
        ("/repo~1url", False),
        ("/size", True),
    ]


def test_a_project_that_only_marks_shows_the_steps_that_are_marked(acme, mirela, client):
    marks = {"annotation_type": "span", "name": "sp", "description": "Mark", "labels": ["claim"], "steps_key": "moves"}
    item = {"id": "t1", "task": "Go", "moves": [{"content": "left"}, {"content": "right"}]}
    sign_in(client, mirela)
    trace = read(client, "data", claim(import_project(acme, items=[item], schemes=[marks]), mirela))["trace"]
    assert [step["fields"][0]["text"] for step in trace["steps"]] == ["left", "right"]


def test_more_steps_come_in_blocks_of_a_bounded_size(turn, client):
    block = read(client, "steps", turn, **{"from": 40, "to": 5000})
    assert [step["name"] for step in block["steps"]] == [str(number) for number in range(40, 40 + MOST_STEPS)]
    assert read(client, "steps", turn, **{"from": 99, "to": 120})["steps"][-1]["name"] == "100"


@pytest.mark.parametrize("query", [{}, {"from": "-1"}, {"from": "x", "to": "9" * 40}, {"from": "500", "to": "510"}])
def test_a_block_that_is_none_is_empty(turn, client, query):
    assert read(client, "steps", turn, **query)["steps"] == []


def test_a_cut_text_is_read_whole(turn, client):
    [field, *_] = read(client, "data", turn)["trace"]["steps"][0]["fields"]
    assert len(field["text"]) < field["chars"] == 9000
    assert read(client, "text", turn, step=0, pointer=field["pointer"])["text"] == "x" * 9000
    assert read(client, "text", turn, pointer="/final_answer")["text"] == "done"


@pytest.mark.parametrize(
    "query", [{"step": 500, "pointer": "/action"}, {"step": 0, "pointer": "/no"}, {"pointer": "no slash"}]
)
def test_a_place_that_is_not_there_is_404(turn, client, query):
    assert client.get(reverse("annotations:text", args=["acme", "weather", turn.pk]), query).status_code == 404


def test_the_editable_texts_come_whole_as_many_steps_as_one_answer_holds(turn, client, monkeypatch):
    monkeypatch.setattr(
        "apps.annotations.steps.MOST_EDITABLE", 9003
    )  # the first step's 9000, then "do 0" (the thought is none)
    first = read(client, "editable", turn)
    assert first == {"from": 0, "steps": [{"/action": "x" * 9000}, {"/action": "do 0"}]}
    assert read(client, "editable", turn, **{"from": 2})["steps"][0] == {"/action": "do 1"}
    assert read(client, "editable", turn, **{"from": 101})["steps"] == []


def test_what_is_no_text_is_named_among_the_editable_without_a_text(acme, mirela, client):
    call = {"tool": "Read", "input": {"path": "a.py", "limit": 5}, "output": "x"}
    item = {"id": "t3", "structured_turns": [{"role": "assistant", "content": "Look.", "tool_calls": [call]}]}
    sign_in(client, mirela)
    scheme = {
        **FIX,
        "steps_key": "structured_turns",
        "step_text_key": "content",
        "editable_fields": ["content", "tool_calls"],
    }
    turn = claim(import_project(acme, items=[item], schemes=[scheme]), mirela)
    assert read(client, "editable", turn)["steps"] == [
        {"/content": "Look.", "/tool_calls/0/input/path": "a.py", "/tool_calls/0/input/limit": None}
    ]


def test_where_nothing_is_edited_no_text_is_editable(acme, mirela, client):
    sign_in(client, mirela)
    radio = {"annotation_type": "radio", "name": "ok", "description": "Ok?", "labels": ["yes", "no"]}
    turn = claim(import_project(acme, items=[LONG], schemes=[radio]), mirela)
    assert read(client, "editable", turn)["steps"] == []


def test_the_search_looks_through_all_steps(turn, client):
    assert read(client, "search", turn, q="DO 77")["places"] == [[78, None]]


def test_the_upcoming_trace_is_the_one_that_is_claimed_next_and_stays_unclaimed(turn, project, mirela, client):
    ahead = client.get(reverse("annotations:upcoming", args=["acme", "weather"])).json()
    assert ahead["trace"]["external_id"] == "t2"
    submit(project, mirela, {})
    assert claim(project, mirela).revision_id == ahead["revision"]


def test_nothing_is_upcoming_when_there_is_nothing_to_claim(turn, project, mirela, acme, client):
    claim(project, make_member(acme, name="Tomas"))
    ahead = client.get(reverse("annotations:upcoming", args=["acme", "weather"])).json()
    assert ahead == {"revision": None, "trace": None}
    with scope(acme.pk):
        mirela.paused = True
        mirela.save()
    assert client.get(reverse("annotations:upcoming", args=["acme", "weather"])).json()["trace"] is None


def test_a_colleague_reads_none_of_it(turn, acme, client):
    sign_in(client, make_member(acme, name="Tomas"))
    for name in ("data", "steps", "text", "editable", "search"):
        assert client.get(reverse(f"annotations:{name}", args=["acme", "weather", turn.pk])).status_code == 404


def test_the_page_asks_what_is_known_of_the_tools_of_its_trace(acme, mirela, client):
    item = {
        "id": "t1",
        "steps": ["look(at='x')"],
        "tools": [{"name": "find", "input_schema": {"properties": {"q": {}}}}],
    }
    sign_in(client, mirela)
    project = import_project(acme, items=[item, {"id": "t2", "steps": ["look(at='y')", "run(fast=1)"]}], schemes=[FIX])
    turn = claim(project, mirela)
    known = read(client, "arguments", turn)
    assert known["counted"] is True
    assert {each["tool"]: each["calls"] for each in known["tools"]} == {"find": 0, "look": 2}
    import_project(acme, items=[{**item, "steps": ["look(at='z')"]}], schemes=[FIX])
    with scope(acme.pk):
        turn.refresh_from_db()
        assert turn.revision_id != turn.revision.trace.current_id  # claimed work stays with what it was begun at
    assert read(client, "arguments", turn)["counted"] is False
