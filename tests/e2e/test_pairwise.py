"""Two runs of an agent side by side: read where they part, and said which is better, by hand and by key alone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from apps.annotations.importing.project import import_project as import_folder
from apps.annotations.models import Annotation
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import ready, saved, start
from tests.factories import import_project, make_member, make_organization

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

EXAMPLE = Path(__file__).parents[2] / "examples" / "agent-traces" / "coding-agent-comparison" / "config.yaml"
BEGIN = [
    {"role": "user", "content": "Fix it."},
    *({"role": "assistant", "content": f"I look {n}."} for n in range(1, 6)),
]
BASH = {"tool": "Bash", "input": {"command": "make"}, "output": "ok", "exit_code": 0}
LEFT = [
    *BEGIN,
    {"role": "assistant", "content": "I build.", "tool_calls": [BASH]},
    {"role": "assistant", "content": "Done."},
]
RIGHT = [
    *BEGIN,
    *({"role": "assistant", "content": f"I wait {n}."} for n in range(1, 300)),
    {"role": "assistant", "content": "Done."},
]
SCHEME = {
    "annotation_type": "pairwise",
    "name": "better",
    "description": "Which is better?",
    "items_key": "runs",
    "allow_tie": True,
    "justification": True,
}


def question(page: Page, name: str):
    return page.locator(f'[data-scheme="{name}"]')


def answer_of(member: Membership, scheme: str) -> dict:
    with scope(member.organization_id):
        return Annotation.objects.get(scheme__name=scheme).answer


def test_by_mouse_the_beginning_is_unfolded_the_difference_found_and_a_run_chosen(
    sign_in_as: Callable[[Membership], Page],
) -> None:
    acme = make_organization()
    runs = [{"label": "Run 1", "structured_turns": LEFT}, {"label": "Run 2", "structured_turns": RIGHT}]
    import_project(acme, items=[{"id": "fix", "task_description": "Fix it.", "runs": runs}], schemes=[SCHEME])
    mirela = make_member(acme)
    page = sign_in_as(mirela)
    start(page)
    heads = page.locator("compare-head .compare-side h2")
    expect(heads).to_have_text([re.compile("A.*Run 1"), re.compile("B.*Run 2")])
    expect(page.locator("#step-1")).to_have_text(re.compile("6 equal steps"))
    expect(page.locator("#step-2")).to_have_count(0)
    page.get_by_role("button", name=re.compile("First difference")).click()
    row = page.locator("#step-7")
    expect(row).to_have_class(re.compile("is-here"))
    expect(row.locator(".is-first .terminal")).to_contain_text("$ make")
    expect(row.locator(".is-second")).to_contain_text("I wait 1.")
    page.get_by_role("button", name="6 equal steps").click()
    expect(page.locator("#step-2 .step")).to_have_count(2)
    page.get_by_role("button", name=re.compile("Fold 6 equal steps")).click()
    expect(page.locator("#step-2")).to_have_count(0)
    page.get_by_role("searchbox").fill("I look 3.")
    page.keyboard.press("Enter")
    expect(page.locator("#step-4")).to_have_class(re.compile("is-here"))  # what was folded is searched, too
    expect(page.locator("#step-4 .is-second")).to_contain_text("I look 3.")
    page.keyboard.press("Escape")
    page.keyboard.press("G")  # 306 rows; the last one is read from the server, and both are done in it
    expect(page.locator("#step-306 .step")).to_have_count(2)
    assert page.locator(".compare-row").count() < 60
    asked = question(page, "better")
    asked.get_by_role("radio", name="B", exact=True).click()
    expect(asked.get_by_role("radio", name="B", exact=True)).to_be_checked()
    asked.get_by_role("radio", name="B", exact=True).click()
    expect(asked.get_by_role("radio", name="B", exact=True)).not_to_be_checked()
    asked.get_by_role("radio", name="A", exact=True).click()
    asked.locator("textarea").fill("It built it.")
    saved(page)
    page.reload()
    expect(asked.get_by_role("radio", name="A", exact=True)).to_be_checked()
    page.get_by_role("button", name=re.compile("Submit")).click()
    page.wait_for_url(re.compile("my-work|/annotate/$"))
    assert answer_of(mirela, "better") == {"selection": "A", "justification": "It built it."}


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_by_keys_alone_on_any_screen_and_axe_finds_nothing_serious(
    sign_in_as: Callable[[Membership], Page], theme: str
) -> None:
    acme = make_organization()
    import_folder(EXAMPLE, organization_id=acme.pk, slug="weather")
    mirela = make_member(acme)
    page = sign_in_as(mirela)
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    start(page)
    page.keyboard.press("f")
    expect(page.locator("#step-5")).to_have_class(re.compile("is-here"))
    page.keyboard.press("J")
    expect(page.locator("#step-6")).to_have_class(re.compile("is-here"))
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("o")
    expect(page.locator("#step-4")).to_be_attached()
    assert grave(page) == []
    asked = question(page, "better_run")
    page.keyboard.press("0")
    expect(asked.get_by_label("Equally good")).to_be_checked()
    page.keyboard.press("1")
    expect(asked.locator("input").first).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("It mends the cause.")
    for key in ("Tab", "2", "Tab", "3", "Tab", "1"):
        page.keyboard.press(key)
    rows = question(page, "better_at").locator("[data-row]")
    for row, side in enumerate(("B", "tie", "A")):
        expect(rows.nth(row).locator("input:checked")).to_have_value(side)
    page.set_viewport_size({"width": 400, "height": 860})
    first, second = page.locator("#step-6 .is-first"), page.locator("#step-6 .is-second")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.keyboard.press("j")
    expect(first).to_be_visible()
    expect(second).to_be_hidden()
    page.keyboard.press("s")
    expect(second).to_be_visible()
    expect(first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert grave(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.locator(".crumbs [aria-current]")).not_to_have_text("invoice_cent")
    with scope(acme.pk):
        given = Annotation.objects.get(scheme__name="better_run")
    flipped = page.evaluate("JSON.parse(document.querySelector('#work-data').textContent).flipped")
    assert given.answer == {"selection": "B" if flipped else "A", "justification": "It mends the cause."}


@pytest.mark.slow
def test_what_is_compared_is_neither_marked_nor_commented_on(sign_in_as: Callable[[Membership], Page]) -> None:
    acme = make_organization()
    edit = {"tool": "Edit", "input": {"file_path": "a.py", "old_string": "x", "new_string": "y"}, "output": "Done."}
    runs = [[*BEGIN, {"role": "assistant", "content": "I edit.", "tool_calls": [edit]}], BEGIN]
    review = {"annotation_type": "code_review", "name": "review", "description": "Is it right?"}
    marking = {"annotation_type": "span", "name": "claims", "description": "Claims", "labels": ["made up"]}
    item = {"id": "fix", "task_description": "Fix it.", "runs": [{"structured_turns": each} for each in runs]}
    import_project(acme, items=[item], schemes=[SCHEME, review, marking])
    page = sign_in_as(make_member(acme))
    start(page)
    page.keyboard.press("f")
    row = page.locator("#step-7")
    expect(row).to_have_class(re.compile("is-here"))
    expect(row.locator(".is-first .code-block")).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("w")
    expect(page.locator(".remark")).to_have_count(0)
    expect(row.locator("[data-at], .line-number")).to_have_count(0)
    page.keyboard.press("m")  # of all texts only the task is offered, which is the record's own
    expect(page.locator("#mark-dialog")).to_be_visible()
    expect(page.locator("#mark-dialog")).not_to_contain_text("I edit.")
    page.keyboard.press("Escape")
    expect(page.locator("#mark-dialog")).to_be_hidden()
    page.keyboard.press("k")
    page.keyboard.press("J")  # there is but one difference
    expect(row).to_have_class(re.compile("is-here"))


@pytest.mark.slow
def test_two_texts_are_cards_and_a_scale_in_the_other_order_names_the_data(
    sign_in_as: Callable[[Membership], Page],
) -> None:
    acme = make_organization()
    scheme = {**SCHEME, "mode": "scale", "items_key": "text", "randomize_order": True}
    line = {**scheme, "name": "line", "description": "On a line", "scale": {"min": 0, "max": 100}}
    items = [{"id": str(n), "task_description": "Which?", "text": [f"First {n}", f"Second {n}"]} for n in range(12)]
    import_project(acme, items=items, schemes=[scheme, line])
    mirela = make_member(acme)
    page = sign_in_as(mirela)
    start(page)
    orders = set()
    while (
        len(orders) < 2
    ):  # all twelve stand in one order once in 2,048 times, and the numbers of turns begin anew in each test
        cards = page.locator("compare-head .compare-side long-text")
        is_flipped = cards.first.inner_text().startswith("Second")
        expect(cards).to_have_text([re.compile("Second"), re.compile("First")][:: 1 if is_flipped else -1])
        orders.add(is_flipped)
        asked = question(page, "better")
        asked.locator("input[value='-2']").check()  # the one on the left is better
        question(page, "line").locator("input[type=range]").fill("30")
        name = page.locator(".crumbs [aria-current]").inner_text()
        page.get_by_role("button", name=re.compile("Submit")).click()
        expect(page.locator(".crumbs [aria-current]")).not_to_have_text(name)
        ready(page)
        with scope(acme.pk):
            given = {
                each.scheme.name: each.answer["scale_value"]
                for each in Annotation.objects.filter(assignment__revision__trace__identity=name).select_related(
                    "scheme"
                )
            }
        assert given == ({"better": 2, "line": 70} if is_flipped else {"better": -2, "line": 30})
        expect(asked.locator("input[type=radio]:checked")).to_have_count(0)
    assert grave(page) == []


@pytest.mark.slow
def test_a_line_of_code_beside_another_run_stays_one_line_that_scrolls(
    sign_in_as: Callable[[Membership], Page],
) -> None:
    acme = make_organization()
    long = "return round(" + "quantity * price * " * 8 + "1, 2)"
    edit = {"tool": "Edit", "input": {"file_path": "a.py", "old_string": "x", "new_string": long}, "output": "Done."}
    runs = [[*BEGIN, {"role": "assistant", "content": "I edit.", "tool_calls": [edit]}], BEGIN]
    item = {"id": "fix", "task_description": "Fix it.", "runs": [{"structured_turns": each} for each in runs]}
    import_project(acme, items=[item], schemes=[SCHEME], instance_display={"diff_view": "split"})
    page = sign_in_as(make_member(acme))
    start(page)
    page.keyboard.press("f")
    added = page.locator("#step-7 tr.added")
    expect(added.locator("td.n:visible")).to_have_count(1)
    assert added.evaluate("row => row.offsetHeight") == 20
    assert page.locator("#step-7").get_by_role("button", name="Split").count() == 0
    block = page.locator("#step-7 .code-block")
    block.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("block => block.scrollLeft > 0", arg=block.element_handle())
    assert added.locator("td.n:visible").evaluate(
        "cell => cell.getBoundingClientRect().left >= cell.closest('.call-part').getBoundingClientRect().left"
    )
    assert grave(page) == []
