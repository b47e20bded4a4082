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


RECORD = {
    "id": "t1",
    "cwd": "/srv/" + "deep/" * 20,
    "system_prompt": "You are careful.\nYou test. " * 20,
    "model_patch": "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n",
    "tools": [{"name": "get_weather", "input_schema": {"type": "object"}}],
    "runs": [{"model": name, "steps": ["look", "done"]} for name in ("large", "small")],
}


def test_what_is_recorded_beside_the_steps_unfolds_and_leads_to_compared_runs(sign_in_as):
    acme = make_organization()
    project = import_project(acme, items=[RECORD])
    with scope(acme.pk):
        trace = Trace.objects.get(project=project)
    page = sign_in_as(make_member(acme, Role.REVIEWER))
    page.goto(f"/o/acme/p/weather/traces/{trace.pk}/")
    beside = page.get_by_role("region", name="Also recorded")
    expect(beside.get_by_text("/srv/deep")).to_be_hidden()
    for summary in (
        beside.get_by_text("Also recorded"),
        beside.get_by_text("model_patch").last,
        beside.get_by_text("tools").last,
    ):
        summary.click()
    expect(beside.get_by_text("/srv/deep")).to_be_visible()
    expect(beside.locator("tr.removed")).to_be_visible()
    expect(beside.get_by_text('"get_weather"')).to_be_hidden()  # deeper than what is open at first
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert grave(page) == []
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.get_by_role("link", name="Read its 2 steps").last.click()
    expect(page.get_by_text("small, one of the runs that are compared.")).to_be_visible()
    assert grave(page) == []
