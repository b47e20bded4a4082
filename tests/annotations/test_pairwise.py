"""Two candidates on the annotate page: what it gets of them, rows in pieces, and the order in which they stand."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from apps.annotations import drawing
from apps.annotations.importing.project import import_project as import_folder
from apps.annotations.models import Annotation
from apps.annotations.order import is_flipped
from apps.annotations.questions import asked
from apps.projects.models import Project
from apps.schemes.models import Scheme
from apps.tenants.scope import scope
from tests.factories import claim, done_export, import_project, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "examples" / "agent-traces" / "coding-agent-comparison" / "config.yaml"
SCHEME = {"annotation_type": "pairwise", "name": "better", "description": "Which is better?", "items_key": "runs"}
LS = {"tool": "Bash", "input": {"command": "ls"}, "output": "a.py"}
EDIT = {"tool": "Edit", "input": {"file_path": "a.py", "old_string": "x", "new_string": "why"}, "output": "Done."}


def agent(text: str, *calls: dict[str, Any]) -> dict[str, Any]:
    return {"role": "assistant", "content": text, "tool_calls": list(calls)}


BEGIN = [{"role": "user", "content": "Fix it."}, agent("I look.", LS), agent("I see.")]
LEFT = {
    "label": "Run 1",
    "model": "coder-large",
    "structured_turns": [*BEGIN, agent("I edit.", EDIT)],
    "final_answer": "Fixed.",
}
RIGHT = {
    "label": "Run 2",
    "model": "coder-small",
    "structured_turns": [*BEGIN, agent("I ask."), agent("I edit.", EDIT)],
}
ITEM = {"id": "fix", "task_description": "Fix it.", "runs": [LEFT, RIGHT]}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def opened(acme, client):
    """What a person's page begins with, of one record."""

    def open_it(item: Any = ITEM, *schemes: Any, **config: Any) -> dict[str, Any]:
        mirela = make_member(acme)
        project = import_project(acme, items=[item], schemes=schemes or [SCHEME], **config)
        sign_in(client, mirela)
        open_it.turn = claim(project, mirela)
        return client.get(url("data", open_it.turn)).json()

    return open_it


def url(name: str, turn: Any) -> str:
    return reverse(f"annotations:{name}", args=["acme", "weather", turn.pk])


def test_two_traces_stand_in_the_place_of_the_steps(opened):
    trace = opened()["trace"]
    assert trace["pair"]["is_traces"] and trace["problem"] == ""
    assert [(side["label"], side["model"], side["steps"], side["calls"]) for side in trace["pair"]["sides"]] == [
        ("Run 1", "coder-large", 4, 2),
        ("Run 2", "coder-small", 5, 2),
    ]
    # Three equal ones, the question that only the second asks, the same edit, and an answer of the first alone.
    assert [row[7] for row in trace["rows"]] == ["same", "same", "same", "B", "same", "A"]
    assert [row[5] for row in trace["rows"]] == ["Fix it.", "I look.", "I see.", "I ask.", "I edit.", "Fixed."]


def test_the_page_begins_at_the_first_difference(opened):
    trace = opened()["trace"]
    assert (trace["pair"]["first"], trace["from"]) == (3, 3)
    row = trace["steps"][1]
    assert (row["name"], row["is_same"], [side["name"] for side in row["sides"]]) == ("4", True, ["A3", "B4"])
    assert row["sides"][1]["calls"][0]["name"] == "B4.0"
    assert trace["steps"][2]["sides"] == [{**trace["steps"][2]["sides"][0], "name": "A4", "kind": "answer"}, None]


def test_more_rows_come_by_the_address_of_steps(opened, client):
    opened()
    reply = client.get(url("steps", opened.turn), {"from": 0, "to": 2}).json()
    assert [[side["name"] for side in row["sides"]] for row in reply["steps"]] == [["A0", "B0"], ["A1", "B1"]]


def test_the_first_page_is_bounded_however_much_each_row_says(opened):
    runs = [{"steps": [agent(f"{side} {number}: " + "x" * 3900) for number in range(100)]} for side in "AB"]
    item = {**ITEM, "runs": runs}
    # Each row has two texts of 3,900 characters: the eighth is the one behind 60,000.
    assert len(opened(item)["trace"]["steps"]) == drawing.FIRST_CHARS // 7800 + 1


def test_texts_and_blocks_are_read_of_a_side(opened, client):
    opened()
    text = client.get(url("text", opened.turn), {"side": "B", "step": 3, "pointer": "/content"})
    assert text.json() == {"text": "I ask."}
    blocks = client.get(url("blocks", opened.turn), {"side": "A", "step": 3, "call": 0}).json()["blocks"]
    assert [block["kind"] for block in blocks] == ["diff"]
    assert client.get(url("text", opened.turn), {"side": "C", "step": 0, "pointer": ""}).status_code == 404


def test_a_search_finds_rows_of_either_side(opened, client):
    opened()
    assert client.get(url("search", opened.turn), {"q": "i ask"}).json() == {"places": [[3, None]]}


