"""Questions about the whole trace under the hand: scales, lists, numbers, sliders."""

import pytest
from playwright.sync_api import Page, expect

from apps.annotations.models import Annotation
from apps.tenants.scope import scope
from tests.e2e.test_annotators_day import ITEMS, saved, start, submit_page
from tests.factories import import_project, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

ENDS = {"size": 5, "min_label": "poor", "max_label": "good"}
SCHEMES = [
    {"annotation_type": "likert", "name": "quality", "description": "Quality?", "required": True, **ENDS},
    {"annotation_type": "select", "name": "domain", "description": "Domain?", "required": True, "labels": ["a", "b"]},
    {"annotation_type": "number", "name": "wasted", "description": "Wasted?", "required": True, "max": 9},
    {
        "annotation_type": "slider",
        "name": "trust",
        "description": "Trust?",
        "required": True,
        "min_value": 0,
        "max_value": 10,
        "starting_value": 5,
    },
    {"annotation_type": "confidence", "name": "sure", "description": "Sure?", "scale_type": "slider"},
    {"annotation_type": "triage", "name": "keep", "description": "Keep it?", "accept_key": 7, "skip_key": 8},
]


@pytest.fixture
def page(acme, sign_in_as) -> Page:
    import_project(acme, items=ITEMS, schemes=SCHEMES, overlap=2)
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def stored(acme):
    with scope(acme.pk):
        return {each.scheme.name: each.answer for each in Annotation.objects.select_related("scheme")}


def test_answers_are_given_by_hand_and_key_and_come_back_with_the_page(acme, page):
    page.keyboard.press("4")  # the first question with keys is the one that digits answer
    page.get_by_label("Domain?").last.select_option("b")
    page.get_by_label("Wasted?").last.fill("2.5")
    page.get_by_role("slider", name="Trust?").click()  # where the handle waits
    expect(page.locator("output").first).to_have_text("5")
    page.get_by_role("radio", name="Discard").focus()
    page.keyboard.press("8")
    saved(page)
    page.reload()
    expect(page.get_by_role("radio", name="4")).to_be_checked()
    expect(page.get_by_role("radio", name="Unsure")).to_be_checked()
    expect(page.locator("output")).to_have_text(["5", "not set"])
    page.get_by_role("slider", name="Trust?").press("ArrowRight")
    expect(page.locator("output").first).to_have_text("6")
    submit_page(page)
    assert stored(acme) == {
        "quality": {"value": 4},
        "domain": {"choice": "b"},
        "wasted": {"value": 2.5},
        "trust": {"value": 6},
        "sure": {"value": None},
        "keep": {"decision": "skip"},
    }


def test_what_is_missing_is_marked_until_it_is_given(page):
    page.get_by_role("button", name="Submit").click()
    missing = page.locator(".question.is-missing")
    expect(missing).to_have_count(4)
    page.keyboard.press("2")
    expect(missing).to_have_count(3)
    page.get_by_label("Domain?").last.select_option("a")
    page.get_by_label("Wasted?").last.fill("1")
    expect(missing).to_have_count(1)
    slider = page.get_by_role("slider", name="Trust?")
    expect(slider).to_have_attribute("aria-valuetext", "not set")
    slider.press("Enter")
    expect(missing).to_have_count(0)
    expect(slider).to_have_attribute("aria-valuetext", "5")


def test_what_was_typed_and_is_no_number_is_refused_in_words(page):
    page.get_by_label("Wasted?").last.press_sequentially("1e")  # the beginning of 1e3, which is no number yet
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_text("wasted: needs a number up to 9, not a text").first).to_be_visible()
