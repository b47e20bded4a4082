"""Marks in the texts of a trace: by mouse, by keyboard alone, and what becomes of them while the page changes around them."""

import re

import pytest
from playwright.sync_api import Page, expect

from apps.annotations.models import Annotation
from apps.tenants.scope import scope
from tests.e2e.test_accessibility import grave
from tests.e2e.test_annotators_day import saved, start, submit_page
from tests.e2e.waiting import becomes
from tests.factories import import_project, make_member
from tests.tracewright.folders import FIX

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e]

LABELS = [{"name": "made_up", "displayed_label": "Made up", "color": "red"}, "quoted"]
CLAIMS = {"annotation_type": "span", "name": "claims", "description": "What is it?", "labels": LABELS, "required": True}
PEOPLE = {
    "annotation_type": "span",
    "name": "people",
    "description": "Who?",
    "labels": ["person"],
    "allow_overlap": False,
}
REPORT = "".join(f"Line {number} 🙂 of the report.\n" for number in range(300))  # cut at 4,000 characters
STEPS = [{"thought": "🌞 is out in Rome", "action": "look()"}, {"thought": "Read it.", "observation": REPORT}]
ITEM = {"id": "t1", "task": "Find 🌞.", "steps": [*STEPS, *({"thought": f"Part {n}"} for n in range(120))]}


@pytest.fixture
def page(acme, sign_in_as) -> Page:
    import_project(acme, items=[ITEM], schemes=[{**FIX, "editable_fields": ["thought"]}, CLAIMS, PEOPLE])
    page = sign_in_as(make_member(acme))
    start(page)
    return page


def question(page: Page, name: str):
    return page.locator(f'span-marks[data-scheme="{name}"]')


def listed(page: Page, name: str) -> list[str]:
    return question(page, name).locator(".mark-text").all_inner_texts()


def drawn(page: Page, tone: str) -> list[str]:
    """What the page shows in this tone."""
    return page.evaluate("tone => [...(CSS.highlights.get(`mark-${tone}`) ?? [])].map(String)", tone)


def shows(page: Page, tone: str, words: str) -> None:
    becomes(page, lambda: words in drawn(page, tone))


def drag(page: Page, place: str, words: str) -> None:
    """Over these words of a text with the mouse."""
    find = """async ([place, words]) => {
      const line = document.querySelector(`[data-at="${place}"]`);
      const text = (line.querySelector("p") ?? line).firstChild;
      const range = new Range(), at = text.data.indexOf(words);
      range.setStart(text, at);
      range.setEnd(text, at + words.length);
      const trace = document.querySelector(".work-trace"), until = performance.now() + 3000;
      trace.scrollTop += range.getBoundingClientRect().top - 400;
      for (let still = 0, before; still < 10 && performance.now() < until; ) { // steps above are measured, and move it
        await new Promise(requestAnimationFrame);
        const { top } = range.getBoundingClientRect();
        still = top === before ? still + 1 : 0;
        before = top;
      }
      const { left, right, top, height } = range.getBoundingClientRect();
      return [left, right, top + height / 2];
    }"""
    left, right, middle = page.evaluate(find, [place, words])
    page.mouse.move(left + 0.5, middle)
    page.mouse.down()
    page.mouse.move((left + right) / 2, middle, steps=3)
    page.mouse.move(right - 0.5, middle, steps=3)
    page.mouse.up()


def stored(acme, name: str) -> list[dict]:
    with scope(acme.pk):
        return Annotation.objects.get(scheme__name=name).answer["spans"]


def test_a_label_and_the_mouse_make_a_mark(page, acme):
    question(page, "claims").get_by_role("button", name="Made up").click()
    drag(page, "0:/thought", "out")
    expect(question(page, "claims").locator(".mark-text")).to_have_text("out")
    expect(page.locator("#step-1 textarea")).to_have_count(0)  # the text did not open
    shows(page, "red", "out")
    # The same text for the other question: a click on the mark offers both.
    question(page, "people").get_by_role("button", name="person").click()
    drag(page, "0:/thought", "out in Rome")
    expect(question(page, "people").locator(".mark-text")).to_have_text("out in Rome")
    shows(page, "overlap", "out")
    assert (drawn(page, "overlap"), drawn(page, "red"), drawn(page, "blue")) == (["out"], [], [" in Rome"])
    saved(page)
    page.reload()
    expect(question(page, "people").locator(".mark-text")).to_have_text("out in Rome")
    submit_page(page)
    # "🌞 is out": the sun is one code point, so "out" begins at 5 (and for the browser at 6).
    made = {"label": "made_up", "step": "0", "pointer": "/thought", "start": 5, "end": 8, "text": "out"}
    assert stored(acme, "claims") == [made]
    assert stored(acme, "people") == [{**made, "label": "person", "end": 16, "text": "out in Rome"}]


