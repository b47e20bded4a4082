"""A review that a model suggests: read at its lines, taken comment by comment or as a whole, and no answer before that."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.annotations.models import AnnotationRevision
from apps.tenants.models import Membership, Organization
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ready, saved, start, step
from tests.e2e.test_code_review import ITEMS, LAST, REVIEW, remark
from tests.e2e.test_suggestions import draft
from tests.factories import import_project, make_member, predict

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

LINE = {"step": "2", "call": 0, "file": "src/a.py", "side": "new", "line": 42}
SAID = {
    "verdict": "request_changes",
    "comments": [
        {"id": "c1", **LINE, "category": "bug", "text": "Why two?", "suggestion": "    return TWO"},
        {"id": "c2", "step": "1", "category": "style", "text": "It reads too much."},
        {"id": "c3", "category": "style", "text": "No test was run."},
        {
            "id": "c4",
            "step": str(LAST - 1),
            "call": 0,
            "file": "src/b.txt",
            "line": 77,
            "category": "bug",
            "text": "Far.",
        },
    ],
    "file_ratings": {"src/a.py": {"correctness": 2, "quality": 4}},
}


@pytest.fixture
def page(acme: Organization, sign_in_as: Callable[[Membership], Page]) -> Page:
    """Somebody's turn at a trace whose review is suggested."""
    project = import_project(acme, items=ITEMS, schemes=[REVIEW])
    predict(project, "two", "review", answer=SAID, confidence=0.6, reasoning="The task says so.")
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def on_map(page: Page) -> Locator:
    """The marks of the steps with suggested comments."""
    return page.locator("#map .outline .mark-suggested")


def suggested(within: Page | Locator) -> Locator:
    return within.get_by_role("region", name=re.compile("^Suggested comment"))


def question(page: Page) -> Locator:
    return page.locator("[data-scheme=review]")


