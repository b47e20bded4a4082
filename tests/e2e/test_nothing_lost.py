"""What somebody typed on the annotate page is never lost: reloads, lost logins, other people's logins, turns that are over."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from apps.annotations import door
from apps.assignments import services as assignments
from apps.assignments.models import Assignment
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from tests.e2e.test_annotators_day import ITEMS, SCHEMES, edit, option, ready, saved, start, step
from tests.factories import import_project, make_member, sign_in
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]


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


# ---- Handing back ----


def hand_back(page: Page) -> None:
    page.locator("[data-act=skip]").click()
    page.get_by_role("button", name="Hand it back instead").click()


def turn(acme) -> Assignment:
    with scope(acme.pk):
        return Assignment.objects.select_related("draft").get()


def test_what_was_typed_right_before_handing_back_is_in_the_draft(acme, page):
    page.get_by_label("Notes").fill("the last word")
    hand_back(page)
    page.wait_for_url("**/my-work/")
    handed_back = turn(acme)
    assert handed_back.state == Assignment.State.RELEASED
    assert handed_back.draft.answers["notes"] == {"texts": {"text_box": "the last word"}}


def test_a_trace_whose_text_cannot_be_saved_is_not_handed_back_and_says_so(acme, page):
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("Notes").fill("the last word")
    hand_back(page)
    expect(page.locator("[data-shows=missing]")).to_contain_text("so the trace was not handed back")
    expect(page.get_by_label("Notes")).to_have_value("the last word")
    with scope(acme.pk):
        assert Assignment.objects.get().state == Assignment.State.CLAIMED
    page.unroute("**/draft/")
    hand_back(page)
    page.wait_for_url("**/my-work/")
    assert turn(acme).draft.answers["notes"] == {"texts": {"text_box": "the last word"}}


def test_nothing_can_be_typed_while_the_trace_is_on_its_way_back(page):
    held: list[Route] = []
    page.route("**/release/", lambda route: held.append(route))
    page.get_by_label("Notes").fill("the last word")
    page.keyboard.press("Alt+s")
    page.get_by_role("button", name="Hand it back instead").click()
    expect(page.locator("work-page")).to_have_attribute("inert", "")
    page.keyboard.type("too late")
    while not held:
        page.wait_for_timeout(20)
    held[0].abort()
    expect(page.locator("[data-shows=missing]")).to_contain_text("The server cannot be reached.")
    expect(page.get_by_label("Notes")).to_be_focused()
    page.keyboard.type(", and on")
    expect(page.get_by_label("Notes")).to_have_value("the last word, and on")


# ---- Clocks ----

SHIFTED = """
window.shift = %d;
const Real = Date;
window.Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(Real.now() + window.shift); }
  static now() { return Real.now() + window.shift; }
};
"""
HOUR = 3_600_000


@pytest.mark.parametrize("hours", [-23, 24])
def test_a_clock_that_is_wrong_and_jumps_says_nothing_wrong(acme, sign_in_as, context, hours):
    context.add_init_script(SHIFTED % (hours * HOUR))
    import_project(acme, items=ITEMS, schemes=SCHEMES, overlap=2)
    page = sign_in_as(make_member(acme))
    start(page)
    page.get_by_label("Notes").fill("a")
    saved(page)
    page.evaluate(f"window.shift = {-5 * hours * HOUR}")
    page.get_by_label("Notes").fill("ab")
    saved(page)
    page.wait_for_timeout(5_500)  # the words are renewed every 5 s
    expect(page.locator("saved-status")).to_have_text(re.compile(r"^Saved\d s ago$"))
    first = page.url
    option(page, "yes").check()
    page.locator("[data-act=submit]").click()
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")
    page.goto(first)
    ready(page)
    expect(page.locator("[data-notice=submitted]")).to_contain_text(re.compile(r"Submitted (just now|\d+ s ago)"))


# ---- What the server does not take ----


def refusal(page: Page):
    return page.locator("[data-notice=refused]")


def test_a_turn_that_is_over_says_so_and_keeps_the_text_until_it_is_removed(acme, page):
    with scope(acme.pk):
        turn = Assignment.objects.select_related("member").get()
        assignments.release(assignment=turn, by=turn.member)
    page.get_by_label("Notes").fill("late")
    expect(refusal(page)).to_contain_text("This turn is over")
    expect(page.get_by_label("Notes")).to_have_value("late")
    refusal(page).get_by_role("button", name="Remove my text").click()
    page.wait_for_url("**/my-work/")
    expect(page.locator("left-behind .notice")).to_have_count(0)


def test_text_of_a_turn_that_is_over_is_told_on_other_pages_until_it_is_removed(acme, page):
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("Notes").fill("late")
    state(page, "offline")
    with scope(acme.pk):
        turn = Assignment.objects.select_related("member").get()
        assignments.release(assignment=turn, by=turn.member)
    page.goto("/o/acme/p/weather/my-work/")
    page.unroute("**/draft/")
    page.evaluate("dispatchEvent(new Event('online'))")
    told = page.locator("left-behind .notice")
    expect(told).to_contain_text("t1")
    expect(told).to_contain_text("This turn is over")
    told.get_by_role("button", name="Remove my text").click()
    expect(told).to_have_count(0)
    page.reload()
    expect(told).to_have_count(0)


def test_more_text_than_the_server_takes_is_told_kept_and_saved_when_it_is_shorter(page, monkeypatch):
    monkeypatch.setattr(door, "MOST_BYTES", 100_000)
    notes = page.get_by_label("Notes")
    notes.fill("x" * 150_000)
    expect(refusal(page)).to_contain_text("more text than the server takes at once")
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator("[data-shows=missing]")).to_contain_text("more text than the server takes at once")
    reload(page)
    expect(notes).to_have_value("x" * 150_000)
    notes.fill("x" * 50_000)
    saved(page)
    expect(refusal(page)).to_be_hidden()


def test_a_text_of_one_megabyte_in_an_argument_is_saved_and_comes_back(acme, sign_in_as):
    call = {"id": "c1", "tool": "Write", "input": {"file_path": "a.txt", "content": "short"}, "output": "ok"}
    item = {
        "id": "t1",
        "task": "Write.",
        "structured_turns": [{"role": "assistant", "content": "", "tool_calls": [call]}],
    }
    import_project(acme, items=[item], schemes=[{**FIX, "steps_key": "structured_turns"}])
    page = sign_in_as(make_member(acme))
    start(page)
    field = page.locator('edit-field[data-pointer="/tool_calls/0/input/content"]')
    field.locator("[data-act=edit]").first.click()
    large = ("words of a large file " * 460 + "\n") * 100  # 100 lines of 10 kB: 1 MB
    # Set at once: the browser itself takes minutes to type 40,000 lines into any textarea.
    setting = "(area, text) => { area.value = text; area.dispatchEvent(new Event('input', { bubbles: true })); }"
    field.locator("textarea").evaluate(setting, large)
    saved(page)
    reload(page)
    assert field.locator("textarea").input_value() == large
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: "/annotate/" not in address or address.endswith("/annotate/"))


# Until the frame is painted that shows what the key did.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


def test_a_pasted_megabyte_on_one_line_does_not_stop_the_page(page, context):
    """It took 3.9 s, and each key as long, while the browser asked every letter for its direction."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    edit(page, "1 /action", "short")
    area = step(page, 1).locator('edit-field[data-pointer="/action"] textarea')
    large = "".join(f'{{"row": {number}, "value": "some text"}}, ' for number in range(25_000))  # 1 MB
    page.evaluate("(text) => navigator.clipboard.writeText(text)", large)
    plain = context.new_page()
    plain.set_content('<textarea dir="ltr" rows="20" style="width: 40em"></textarea>')
    bare = seconds_of_pasting(plain, plain.locator("textarea"))
    page.bring_to_front()
    took = seconds_of_pasting(page, area)
    assert took < 5 * bare, f"{took:.1f} s; {bare:.1f} s in a page with nothing else"  # 2 times as long; 12 before
    saved(page)
    reload(page)
    assert area.input_value() == large + "xy"


