"""The annotator's day in a real browser: log in, edit, reload, submit, next, reopen, correct; and what is exported then."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from tests.factories import import_project, make_member, submit
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

ITEMS = [
    {
        "id": f"t{number}",
        "task_description": f"Find the weather of city {number}.",
        "steps": [
            {"thought": "Look it up.", "action": "web_search(queyr='weather')", "observation": "3 results"},
            {"thought": "Open it.", "action": {"tool": "open", "input": {"result": 0}}},
            "Read the page",
        ],
        "final_answer": "It is sunny.",
    }
    for number in (1, 2)
]
SCHEMES = [
    {**FIX, "editable_fields": ["action", "thought"], "require_reason_on_edit": True},
    {
        "annotation_type": "radio",
        "name": "outcome",
        "description": "Done?",
        "labels": ["yes", "no"],
        "label_requirement": True,
    },
    {"annotation_type": "multiselect", "name": "why", "description": "Why?", "labels": ["typo", "wrong tool"]},
    {"annotation_type": "text", "name": "notes", "description": "Notes"},
]


@pytest.fixture
def project(acme):
    return import_project(acme, items=ITEMS, schemes=SCHEMES, overlap=2)


def step(page: Page, number: int):
    return page.locator(f"#step-{number}")


def option(page: Page, name: str):
    label = page.locator(".option", has=page.locator(".option-text", has_text=re.compile(f"^{name}$", re.IGNORECASE)))
    return label.locator("input")


def edit(page: Page, place: str, text: str, reason: str = "") -> None:
    """Open the editor at "2 /action" (step number and pointer; "answer" for the final answer) and type the new text."""
    number, _, pointer = place.partition(" ")
    root = page.locator("#final-answer") if number == "answer" else step(page, int(number))
    page.evaluate("(hash) => (location.hash = hash)", "final-answer" if number == "answer" else f"step-{number}")
    field = root.locator(f'edit-field[data-pointer="{pointer}"]')
    field.locator("[data-act=edit]").first.click()
    field.locator("textarea").fill(text)
    if reason:
        field.locator("input.reason").fill(reason)


def submit_page(page: Page) -> None:
    before = page.url
    page.get_by_role("button", name=re.compile("Submit")).click()
    page.wait_for_url(lambda address: address != before)
    if page.locator("work-page").count():
        ready(page)


def saved(page: Page) -> None:
    expect(page.locator("saved-status")).to_have_attribute("data-state", "saved", timeout=15_000)


def exported(folder: Path) -> dict:
    call_command("export", "acme/weather", format="trajectory_correction", output=folder, verbosity=0)
    return json.loads((folder / "trajectory_corrections.json").read_text())


def ready(page: Page) -> None:
    """The page's scripts have taken over."""
    expect(page.locator("work-page:defined")).to_be_visible()


def start(page: Page) -> None:
    page.goto("/o/acme/p/weather/annotate/")
    page.get_by_role("button", name=re.compile("Start")).click()
    ready(page)


def test_the_whole_day(acme, project, sign_in_as, tmp_path):
    page = sign_in_as(make_member(acme))
    start(page)
    edit(page, "1 /action", "web_search(query='weather')", "typo")
    edit(page, "2 /action", '{"tool":"open","input":{"result":1}}', "the second is better")
    edit(page, "3 ", "Read the whole page", "too short")
    edit(page, "answer /final_answer", "It is raining.")
    expect(step(page, 1).locator("ins")).to_have_text(["query"])
    expect(step(page, 1).locator("del")).to_have_text(["queyr"])
    expect(step(page, 1)).to_contain_text("1 word, 2 characters")
    option(page, "no").check()
    option(page, "typo").check()
    page.get_by_label("Notes").fill("The city is not named.")
    saved(page)

    page.reload()  # the draft is there
    expect(step(page, 1).locator("textarea").first).to_have_value("web_search(query='weather')")
    expect(page.get_by_label("Notes")).to_have_value("The city is not named.")
    expect(option(page, "no")).to_be_checked()

    first = page.url
    submit_page(page)  # the next trace is already there
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")
    option(page, "yes").check()
    submit_page(page)
    expect(page.get_by_role("main")).to_contain_text("done", ignore_case=True)

    page.goto(first)  # reopen and correct
    ready(page)
    step(page, 3).get_by_role("button", name="Reset").click()
    edit(page, "1 /thought", "Look up the weather.", "clearer")
    submit_page(page)

    records = exported(tmp_path)["records"]
    edits = {(edit["step_index"], edit["field"]): edit for edit in records[0]["edits"]}
    assert edits.keys() == {(0, "action"), (0, "thought"), (1, "action"), (None, "final_answer")}
    assert edits[0, "action"]["reason"] == "typo"
    assert records[0]["corrected_trace"]["steps"] == [
        {"thought": "Look up the weather.", "action": "web_search(query='weather')", "observation": "3 results"},
        {"thought": "Open it.", "action": {"tool": "open", "input": {"result": 1}}},
        "Read the page",
    ]
    assert records[0]["corrected_trace"]["final_answer"] == "It is raining."
    assert (records[1]["trace_id"], records[1]["edits"]) == ("t2", [])


