"""Without a network: the annotate page opens, what is typed and submitted waits in the browser, and arrives once."""

import re
import time
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from apps.annotations.models import AnnotationRevision
from apps.assignments.models import Assignment
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from server import worker
from tests.e2e.test_annotators_day import ITEMS, SCHEMES, edit, option, ready, saved, start, step
from tests.e2e.test_nothing_lost import state
from tests.e2e.waiting import becomes
from tests.factories import PASSWORD, import_project, make_member, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]
AWAY_SECONDS = 30
NOTE = "The city is not named, and nothing of this is lost."


@pytest.fixture
def service_workers():
    return "allow"


@pytest.fixture
def page(acme, sign_in_as) -> Page:
    """The first trace, opened by Mirela, whose browser has stored it."""
    import_project(acme, items=ITEMS, schemes=SCHEMES, overlap=2)
    page = sign_in_as(make_member(acme))
    start(page)
    stored(page)
    return page


def stored(page: Page) -> None:
    """The worker has taken over, and the page and its turn are in the browser."""
    turn = urlsplit(page.url).path
    wanted = {f"{turn}data/", re.sub(r"\d+/$", "page", turn)}
    becomes(page, lambda: page.evaluate("navigator.serviceWorker.controller !== null"), True)
    becomes(page, lambda: wanted - set(addresses_stored(page)), set())


