"""What somebody typed on the annotate page is never lost: reloads, lost logins, other people's logins, turns that are over."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from tests.e2e.test_annotators_day import ITEMS, SCHEMES, edit, option, ready, saved, start, step
from tests.factories import import_project, make_member, make_organization, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def page(acme, sign_in_as) -> Page:
    """The first trace, opened by Mirela."""
    import_project(acme, items=ITEMS, schemes=SCHEMES, overlap=2)
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def state(page: Page, name: str) -> None:
    expect(page.locator("saved-status")).to_have_attribute("data-state", name)


def reload(page: Page) -> None:
    page.reload()
    ready(page)


def test_a_reload_right_after_a_choice_shows_it_again(page):
    option(page, "no").check()
    reload(page)
    expect(option(page, "no")).to_be_checked()
    saved(page)


def test_a_reload_right_after_a_keystroke_shows_it_again(page):
    page.get_by_label("Notes").press_sequentially("The city is not named.", delay=5)
    reload(page)
    expect(page.get_by_label("Notes")).to_have_value("The city is not named.")
    saved(page)


def test_what_a_server_that_is_down_never_got_is_there_after_a_reload(page):
    page.route("**/draft/", lambda route: route.abort())
    edit(page, "3 ", "Read the whole page", "too short")
    state(page, "offline")
    reload(page)
    expect(step(page, 3).locator("textarea")).to_have_value("Read the whole page")
    page.unroute("**/draft/")


def test_text_too_long_to_be_sent_while_leaving_is_there_after_a_reload(page):
    long = "word " * 20_000  # 100 kB, more than a request that outlives the page may carry
    page.get_by_label("Notes").fill(long)
    reload(page)
    expect(page.get_by_label("Notes")).to_have_value(long)
    saved(page)


def test_typing_on_is_saved_before_a_pause(page):
    with page.expect_request("**/draft/", timeout=5_000):
        page.get_by_label("Notes").press_sequentially("x" * 20, delay=200)  # 4 s, never 800 ms without a key


def test_nothing_is_called_saved_while_something_is_not(page):
    page.get_by_label("Notes").press_sequentially("x")
    expect(page.locator("saved-status")).to_have_text(re.compile("Not saved yet|Saving"), timeout=300)


def test_signed_out_people_type_on_and_are_saved_when_they_are_back(page, context):
    Session.objects.all().delete()
    notes = page.get_by_label("Notes")
    notes.press_sequentially("before")
    state(page, "signed-out")
    expect(page.get_by_role("alert").filter(has_text="You are signed out")).to_be_visible()
    expect(notes).to_be_focused()
    page.keyboard.type(" and after")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    other = opened.value
    assert "/accounts/login/" in other.url
    other.locator("input[name=login]").fill("mirela@acme.test")
    other.locator("input[name=password]").fill("correct horse battery")
    other.locator("input[name=password]").press("Enter")
    other.wait_for_url(lambda address: "/accounts/login" not in address)
    other.close()
    page.get_by_role("button", name="I am signed in").click()
    saved(page)
    reload(page)
    expect(notes).to_have_value("before and after")


def test_somebody_elses_login_in_the_same_browser_is_told_and_costs_nothing(page, context, client, acme):
    mine = context.cookies()
    tomas = sign_in(client, make_member(acme, name="Tomas"))
    name = "sessionid" if "sessionid" in client.cookies else next(iter(client.cookies))
    context.add_cookies([{**c, "value": tomas.cookies[name].value} for c in mine if c["name"] == name])
    page.get_by_label("Notes").press_sequentially("mine")
    expect(page.get_by_role("alert").filter(has_text="signed in as somebody else")).to_be_visible()
    context.add_cookies(mine)
    page.get_by_role("button", name="Try again").click()
    saved(page)
    expect(page.get_by_label("Notes")).to_have_value("mine")


def test_a_page_that_was_left_while_saving_has_no_conflict_with_itself(page):
    """The first save arrives, its answer does not; the second one is under way when the page goes."""

    def arrive_without_an_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/draft/", arrive_without_an_answer, times=1)
    page.get_by_label("Notes").fill("a")
    state(page, "offline")
    page.get_by_label("Notes").press_sequentially("b")
    reload(page)
    expect(page.get_by_label("Notes")).to_have_value("ab")
    saved(page)


@pytest.mark.parametrize("width", [1280, 400])
def test_a_notice_is_in_sight_however_far_down_the_work_is(acme, sign_in_as, width):
    import_project(acme, items=[{**ITEMS[0], "steps": ["Read the page"] * 40}], schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    page.set_viewport_size({"width": width, "height": 800})
    start(page)
    page.route("**/draft/", lambda route: route.fulfill(status=401, json={}))
    edit(page, "40 ", "Read it", "shorter")
    alert = page.get_by_role("alert").filter(has_text="You are signed out")
    expect(alert).to_be_in_viewport(ratio=1)
    assert alert.evaluate(
        """(it) => {
            const { left, top } = it.getBoundingClientRect();
            return it.contains(document.elementFromPoint(left + 20, top + 20));
        }"""
    ), "something lies on the notice"
    page.unroute("**/draft/")
