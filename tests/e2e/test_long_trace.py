"""A trace of hundreds of steps: only what is near the window is in the page, and nothing that somebody does depends on it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_annotators_day import ready, saved, start, submit_page
from tests.e2e.waiting import becomes
from tests.factories import import_project, make_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]

SCHEMES = [{"annotation_type": "trajectory_edit", "name": "fix", "description": "Fix", "steps_key": "structured_turns"}]
LONG_RESULT = "\n".join(f"line {number}" for number in range(400))


def turn(number: int) -> dict:
    tool = "Read" if number % 3 else "Bash"
    call = {"id": f"c{number}", "tool": tool, "input": {"path": f"src/file_{number}.py"}, "output": LONG_RESULT}
    if number == 250:
        call["is_error"] = True
    return {"role": "assistant", "content": f"Now file {number}.", "tool_calls": [call]}


TRACE = {"id": "t1", "task": "Read them all.", "structured_turns": [turn(number) for number in range(300)]}


@pytest.fixture
def page(acme, sign_in_as) -> Page:
    import_project(acme, items=[TRACE, {**TRACE, "id": "t2", "task": "Once more."}], schemes=SCHEMES, overlap=2)
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def scroll(page: Page, where: str) -> None:
    page.locator(".work-trace").evaluate(
        "(box, where) => (box.scrollTop = where === 'end' ? box.scrollHeight : 0)", where
    )
    page.wait_for_timeout(150)


def go_to(page: Page, number: int):
    page.evaluate("(hash) => (location.hash = hash)", f"step-{number}")
    step = page.locator(f"#step-{number}")
    expect(step.locator(".step-body")).to_be_in_viewport()  # come, not only its place
    return step


def test_the_page_holds_fewer_than_three_thousand_elements(page):
    for where in ("end", "start"):
        scroll(page, where)
        assert page.evaluate("document.getElementsByTagName('*').length") < 3000


def test_every_step_can_be_reached_by_its_link(page):
    for number in (1, 150, 300, 7):
        expect(go_to(page, number)).to_contain_text(f"Now file {number - 1}.")


def test_a_link_to_a_call_leads_there(page):
    page.goto(page.url + "#call-200.1")
    ready(page)
    expect(page.locator("[id='call-200.1']")).to_be_in_viewport()


def test_the_field_somebody_types_in_never_leaves(page):
    step = go_to(page, 5)
    step.locator('edit-field[data-pointer="/content"] .label').click()
    page.keyboard.type("Half a sen")
    scroll(page, "end")
    page.keyboard.type("tence")
    expect(step.locator("textarea")).to_be_focused()
    expect(step.locator("textarea")).to_have_value(re.compile("Half a sentence"))


def test_a_half_composed_word_survives_scrolling(page):
    """As an input method for Japanese writes: the word is not there until it is committed."""
    go_to(page, 5).locator('edit-field[data-pointer="/content"] .label').click()
    cdp = page.context.new_cdp_session(page)
    cdp.send("Input.imeSetComposition", {"text": "てん", "selectionStart": 2, "selectionEnd": 2})
    scroll(page, "end")
    scroll(page, "start")
    cdp.send("Input.imeSetComposition", {"text": "てんき", "selectionStart": 3, "selectionEnd": 3})
    cdp.send("Input.insertText", {"text": "天気"})
    value = page.locator("#step-5 textarea").input_value()
    assert (value.count("天気"), value.count("てん")) == (1, 0)


def test_what_was_unfolded_is_unfolded_when_it_comes_back(page):
    step = go_to(page, 5)
    step.locator("summary").click()
    step.get_by_role("button", name="Show all 400 lines").click()
    expect(step).to_contain_text("line 399")
    for number in range(20, 300, 20):  # far enough for the step to be forgotten
        go_to(page, number)
    expect(go_to(page, 5)).to_contain_text("line 399")


def test_coming_back_finds_the_same_place(page):
    for number in (60, 180, 120):
        go_to(page, number)
    page.wait_for_timeout(300)
    place = """() => [document.querySelector('.work-trace').scrollTop,
        document.querySelector('#step-120').getBoundingClientRect().top]"""
    box, top = page.evaluate(place)
    scroll(page, "end")
    page.evaluate("(top) => (document.querySelector('.work-trace').scrollTop = top)", box)
    page.wait_for_timeout(150)
    assert abs(page.evaluate(place)[1] - top) < 2


def test_steps_that_come_in_above_do_not_push_what_is_read(page):
    go_to(page, 150)
    before = page.locator("#step-150").evaluate("(step) => step.getBoundingClientRect().top")
    page.wait_for_timeout(500)  # more steps arrive around it
    assert abs(page.locator("#step-150").evaluate("(step) => step.getBoundingClientRect().top") - before) < 2


def test_edits_of_steps_that_are_not_in_the_page_are_kept_and_sent(page):
    go_to(page, 2).locator('edit-field[data-pointer="/content"] .label').click()
    page.keyboard.type("!")
    go_to(page, 290).locator('edit-field[data-pointer="/content"] .label').click()
    page.keyboard.type("?")
    saved(page)
    page.reload()
    ready(page)
    expect(page.locator("[data-filter=edited] b")).to_have_text("2")
    expect(go_to(page, 2).locator("textarea")).to_have_value(re.compile("!"))
    expect(go_to(page, 290).locator("textarea")).to_have_value(re.compile(r"\?"))


def test_the_search_finds_what_never_was_in_the_page(page):
    with page.expect_response(re.compile(r"/search/\?q=")) as readied:  # by the focus alone
        page.keyboard.press("/")
    assert readied.value.ok
    page.keyboard.type("FILE_277")
    expect(page.locator(".outline li[data-key]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".outline li[data-key]")).not_to_have_count(1)


def marked(page: Page) -> list[str]:
    return page.evaluate("[...CSS.highlights.get('found') ?? []].map((range) => range.toString())")


def is_marked_in_sight(page: Page) -> bool:
    """The first marked text is inside the trace's own box and inside the box of the result, if it is in one."""
    return page.evaluate("""() => {
        const [range] = CSS.highlights.get('found'), at = range.getBoundingClientRect();
        const inside = range.startContainer.parentElement;
        return [inside.closest('.fold-body') ?? inside, inside.closest('.work-trace')].every((box) => {
            const seen = box.getBoundingClientRect();
            return at.top >= seen.top && at.bottom <= seen.bottom;
        });
    }""")