def addresses_stored(page: Page) -> list[str]:
    return page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname);
            }
            return found;
        }"""
    )


def waits(page: Page, count: int = 1) -> None:
    expect(page.locator("saved-status")).to_have_text(f"Offline, {count} waiting")


def press_submit(page: Page) -> None:
    page.locator("[data-act=submit]").click()


def waits_to_be_submitted(page: Page):
    return page.locator("[data-shows=waits-for-network]")


def answers(acme, scheme: str = "notes") -> list[dict]:
    """What is stored for the scheme, one entry for each answer revision."""
    with scope(acme.pk):
        revisions = AnnotationRevision.objects.filter(annotation__scheme__name=scheme).order_by("pk")
        return [revision.answer for revision in revisions]


def answer_in_full(page: Page) -> None:
    """Everything but the notes."""
    edit(page, "1 /action", "web_search(query='weather')", "typo")
    option(page, "no").check()


def second_trace(page: Page) -> None:
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")


def test_a_network_that_is_away_in_mid_typing_costs_nothing(acme, page, context):
    """30 s without a network: typing, submit, reload, and back; one answer revision with all that was typed."""
    answer_in_full(page)
    notes = page.get_by_label("Notes")
    notes.press_sequentially(NOTE[:20], delay=20)
    context.set_offline(True)
    gone = time.monotonic()
    notes.press_sequentially(NOTE[20:], delay=20)
    waits(page)
    press_submit(page)
    expect(waits_to_be_submitted(page)).to_be_visible()
    page.wait_for_timeout(1000 * max(0.0, AWAY_SECONDS - (time.monotonic() - gone)))
    page.reload()
    ready(page)
    expect(notes).to_have_value(NOTE)
    expect(step(page, 1).locator("textarea").first).to_have_value("web_search(query='weather')")
    waits(page)
    expect(waits_to_be_submitted(page)).to_be_visible()
    context.set_offline(False)
    second_trace(page)
    assert [answer["texts"] for answer in answers(acme)] == [{"text_box": NOTE}]
    [fix] = answers(acme, "fix")
    assert [edit["new"] for edit in fix["edits"]] == ["web_search(query='weather')"]
    with scope(acme.pk):
        assert Assignment.objects.filter(state=Assignment.State.SUBMITTED).count() == 1


def test_a_tab_that_was_closed_is_opened_again_without_a_network(acme, page, context):
    answer_in_full(page)
    address = page.url
    context.set_offline(True)
    page.get_by_label("Notes").fill(NOTE)
    press_submit(page)
    expect(waits_to_be_submitted(page)).to_be_visible()
    page.close()
    page = context.new_page()
    page.goto(address)
    ready(page)
    expect(page.get_by_label("Notes")).to_have_value(NOTE)
    waits(page)
    context.set_offline(False)
    second_trace(page)
    assert [answer["texts"] for answer in answers(acme)] == [{"text_box": NOTE}]


def test_what_a_closed_tab_left_is_sent_from_any_other_page(acme, page, context):
    answer_in_full(page)
    context.set_offline(True)
    page.get_by_label("Notes").fill(NOTE)
    press_submit(page)
    expect(waits_to_be_submitted(page)).to_be_visible()
    page.close()
    context.set_offline(False)
    with context.expect_event("response", lambda response: "/submit/" in response.url):
        other = context.new_page()
        other.goto("/o/acme/p/weather/my-work/")
    expect(other.locator("left-behind .notice")).to_have_count(0)
    assert len(answers(acme)) == 1


def test_a_submit_whose_reply_was_lost_is_one_submit(acme, page):
    def arrive_without_an_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    answer_in_full(page)
    page.get_by_label("Notes").fill(NOTE)
    page.route("**/submit/", arrive_without_an_answer, times=1)
    press_submit(page)
    second_trace(page)
    assert [answer["texts"] for answer in answers(acme)] == [{"text_box": NOTE}]


def test_going_on_editing_takes_a_submit_back(acme, page, context):
    answer_in_full(page)
    context.set_offline(True)
    press_submit(page)
    expect(waits_to_be_submitted(page)).to_be_visible()
    page.get_by_label("Notes").fill("One thing more.")
    expect(waits_to_be_submitted(page)).to_be_hidden()
    context.set_offline(False)
    saved(page)
    assert answers(acme) == []
    press_submit(page)
    second_trace(page)
    assert [answer["texts"] for answer in answers(acme)] == [{"text_box": "One thing more."}]


def test_a_submit_that_was_taken_back_after_it_had_arrived_is_no_conflict(acme, page):
    def arrive_without_an_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    answer_in_full(page)
    page.route("**/submit/", arrive_without_an_answer, times=1)
    press_submit(page)
    expect(waits_to_be_submitted(page)).to_be_visible()
    page.get_by_label("Notes").fill("One thing more.")
    saved(page)
    press_submit(page)
    page.wait_for_url("**/my-work/")
    assert [answer["texts"] for answer in answers(acme)] == [{"text_box": ""}, {"text_box": "One thing more."}]


def test_what_was_saved_before_the_network_went_is_on_the_page_that_opens_without_it(acme, page, context):
    """The stored page is that of the first visit; the browser knows what was saved since."""
    page.get_by_label("Notes").fill("saved")
    saved(page)
    context.set_offline(True)
    page.reload()
    ready(page)
    expect(page.get_by_label("Notes")).to_have_value("saved")
    page.get_by_label("Notes").fill("saved, and more")
    waits(page)
    context.set_offline(False)
    saved(page)
    assert answers(acme) == []


def test_the_second_trace_of_a_page_opens_without_a_network_too(acme, page, context):
    option(page, "no").check()
    press_submit(page)
    second_trace(page)
    becomes(page, lambda: f"{urlsplit(page.url).path}data/" in addresses_stored(page), True)
    page.get_by_label("Notes").fill("of the second")
    saved(page)
    context.set_offline(True)
    page.reload()
    ready(page)
    second_trace(page)
    expect(page.get_by_label("Notes")).to_have_value("of the second")


def test_the_header_counts_what_waits_of_other_traces(acme, page, context):
    import_project(acme, "other", items=ITEMS[:1], schemes=SCHEMES, overlap=2)
    other = context.new_page()
    other.goto("/o/acme/p/other/annotate/")
    other.get_by_role("button", name="Start").click()
    ready(other)
    stored(other)
    context.set_offline(True)
    page.get_by_label("Notes").fill("one")
    waits(page)
    page.close()
    other.get_by_label("Notes").fill("two")
    waits(other, 2)
    context.set_offline(False)
    state(other, "saved")
    expect(other.locator("saved-status")).not_to_contain_text("waiting")


# ---- What is stored, and for whom ----


def test_nothing_but_turns_and_our_own_files_is_stored(page):
    for address in ("/", "/o/acme/", "/o/acme/p/weather/my-work/", "/accounts/password/change/"):
        page.goto(address)
    found = addresses_stored(page)
    pages = {address for address in found if not address.startswith(("/static/", "/jsi18n/"))}
    assert {re.sub(r"\d+", "N", address) for address in pages} == {
        "/o/acme/p/weather/annotate/page",
        "/o/acme/p/weather/annotate/N/data/",
        "/o/acme/p/weather/annotate/N/arguments/",
    }


def test_a_turn_that_is_handed_in_is_stored_no_more(page):
    first = urlsplit(page.url).path
    option(page, "no").check()
    press_submit(page)
    second_trace(page)
    becomes(page, lambda: [address for address in addresses_stored(page) if address.startswith(first)], [])


def test_pages_that_were_never_opened_are_not_there_without_a_network(page, context):
    context.set_offline(True)
    with pytest.raises(Error, match="ERR_"):
        page.goto("/o/acme/p/weather/my-work/")


def test_the_next_person_in_a_browser_never_sees_what_was_stored(acme, page, context, client):
    """The first one did not sign out; only the session is another's."""
    address = page.url
    page.get_by_label("Notes").fill("Mirela's")
    saved(page)
    become(context, client, make_member(acme, name="Tomas"))
    page.goto("/o/acme/p/weather/my-work/")
    becomes(page, lambda: [found for found in addresses_stored(page) if "/annotate/" in found], [])
    context.set_offline(True)
    with pytest.raises(Error, match="ERR_"):
        page.goto(address)