def test_two_annotators_of_one_trace_give_two_lines(acme, project, sign_in_as, tmp_path):
    page = sign_in_as(make_member(acme))
    start(page)
    edit(page, "1 /action", "weather('Oslo')", "shorter")
    option(page, "no").check()
    submit_page(page)
    edits = [{"step": "0", "pointer": "/action", "text": "forecast('Oslo')", "reason": "right tool"}]
    submit(project, make_member(acme, name="Tomas"), {"fix": {"edits": edits}, "outcome": {"choice": "no"}})
    exported(tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "trajectory_dpo.jsonl").read_text().splitlines()]
    assert [(line["annotator"], line["chosen"]["steps"][0]["action"]) for line in lines] == [
        ("Mirela", "weather('Oslo')"),
        ("Tomas", "forecast('Oslo')"),
    ]


def test_submit_names_what_is_missing_and_jumps_there(acme, project, sign_in_as):
    page = sign_in_as(make_member(acme))
    start(page)
    edit(page, "3 ", "Read it")
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(step(page, 3).locator("input.reason")).to_be_focused()
    expect(page.locator("[data-shows=missing]")).to_be_visible()
    expect(page.get_by_role("group", name=re.compile("Done"))).to_contain_text("Answer")


def test_text_that_is_no_json_any_more_is_told_at_the_field(acme, project, sign_in_as):
    page = sign_in_as(make_member(acme))
    start(page)
    edit(page, "2 /action", '{"tool": ', "broken")
    expect(step(page, 2).locator("[data-shows=problem]").first).to_be_visible()


def test_the_trace_is_worked_on_by_keyboard_alone(acme, project, sign_in_as):
    page = sign_in_as(make_member(acme))
    start(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("Read all of it")
    page.keyboard.press("Tab")
    page.keyboard.type("why not")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect(option(page, "no")).to_be_checked()
    before = page.url
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda address: address != before)
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")


def test_a_skipped_trace_gives_the_next_one(acme, project, sign_in_as):
    page = sign_in_as(make_member(acme))
    start(page)
    page.get_by_role("button", name="Skip", exact=True).click()
    page.get_by_label("Why?").fill("I do not know the city")
    page.locator("#skip-dialog").get_by_role("button", name="Skip", exact=True).click()
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")


def test_back_shows_the_trace_that_was_submitted_and_forward_the_next(acme, project, sign_in_as):
    page = sign_in_as(make_member(acme))
    start(page)
    first = page.url
    option(page, "no").check()
    submit_page(page)
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")
    second = page.url

    page.go_back()
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 1.")
    expect(page.locator("[data-notice=submitted]")).to_be_visible()
    expect(option(page, "no")).to_be_checked()
    assert page.url == first

    page.go_forward()
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")
    expect(option(page, "no")).not_to_be_checked()
    assert page.url == second


def test_back_between_two_steps_stays_on_the_page(acme, project, sign_in_as):
    page = sign_in_as(make_member(acme))
    start(page)
    option(page, "no").check()
    submit_page(page)
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")
    page.evaluate("window.isStillHere = true")
    for name in ("step-2", "step-3"):
        page.evaluate("(name) => (location.hash = name)", name)
    page.go_back()
    page.wait_for_url("**#step-2")
    expect(step(page, 2)).to_have_class(re.compile("is-here"))
    page.go_back()  # to the address without a step
    page.wait_for_url(re.compile(r"/annotate/\d+/$"))
    expect(page.locator(".task-text")).to_have_text("Find the weather of city 2.")
    assert page.evaluate("window.isStillHere")


def test_script_in_a_trace_does_not_run(acme, sign_in_as):
    bomb = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    import_project(acme, items=[{"id": "t1", "task": bomb, "steps": [bomb, {"action": bomb}]}], schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    start(page)
    edit(page, "1 ", bomb + " and more", bomb)
    saved(page)
    expect(page).not_to_have_title("owned")
    assert page.locator("work-page img").count() == 0