def search_for(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.locator("[data-shows=hits] [role=status]")).to_be_visible()


def test_a_found_text_is_unfolded_marked_and_brought_into_sight(acme, sign_in_as):
    turns = [turn(number) for number in range(40)]
    turns[30]["tool_calls"][0]["output"] = LONG_RESULT.replace("line 290", "line 290: func GetGitCommonDir() {")
    import_project(acme, items=[{"id": "t1", "task": "Read.", "structured_turns": turns}], schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    start(page)
    search_for(page, "func getgitcommondir()")
    page.locator(".outline li[data-key] a").click()
    becomes(page, lambda: marked(page), ["func GetGitCommonDir()"])
    page.wait_for_timeout(200)  # what is measured later moves it no more
    assert is_marked_in_sight(page)


def test_enter_goes_from_hit_to_hit_and_the_map_counts_them(page):
    search_for(page, "Now file 29")  # 29 and 290 to 299
    count = page.locator("[data-shows=hits] [role=status]")
    expect(count).to_have_text("11 places")
    page.keyboard.press("Enter")
    expect(count).to_have_text("1 of 11")
    page.keyboard.press("Enter")
    expect(count).to_have_text("2 of 11")
    expect(page.locator(".outline [aria-current] .at")).to_have_text("291")
    becomes(page, lambda: marked(page), ["Now file 29"])
    assert is_marked_in_sight(page)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(count).to_have_text("11 of 11")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(count).to_be_hidden()
    assert marked(page) == []


def test_enter_waits_for_what_was_typed_last(page):
    page.keyboard.press("/")
    page.keyboard.type("Now file 299")
    page.keyboard.press("Enter")
    expect(page.locator("[data-shows=hits] [role=status]")).to_have_text("1 of 1")
    expect(page.locator("#step-300")).to_be_in_viewport()


def test_a_text_that_was_typed_is_found_in_its_field(page):
    go_to(page, 5).locator('edit-field[data-pointer="/content"] .label').click()
    page.keyboard.press("End")
    page.keyboard.type(" Written by hand.")
    page.keyboard.press("Escape")
    search_for(page, "by hand")
    page.keyboard.press("Enter")
    expect(page.locator("[data-shows=hits] [role=status]")).to_have_text("1 of 1")
    expect(page.locator("#step-5")).to_be_in_viewport()
    becomes(page, lambda: set(marked(page)), {"by hand"})


def test_the_map_shows_errors_and_one_tool(page):
    page.locator("[data-filter=errors]").click()
    expect(page.locator(".outline li[data-key]")).to_have_count(1)
    page.locator(".outline li[data-key] a").click()
    expect(page.locator("#step-251")).to_be_in_viewport()
    page.locator("[data-filter=all]").click()
    page.get_by_label("Show one tool").select_option("Bash")
    expect(page.locator(".outline .what").first).to_contain_text("Bash")
    expect(page.locator(".outline")).not_to_contain_text("Read ")


def test_keys_go_from_step_to_step_to_the_last_and_back(page):
    page.keyboard.press("G")
    expect(page.locator("#step-300")).to_be_in_viewport()
    page.keyboard.press("k")
    expect(page.locator("#step-299")).to_have_class(re.compile("is-here"))
    page.keyboard.press("g")
    expect(page.locator("#step-1")).to_be_in_viewport()


def test_the_next_trace_comes_without_another_page_and_is_ready_at_once(page):
    page.evaluate("window.isStillTheSame = true")
    with page.expect_response("**/upcoming/"):
        pass
    submit_page(page)
    expect(page.locator(".task-text")).to_have_text("Once more.")
    assert page.evaluate("window.isStillTheSame")
    page.reload()
    ready(page)
    expect(page.locator(".task-text")).to_have_text("Once more.")


def test_steps_and_calls_are_inserted_moved_removed_and_all_of_it_taken_back(page):
    go_to(page, 3).locator(".step-at").focus()
    names = "() => document.querySelector('trace-steps').names.slice(0, 6).join()"
    page.keyboard.press("i")
    page.keyboard.type("Look first.")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.type("Bash")
    page.keyboard.press("Enter")
    inserted = page.get_by_label("Inserted step", exact=True)
    expect(inserted.get_by_text("No result", exact=True)).to_be_visible()
    inserted.get_by_role("button", name="Give a result").click()
    page.keyboard.type("fine")
    page.keyboard.press("Escape")
    expect(inserted.get_by_text("No result", exact=True)).to_be_hidden()
    page.keyboard.press("Alt+ArrowUp")
    assert page.evaluate(names) == "0,1,+1,2,3,4"
    go_to(page, 1).locator(".step-at").focus()
    page.keyboard.press("x")
    expect(page.get_by_text("Step 1 removed.")).to_be_visible()
    for _ in range(12):
        page.keyboard.press("z")
    assert page.evaluate(names) == "0,1,2,3,4,5"
    assert page.evaluate("document.querySelector('trace-steps').corrections.sent") == {"edits": []}
    for _ in range(12):
        page.keyboard.press("Shift+Z")
    assert page.evaluate(names) == "0,1,+1,2,3,4"
    expect(page.locator("#step-1")).to_contain_text("Removed")


def test_the_menu_does_all_of_it_by_mouse(page):
    step = go_to(page, 2)
    step.get_by_title("More for this step").click()
    page.get_by_role("menuitem", name="Move down").click()
    expect(step.get_by_text("Moved", exact=True)).to_be_visible()
    step.get_by_title("More for this step").click()
    page.get_by_role("menuitem", name=re.compile("Remove")).click()
    step.get_by_role("button", name="Bring back").click()
    call = step.locator("[data-call]")
    call.hover()
    call.get_by_title("More for this call").click()
    page.get_by_role("menuitem", name=re.compile("Remove")).click()
    expect(call.get_by_text("Removed", exact=True)).to_be_visible()
    call.get_by_role("button", name="Bring back").click()
    expect(call.get_by_text("Removed", exact=True)).to_be_hidden()


def test_an_argument_is_added_and_another_removed(page):
    call = go_to(page, 2).locator("[data-call]")
    call.hover()
    call.get_by_role("button", name="Add argument").click()
    page.keyboard.type("limit")
    page.keyboard.press("Enter")
    page.keyboard.type("20")
    call.locator('edit-field[data-pointer="/tool_calls/0/input/path"] .label').click()
    call.get_by_role("button", name="Remove argument").first.click()
    expect(call).to_contain_text("This argument is removed.")
    saved(page)
    sent = page.evaluate("document.querySelector('trace-steps').corrections.sent.edits")
    assert [(edit["pointer"], edit["text"]) for edit in sent] == [
        ("/tool_calls/0/input/limit", "20"),
        ("/tool_calls/0/input/path", None),
    ]


@pytest.mark.parametrize("here", [1, 300])
def test_submit_goes_to_the_reason_in_a_step_that_is_not_in_the_page(acme, sign_in_as, here):
    """150 has not come yet when the page opens at 1; at 300 it has, and is out of the window."""
    import_project(acme, items=[TRACE], schemes=[{**SCHEMES[0], "require_reason_on_edit": True}])
    page = sign_in_as(make_member(acme))
    start(page)
    go_to(page, 150).locator("[data-act=edit]").first.click()
    page.keyboard.type("x")
    saved(page)
    if here == 1:
        page.goto(page.url.partition("#")[0] + "#step-1")
        page.reload()
        ready(page)
    go_to(page, here).locator(".step-at").focus()
    page.get_by_role("button", name="Submit").click()
    expect(page.locator("#step-150 input.reason")).to_be_focused()
    expect(page.locator("#step-150 input.reason")).to_be_in_viewport()
    expect(page.locator("#step-150")).to_have_class(re.compile("is-here"))


LONG_PATH = "/home/someone/work/entire/cmd/entire/cli/strategy/manual_commit_hooks.go"


def test_the_map_shows_file_names_and_step_numbers_also_in_a_filtered_list(acme, sign_in_as):
    call = {"tool": "Edit", "input": {"file_path": LONG_PATH}}
    turns = [{"content": f"Step {number}.", "tool_calls": [call, {**call, "tool": "Read"}]} for number in range(3)]
    import_project(acme, items=[{"id": "t1", "task": "Mend it.", "structured_turns": turns}], schemes=SCHEMES)
    page = sign_in_as(make_member(acme))
    start(page)
    page.get_by_label("Show one tool").select_option("Edit")
    lines = page.locator(".outline li[data-key]")
    expect(lines.locator(".at")).to_have_text(["1", "2", "3"])
    expect(lines.first.locator("a")).to_have_attribute("title", LONG_PATH)
    name = lines.first.locator(".file")
    expect(name).to_have_text("manual_commit_hooks.go")
    fits = """(name) => {
        const [beginning, end] = [...name.children].map((part) => part.getBoundingClientRect());
        return beginning.width > 60 && name.closest(".what").getBoundingClientRect().right - end.right > -1;
    }"""
    expect(page.locator(".map-files")).to_be_visible()  # below the map, with the same long folder
    # Half of the name, however long the folder is, and its end in sight; the map may be making its lines anew.
    becomes(page, lambda: name.evaluate(fits))
