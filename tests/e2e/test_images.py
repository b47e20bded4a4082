"""Images of a session's log, where they were sent and came out."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_coding_session import import_session, start
from tests.factories import make_member, make_organization
from tests.tracewright.convert.sessions import DATA

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture
def page(sign_in_as, tmp_path) -> Page:
    acme = make_organization()
    import_session(tmp_path, DATA / "pictures.jsonl")
    return sign_in_as(make_member(acme))


def test_images_are_shown_at_their_step_and_call_in_the_room_they_were_given(page):
    start(page)
    prompt, call = page.locator("#step-1"), page.locator("#step-3 [data-call]")
    sent = prompt.get_by_role("img", name="Step 1, image 1")
    expect(sent).to_have_js_property("naturalWidth", 480)
    assert sent.bounding_box()["width"] == pytest.approx(480, abs=2)  # with the border
    expect(prompt).to_contain_text("a document, which is not shown (application/pdf)")
    expect(call.get_by_role("img", name="Step 3, call 1, image 2")).to_have_js_property("naturalWidth", 16)
    page.locator("#step-4").scroll_into_view_if_needed()
    expect(page.locator("#step-4")).to_contain_text("This is no image that can be shown.")


def test_an_image_is_shown_large_by_key_and_closed_by_escape(page):
    start(page)
    small = page.locator("#step-1 .enlarge")
    small.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Step 1, image 1")
    expect(dialog.locator("img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(small).to_be_focused()


def test_room_is_kept_for_an_image_that_has_not_come(page):
    page.route("**/images/**", lambda route: None)
    start(page)
    box = page.locator("#step-1 img").bounding_box()
    assert (box["width"], box["height"]) == (pytest.approx(480, abs=2), pytest.approx(300, abs=2))


def test_without_a_network_it_says_that_the_image_is_not_here(page):
    page.route("**/images/**", lambda route: route.abort())
    start(page)
    expect(page.locator("#step-1 .attached")).to_contain_text("the image cannot be read now")
    page.unroute("**/images/**")
    page.locator("#step-1").get_by_role("button", name="Try again").click()
    expect(page.locator("#step-1 img")).to_have_js_property("naturalWidth", 480)
