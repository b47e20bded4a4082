"""What may be wrong with the arguments of tool calls is said where they stand, and hinders nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.annotations.models import Annotation
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import edit, ready, start, submit_page
from tests.e2e.test_arguments import argument, ask_for_argument
from tests.factories import import_project, make_member
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

CALLS = {**FIX, "steps_key": "structured_turns"}
SCHEMA = {
    "type": "object",
    "properties": {"query": {"type": "string"}, "limit": {"type": "integer"}, "lang": {"type": "string"}},
    "required": ["query", "lang"],
}
DECLARED = {"type": "function", "function": {"name": "web_search", "parameters": SCHEMA}}


def turn(tool: str, given: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": "Look.", "tool_calls": [{"tool": tool, "input": given, "output": "x"}]}


@pytest.fixture
def open_page(acme, sign_in_as: Callable[[Membership], Page]) -> Callable[..., Page]:
    def opened(items: list[dict[str, Any]], scheme: dict[str, Any] = CALLS) -> Page:
        import_project(acme, items=items, schemes=[scheme])
        page = sign_in_as(make_member(acme))
        start(page)
        return page

    return opened


@pytest.fixture
def declared(open_page) -> Page:
    return open_page(
        [{"id": "t1", "tools": [DECLARED], "structured_turns": [turn("web_search", {"queyr": "SF", "limit": "5"})]}]
    )


def answer(acme) -> dict[str, Any]:
    with scope(acme.pk):
        return Annotation.objects.get().answer


def test_a_misspelt_argument_is_renamed_by_its_button_and_back_by_one_undo(declared, acme):
    field = argument(declared, "queyr")
    hint = "“queyr” is not an argument of web_search; did you mean “query”?"
    expect(field.get_by_role("status").filter(has_text=hint)).to_be_visible()
    expect(field.locator(".label")).to_have_accessible_description(f"{hint} Rename to “query”")
    expect(field.locator(".label")).to_have_css("text-decoration-style", "wavy")
    field.get_by_role("button", name="Rename to “query”").click()
    expect(argument(declared, "query").locator("textarea")).to_have_value("SF")
    expect(argument(declared, "query").locator(".label")).to_be_focused()
    expect(field.get_by_text("This argument is removed.")).to_be_visible()
    expect(field.locator(".hints")).to_be_hidden()
    declared.keyboard.press("z")
    expect(field.locator(".hints")).to_be_visible()
    expect(argument(declared, "query")).to_have_count(0)


def test_by_keyboard_alone(declared, acme):
    expect(argument(declared, "queyr").locator(".hints")).to_be_visible()
    declared.locator("#step-1 .step-at").focus()
    declared.keyboard.press("R")
    expect(argument(declared, "query").locator("textarea")).to_have_value("SF")
    submit_page(declared)
    edits = {each["pointer"]: each["new"] for each in answer(acme)["edits"]}
    assert edits == {"/tool_calls/0/input/queyr": None, "/tool_calls/0/input/query": "SF"}


def test_types_and_what_is_missing_are_said_and_hinder_nothing(declared, acme):
    expect(argument(declared, "limit").locator(".hints")).to_have_text(
        "“limit” is text here; it should be a whole number."
    )
    call = declared.locator('[data-call="0.0"] > .hints')
    expect(call).to_contain_text("web_search needs “lang”, which is not given.")
    call.get_by_role("button", name="Add “lang”").click()
    expect(argument(declared, "lang").locator("textarea")).to_be_focused()
    expect(call).to_be_hidden()
    declared.keyboard.type("5")  # a number: the schema wants a text
    expect(argument(declared, "lang").locator(".hints")).to_contain_text("“lang” is a number here; it should be text.")
    submit_page(declared)
    assert [each["new"] for each in answer(acme)["edits"]] == [5]


def test_new_arguments_are_offered_by_their_names(declared):
    expect(argument(declared, "queyr").locator(".hints")).to_be_visible()
    name = ask_for_argument(declared)
    offered = "(input) => [...input.list.options].map(({ value }) => value)"
    assert name.evaluate(offered) == ["query", "lang"]  # limit is there


def test_other_calls_of_the_project_tell_what_is_usual(open_page):
    usual = {"id": "t0", "structured_turns": [turn("Read", {"path": f"{n}.py", "limit": n}) for n in range(30)]}
    odd = {"id": "t00", "structured_turns": [turn("Read", {"paht": "a.py", "limit": "5"})]}
    page = open_page([odd, usual])
    expect(argument(page, "paht").locator(".hints")).to_contain_text("did you mean “path”?")
    expect(argument(page, "limit").locator(".hints")).to_have_text(
        "“limit” is text here; in 30 of 30 other calls it is a number."
    )


def test_a_call_as_text_is_checked_as_one_types(open_page):
    steps = [{"thought": "Look.", "action": f"web_search(query='{n}', limit={n})"} for n in range(5)]
    page = open_page(
        [{"id": "t1", "steps": [*steps, {"action": "web_search(queyr='SF')"}]}], {**FIX, "editable_fields": ["action"]}
    )
    field = page.locator("#step-6 edit-field")
    expect(field.locator(".hints")).to_contain_text("“queyr” is not an argument of web_search; did you mean “query”?")
    edit(page, "6 /action", "web_search(query='SF', limt=5)")
    expect(field.locator(".hints")).to_contain_text("did you mean “limit”?")
    expect(field.locator("textarea")).to_have_accessible_description(
        "“limt” is not an argument of web_search; did you mean “limit”? Rename to “limit”"
    )
    field.get_by_role("button", name="Rename to “limit”").click()
    expect(field.locator("textarea")).to_have_value("web_search(query='SF', limit=5)")
    expect(field.locator(".hints")).to_be_hidden()
    page.reload()
    ready(page)
    expect(field.locator("textarea")).to_have_value("web_search(query='SF', limit=5)")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_grave_at_hints(declared, theme):
    declared.emulate_media(color_scheme=theme, reduced_motion="reduce")
    argument(declared, "queyr").locator(".label").click()
    expect(argument(declared, "queyr").locator(".hints")).to_be_visible()
    assert grave(declared) == []
