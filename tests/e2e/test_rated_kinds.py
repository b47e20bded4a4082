"""Rating, ranking and choosing from a tree under the hand: what is pressed, moved and searched is what is kept."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.annotations.test_rated_kinds import EXAMPLE
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ITEMS, saved, start
from tests.factories import import_project, make_member, make_organization
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def page(sign_in_as) -> Page:
    acme = make_organization()
    import_project(acme, items=ITEMS, schemes=[FIX, *EXAMPLE.values()])
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def question(page: Page, kind: str):
    return page.locator(f'[data-scheme="{EXAMPLE[kind]["name"]}"]')


def order(page: Page) -> list[str]:
    return page.locator("rank-list li").evaluate_all("items => items.map((item) => item.dataset.name)")


def ranks(page: Page) -> list[str]:
    return page.locator("rank-list .rank").all_inner_texts()


def test_digits_rate_row_by_row(page):
    rows = question(page, "multirate").locator("[data-row]")
    page.keyboard.press("3")
    expect(rows.nth(0).get_by_label("good")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    expect(rows.nth(1).get_by_label("poor")).to_be_checked()
    expect(rows.nth(0).get_by_label("good")).to_be_checked()
    saved(page)
    page.reload()
    expect(rows.nth(1).get_by_label("poor")).to_be_checked()


def test_a_row_that_is_missing_is_marked_until_it_is_rated(page):
    page.get_by_role("button", name=re.compile("Submit")).click()
    row = page.locator('[data-row="tool_use"]')
    expect(row).to_have_class(re.compile("is-missing"))
    row.locator("label", has_text="fair").click()
    expect(row).not_to_have_class(re.compile("is-missing"))
    expect(page.locator('[data-row="honesty"]')).to_have_class(re.compile("is-missing"))


def test_an_order_that_nobody_touched_is_not_ranked(page):
    assert ranks(page) == ["–", "–", "–"]
    page.get_by_role("button", name="Rank in this order").click()
    assert ranks(page) == ["1", "2", "3"]
    page.get_by_role("button", name="Take the ranking back").click()
    assert ranks(page) == ["–", "–", "–"]


def test_an_item_is_moved_by_key_and_keeps_the_focus(page):
    up = page.get_by_role("button", name="Move Wrong calls up")
    up.focus()
    page.keyboard.press("Alt+ArrowUp")
    assert (order(page), ranks(page)) == (["tools", "search", "tests"], ["1", "2", "3"])
    expect(up).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    assert order(page) == ["search", "tests", "tools"]
    saved(page)
    page.reload()
    expect(page.locator("rank-list li").last).to_have_attribute("data-name", "tools")


def test_an_item_is_moved_by_hand(page):
    items = page.locator("rank-list li")
    items.nth(2).drag_to(items.nth(0), target_position={"x": 20, "y": 3})
    assert order(page) == ["tests", "search", "tools"]


def test_a_tie_shares_a_rank(page):
    page.get_by_role("button", name="Wrong calls: as good as the one above").click()
    assert ranks(page) == ["1", "1", "3"]
    saved(page)
    page.reload()
    expect(page.locator("rank-list .rank").nth(1)).to_have_text("1")


def test_what_becomes_the_best_is_not_the_worst_any_more(page):
    best, worst = (question(page, "bws").locator(f"[data-row={end}]") for end in ("best", "worst"))
    worst.locator("label", has_text="B").click()
    best.locator("label", has_text="B").click()
    expect(best.get_by_label("B")).to_be_checked()
    expect(worst.get_by_label("B")).not_to_be_checked()


def test_a_tree_is_searched_and_what_is_chosen_is_unfolded_again(page):
    tree = question(page, "hierarchical_multiselect")
    tree.get_by_role("searchbox").fill("made")
    expect(tree.get_by_text("Planning", exact=True)).to_be_hidden()
    tree.get_by_text("Made up").click()
    tree.get_by_role("searchbox").fill("")
    expect(tree.get_by_text("Planning", exact=True)).to_be_visible()
    saved(page)
    page.reload()
    expect(tree.locator("li[data-name='Made up'] > .option > input")).to_be_checked()
    expect(tree.get_by_text("Made up")).to_be_visible()


def test_axe_finds_nothing_serious_in_the_questions(page):
    page.keyboard.press("3")
    page.get_by_role("button", name="Rank in this order").click()
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator('[data-row="tool_use"]')).to_have_class(re.compile("is-missing"))
    assert grave(page) == []
