"""A code review on the annotate page and through a submit, and the example that comes with it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from apps.annotations.importing.project import import_project as import_folder
from apps.annotations.manner import step_config
from apps.annotations.models import Annotation
from apps.annotations.pending import as_sent
from apps.annotations.questions import asked
from apps.projects.models import Project
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, sign_in, submit

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "examples/agent-traces/coding-agent-review/config.yaml"
REVIEW = {
    "annotation_type": "code_review",
    "name": "review",
    "description": "Would you merge it?",
    "comment_categories": ["bug", "style"],
    "required": True,
}
CALL = {"tool": "Edit", "input": {"file_path": "a.py", "old_string": "x", "new_string": "y"}, "output": "Updated."}
ITEMS = [{"id": "one", "task": "Fix it.", "structured_turns": [{"role": "assistant", "tool_calls": [CALL]}]}]
COMMENT = {
    **{"id": "c1", "step": "0", "call": 0, "file": "a.py", "side": "new", "line": None, "end_line": None},
    **{"category": "bug", "text": "Why?", "suggestion": None, "resolved": False, "replies": []},
}
ANSWER = {"verdict": "approve", "comments": [COMMENT], "file_ratings": {"a.py": {"correctness": 4}}}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def turn(acme, client):
    mirela = make_member(acme)
    project = import_project(acme, items=ITEMS, schemes=[REVIEW])
    sign_in(client, mirela)
    return claim(project, mirela)


def url(name, turn):
    return reverse(f"annotations:{name}", args=["acme", "weather", turn.pk])


def send(client, turn, answer):
    body = {"answers": {"review": answer}, "number": 0, "base": {}}
    return client.post(url("submit", turn), body, content_type="application/json")


def stored(of) -> dict[str, Any]:
    with scope(of.pk):
        return {each.scheme.name: each.answer for each in Annotation.objects.select_related("scheme")}


def test_the_page_asks_for_the_verdict_by_digits_and_offers_each_category(turn, client):
    page = client.get(url("annotate", turn)).content.decode()
    assert len(re.findall(r'name="review verdict" value="\w+" data-key="[123]"', page)) == 3
    assert re.findall(r'data-field="category" value="(\w+)"', page) == ["bug", "style"]
    assert len(re.findall(r'data-dimension="correctness" value="[1-5]"', page)) == 5


def test_the_page_names_the_key_for_comments_and_none_for_steps_to_judge(turn, client):
    page = client.get(url("annotate", turn)).content.decode()
    assert "<kbd>c</kbd>" in page
    assert 'data-filter="to-judge"' not in page


def test_files_are_rated_only_where_dimensions_are_named(acme, client):
    mirela = make_member(acme)
    project = import_project(acme, items=ITEMS, schemes=[{**REVIEW, "file_rating_dimensions": []}])
    sign_in(client, mirela)
    page = client.get(url("annotate", claim(project, mirela))).content.decode()
    assert 'data-part="files"' not in page


def test_a_submit_stores_the_review(acme, turn, client):
    assert send(client, turn, ANSWER).status_code == 200
    assert stored(acme) == {"review": ANSWER}


def test_a_review_that_potato_stored_is_filled_in_and_keeps_its_comments(acme, client):
    ann1 = make_member(acme, name="ann1")
    said = {"category": "bug", "file": "a.py", "line": 3, "text": "Off by one."}
    blob = json.dumps({"verdict": "approve", "comments": [said, {**said, "text": ""}], "file_ratings": {}})
    project = import_project(
        acme, items=ITEMS, schemes=[REVIEW], states={"ann1": {"one": {"review": {"comments": blob}}}}
    )
    with scope(acme.pk):
        (annotation,) = Annotation.objects.select_related("assignment__revision")
        document = annotation.assignment.revision.document
        (scheme,) = asked(project)
        sent = as_sent(scheme, annotation, document)
    assert ann1 and sent is not None
    place = {"step": None, "call": None, "file": "a.py", "side": None, "line": 3}
    assert sent == {
        "verdict": "approve",
        "comments": [{**COMMENT, **place, "text": "Off by one."}],
        "file_ratings": {},
    }


def test_a_submit_needs_the_verdict(turn, client):
    reply = send(client, turn, {**ANSWER, "verdict": None})
    assert [(each["scheme"], each["at"], each["code"]) for each in reply.json()["missing"]] == [
        ("review", "", "answer")
    ]


def test_a_comment_on_a_call_that_is_not_there_is_refused(turn, client):
    reply = send(client, turn, {**ANSWER, "comments": [{**COMMENT, "call": 1}]})
    assert [each["scheme"] for each in reply.json()["errors"]] == ["review"]


@pytest.mark.parametrize(("steps_key", "drawn_by"), [("", None), ("turns", "turns")])
def test_steps_are_drawn_from_the_list_that_the_review_names(acme, steps_key, drawn_by):
    items = [{**ITEMS[0], "turns": [{"role": "assistant", "content": "Other."}]}]
    project = import_project(acme, items=items, schemes=[{**REVIEW, "steps_key": steps_key}])
    with scope(acme.pk):
        config = step_config(asked(project))
    assert (config and config["steps_key"]) == drawn_by


def test_the_example_comes_in_whole_and_is_reviewed(acme):
    report = import_folder(EXAMPLE, organization_id=acme.pk)
    assert (report.raw_schemes, report.warnings) == ([], [])
    with scope(acme.pk):
        project = Project.objects.select_related("organization").get()
    # The second turn's first call reads shop/paging.py, the third's second call edits its line 8.
    comment = {**COMMENT, "step": "2", "call": 1, "file": "shop/paging.py", "line": 8, "text": "One page too many."}
    review = {
        "verdict": "request_changes",
        "comments": [comment],
        "file_ratings": {"shop/paging.py": {"correctness": 2, "quality": 4}},
    }
    submit(project, make_member(acme), {"review": review, "summary": {"texts": {"text_box": "Nearly."}}})
    assert stored(acme) == {"review": review, "summary": {"texts": {"text_box": "Nearly."}}}