@pytest.mark.slow
def test_a_click_on_a_mark_offers_another_label_and_its_removal(page):
    claims = question(page, "claims")
    page.get_by_role("button", name=re.compile("Submit")).click()
    expect(claims).to_have_class(re.compile("is-missing"))
    drag(page, "0:/thought", "Rome")
    claims.get_by_role("button", name="Made up").click()  # what is selected already
    expect(claims.locator(".mark-of")).to_have_text("Made up")
    expect(claims).not_to_have_class(re.compile("is-missing"))
    x, y = page.evaluate(
        "() => { const r = [...CSS.highlights.get('mark-red')][0].getBoundingClientRect(); return [r.left + 5, r.top + 5] }"
    )
    page.mouse.click(x, y)
    page.get_by_role("menuitemradio", name="Quoted").click()
    expect(claims.locator(".mark-of")).to_have_text("Quoted")
    expect(page.locator("#step-1 textarea")).to_have_count(0)  # the text did not open
    page.mouse.click(x, y)
    page.get_by_role("menuitem", name="Remove the mark").click()
    assert listed(page, "claims") == []
    page.keyboard.press("z")
    assert listed(page, "claims") == ["Rome"]


@pytest.mark.slow
def test_marks_come_back_with_their_step_and_behind_the_cut(page):
    claims = question(page, "claims")
    claims.get_by_role("button", name="Made up").click()
    drag(page, "0:/thought", "Rome")
    page.locator("#step-2 long-text", has_text="Line 0").get_by_role("button").click()
    expect(page.locator('[data-at="1:/observation"] p')).to_contain_text("Line 299")
    drag(page, "1:/observation", "Line 299")
    expect(claims.locator(".mark-text")).to_have_text(["Rome", "Line 299"])
    saved(page)
    page.reload()
    expect(claims.locator(".mark-text")).to_have_count(2)
    shows(page, "red", "Rome")
    assert drawn(page, "red") == ["Rome"]  # the other one is behind what has come
    claims.locator(".mark-go").nth(1).click()
    expect(page.locator('[data-at="1:/observation"] p')).to_contain_text("Line 299")
    shows(page, "here", "Line 299")
    page.keyboard.press("Escape")
    page.keyboard.press("G")
    expect(page.locator("#step-122")).to_be_in_viewport()
    page.keyboard.press("g")
    shows(page, "red", "Rome")


@pytest.mark.slow
def test_a_text_that_is_edited_keeps_its_marks_out_of_sight(page):
    question(page, "claims").get_by_role("button", name="Made up").click()
    drag(page, "0:/thought", "Rome")
    expect(question(page, "claims").locator(".mark-text")).to_have_text("Rome")
    page.keyboard.press("Escape")
    field = page.locator('#step-1 edit-field[data-pointer="/thought"]')
    field.locator("[data-act=edit]").first.click()
    field.locator("textarea").fill("🌞 is out in Bern")
    expect(field.get_by_text("The marks of this text are kept.")).to_be_visible()
    assert listed(page, "claims") == ["Rome"]
    field.get_by_role("button", name="Reset").click()
    page.keyboard.press("Escape")
    expect(field.get_by_text("The marks of this text are kept.")).to_be_hidden()
    shows(page, "red", "Rome")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_keyboard_alone_marks_relabels_and_removes(page, acme, theme):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    claims = question(page, "claims")
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="Mark text")
    expect(dialog.get_by_label("Text to mark")).to_be_focused()
    page.keyboard.type("x")  # changes nothing
    for _ in range(2):
        page.keyboard.press("ArrowRight")  # behind the sun and the blank
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text("Marked “is” as Made up.")
    assert grave(page) == []
    page.keyboard.press("Control+End")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("3")  # the first label of the second question
    expect(question(page, "people").locator(".mark-text")).to_have_text("Rome")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert grave(page) == []
    claims.locator("[data-gives=menu]").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert grave(page) == []
    page.keyboard.press("Enter")
    expect(claims.locator(".mark-of")).to_have_text("Quoted")
    question(page, "people").locator("[data-gives=remove]").focus()
    page.keyboard.press("Enter")
    assert listed(page, "people") == []
    saved(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile("/done|/annotate/$|/work"))
    made = {"label": "quoted", "step": "0", "pointer": "/thought", "start": 2, "end": 4, "text": "is"}
    assert stored(acme, "claims") == [made]
