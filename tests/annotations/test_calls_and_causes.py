"""Reviews of calls and attributions of failures: through an import, and what the page starts from."""

import json
from typing import Any

import pytest
from django.urls import reverse

from apps.annotations.models import Annotation
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, sign_in
from tests.tracewright.folders import FIX

pytestmark = pytest.mark.django_db

REVIEW = {"annotation_type": "tool_call_review", "name": "review", "description": "Is each call right?"}
BLAME = {"annotation_type": "failure_attribution", "name": "blame", "description": "Who?", "agent_key": "who"}
ITEM = {
    "id": "t1",
    "task_description": "Book a table.",
    "steps": [
        {"who": "Planner", "action": "We need a day first."},
        {"who": "Coder", "action": "I book.", "tool_calls": [{"tool": "book", "input": {"day": "today"}}]},
        {"who": "Planner", "action": "Done."},
    ],
}


def stored(**blobs: Any) -> dict[str, Any]:
    """A state as Potato writes it: each answer a JSON text under its scheme's own name."""
    return {"t1": [[{"schema": name, "name": name}, json.dumps(blob)] for name, blob in blobs.items()]}


def test_answers_of_the_established_tool_are_imported() -> None:
    acme = make_organization()
    blobs = stored(
        review=[{"index": 0, "step": 1, "tool": "book", "verdict": "wrong_args", "notes": "Nobody said today."}],
        blame={"responsible_agent": "Coder", "decisive_step": 1, "reason": "It did not ask."},
    )
    import_project(acme, items=[ITEM], schemes=[REVIEW, BLAME], states={"ann1": blobs})
    with scope(acme.pk):
        answers = {each.scheme.name: each.answer for each in Annotation.objects.select_related("scheme")}
    assert answers["review"] == {"calls": {"1.0": {"verdict": "wrong_args", "rationale": "Nobody said today."}}}
    assert answers["blame"] == {"failed": True, "agent": "Coder", "step": "1", "reason": "It did not ask."}


@pytest.mark.parametrize(("schemes", "agents"), [([REVIEW], {}), ([FIX, BLAME], {"Planner": [0, 2], "Coder": [1]})])
def test_the_page_knows_who_acts_where_it_asks_for_that(client: Any, schemes: Any, agents: Any) -> None:
    acme = make_organization()
    mirela = make_member(acme)
    turn = claim(import_project(acme, items=[ITEM], schemes=schemes), mirela)
    sign_in(client, mirela)
    work = client.get(reverse("annotations:data", args=["acme", "weather", turn.pk])).json()
    assert work["trace"]["agents"] == agents
