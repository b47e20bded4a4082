"""The annotate page on a tablet, and in a window that zooming to 200 % has made small: nothing is cut off, fingers are enough."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from apps.annotations.importing.project import import_project as import_example
from apps.annotations.models import Annotation
from apps.projects.models import Project
from apps.tenants.models import Organization
from apps.tenants.scope import scope
from tests.annotations.test_examples import FOLDER
from tests.e2e.test_annotators_day import ready
from tests.factories import claim, make_member, make_organization, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

SIZES = {
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True},
    "tablet on its side": {"viewport": {"width": 1180, "height": 820}, "has_touch": True, "is_mobile": True},
    "1280 x 800 at 200 %": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}
# Each shows other things: texts to edit, sub-agents and calls; comments at lines; rows of judgements and suggestions.
EXAMPLES = ("coding-session-repair", "coding-agent-review", "coding-agent-prm")
# Of what is seen and can be pressed, what is smaller than 24 x 24 (WCAG 2.2, 2.5.8); in a label the label counts, and links
# in running text are as high as their line.
SMALL = """() => [...document.querySelectorAll("button, a[href], input, select, textarea, summary")]
  .filter((each) => !each.matches(".skip-link, p a, .prose a"))
  .filter((each) => each.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((each) => [each, (each.closest("label") ?? each).getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 1 && height > 1 && (width < 24 || height < 24))
  .map(([each, { width, height }]) => `${each.outerHTML.slice(0, 120)}: ${width} x ${height}`)"""


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def open_example(acme: Organization, chromium: Browser, live_server: object) -> Iterator[Callable[[str, str], Page]]:
    """The first trace of an example in a window of this size; the profile is closed in the end."""
    contexts = []

    def open_example(example: str, size: str) -> Page:
        import_example(FOLDER / example / "config.yaml", organization_id=acme.pk, slug=example)
        with scope(acme.pk):
            project = Project.objects.select_related("organization").get(slug=example)
        person = make_member(acme)
        turn = claim(project, person)
        context = chromium.new_context(base_url=str(live_server), service_workers="block", **SIZES[size])
        contexts.append(context)
        context.set_default_timeout(10_000)
        session = sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": session.key, "value": session.value, "url": str(live_server)}])
        page = context.new_page()
        page.goto(f"/o/acme/p/{example}/annotate/{turn.pk}/")
        ready(page)
        return page

    yield open_example
    for context in contexts:
        for page in context.pages:
            page.wait_for_load_state("networkidle")
        context.set_offline(True)
        context.close()


def scrolls_sideways(page: Page) -> bool:
    """Asked at the top and at the end: steps are drawn as they come near."""
    ends = []
    for share in (0, 0.5, 1):
        page.evaluate("share => scrollTo(0, share * document.documentElement.scrollHeight)", share)
        page.wait_for_timeout(100)
        ends.append(page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
    page.evaluate("() => scrollTo(0, 0)")
    return any(ends)


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("size", SIZES)
def test_the_page_never_scrolls_sideways_and_its_targets_are_large_enough(open_example, example, size):
    page = open_example(example, size)
    assert not scrolls_sideways(page)
    assert page.evaluate(SMALL) == []


def test_find_and_replace_leaves_room_for_the_trace_at_200_percent(open_example):
    page = open_example("coding-session-repair", "1280 x 800 at 200 %")
    page.keyboard.press("Control+h")
    page.get_by_label("Find", exact=True).fill("the")
    expect(page.locator(".replace-places li").first).to_be_visible()
    top, foot = page.locator("replace-bar").bounding_box(), page.locator(".work-foot").bounding_box()
    # 400 px are there: what lies over the trace takes less than half of them.
    assert top["height"] + foot["height"] < 200
    assert not scrolls_sideways(page)
    assert page.evaluate(SMALL) == []


def test_the_bar_does_not_stay_over_the_trace_in_a_low_window(open_example):
    page = open_example("coding-agent-prm", "1280 x 800 at 200 %")
    page.locator("#step-3").scroll_into_view_if_needed()
    expect(page.locator("header.bar")).not_to_be_in_viewport()
    expect(page.locator(".work-foot").get_by_role("button", name=re.compile("Submit"))).to_be_in_viewport()


def test_by_touch_alone_a_step_is_judged_and_the_trace_submitted(open_example, acme):
    page = open_example("coding-agent-prm", "tablet")
    page.locator("#step-3").get_by_role("button", name="First wrong step").tap()
    page.locator(".option", has_text="Poor").tap()
    _submit(page)
    with scope(acme.pk):
        answers = {row.scheme.name: row.answer for row in Annotation.objects.select_related("scheme")}
    assert answers["step_rewards"]["first_error"] == "2"
    assert answers["overall_quality"]["choice"] == "poor"


def test_by_touch_alone_a_text_is_edited_and_the_trace_submitted(open_example, acme):
    page = open_example("coding-session-repair", "tablet")
    page.locator("#step-2").get_by_role("button", name="Edit", exact=True).first.tap()
    page.locator("#step-2 textarea").first.fill("The night has 23 hours.")
    if page.locator("#step-2 input.reason").count():
        page.locator("#step-2 input.reason").first.fill("shorter")
    page.locator(".option").first.tap()
    _submit(page)
    with scope(acme.pk):
        edits = [edit for row in Annotation.objects.all() for edit in row.answer.get("edits", [])]
    assert [edit["new"] for edit in edits] == ["The night has 23 hours."]


def _submit(page: Page) -> None:
    before = page.url
    page.get_by_role("button", name=re.compile("Submit")).tap()
    page.wait_for_url(lambda address: address != before)
