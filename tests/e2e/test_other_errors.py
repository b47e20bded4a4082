"""A manager adds other errors to the taxonomy, by keyboard alone; the annotator finds the new kind chosen."""

import re

import pytest
from playwright.sync_api import Page, expect

from apps.annotations.scheme_changes import JOB_KIND
from apps.jobs import running
from apps.jobs.models import Job
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.factories import import_project, make_member, submit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]
EVAL = {
    "annotation_type": "trajectory_eval",
    "name": "eval",
    "description": "How right is each step?",
    "error_types": [{"name": "execution", "subtypes": ["wrong_tool"]}, "safety"],
}


def judged(*words: str) -> dict[str, object]:
    steps = {
        str(at): {"correctness": "incorrect", "other": each, "rationale": "It takes a minute for each page."}
        for at, each in enumerate(words)
    }
    return {"eval": {"steps": steps}}


@pytest.fixture
def annotator(acme):
    return make_member(acme)


@pytest.fixture
def page(acme, annotator, sign_in_as) -> Page:
    project = import_project(acme, schemes=[EVAL])
    submit(project, annotator, judged("Too slow", "takes too long to find anything on the page"))
    submit(project, make_member(acme, name="Iulia"), judged("too  slow"))
    page = sign_in_as(make_member(acme, Role.MANAGER, "Manager"))
    page.goto(page.url.split("/o/")[0] + "/o/acme/p/weather/questions/")
    page.get_by_role("link", name="Other errors").click()
    return page


def tab_to(page: Page, target) -> None:
    for _ in range(40):
        if target.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab does not get there")


def lead(acme) -> None:
    with scope(acme.pk):
        job = Job.objects.get(job_kind=JOB_KIND)
    running.run(acme.pk, job.pk, "a worker")


def test_spellings_are_merged_by_keyboard_and_the_annotator_finds_the_kind(page, acme, annotator, sign_in_as):
    for words in ("Too slow", re.compile("takes too long")):
        tab_to(page, page.get_by_role("checkbox", name=words))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Add the chosen together"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("In 2 answers, 3 times")).to_be_visible()
    tab_to(page, page.get_by_label("Name of the kind of error"))
    page.keyboard.press("Control+a")
    page.keyboard.type("slowness")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Added to the taxonomy of eval.")).to_be_visible()
    expect(page.get_by_text("2 answers have words that are in the taxonomy")).to_be_visible()
    lead(acme)
    page.reload()
    expect(page.get_by_text("2 follow, 0 stay under their version")).to_be_visible()
    expect(page.get_by_text("Nobody has described another error.")).to_be_visible()
    mine = sign_in_as(annotator)
    mine.goto(mine.url.split("/o/")[0] + "/o/acme/p/weather/my-work/")
    mine.get_by_role("link", name=re.compile("t1")).first.click()
    kind = mine.get_by_label("Kind of error").first
    expect(kind).to_have_value("slowness")
    expect(mine.get_by_label("Which error").first).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, theme):
    page.emulate_media(color_scheme=theme)
    assert grave(page) == []
    page.get_by_role("button", name=re.compile("Add to the taxonomy… too slow")).click()
    assert grave(page) == []
    page.get_by_label("Name of the kind of error").fill("a::b")
    page.get_by_role("button", name="Add to the taxonomy", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("::")
    assert grave(page) == []


def test_nothing_sticks_out_of_a_narrow_window(page):
    page.set_viewport_size({"width": 400, "height": 800})
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) <= 400
    page.get_by_role("button", name=re.compile("Add to the taxonomy… too slow")).click()
    expect(page.get_by_label("Name of the kind of error")).to_have_value("too slow")
    assert page.evaluate(width) <= 400
