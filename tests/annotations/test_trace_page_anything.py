"""Whatever a trace holds, its reading page draws it."""

from itertools import count
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.tenants.models import Role
from apps.tenants.scope import scope
from apps.traces.prepared import prepare
from apps.traces.services import store
from tests.factories import make_member, make_organization, make_project, sign_in
from tracewright.records import Record
from tracewright.repairs import Repairs, repaired

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TEXTS = ["2026-03-02T09:00:03", "2026-03-02T09:00:03Z", "data:image/png;base64,AAAA", "image", "\x1b[31mred", "/0"]
ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(TEXTS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "data", "id", "turn", "turns", "fork", "content", "text"]), inner)
    ),
    max_leaves=6,
)
STEP_KEYS = [
    *("role", "kind", "content", "thinking", "at", "model", "usage", "agent", "parent_call", "addressee"),
    *("stop_reason", "parts", "recovery"),
]
CALL_KEYS = [
    *("tool", "input", "output", "is_error", "error_source", "soft_error", "started_at", "ended_at", "exit_code"),
    *("parts", "id", "output_type", "language"),
]
KEYS = [
    *("alternatives", "attachments", "agents", "task_description", "final_answer", "source"),
    *("system_prompt", "tools", "outcome", "model_patch", "runs"),
]


def some(keys: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(keys), ODD)


CALLS = st.lists(some(CALL_KEYS) | ODD, max_size=3) | ODD
STEPS = st.lists(
    st.builds(lambda step, made: {**step, "tool_calls": made}, some(STEP_KEYS), CALLS) | st.text(), max_size=5
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(about=some(KEYS), steps=STEPS)
def test_anything_is_drawn(client: Client, about: dict[str, Any], steps: list[Any]) -> None:
    acme = make_organization(f"acme-{next(NUMBERS)}")
    sign_in(client, make_member(acme, Role.REVIEWER))
    document = repaired({**about, "structured_turns": steps}, Repairs())
    with scope(acme.pk):
        record = Record(document, b"{}", Repairs(), "here")
        trace = store(project=make_project(acme), prepared=prepare("t1", record)).trace
    address = f"/o/{acme.slug}/p/weather/traces/{trace.pk}/"
    assert client.get(address).status_code == 200
    for number in range(1, len(steps) + 1):
        assert client.get(f"{address}steps/{number}/").status_code == 200


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(runs=st.lists(st.fixed_dictionaries({"steps": STEPS}), min_size=2, max_size=2))
def test_any_runs_that_are_compared_are_drawn(client: Client, runs: list[dict[str, Any]]) -> None:
    acme = make_organization(f"acme-{next(NUMBERS)}")
    sign_in(client, make_member(acme, Role.REVIEWER))
    document = repaired({"runs": runs}, Repairs())
    with scope(acme.pk):
        record = Record(document, b"{}", Repairs(), "here")
        trace = store(project=make_project(acme), prepared=prepare("t1", record)).trace
    address = f"/o/{acme.slug}/p/weather/traces/{trace.pk}/"
    expected = 200 if all(run["steps"] for run in runs) else 404
    assert client.get(address).status_code == 200
    assert {client.get(f"{address}runs/{number}/").status_code for number in (1, 2)} == {expected}


NUMBERS = count()