def test_labels_and_models_that_are_hidden_are_not_sent(opened, client):
    shown_twice = {"fields": [{"key": "runs", "type": "text", "label": "Runs"}]}
    data = opened(ITEM, {**SCHEME, "hide_models": True}, instance_display=shown_twice)
    assert "coder-large" not in json.dumps(data) and "Run 1" not in json.dumps(data)
    assert "coder-large" not in client.get(url("annotate", opened.turn)).content.decode()


def test_texts_are_two_cards_and_the_steps_of_the_record_stay(opened, client):
    item = {"id": "fix", "task_description": "Which?", "runs": ["Yes.", "No. " + "x" * 5000], "steps": ["ls"]}
    trace = opened(item)["trace"]
    assert [side["text"]["text"][:4] for side in trace["pair"]["sides"]] == ["Yes.", "No. "]
    assert (trace["pair"]["is_traces"], len(trace["rows"])) == (False, 1)
    whole = client.get(url("text", opened.turn), {"side": "B", "step": 0, "pointer": ""}).json()["text"]
    assert len(whole) == 5004


@pytest.mark.parametrize(
    ("runs", "problem"),
    [
        ([LEFT], "runs: has 1 to compare; it must be two"),
        (None, "runs: is missing; it must hold two to compare"),
        ([LEFT, {"steps": "none"}], "runs[1]: steps is a text; it must be a list or null"),
    ],
)
def test_what_cannot_be_compared_is_said_on_the_page(opened, client, runs, problem):
    assert opened({**ITEM, "runs": runs})["trace"]["problem"] == problem
    for name in ("annotate", "steps", "search"):
        assert client.get(url(name, opened.turn)).status_code == 200


def test_where_steps_are_judged_those_of_the_record_stay(opened):
    judging = {"annotation_type": "process_reward", "name": "reward", "description": "Which is wrong?"}
    trace = opened({**ITEM, "steps": ["ls", "cat"]}, SCHEME, judging)["trace"]
    assert [row[5] for row in trace["rows"]] == ["ls", "cat"]
    assert (trace["pair"]["is_traces"], trace["pair"]["first"]) == (False, None)


def test_where_only_lines_and_texts_are_asked_about_two_traces_stand_side_by_side(opened, client):
    review = {"annotation_type": "code_review", "name": "review", "description": "Is it right?"}
    marking = {"annotation_type": "span", "name": "claims", "description": "Claims", "labels": ["made up"]}
    trace = opened(ITEM, SCHEME, review, marking)["trace"]
    assert (trace["pair"]["is_traces"], len(trace["rows"]), trace["agents"]) == (True, 6, {})
    assert client.get(url("annotate", opened.turn)).status_code == 200


def test_two_traces_have_no_panes_for_which_half_a_page_has_no_room(opened):
    panes = {"fields": [{"key": "runs", "type": "eval_trace"}]}
    assert opened(ITEM, instance_display=panes)["trace"]["display"]["panes"] is None


def test_what_is_compared_is_no_task_that_can_be_marked(opened):
    trace = opened({"id": "fix", "text": ["Yes.", "No."], "prompt": "Is it?"}, {**SCHEME, "items_key": "text"})["trace"]
    assert (trace["task"], trace["task_pointer"]) == ("", None)


def test_the_order_is_the_same_whenever_the_page_opens_and_differs_between_turns(opened):
    first = opened(ITEM, {**SCHEME, "randomize_order": True})["flipped"]
    project = Project(pk=opened.turn.project_id, organization_id=opened.turn.organization_id)
    with scope(project.organization_id):
        schemes = asked(project)
        assert is_flipped(opened.turn.pk, schemes) == first
        orders = [is_flipped(number, schemes) for number in range(1000)]
        assert 400 < sum(orders) < 600  # a fair coin is outside of these once in 10,000,000,000 times
        plain = Scheme(current=None)
        assert not any(is_flipped(number, [plain]) for number in range(10))


def test_the_example_is_imported_annotated_and_exported(acme, client):
    mirela = make_member(acme)
    import_folder(EXAMPLE, organization_id=acme.pk, slug="weather")
    with scope(acme.pk):
        project = Project.objects.select_related("organization").get(slug="weather")
    sign_in(client, mirela)
    turn = claim(project, mirela)
    answers = {
        "better_run": {"selection": "A", "justification": "It mends the cause."},
        "better_at": {"dimensions": {"correctness": "A", "economy": "tie"}},
    }
    body = {"answers": answers, "number": 0, "base": {}}
    assert client.post(url("submit", turn), body, content_type="application/json").status_code == 200
    with scope(acme.pk):
        stored = {each.scheme.name: each.answer for each in Annotation.objects.select_related("scheme")}
    assert stored == answers
    assert done_export(project, mirela).job.state == "done"


def test_what_a_comparison_lacks_is_named(opened, client):
    opened(ITEM, {**SCHEME, "required": True, "justification": {"required": True}})
    body = {"answers": {"better": {"selection": "A", "justification": ""}}, "number": 0, "base": {}}
    reply = client.post(url("submit", opened.turn), body, content_type="application/json").json()
    assert [(each["at"], each["text"]) for each in reply["missing"]] == [
        ("justification", "Answer “Which is better?”, “Why?”.")
    ]