def test_the_login_page_forgets_what_was_stored_and_the_page_behind_it_stores_it_again(page, context):
    Session.objects.all().delete()
    page.get_by_label("Notes").fill("before")
    state(page, "signed-out")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    other = opened.value
    expect(other.locator("input[name=login]")).to_be_visible()
    becomes(page, lambda: [found for found in addresses_stored(page) if "/annotate/" in found], [])
    other.locator("input[name=login]").fill("mirela@acme.test")
    other.locator("input[name=password]").fill(PASSWORD)
    other.locator("input[name=password]").press("Enter")
    other.wait_for_url(lambda address: "/accounts/login" not in address)
    other.close()
    page.get_by_role("button", name="I am signed in").click()
    saved(page)
    stored(page)


def test_signing_out_takes_everything_out_of_the_browser(page):
    page.get_by_label("Notes").fill(NOTE)
    saved(page)
    sign_out(page)
    page.wait_for_url("**/accounts/login/**")
    assert addresses_stored(page) == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0
    assert kept(page) == []


def test_whoever_signs_out_with_unsent_text_is_told_how_much_waits(acme, page, context):
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("Notes").fill(NOTE)
    waits(page)
    sign_out(page)
    dialog = page.locator("#sign-out-dialog")
    expect(dialog).to_contain_text("1 trace with your text is not sent yet.")
    dialog.get_by_role("button", name="Stay").click()
    expect(page.get_by_label("Notes")).to_have_value(NOTE)
    assert [turn["answers"]["notes"] for turn in kept(page)] == [{"texts": {"text_box": NOTE}}]
    sign_out(page)
    dialog.get_by_role("button", name="Sign out and lose it").click()
    page.wait_for_url("**/accounts/login/**")
    assert kept(page) == []


def test_another_deployment_takes_over_with_its_own_files(page, monkeypatch):
    monkeypatch.setattr(worker, "version", lambda names: "another")
    page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => registration.update())")
    becomes(
        page,
        lambda: page.evaluate("caches.keys().then((names) => names.filter((name) => name.includes('static')))"),
        ["tracewright:static:another"],
    )
    stored(page)


def sign_out(page: Page) -> None:
    menu = page.locator(".person-menu")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    menu.get_by_role("button", name="Sign out").click()


def kept(page: Page) -> list[dict]:
    """The turns that the browser keeps."""
    return page.evaluate(
        """() => new Promise((resolve) => {
            const request = indexedDB.open("tracewright", 1);
            request.onupgradeneeded = () => request.result.createObjectStore("turns", { keyPath: "assignment" });
            request.onsuccess = () => {
                const all = request.result.transaction("turns").objectStore("turns").getAll();
                all.onsuccess = () => { request.result.close(); resolve(all.result); };
            };
        })"""
    )


def become(context: BrowserContext, client: Client, member: Membership) -> None:
    """The browser's session is this person's from now on."""
    [mine] = [cookie for cookie in context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME]
    session = sign_in(client, member).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{**mine, "value": session}])