def given(page: Page, acme: Organization) -> dict[str, Any]:
    """The saved draft of the question."""
    saved(page)
    return dict(draft(acme)["review"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_suggested_review_is_seen_at_its_lines_and_is_no_answer(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    at_line = suggested(step(page, 3))
    expect(at_line).to_contain_text("Why two?")
    expect(at_line).to_contain_text("suggested by critic-1, 60%")
    assert "42" in str(at_line.evaluate("box => box.closest('tr').previousElementSibling.textContent"))
    expect(suggested(step(page, 2))).to_contain_text("It reads too much.")
    expect(suggested(question(page))).to_contain_text("No test was run.")
    expect(question(page).locator(":scope > .prelabel")).to_contain_text("Request changes, 4 comments, 2 ratings")
    expect(question(page).locator(".option.is-suggested")).to_have_text(re.compile("Request changes"))
    expect(question(page).locator(".segments .is-suggested")).to_have_text(["2", "4"])
    expect(question(page).locator("input:checked")).to_have_count(0)
    expect(question(page).locator("[data-shows=count]")).to_be_empty()
    assert grave(page) == []
    page.keyboard.press("Control+Enter")
    expect(question(page)).to_have_class(re.compile("is-missing"))


def test_by_mouse_one_comment_is_taken_and_edited_and_another_dismissed(page: Page, acme: Organization) -> None:
    expect(on_map(page)).to_have_count(2)  # the third is further down
    suggested(step(page, 3)).get_by_role("button", name="Accept").click()
    expect(suggested(step(page, 3))).to_have_count(0)
    expect(on_map(page)).to_have_count(1)
    expect(remark(page, 3).get_by_role("button", name="Edit this comment")).to_be_focused()
    answer = given(page, acme)
    assert [(each["text"], each["line"]) for each in answer["comments"]] == [("Why two?", 42)]
    assert (answer["verdict"], answer["file_ratings"], "prediction" in answer) == (None, {}, True)

    page.keyboard.press("Enter")
    remark(page, 3).get_by_label("Comment", exact=True).fill("Why not one?")
    remark(page, 3).get_by_role("button", name="Done").click()
    suggested(step(page, 2)).get_by_role("button", name="Dismiss").click()
    expect(remark(page, 2)).to_have_count(0)
    expect(on_map(page)).to_have_count(0)
    expect(question(page).locator(":scope > .prelabel")).to_contain_text("Request changes, 2 comments, 2 ratings")
    assert [each["text"] for each in given(page, acme)["comments"]] == ["Why not one?"]

    page.reload()
    ready(page)
    expect(remark(page, 3)).to_have_count(1)  # the one that was taken is not suggested again
    expect(remark(page, 3)).to_contain_text("Why not one?")
    expect(suggested(step(page, 2))).to_have_count(1)  # nothing tells that it was dismissed


def test_by_keyboard_one_is_taken_the_rest_with_the_question_and_comments_are_undone(
    page: Page, acme: Organization
) -> None:
    suggested(step(page, 3)).focus()
    page.keyboard.press("y")  # only the one that has the focus
    expect(suggested(step(page, 3))).to_have_count(0)
    assert [each["text"] for each in given(page, acme)["comments"]] == ["Why two?"]
    page.keyboard.press("z")
    expect(suggested(step(page, 3))).to_have_count(1)
    page.get_by_role("radio", name="Approve").focus()
    page.keyboard.press("1")
    page.keyboard.press("y")
    expect(question(page).locator(":scope > .prelabel")).to_have_count(0)
    expect(page.locator("[data-shows=suggestions]")).to_be_hidden()
    answer = given(page, acme)
    assert {each["text"] for each in answer["comments"]} == {each["text"] for each in SAID["comments"]}  # type: ignore[index]
    assert (answer["verdict"], answer["file_ratings"]) == ("approve", SAID["file_ratings"])
    page.keyboard.press("z")
    expect(suggested(step(page, 3))).to_have_count(1)
    page.keyboard.press("Shift+Y")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("annotate/$"))
    with scope(acme.pk):
        revision = AnnotationRevision.objects.get()
    assert (len(revision.answer["comments"]), revision.answer["verdict"]) == (4, "approve")
    assert revision.began_from["model"] == "critic-1"


def test_the_list_leads_to_a_suggested_comment_at_a_line_that_was_cut(page: Page) -> None:
    page.get_by_role("list", name="Suggested comments").get_by_role("button", name="Far.").click()
    expect(suggested(step(page, LAST))).to_be_focused()
    above = "remark => remark.closest('tr').previousElementSibling.textContent"
    assert "77" in str(suggested(step(page, LAST)).evaluate(above))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Dismiss
    expect(remark(page, LAST)).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('article')?.dataset.step") == str(LAST - 1)


def test_an_answer_of_ones_own_does_not_begin_with_what_was_dismissed(
    acme: Organization, sign_in_as: Callable[[Membership], Page]
) -> None:
    project = import_project(acme, items=ITEMS, schemes=[REVIEW])
    resolved = {"resolved": True, "replies": [{"text": "Seen by another model."}]}
    predict(project, "two", "review", answer={"comments": [{**SAID["comments"][1], **resolved}]})  # type: ignore[index]
    page = sign_in_as(make_member(acme))
    page.set_viewport_size({"width": 400, "height": 1000})
    start(page)
    box = suggested(step(page, 2))
    expect(box).to_contain_text("Resolved")
    expect(box).to_contain_text("Seen by another model.")  # all that would be taken is seen
    expect(box.get_by_role("button")).to_have_text(["Accept", "Dismiss"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box.get_by_role("button", name="Dismiss").click()
    expect(box).to_have_count(0)  # what stands below it moves up
    expect(question(page).locator(":scope > .prelabel")).to_have_count(0)
    page.get_by_role("radio", name="Approve").check(force=True)
    page.keyboard.press("y")
    answer = given(page, acme)
    assert (answer["verdict"], answer["comments"], "prediction" in answer) == ("approve", [], False)