def seconds_of_pasting(page, area):
    """Over what is there, and two keys: each until it is painted."""
    area.press("ControlOrMeta+a")
    began = time.perf_counter()
    for key in ("ControlOrMeta+v", "x", "y"):
        area.press(key)
        page.evaluate(PAINTED)
    return time.perf_counter() - began


def test_questions_that_were_changed_meanwhile_are_told_and_nothing_is_lost(acme, page):
    option(page, "no").check()
    page.get_by_label("Notes").fill("kept")
    saved(page)
    sure = {"annotation_type": "radio", "name": "sure", "description": "Sure?", "labels": ["very", "not"]}
    import_project(acme, items=ITEMS, schemes=[*SCHEMES, {**sure, "label_requirement": True}], overlap=2)
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator("[data-shows=missing]")).to_contain_text("questions of this project were changed")
    reload(page)
    expect(page.get_by_label("Notes")).to_have_value("kept")
    option(page, "very").check()
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")


def test_a_member_who_is_paused_in_mid_edit_finishes_and_is_told(acme, page):
    with scope(acme.pk):
        Membership.objects.update(paused=True)
    option(page, "no").check()
    page.get_by_label("Notes").fill("kept")
    saved(page)
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(page.get_by_role("heading", name="You are paused")).to_be_visible()


# ---- A browser that keeps nothing ----


@pytest.mark.parametrize(
    "trouble",
    [
        "IDBObjectStore.prototype.put = () => { throw new DOMException('The disk is full.', 'QuotaExceededError'); };",
        "IDBFactory.prototype.open = () => { throw new DOMException('Not in private windows.', 'SecurityError'); };",
    ],
)
def test_a_storage_that_is_full_or_forbidden_is_told_and_the_page_works(acme, sign_in_as, context, trouble):
    context.add_init_script(trouble)
    import_project(acme, items=ITEMS, schemes=SCHEMES, overlap=2)
    page = sign_in_as(make_member(acme))
    start(page)
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("Notes").fill("in the page alone")
    expect(page.locator("[data-notice=not-kept]")).to_contain_text("This browser cannot keep your text.")
    page.unroute("**/draft/")
    saved(page)
    expect(page.locator("[data-notice=not-kept]")).to_be_hidden()
