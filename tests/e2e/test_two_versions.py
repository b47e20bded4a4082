"""Two versions of one answer: tabs of a browser follow each other, two machines are shown both and choose."""

import re

import pytest
from playwright.sync_api import Page, expect

from apps.annotations import services
from apps.annotations.models import Draft
from apps.assignments.models import Assignment
from apps.tenants.scope import scope
from tests.e2e.test_annotators_day import ITEMS, SCHEMES, edit, option, ready, saved, start, step
from tests.e2e.test_nothing_lost import reload, state
from tests.e2e.waiting import becomes
from tests.factories import import_project, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def mirela(acme):
    return make_member(acme)


@pytest.fixture
def page(acme, mirela, sign_in_as) -> Page:
    """The first trace, opened by Mirela."""
    import_project(acme, items=ITEMS, schemes=SCHEMES, overlap=2)
    page = sign_in_as(mirela)
    start(page)
    return page


@pytest.fixture
def tab(page, context) -> Page:
    """The same trace in a second tab."""
    tab = context.new_page()
    tab.goto(page.url)
    ready(tab)
    return tab


def typed(step_name: str, text: str, pointer: str = "/action", reason: str = "r") -> dict[str, str]:
    return {"step": step_name, "pointer": pointer, "text": text, "reason": reason}


def save_elsewhere(acme, mirela, *, notes: str = "", **fix) -> None:
    """Another machine of the same person saves its version over what is stored."""
    with scope(acme.pk):
        turn = Assignment.objects.get(member=mirela)
        draft = Draft.objects.filter(assignment=turn).first()
        answers = {"fix": {"edits": [], **fix}, "notes": {"texts": {"text_box": notes}}}
        number = draft.number if draft else 0
        services.save_draft(assignment=turn, answers=answers, number=number, base={}, by=mirela)


def stored(acme) -> dict:
    with scope(acme.pk):
        return Draft.objects.get().answers


def notice(page: Page):
    return page.locator("[data-notice=conflict]")


def version(page: Page, name: str):
    return page.locator("#versions-dialog fieldset", has=page.locator("legend", has_text=re.compile(f"^{name}$")))


def side(page: Page, name: str, which: str):
    return version(page, name).locator(f"[data-side={which}]")


# ---- Tabs of one browser ----


def test_the_older_tab_is_told_at_the_first_key_and_goes_on_from_there(page, tab):
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("Notes").fill("from the first tab")
    told = tab.locator("[data-notice=elsewhere]")
    expect(told.get_by_text("You went on with this trace in another tab.")).to_be_visible()
    tab.keyboard.press("2")
    expect(option(tab, "no")).not_to_be_checked()  # what is older takes no answers
    told.get_by_role("button", name="Go on here").click()
    expect(tab.get_by_label("Notes")).to_have_value("from the first tab")
    tab.get_by_label("Notes").press_sequentially(", and the second")
    saved(tab)
    expect(page.locator("[data-notice=elsewhere], [data-notice=conflict]").locator("visible=true")).to_have_count(1)
    page.unroute("**/draft/")


def test_tabs_that_take_turns_have_no_conflict(acme, page, tab):
    page.get_by_label("Notes").fill("a")
    saved(page)
    tab.get_by_role("button", name="Go on here").click()
    tab.get_by_label("Notes").fill("ab")
    saved(tab)
    page.get_by_role("button", name="Go on here").click()
    page.get_by_label("Notes").fill("abc")
    saved(page)
    assert stored(acme)["notes"] == {"texts": {"text_box": "abc"}}


# The storage takes nothing more, and counts what was looked for in it.
STORAGE_HANGS = """() => {
    const { get } = IDBObjectStore.prototype;
    window.lookedFor = 0;
    IDBObjectStore.prototype.put = function () { return get.call(this, 0); };
    IDBObjectStore.prototype.get = function (key) { lookedFor += 1; return get.call(this, key); };
}"""


def test_a_late_word_of_another_tab_is_no_conflict_with_what_this_one_kept_itself(acme, page, tab):
    """Where it is heard, the other tab's version is gone: the storage has this one's, and not its last letters yet."""
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("Notes").fill("a")
    expect(tab.locator("[data-notice=elsewhere]")).to_be_visible()
    page.evaluate(STORAGE_HANGS)
    page.get_by_label("Notes").fill("ab")
    with scope(acme.pk):
        turn = Assignment.objects.get().pk
    tab.evaluate("(turn) => new BroadcastChannel('tracewright:turns').postMessage(turn)", turn)
    becomes(page, lambda: page.evaluate("lookedFor"), 1)
    page.unroute("**/draft/")
    page.get_by_label("Notes").fill("abc")
    saved(page)
    expect(notice(page)).to_be_hidden()
    assert stored(acme)["notes"] == {"texts": {"text_box": "abc"}}


