"""The fields of a record beside its steps, each drawn by its display type."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.tenants.models import Membership
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import start
from tests.factories import import_project, make_member, make_organization
from tests.tracewright.display.test_diff import PATCH
from tests.tracewright.display.test_image import PNG, URI
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

NOTES = "## Rules\n\n- **look** first\n- [guide](https://a.test/)\n\n<script>document.title = 'run'</script>\n![shot](https://tracker.test/1.png)"
RECORD: dict[str, Any] = {
    "id": "t1",
    "task_description": "Fix it.",
    "steps": [{"thought": "Look.", "action": "open()"}],
    "repo": "acme/app",
    "notes": NOTES,
    "script": "\n".join(f"x{n} = {n}" for n in range(60)),
    "model_patch": PATCH,
    "report": {
        "resolved": True,
        "tests": {"FAIL_TO_PASS": ["a", "b"], "big": 12345678901234567890},
        "note": "<b>x</b>",
    },
    "runs": [{"test": f"t{n}", "seconds": n / 10} for n in range(25)],
    "shot": URI,
    "page": "https://tracker.test/pixel.png",
    "talk": "Ann: Does it work?\nBen: Not yet.",
    "clip": "a.mp4",
}
FIELDS = [
    {"key": "repo", "type": "text", "label": "Repository"},
    {"key": "notes", "type": "markdown", "label": "Notes"},
    {"key": "script", "type": "code", "label": "Script", "display_options": {"language": "python"}},
    {"key": "model_patch", "type": "model_patch", "label": "Patch"},
    {"key": "report", "type": "json", "label": "Report"},
    {"key": "runs", "type": "table", "label": "Runs"},
    {"key": "shot", "type": "image", "label": "Screenshot", "display_options": {"max_width": 200}},
    {"key": "page", "type": "image", "label": "Page"},
    {"key": "talk", "type": "dialogue", "label": "Talk"},
    {"key": "clip", "type": "video", "label": "Clip"},
]


def opened(sign_in_as: Callable[[Membership], Page], **layout: str) -> Page:
    acme = make_organization()
    import_project(acme, items=[RECORD], schemes=[FIX], instance_display={"layout": layout, "fields": FIELDS})
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def block(page: Page, label: str) -> Locator:
    return page.get_by_role("region", name=label, exact=True)


def test_every_type_is_drawn_as_what_it_is_and_nothing_is_run_or_fetched(sign_in_as) -> None:
    asked: list[str] = []
    page = opened(sign_in_as, gap="20px")
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.locator(".task-fields")).to_have_css("row-gap", "20px")
    expect(page.locator(".field.is-text").filter(has_text="Repository")).to_contain_text("acme/app")
    expect(page.locator(".field.is-text").filter(has_text="Clip")).to_contain_text("a.mp4")
    notes = block(page, "Notes")
    expect(notes.get_by_role("heading", name="Rules")).to_be_visible()
    expect(notes.get_by_role("link", name="shot")).to_have_attribute("href", "https://tracker.test/1.png")
    script = block(page, "Script")
    expect(script.locator("td.n").last).to_have_text("50")
    script.get_by_role("button", name="Show 10 more lines").click()  # 60 lines, 50 of them shown
    expect(script.locator("td.n").last).to_have_text("60")
    patch = block(page, "Patch")
    expect(patch.locator("summary.diff-head")).to_have_text(
        [re.compile(r"src/a\.py\+1−1"), re.compile(r"new\.txtNew file\+1")]
    )
    expect(patch.locator("tr.removed del")).to_have_text("1")
    patch.get_by_role("button", name="Split").click()
    expect(patch.locator("table.is-split")).to_have_count(2)
    report = block(page, "Report")
    expect(report).to_contain_text('note: "<b>x</b>"')
    report.get_by_text("tests: 2 keys").click()
    expect(report).to_contain_text("12345678901234567890")
    runs = block(page, "Runs")
    expect(runs.locator("tbody tr")).to_have_count(20)
    runs.get_by_role("button", name="Show all 25 rows").click()
    expect(runs.locator("tbody tr")).to_have_count(25)
    page.get_by_role("img", name="Screenshot").scroll_into_view_if_needed()
    assert (
        page.get_by_role("img", name="Screenshot").evaluate("image => image.decode().then(() => image.naturalWidth)")
        == 1
    )
    expect(block(page, "Page").get_by_role("link")).to_have_attribute("rel", re.compile("noreferrer"))
    expect(block(page, "Talk").locator(".bubble")).to_have_text(["AnnDoes it work?", "BenNot yet."])
    assert not [url for url in asked if "tracker.test" in url]
    assert page.title() != "run"


@pytest.mark.slow
def test_fields_stand_beside_each_other_where_the_project_says_so(sign_in_as) -> None:
    page = opened(sign_in_as, direction="horizontal")
    first, second = (block(page, name).bounding_box() for name in ("Notes", "Script"))
    assert first and second
    assert first["x"] != second["x"]


@pytest.mark.slow
def test_a_text_is_copied_and_everything_folds_by_the_keyboard(sign_in_as) -> None:
    page = opened(sign_in_as)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    patch = block(page, "Patch")
    patch.get_by_role("button", name="Copy Patch").focus()
    page.keyboard.press("Enter")
    expect(patch.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == PATCH
    file = patch.locator("summary", has_text="src/a.py")
    file.focus()
    page.keyboard.press("Enter")
    expect(patch.locator("tr.removed")).to_be_hidden()
    tests = block(page, "Report").locator("summary", has_text="tests")
    tests.focus()
    page.keyboard.press("Space")
    expect(block(page, "Report").get_by_text("FAIL_TO_PASS")).to_be_visible()
    block(page, "Runs").get_by_role("region", name="Table Runs").focus()
    expect(page.get_by_role("region", name="Table Runs")).to_be_focused()


CALLS = [
    {"tool": "lookup", "input": {"ticket": "A-1"}, "output": '{"id": 1, "author": {"name": "Ada"}}'},
    {
        "tool": "shot",
        "input": {},
        "output": [{"type": "text", "text": "seen"}, {"type": "image", "source": {"data": PNG}}],
    },
]


@pytest.mark.slow
def test_what_came_out_of_a_call_is_a_tree_or_an_image(sign_in_as) -> None:
    acme = make_organization()
    items = [{"id": "t1", "task_description": "Fix it.", "steps": [{"thought": "I look.", "tool_calls": CALLS}]}]
    import_project(acme, items=items, schemes=[{**FIX, "editable_fields": ["thought", "tool_calls"]}])
    page = sign_in_as(make_member(acme))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    start(page)
    lookup, shot = (page.locator(".call-block").nth(number) for number in range(2))
    lookup.get_by_text("author: 1 key").click()
    expect(lookup.get_by_text('name: "Ada"')).to_be_visible()
    expect(shot.locator(".field-code", has_text="seen").first).to_be_visible()
    image = shot.get_by_role("img", name="Result")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    lookup.get_by_role("button", name="Copy Result").click()
    expect(lookup.get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == CALLS[0]["output"]


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(sign_in_as, theme) -> None:
    page = opened(sign_in_as)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    expect(block(page, "Talk").locator(".bubble")).to_have_count(2)
    assert grave(page) == []


@pytest.mark.slow
def test_a_record_without_steps_has_the_room_of_the_map_and_says_its_name_once(sign_in_as) -> None:
    acme = make_organization()
    patch = {"id": "fix-412", "task_description": "", "model_patch": PATCH}
    right = {"annotation_type": "radio", "name": "right", "description": "Is it right?", "labels": ["yes", "no"]}
    fields = [{"key": "model_patch", "type": "diff", "label": "Patch"}]
    import_project(acme, items=[patch], schemes=[right], instance_display={"fields": fields})
    page = sign_in_as(make_member(acme))
    start(page)
    expect(block(page, "Patch")).to_be_visible()
    expect(page.locator(".work-map")).to_be_hidden()
    expect(page.get_by_role("main").get_by_text("fix-412")).to_have_count(1)
