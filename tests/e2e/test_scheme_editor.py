"""A manager changes the questions: the preview follows the text, a fault is told while one types, and Ctrl+S saves."""

import re

import pytest
from playwright.sync_api import Page, expect

from apps.tenants.models import Role
from tests.e2e.test_accessibility import grave
from tests.factories import import_project, make_member, make_organization

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]
DONE = {"annotation_type": "radio", "name": "done", "description": "Done?", "labels": ["yes", "no"]}


@pytest.fixture
def page(sign_in_as) -> Page:
    acme = make_organization()
    import_project(acme, schemes=[DONE])
    page = sign_in_as(make_member(acme, Role.MANAGER))
    page.goto(page.url.split("/o/")[0] + "/o/acme/p/weather/")
    page.get_by_role("link", name="Questions").click()
    page.locator("scheme-editor:defined").wait_for()
    return page


def test_a_question_is_added_seen_and_saved(page):
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_text("Done?")).to_be_visible()
    page.get_by_label("Add a question").select_option("likert")
    expect(preview.get_by_text("Quality of the change")).to_be_visible()
    preview.get_by_text("4", exact=True).click()  # it can be tried
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Saved: 1 question has changed.")).to_be_visible()
    page.get_by_role("link", name="Versions").click()
    expect(page.get_by_role("row", name=re.compile("quality"))).to_contain_text("asked now")


def test_a_fault_is_told_while_one_types_and_the_text_stays(page):
    text = page.get_by_label("Questions in YAML")
    text.press("Control+End")
    page.keyboard.type("- {annotation_type: radio, name: why}\n")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("alert")).to_contain_text("annotation_schemes[1] (why) labels")
    page.get_by_role("button", name=re.compile("Save")).click()
    expect(page.get_by_role("alert")).to_contain_text("labels")
    expect(text).to_have_value(re.compile("name: why"))


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, theme):
    page.emulate_media(color_scheme=theme)
    assert grave(page) == []
    page.get_by_role("link", name="Versions").click()
    page.get_by_text("Show").first.click()
    assert grave(page) == []
