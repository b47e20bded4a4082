"""The page of a trace as a reviewer reads it, of logs in several formats."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from apps.tenants.models import Role
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.e2e.test_accessibility import grave
from tests.factories import import_project, make_member, make_organization

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

DATA = Path(__file__).parents[1] / "data"
# By the file below tests/data: what its page has.
LOGS = {
    "claude_code/spawning.jsonl": [".is-nested", ".call-block"],
    "claude_code/pictures.jsonl": [".attached img"],
    "claude_code/branches.jsonl": [".read-left"],
    "claude_code/inline.jsonl": [".call-block"],
    "codex/wrapped.jsonl": [".terminal"],
    "aider/history.md": ["table.code-block"],
    "swe_agent_trajectory/steps.traj": [".terminal", ".call-block"],
    "openai/lines.jsonl": [".call-block"],
}


def opened(sign_in_as, log: str) -> Page:
    acme = make_organization()
    project = import_project(acme)
    call_command("ingest", str(DATA / log), project="acme/weather")
    with scope(acme.pk):
        trace = Trace.objects.filter(project=project).exclude(format="").order_by("-steps", "pk")[0]
    page = sign_in_as(make_member(acme, Role.REVIEWER))
    page.goto(f"/o/acme/p/weather/traces/{trace.pk}/")
    return page


@pytest.mark.parametrize("log", LOGS)
def test_a_trace_reads_well(sign_in_as, log):
    page = opened(sign_in_as, log)
    for wanted in LOGS[log]:
        expect(page.locator(wanted).first).to_be_attached()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert grave(page) == []
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_a_long_thought_is_cut_on_a_phone(sign_in_as):
    acme = make_organization()
    turn = {"role": "assistant", "kind": "agent", "thinking": "Where is it counted? " * 40, "content": "I look."}
    project = import_project(acme, items=[{"id": "t1", "task": "Fix it.", "structured_turns": [turn]}])
    with scope(acme.pk):
        trace = Trace.objects.get(project=project)
    page = sign_in_as(make_member(acme, Role.REVIEWER))
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(f"/o/acme/p/weather/traces/{trace.pk}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.locator(".read-thinking > summary").click()
    expect(page.locator(".read-thinking .field-text")).to_be_visible()
