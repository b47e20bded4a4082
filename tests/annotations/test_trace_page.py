"""A trace read without a turn at it."""

from typing import Any

import pytest
from django.test import Client

from apps.tenants.models import Role
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.factories import import_project, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db


def address_of(client: Client, record: dict[str, Any], role: Role = Role.REVIEWER) -> str:
    of = make_organization()
    project = import_project(of, items=[record])
    sign_in(client, make_member(of, role))
    with scope(of.pk):
        return f"/o/acme/p/weather/traces/{Trace.objects.get(project=project).pk}/"


def steps(count: int) -> dict[str, Any]:
    return {"id": "t1", "task_description": "Find it.", "steps": [f"look at {n}" for n in range(1, count + 1)]}


def test_a_step_is_read_on_the_page_that_it_is_on(client: Client) -> None:
    address = address_of(client, steps(45))
    html = client.get(f"{address}?step=41").content.decode()
    assert 'id="step-41"' in html and "look at 41" in html and "look at 40<" not in html


@pytest.mark.parametrize("query", ["", "?step=0", "?step=x", "?step=99999999999", "?page=0"])
def test_a_step_that_is_not_there_is_no_error(client: Client, query: str) -> None:
    assert client.get(address_of(client, steps(3)) + query).status_code == 200


def test_first_page_has_the_task(client: Client) -> None:
    assert "Find it." in client.get(address_of(client, steps(3))).content.decode()


def test_a_trace_without_steps_says_so(client: Client) -> None:
    html = client.get(address_of(client, {"id": "t1", "text": "Find it.", "steps": []})).content.decode()
    assert "This trace has no steps." in html


def test_texts_of_the_trace_are_escaped(client: Client) -> None:
    html = client.get(address_of(client, {"id": "t1", "text": "x", "steps": ["<script>alert(1)</script>"]}))
    assert "<script>alert" not in html.content.decode()


def test_annotators_read_traces_in_their_turns_only(client: Client) -> None:
    assert client.get(address_of(client, steps(3), Role.ANNOTATOR)).status_code == 403
