"""A coding session to be read: differences, terminals and code where the agent's calls were."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from apps.tenants.models import Membership
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ready, start, step
from tests.factories import import_project, make_member, make_organization

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

READ = {
    "tool": "Read",
    "input": {"file_path": "src/a.py"},
    "output": "   41→def f():\n   42→    return 1\n",
}
EDIT = {
    "tool": "Edit",
    "input": {"file_path": "src/a.py", "old_string": "return 1", "new_string": "return 2"},
    "output": "The file was updated.",
}
LINES = "\n".join(f"\x1b[32mline\x1b[0m {number}" for number in range(1, 81))
BASH = {"tool": "Bash", "input": {"command": "make all", "timeout": 5}, "output": LINES, "exit_code": 2}
ODD = {"tool": "deploy", "input": {"to": "<b>x</b>"}, "output": "done"}
TURNS = [
    {"role": "user", "content": "Fix it."},
    {"role": "assistant", "content": "I read.", "tool_calls": [READ]},
    {"role": "assistant", "content": "I change and run it.", "tool_calls": [EDIT, BASH]},
    {"role": "assistant", "content": "I deploy.", "tool_calls": [ODD]},
]
SCHEME = {
    "annotation_type": "process_reward",
    "name": "reward",
    "description": "Which is the first wrong step?",
    "steps_key": "structured_turns",
}


@pytest.fixture
def page(sign_in_as: Callable[[Membership], Page]) -> Page:
    acme = make_organization()
    items = [{"id": "fix", "task_description": "Fix it.", "structured_turns": TURNS}]
    import_project(acme, items=items, schemes=[SCHEME])
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def test_a_file_that_was_read_has_its_lines_and_their_numbers(page: Page) -> None:
    table = step(page, 2).locator(".code-block")
    expect(table.locator("td.n")).to_have_text(["41", "42"])
    expect(table.locator(".c-word")).to_have_text(["def", "return"])
    expect(step(page, 2).locator(".call-path")).to_have_text("src/a.py")


def test_an_edit_is_a_difference_with_the_numbers_of_its_file_in_one_or_two_columns(page: Page) -> None:
    edit = step(page, 3).locator(".call-block").first
    expect(edit.locator("tr.removed .n").first).to_have_text("42")
    expect(edit.locator("del")).to_have_text("1")
    expect(edit.locator("ins")).to_have_text("2")
    edit.get_by_role("button", name="Split").click()
    expect(edit.locator("table.is-split tr")).to_have_count(2)
    expect(edit.get_by_role("button", name="Split")).to_have_attribute("aria-pressed", "true")


def test_a_terminal_shows_its_command_its_colours_and_all_of_its_lines_when_asked(page: Page) -> None:
    bash = step(page, 3).locator(".call-block").nth(1)
    terminal = bash.locator(".terminal")
    expect(terminal).to_contain_text("$ make all")
    expect(bash.locator(".exit")).to_have_text("exit 2")
    expect(terminal.locator(".t-green")).to_have_count(50)
    bash.get_by_role("button", name="Show 30 more lines").click()  # 80 lines, 50 of them shown
    expect(terminal).to_contain_text("line 80")
    expect(bash.get_by_role("button", name=re.compile("more line"))).to_have_count(0)


@pytest.mark.slow
def test_all_lines_of_a_terminal_are_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    step(page, 3).hover()
    step(page, 3).get_by_role("button", name="Copy the output").click()
    expect(step(page, 3).locator(".copy-place [role=status]")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split("\n") == [f"line {number}" for number in range(1, 81)]


def test_arguments_that_are_shown_nowhere_else_can_be_unfolded(page: Page) -> None:
    bash = step(page, 3).locator(".call-block").nth(1)
    expect(bash.get_by_text("timeout")).to_be_hidden()
    bash.get_by_text("Arguments").click()
    expect(bash.get_by_text("timeout")).to_be_visible()
    expect(step(page, 2).get_by_text("Arguments")).to_be_hidden()


def test_the_files_that_were_touched_lead_to_where(page: Page) -> None:
    files = page.get_by_role("region", name=re.compile("Files touched"))
    expect(files.locator("a")).to_have_text("a.py+1−1")
    files.locator("a").click()
    expect(step(page, 3)).to_have_class(re.compile("is-here"))


def test_a_tool_that_is_not_known_shows_its_arguments_as_text(page: Page) -> None:
    expect(step(page, 4)).to_contain_text("<b>x</b>")
    expect(step(page, 4).locator(".call-part")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "selector", "style", "value"),
    [
        ({"diff_view": "split"}, "#step-3 table.is-split", "display", "table"),
        ({"terminal_theme": "light"}, ".terminal", "backgroundColor", "rgb(247, 246, 243)"),
        ({"show_step_numbers": False}, "#step-3 .step-at", "fontSize", "0px"),
        ({"show_tool_badges": False}, "#step-3 .call-head .tool", "display", "none"),
        ({"show_reasoning": False}, "#step-3 .step-fields .field", "display", "none"),
        ({"compact": True}, ".terminal", "lineHeight", "16px"),
        ({"show_file_tree": False}, ".map-files", "display", "none"),
    ],
)
def test_each_option_changes_the_page(
    sign_in_as: Callable[[Membership], Page], options: dict[str, object], selector: str, style: str, value: str
) -> None:
    shown = []
    for number, chosen in enumerate(({}, options)):
        of = make_organization(f"org-{number}")
        field = {"key": "structured_turns", "type": "coding_trace", "display_options": chosen}
        items = [{"id": "fix", "task_description": "Fix it.", "structured_turns": TURNS}]
        import_project(of, items=items, schemes=[SCHEME], instance_display={"fields": [field]})
        page = sign_in_as(make_member(of))
        page.goto(f"/o/{of.slug}/p/weather/annotate/")
        page.get_by_role("button", name=re.compile("Start")).click()
        ready(page)
        expect(step(page, 3).locator(".terminal")).to_be_visible()
        page.wait_for_timeout(300)  # the files come by themselves
        look = "([selector, name]) => getComputedStyle(document.querySelector(selector) ?? document.body)[name]"
        shown.append(page.evaluate(look, [selector, style]))
        page.close()
    assert shown[1] == value != shown[0]


@pytest.mark.parametrize("max_lines", [10, 0])
def test_how_much_of_a_long_output_begins_is_chosen(sign_in_as: Callable[[Membership], Page], max_lines: int) -> None:
    acme = make_organization()
    field = {"key": "structured_turns", "type": "coding_trace", "display_options": {"max_output_lines": max_lines}}
    items = [{"id": "fix", "task_description": "Fix it.", "structured_turns": TURNS}]
    import_project(acme, items=items, schemes=[SCHEME], instance_display={"fields": [field]})
    page = sign_in_as(make_member(acme))
    start(page)
    # 80 lines, each with one green word
    expect(step(page, 3).locator(".terminal .t-green")).to_have_count(max_lines or 80)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    expect(step(page, 3).locator("del")).to_be_visible()
    assert grave(page) == []


def test_a_prompt_that_repeats_the_task_is_one_line_until_it_is_unfolded(page: Page) -> None:
    prompt = step(page, 1)
    expect(prompt.locator(".step-head")).to_contain_text("the task, as above")
    expect(prompt.locator(".step-body")).to_be_hidden()
    page.keyboard.press("o")
    expect(prompt.locator(".step-body")).to_be_visible()


def test_a_long_task_is_folded_until_somebody_asks_for_all_of_it(sign_in_as: Callable[[Membership], Page]) -> None:
    acme = make_organization()
    task = "\n".join(f"Line {number} of the task." for number in range(40))
    import_project(acme, items=[{"id": "fix", "task_description": task, "structured_turns": TURNS}], schemes=[SCHEME])
    page = sign_in_as(make_member(acme))
    start(page)
    text = page.locator(".task-text")
    high = "text => text.offsetHeight / parseFloat(getComputedStyle(text).lineHeight)"
    assert text.evaluate(high) == pytest.approx(6, abs=0.1)
    page.get_by_role("button", name="Show the whole task").press("Enter")
    assert text.evaluate(high) == pytest.approx(40, abs=0.5)
    expect(page.get_by_role("button", name="Show the whole task")).to_be_hidden()
    assert grave(page) == []
