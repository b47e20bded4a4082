"""A trace is flagged by key alone, without answering it, and a manager decides about it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from apps.assignments.models import Assignment, Flag
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ITEMS, SCHEMES, start
from tests.factories import claim, flag, import_project, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]
NOTICE = "[data-shows=flags] .notice"


@pytest.fixture
def project(acme):
    return import_project(acme, items=ITEMS, schemes=SCHEMES)


@pytest.fixture
def page(acme, project, sign_in_as: Callable[[Membership], Page]) -> Page:
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def flags_of(of) -> list[tuple]:
    with scope(of.pk):
        return list(Flag.objects.order_by("pk").values_list("reason", "note", "step", "state"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_by_key_alone_a_trace_is_flagged_withdrawn_and_skipped(acme, page, theme):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.keyboard.press("j")
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog", name="Flag this trace")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # from the first reason to the third
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_label("Contains a secret")).to_be_checked()
    assert grave(page) == []
    page.keyboard.press("Tab")
    page.keyboard.type("by b and j")  # is text there
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_role("button", name="Skip and go on")).to_be_focused()
    assert grave(page) == []
    assert flags_of(acme) == [("secret", "by b and j", 1, "open")]
    page.keyboard.press("Escape")
    expect(page.locator(NOTICE)).to_contain_text("contains a secret, step 2")
    assert grave(page) == []
    page.reload()
    page.locator(NOTICE).get_by_role("button", name="Withdraw").press("Enter")
    expect(page.locator(NOTICE)).to_have_count(0)
    assert flags_of(acme)[0][3] == "withdrawn"
    before = page.url
    page.keyboard.press("b")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(dialog.get_by_role("button", name="Skip and go on")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(before)
    with scope(acme.pk):
        assert Assignment.objects.get(state="skipped").skip_reason == "Flagged: broken"


def test_the_key_is_a_letter_while_somebody_types(page):
    page.keyboard.press("/")
    page.keyboard.type("b")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_without_a_network_the_dialog_says_so_and_keeps_what_was_written(acme, page):
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Something else").check()
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_have_text("Say in a few words what is wrong.")
    dialog.get_by_label("Note").fill("twice the same run")
    page.context.set_offline(True)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("nothing was sent")
    page.keyboard.press("Escape")
    page.context.set_offline(False)
    page.keyboard.press("b")
    expect(dialog.get_by_label("Note")).to_have_value("twice the same run")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("button", name="Skip and go on")).to_be_visible()
    assert [(reason, note) for reason, note, *_ in flags_of(acme)] == [("other", "twice the same run")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_a_manager_reads_the_step_and_decides(acme, project, sign_in_as, theme, width):
    flag(claim(project, make_member(acme, name="Mirela")), note="A password stands in the output.", step=0)
    page = sign_in_as(make_member(acme, Role.MANAGER, name="Jonas"))
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(f"/o/acme/p/{project.slug}/flags/")
    page.locator("summary", has_text=re.compile("Step 1")).click()
    expect(page.locator(".flagged-step pre").first).to_be_visible()
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Take out of the queue").click()
    expect(page.get_by_text("No open flags")).to_be_visible()
    page.get_by_role("link", name="Closed").click()
    page.get_by_role("button", name="Put back").click()
    expect(page.get_by_text("is back in the queue")).to_be_visible()
    assert flags_of(acme)[0][3] == "put_back"


def test_the_button_says_what_it_does_where_there_is_room(page):
    button = page.get_by_role("button", name="Flag this trace")
    expect(button.get_by_text("Flag", exact=True)).to_be_visible()
    page.set_viewport_size({"width": 1000, "height": 860})
    expect(button.get_by_text("Flag", exact=True)).to_be_hidden()
    expect(button).to_have_attribute("title", re.compile("Flag this trace: broken"))
