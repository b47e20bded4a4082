"""axe-core looks over the annotate page, in both themes and with what a person opens on it, and finds nothing serious."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.test_annotators_day import ITEMS, SCHEMES, edit, ready, start
from tests.factories import import_project, make_member, make_organization

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]
GRAVE = ("serious", "critical")


@pytest.fixture(params=["light", "dark"])
def page(request, sign_in_as) -> Page:
    acme = make_organization()
    import_project(acme, items=ITEMS, schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    page.emulate_media(color_scheme=request.param, reduced_motion="reduce")  # a colour on its way is none that is meant
    start(page)
    return page


def grave(page: Page) -> list[str]:
    """What axe finds: the rule, and the elements that break it."""
    found = Axe().run(page).response
    assert found["passes"], "axe looked at nothing"
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


def test_the_page_as_it_opens(page):
    assert grave(page) == []


def test_with_an_edited_text_and_a_complaint(page):
    edit(page, "1 /action", "web_search(query='weather')", "typo")
    submit = page.get_by_role("button", name=re.compile("Submit"))
    submit.click()
    ready(page)
    expect(submit).to_have_attribute("aria-busy", "false")
    assert grave(page) == []


def test_while_a_submit_is_on_its_way(page):
    page.get_by_role("button", name=re.compile("Submit")).evaluate("button => button.setAttribute('aria-busy', 'true')")
    assert grave(page) == []


def test_the_sheet_of_keys(page):
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").first).to_be_visible()
    assert grave(page) == []


def test_what_axe_must_find_is_found(page):
    """The check can fail: grey on grey, and a button without a name."""
    page.evaluate(
        """() => {
            const button = document.querySelector("main").appendChild(document.createElement("button"));
            const text = document.querySelector("main").appendChild(document.createElement("p"));
            text.textContent = "hardly to be read";
            text.style.setProperty("color", "#808080");
            text.style.setProperty("background", "#858585");
        }"""
    )
    assert {line.split(":")[0] for line in grave(page)} >= {"button-name", "color-contrast"}
