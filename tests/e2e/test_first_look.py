"""What somebody new sees: the main pages on a phone, the start page when there is nothing to start, times, the icon."""

import re

import pytest
from playwright.sync_api import Page, expect

from apps.tenants.models import Role
from tests.e2e.test_annotators_day import ITEMS, SCHEMES, edit, option, ready, start
from tests.factories import done_export, import_project, make_member, make_project, submit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]
LONG = [
    {**item, "id": f"{item['id']}-{'x' * 120}", "task_description": "https://example.org/" + "y" * 200}
    for item in ITEMS
]


def fits(page: Page) -> bool:
    """Nothing is wider than the window, and nothing in the bar lies on something else."""
    return page.evaluate(
        """() => {
            const shown = [...document.querySelectorAll(".bar > *")].map((part) => part.getBoundingClientRect())
              .filter(({ width }) => width > 1).sort((a, b) => a.left - b.left);
            return document.documentElement.scrollWidth <= innerWidth
              && shown.every(({ left }, i) => i === 0 || left >= shown[i - 1].right - 1);
        }"""
    )


def test_the_managers_pages_fit_a_phone(acme, sign_in_as):
    project = import_project(acme, items=LONG, schemes=SCHEMES)
    manager = make_member(acme, Role.MANAGER)
    submit(project, make_member(acme, name="Tomas"), {"outcome": {"choice": "no"}})
    export = done_export(project, manager)
    page = sign_in_as(manager)
    page.set_viewport_size({"width": 400, "height": 800})
    own = "/o/acme/p/weather/"
    for address in ("/o/acme/", own, f"{own}traces/", f"{own}exports/", f"{own}settings/", "/o/acme/jobs/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("main")).to_be_visible()
        assert fits(page), address
    page.goto(f"/o/acme/jobs/{export.job_id}/")
    expect(page.get_by_text("Attempts")).to_be_visible()
    assert fits(page)


def test_the_facts_of_a_project_have_a_line_each(acme, sign_in_as):
    import_project(acme, items=ITEMS, schemes=SCHEMES)
    page = sign_in_as(make_member(acme, Role.MANAGER))
    page.goto("/o/acme/p/weather/")
    tops = [box["y"] for name in page.locator("dl.facts dt").all() if (box := name.bounding_box())]
    assert len(set(tops)) == 3


def test_the_annotators_pages_fit_a_phone(acme, sign_in_as):
    import_project(acme, items=LONG, schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    page.set_viewport_size({"width": 400, "height": 800})
    for address in ("/o/acme/", "/o/acme/p/weather/annotate/", "/o/acme/p/weather/my-work/"):
        page.goto(address)
        assert fits(page), address
    start(page)
    edit(page, "1 /action", "search(" + "z" * 300 + ")", "why")
    option(page, "no").check()
    expect(page.locator("saved-status")).to_have_attribute("data-state", "saved")
    assert fits(page)
    page.evaluate("scrollTo(0, 0)")
    expect(page.get_by_role("button", name=re.compile("Submit"))).to_be_in_viewport()
    expect(page.locator("kbd:visible")).to_have_count(0)


PATH = "`/srv/someone/work/entire/cmd/entire/cli/strategy/manual_commit_hooks.go`"


@pytest.fixture
def session_on_a_phone(acme, sign_in_as) -> Page:
    """A session with a long path in a thought and in a call, opened on a phone."""
    call = {"id": "c1", "tool": "Edit", "input": {"file_path": PATH}, "output": PATH}
    turns = [{"thinking": f"I look at {PATH}.", "tool_calls": [call]}, *({"content": "Go on."} for _ in range(30))]
    fix = {"annotation_type": "trajectory_edit", "name": "fix", "description": "Fix", "steps_key": "structured_turns"}
    import_project(acme, items=[{"id": "t1", "task": "Mend it.", "structured_turns": turns}], schemes=[fix])
    page = sign_in_as(make_member(acme))
    page.set_viewport_size({"width": 400, "height": 800})
    start(page)
    return page


def test_edited_fields_fit_a_phone(session_on_a_phone):
    page = session_on_a_phone
    edit(page, "1 /thinking", f"I look at {PATH} first.")
    edit(page, "1 /tool_calls/0/input/file_path", PATH[1:-1])
    page.keyboard.press("Escape")
    expect(page.locator("#step-1 ins").first).to_be_visible()
    assert fits(page)


def test_the_map_is_reached_on_a_phone(session_on_a_phone):
    page = session_on_a_phone
    expect(page.locator(".outline")).to_be_hidden()
    page.get_by_role("button", name="Steps").click()
    assert fits(page)
    page.get_by_label("Search this trace").fill("manual_commit")
    expect(page.locator(".outline .file")).to_be_visible()
    page.get_by_label("Search this trace").fill("")
    page.get_by_role("link", name="20").click()
    expect(page.locator(".outline")).to_be_hidden()
    expect(page.locator("#step-20")).to_be_in_viewport()


def test_pages_before_the_login_fit_a_phone(context, acme):
    page = context.new_page()
    page.set_viewport_size({"width": 400, "height": 800})
    for address in ("/accounts/login/", "/accounts/password/reset/", "/no-such-page/"):
        page.goto(address)
        assert fits(page), address


def test_login_says_e_mail_as_its_alert_does(context, acme):
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("nobody@acme.test")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("E-mail")


def test_an_empty_project_gives_managers_the_command_and_annotators_patience(acme, sign_in_as, context):
    make_project(acme)
    page = sign_in_as(make_member(acme, Role.MANAGER))
    page.goto("/o/acme/p/weather/annotate/")
    expect(page.get_by_role("heading", name="No traces yet")).to_be_visible()
    expect(page.locator(".command")).to_contain_text("import_project")
    context.clear_cookies()
    page = sign_in_as(make_member(acme, name="Tomas"))
    page.goto("/o/acme/p/weather/annotate/")
    expect(page.get_by_role("heading", name="Nothing to do yet")).to_be_visible()


def test_a_paused_annotator_is_told_so(acme, sign_in_as):
    import_project(acme, items=ITEMS, schemes=SCHEMES)
    page = sign_in_as(make_member(acme, paused=True))
    page.goto("/o/acme/p/weather/annotate/")
    expect(page.get_by_role("heading", name="You are paused")).to_be_visible()


def test_projects_of_one_name_are_told_apart_by_their_address(acme, sign_in_as):
    for name in ("Weather", "Weather", "Maps"):
        make_project(acme, name)
    page = sign_in_as(make_member(acme, Role.MANAGER))
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="Weather").first).to_contain_text(re.compile("weather"))
    expect(rows.filter(has_text="Weather").locator(".code")).to_have_count(2)
    expect(rows.filter(has_text="Maps").locator(".code")).to_have_count(0)


def test_whole_times_are_written_one_way(acme, sign_in_as):
    import_project(acme, items=ITEMS, schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    start(page)
    form = re.compile(r"^\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d$")
    option(page, "no").check()
    expect(page.locator("saved-status")).to_have_attribute("title", form)
    first = page.url
    page.get_by_role("button", name=re.compile("Submit")).click()
    page.wait_for_url(lambda address: address != first)
    page.goto(first)
    ready(page)
    notice = page.locator("[data-notice=submitted]").filter(has_text="Submitted just now")
    expect(notice).to_have_attribute("title", form)
    page.goto("/o/acme/p/weather/my-work/")
    expect(page.locator("time")).to_have_attribute("title", form)


def test_the_administration_has_the_icon_too(acme, sign_in_as):
    page = sign_in_as(make_member(acme, Role.MANAGER))
    page.goto("/o/acme/admin/")
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile(r"favicon.*\.svg"))
