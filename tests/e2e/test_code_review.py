"""Reviewing code at its lines: by mouse and by keyboard, in the trace and in the list beside it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.annotations.models import Annotation
from apps.tenants.models import Membership, Organization
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ready, saved, start, step
from tests.factories import import_project, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

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
LONG = "".join(f"line {number}\n" for number in range(1, 81))
WRITE = {"tool": "Write", "input": {"file_path": "src/b.txt", "content": LONG}, "output": "Written."}
TURNS = [
    {"role": "user", "content": "Return two."},
    {"role": "assistant", "content": "I read.", "tool_calls": [READ]},
    {"role": "assistant", "content": "I change it.", "tool_calls": [EDIT]},
    *({"role": "assistant", "content": "I think.\n" * 30} for _ in range(40)),
    {"role": "assistant", "content": "I write.", "tool_calls": [WRITE]},
]
LAST = len(TURNS)
ITEMS = [{"id": "two", "task_description": "Return two.", "structured_turns": TURNS}]
REVIEW = {
    "annotation_type": "code_review",
    "name": "review",
    "description": "Would you merge it?",
    "comment_categories": ["bug", "style"],
    "required": True,
}


@pytest.fixture
def page(acme: Organization, sign_in_as: Callable[[Membership], Page]) -> Page:
    import_project(acme, items=ITEMS, schemes=[REVIEW])
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def line(page: Page, at_step: int, number: int) -> Locator:
    return step(page, at_step).get_by_role("button", name=f"Comment on line {number}", exact=True)


def remark(page: Page, at_step: int) -> Locator:
    return step(page, at_step).locator(".remark")


def reviewed(page: Page, of: Organization) -> dict[str, Any]:
    """The answer, once it is handed in."""
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("annotate/$"))
    with scope(of.pk):
        return dict(Annotation.objects.get().answer)


def test_a_click_on_a_number_comments_on_the_line_of_the_file(page: Page, acme: Organization) -> None:
    removed, added = step(page, 3).locator(".line-number").all()[1:3]  # behind line 41, which did not change
    removed.click()
    expect(remark(page, 3).get_by_label("Comment", exact=True)).to_be_focused()
    added.click()  # what says nothing vanishes, and does not move the line away under the mouse
    expect(remark(page, 3)).to_have_count(1)
    remark(page, 3).get_by_text("Style").click()
    remark(page, 3).get_by_label("Comment", exact=True).fill("Why two?")
    remark(page, 3).get_by_role("button", name="Suggest a change").click()
    area = remark(page, 3).get_by_label("What should stand here")
    expect(area).to_have_value("    return 2")
    area.fill("    return TWO")
    remark(page, 3).get_by_role("button", name="Done").click()
    expect(remark(page, 3).locator(".suggestion pre")).to_have_text(["    return 2", "    return TWO"])
    page.get_by_role("radio", name="4").first.check(force=True)  # its label lies over it
    saved(page)
    page.reload()
    ready(page)
    expect(page.locator(".remark-link")).to_contain_text("a.py:42")
    expect(remark(page, 3)).to_contain_text("Why two?")
    page.keyboard.press("2")
    answer = reviewed(page, acme)
    (comment,) = answer["comments"]
    place = {"step": "2", "call": 0, "file": "src/a.py", "side": "new", "line": 42, "end_line": None}
    said = {"category": "style", "text": "Why two?", "suggestion": "    return TWO", "resolved": False, "replies": []}
    assert comment == {"id": comment["id"], **place, **said}
    assert (answer["verdict"], answer["file_ratings"]) == ("request_changes", {"src/a.py": {"correctness": 4}})


@pytest.mark.slow
def test_a_review_is_written_by_keyboard_alone(page: Page, acme: Organization) -> None:
    for key in ("j", "j", "c"):
        page.keyboard.press(key)
    page.keyboard.type("The head is fine.")
    page.keyboard.press("Escape")
    expect(line(page, 3, 41)).to_be_focused()
    page.keyboard.press("ArrowDown")  # the removed line
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(remark(page, 3)).to_have_count(1)
    page.keyboard.press("c")  # on the line that has the focus
    page.keyboard.type("It was right.")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Reply
    page.keyboard.type("No.")
    page.keyboard.press("Escape")
    expect(remark(page, 3).nth(1).locator(".reply")).to_have_text(re.compile("No."))
    page.keyboard.press("z")
    expect(remark(page, 3).locator(".reply")).to_have_count(0)
    page.keyboard.press("Z")
    expect(remark(page, 3).locator(".reply")).to_have_count(1)
    page.keyboard.press("1")
    saved(page)
    answer = reviewed(page, acme)
    told = [(each["side"], each["line"], each["text"], each["replies"]) for each in answer["comments"]]
    assert told == [("new", 41, "The head is fine.", []), ("old", 42, "It was right.", [{"text": "No."}])]
    assert answer["verdict"] == "approve"


@pytest.mark.slow
def test_in_two_columns_each_side_has_its_lines(page: Page, acme: Organization) -> None:
    step(page, 3).get_by_role("button", name="Split").click()
    for button in line(page, 3, 42).all():  # the old line on the left, the new one on the right
        button.click()
        page.keyboard.type("Said.")
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
    page.keyboard.press("1")
    comments = reviewed(page, acme)["comments"]
    assert [(each["side"], each["line"]) for each in comments] == [("old", 42), ("new", 42)]


@pytest.mark.slow
def test_lines_without_a_number_have_their_comments_at_the_end(
    acme: Organization, sign_in_as: Callable[[Membership], Page]
) -> None:
    turns = [{"role": "assistant", "content": "I change it.", "tool_calls": [EDIT]}]  # a file that nobody read
    import_project(acme, items=[{**ITEMS[0], "structured_turns": turns}], schemes=[REVIEW])
    page = sign_in_as(make_member(acme))
    start(page)
    page.keyboard.press("c")
    page.keyboard.type("Which line?")
    page.keyboard.press("Escape")
    expect(step(page, 1).locator(".call-part > .remarks .remark")).to_contain_text("Which line?")
    expect(step(page, 1).locator(".line-number").first).to_be_focused()
    page.keyboard.press("1")
    (comment,) = reviewed(page, acme)["comments"]
    assert (comment["file"], comment["side"], comment["line"]) == ("src/a.py", "old", None)


@pytest.mark.slow
def test_the_list_leads_to_a_comment_far_away_and_to_a_line_that_was_cut(page: Page, acme: Organization) -> None:
    page.keyboard.press("G")
    step(page, LAST).get_by_role("button", name="Show 30 more lines").click()  # 80 lines, 50 of them shown
    line(page, LAST, 77).click()
    page.keyboard.type("Too long.")
    saved(page)
    page.reload()
    ready(page)
    expect(step(page, LAST)).to_have_count(0)
    page.locator(".remark-link").click()
    expect(remark(page, LAST)).to_be_focused()
    above = "remark => remark.closest('tr').previousElementSibling.textContent"
    assert "77" in remark(page, LAST).evaluate(above)
    remark(page, LAST).get_by_role("button", name="Remove this comment").click()
    expect(page.locator(".remark-link")).to_have_count(0)
    page.locator(".toast").get_by_role("button").click()
    expect(page.locator(".remark-link")).to_have_count(1)


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_a_review(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    line(page, 2, 42).click()
    page.keyboard.type("Said.")
    remark(page, 2).get_by_role("button", name="Suggest a change").click()
    page.keyboard.type("#")
    page.keyboard.press("Escape")
    remark(page, 2).get_by_role("button", name="Resolve").click()
    remark(page, 2).get_by_role("button", name="Reply").click()
    page.keyboard.type("Done.")
    page.get_by_role("button", name="Comment on the whole").click()
    assert grave(page) == []


@pytest.fixture
def two(acme: Organization, sign_in_as: Callable[[Membership], Page]) -> Page:
    """A page with two reviews."""
    safety = {**REVIEW, "name": "safety", "description": "Is it safe?", "required": False}
    import_project(acme, items=ITEMS, schemes=[{**REVIEW, "required": False}, safety])
    page = sign_in_as(make_member(acme))
    start(page)
    return page


@pytest.mark.slow
def test_of_two_reviews_one_is_chosen_by_mouse_and_by_key(two: Page, acme: Organization) -> None:
    line(two, 2, 41).click()
    two.get_by_role("menuitem", name="Is it safe?").click()
    expect(remark(two, 2).get_by_label("Comment", exact=True)).to_be_focused()
    two.keyboard.type("An injection.")
    expect(remark(two, 2)).to_contain_text("Is it safe?")
    remark(two, 2).get_by_role("button", name="Done").click()
    expect(line(two, 2, 41)).to_be_focused()
    two.keyboard.press("c")  # on the line that has the focus
    expect(two.get_by_role("menuitem", name="Would you merge it?")).to_be_focused()
    two.keyboard.press("Escape")
    expect(line(two, 2, 41)).to_be_focused()
    two.keyboard.press("Enter")
    two.keyboard.press("1")
    expect(remark(two, 2)).to_have_count(2)
    two.keyboard.type("A long name.")
    expect(remark(two, 2).last).to_contain_text("Would you merge it?")
    saved(two)
    two.keyboard.press("Control+Enter")
    two.wait_for_url(re.compile("annotate/$"))
    with scope(acme.pk):
        given = {each.scheme.name: each.answer["comments"] for each in Annotation.objects.select_related("scheme")}
    assert {name: [each["text"] for each in comments] for name, comments in given.items()} == {
        "review": ["A long name."],
        "safety": ["An injection."],
    }


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_while_a_review_is_chosen(two: Page, theme: str) -> None:
    two.emulate_media(color_scheme=theme, reduced_motion="reduce")
    two.set_viewport_size({"width": 400, "height": 800})
    line(two, 2, 41).click()
    expect(two.get_by_role("menuitem", name="Is it safe?")).to_be_visible()
    assert grave(two) == []


@pytest.mark.slow
def test_a_step_without_lines_asks_which_review_too(two: Page) -> None:
    two.keyboard.press("g")
    two.keyboard.press("c")
    two.get_by_role("menuitem", name="Is it safe?").press("Enter")
    expect(remark(two, 1).get_by_label("Comment", exact=True)).to_be_focused()


@pytest.mark.slow
def test_a_prompt_that_repeats_the_task_is_one_line_until_somebody_comments_on_it(page: Page) -> None:
    prompt = step(page, 1)
    expect(prompt.locator(".step-head")).to_contain_text("the task, as above")
    expect(prompt.locator(".step-body")).to_be_hidden()
    page.keyboard.press("c")
    expect(prompt.locator(".step-body")).to_be_visible()
    page.keyboard.type("Two of what?")
    expect(remark(page, 1).get_by_role("textbox", name="Comment")).to_have_value("Two of what?")