def test_a_tab_whose_trace_was_finished_in_another_one_says_so(page, tab):
    option(page, "no").check()
    page.locator("[data-act=submit]").click()
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")
    finished = tab.locator("[data-notice=finished]")
    expect(finished).to_contain_text("You finished this trace in another tab.")
    finished.get_by_role("button").click()
    expect(tab.locator("[data-notice=submitted]")).to_be_visible()


# ---- Two machines ----


def test_edits_of_different_places_are_both_taken(acme, mirela, page):
    edit(page, "1 /action", "web_search(query='weather')", "typo")
    saved(page)
    with_first = [typed("0", "web_search(query='weather')", reason="typo")]
    save_elsewhere(acme, mirela, edits=[*with_first, typed("1", '{"tool":"open","input":{"result":1}}')])
    edit(page, "3 ", "Read the whole page", "too short")
    state(page, "conflict")
    notice(page).get_by_role("button", name="Take both").click()
    saved(page)
    texts = [edit["text"] for edit in stored(acme)["fix"]["edits"]]
    assert texts == ["web_search(query='weather')", "Read the whole page", '{"tool":"open","input":{"result":1}}']
    expect(step(page, 2).locator("textarea")).to_have_value(re.compile("result.*1"))


def test_one_place_with_two_texts_is_chosen_side_by_side_with_the_words_marked(acme, mirela, page):
    save_elsewhere(acme, mirela, notes="only there", edits=[typed("0", "web_search(query='wind')")])
    edit(page, "1 /action", "web_search(query='weather')", "r")
    state(page, "conflict")
    expect(notice(page).get_by_role("button", name="Take both")).to_be_hidden()
    notice(page).get_by_role("button", name="See both").click()
    expect(side(page, "Step 1, Action", "mine").locator("mark")).to_have_text(["weather"])
    expect(side(page, "Step 1, Action", "theirs").locator("mark")).to_have_text(["wind"])
    expect(version(page, "Notes").get_by_role("radio", name="The other one")).to_be_checked()  # changed there alone
    page.get_by_role("button", name="Take what is chosen").click()
    expect(version(page, "Step 1, Action").get_by_role("alert")).to_be_visible()
    version(page, "Step 1, Action").get_by_role("radio", name="Mine").check()
    page.get_by_role("button", name="Take what is chosen").click()
    saved(page)
    expect(page.get_by_label("Notes")).to_have_value("only there")
    assert [edit["text"] for edit in stored(acme)["fix"]["edits"]] == ["web_search(query='weather')"]


def test_steps_inserted_and_removed_on_two_machines_are_both_taken(acme, mirela, page):
    inserted = {"thought": "", "action": "from there", "observation": ""}
    save_elsewhere(acme, mirela, inserted={"+1": inserted}, order=["0", "+1", "1", "2"])
    step(page, 3).locator(".step-at").click()
    page.keyboard.press("x")
    state(page, "conflict")
    notice(page).get_by_role("button", name="Take both").click()
    saved(page)
    fix = stored(acme)["fix"]
    assert (fix["order"], fix["inserted"]) == (["0", "+1", "1"], {"+1": inserted})


@pytest.mark.parametrize(("button", "text"), [("Take mine", "mine"), ("Take the other", "theirs")])
def test_one_version_is_taken_whole(acme, mirela, page, button, text):
    save_elsewhere(acme, mirela, notes="theirs")
    page.get_by_label("Notes").fill("mine")
    state(page, "conflict")
    notice(page).get_by_role("button", name=button).click()
    saved(page)
    reload(page)
    expect(page.get_by_label("Notes")).to_have_value(text)
    assert stored(acme)["notes"] == {"texts": {"text_box": text}}


def test_a_conflict_is_one_again_after_a_reload(acme, mirela, page):
    save_elsewhere(acme, mirela, notes="theirs")
    page.get_by_label("Notes").fill("mine")
    state(page, "conflict")
    reload(page)
    state(page, "conflict")
    expect(page.get_by_label("Notes")).to_have_value("mine")
    assert stored(acme)["notes"] == {"texts": {"text_box": "theirs"}}


def test_submit_leads_to_the_decision_first(acme, mirela, page):
    save_elsewhere(acme, mirela, notes="theirs")
    page.get_by_label("Notes").fill("mine")
    option(page, "no").check()  # last: a choice is sent at once, and what comes back closes the fields
    state(page, "conflict")
    page.locator("[data-act=submit]").click()
    expect(notice(page).get_by_role("button", name="See both")).to_be_focused()
