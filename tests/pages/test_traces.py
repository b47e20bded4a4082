"""The table of a project's traces."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from apps.tenants.lookups import organization_of_slug
from apps.tenants.models import Role
from apps.tenants.scope import scope
from apps.traces.failure_queries import CLASSES
from apps.traces.models import Trace
from apps.traces.views import PER_PAGE
from tests.factories import import_project, make_member, make_organization, make_project, sign_in
from tests.pages.counting import queries_of
from tracewright import recovery

pytestmark = pytest.mark.django_db
TRACES = "/o/acme/p/weather/traces/"


def items(numbers: Iterable[int]) -> list[dict[str, Any]]:
    """Records t0, t1, ...: the number is also how many steps a trace has, and one more."""
    return [{"id": f"t{n}", "task_description": f"Task {n}", "steps": ["look"] * (n + 1)} for n in numbers]


def table(client: Client, records: Iterable[dict[str, Any]], query: str = "") -> str:
    of = make_organization()
    import_project(of, items=records)
    sign_in(client, make_member(of, Role.REVIEWER))
    return str(client.get(TRACES + query).content.decode())


def test_traces_stand_in_the_order_of_the_data(client: Client) -> None:
    html = table(client, items([2, 0, 1]))
    assert html.index(">t2<") < html.index(">t0<") < html.index(">t1<")


def test_head_sorts_by_steps_the_most_first(client: Client) -> None:
    html = table(client, items([0, 2, 1]), "?sort=-steps")
    assert html.index(">t2<") < html.index(">t1<") < html.index(">t0<")
    assert '<th class="number" aria-sort="descending">' in html


def test_sorting_keeps_the_search_and_begins_at_page_one(client: Client) -> None:
    assert 'href="?q=Task&amp;sort=-steps"' in table(client, items(range(PER_PAGE + 1)), "?q=Task&page=2")


def test_search_finds_ids_and_tasks(client: Client) -> None:
    html = table(client, items(range(3)), "?q=task 1")
    assert ">t1<" in html and ">t0<" not in html


def test_search_finds_what_is_said_and_what_tools_were_given(client: Client) -> None:
    said = {"id": "said", "text": "Go.", "steps": [{"thought": "the barometer is broken"}]}
    given = {
        "id": "given",
        "text": "Go.",
        "steps": [{"tool_calls": [{"tool": "Bash", "input": {"command": "barometer"}}]}],
    }
    answered = {"id": "answered", "text": "Go.", "steps": [{"tool_calls": [{"tool": "Bash", "output": "barometer"}]}]}
    html = table(client, [said, given, answered], "?q=Barometer")
    assert ">said<" in html and ">given<" in html and ">answered<" not in html


def test_search_stays_in_the_organization(client: Client) -> None:
    record = {"id": "t1", "text": "Go.", "steps": ["the barometer"]}
    import_project(make_organization("other"), items=[record])
    assert "No trace has" in table(client, items([1]), "?q=barometer")


@pytest.mark.parametrize("words", ["%27", "%22", "-", "%28%28 OR", "%25", "%5C"])
def test_a_search_may_have_any_signs(client: Client, words: str) -> None:
    assert "0 traces" in table(client, items([1]), f"?q={words}")


def test_nothing_found_names_the_search_and_how_to_clear_it(client: Client) -> None:
    html = table(client, items(range(3)), "?q=aeroplane&sort=-steps")
    assert "No trace has “aeroplane”" in html
    assert 'href="?sort=-steps"' in html


def test_pager_goes_on_with_the_same_search(client: Client) -> None:
    html = table(client, items(range(PER_PAGE + 1)), "?q=Task")
    assert f"1 to {PER_PAGE} of {PER_PAGE + 1}" in html
    assert 'rel="next" href="?q=Task&amp;page=2"' in html


def test_project_without_traces_tells_its_manager_the_command(client: Client) -> None:
    of = make_organization()
    make_project(of)
    html = sign_in(client, make_member(of, Role.MANAGER)).get(TRACES).content.decode()
    assert "import_project PATH --organization acme --project weather" in html


def test_reviewer_of_an_empty_project_sees_no_command(client: Client) -> None:
    of = make_organization()
    make_project(of)
    html = sign_in(client, make_member(of, Role.REVIEWER)).get(TRACES).content.decode()
    assert "No traces yet" in html and "import_project" not in html


def test_ids_tasks_and_searches_are_escaped(client: Client) -> None:
    script = "<script>alert(1)</script>"
    record = {"id": f"t{script}", "task_description": f"{script} of the day", "steps": ["look"]}
    html = table(client, [record], f"?q={script}")
    assert "of the day" in html and script not in html
    assert script not in client.get(f"{TRACES}?q={script}{script}").content.decode()


def test_table_takes_as_many_queries_for_20_traces_as_for_10(client: Client) -> None:
    of = make_organization()
    import_project(of, items=items(range(10)))
    sign_in(client, make_member(of, Role.REVIEWER))
    for_10 = queries_of(client, TRACES)
    import_project(of, items=items(range(20)))
    assert queries_of(client, TRACES) == for_10


# ---- Filters ----


def call(tool: str, path: str, output: str, **fields: Any) -> dict[str, Any]:
    return {"tool": tool, "input": {"file_path": path}, "output": output, **fields}


def run(name: str, *calls: dict[str, Any], **fields: Any) -> dict[str, Any]:
    turns = [{"role": "assistant", "content": "On it.", "tool_calls": [each]} for each in calls]
    return {"id": name, "task_description": f"Fix {name}.", "structured_turns": turns, **fields}


FAILED = {"output": "String to replace not found", "is_error": True}
RUNS = [
    run("mended", call("Edit", "src/a.py", **FAILED), call("Edit", "src/a.py", "edited"), model="large"),
    run("stuck", call("Edit", "src/b.py", **FAILED), outcome={"resolved": False}, model="small"),
    run("smooth", call("Read", "docs/A.md", "text"), outcome={"resolved": True}, model="large"),
    run("dated", call("Read", "docs/b.md", "text"), started_at="2026-03-02T09:00:00Z"),
]


def found(html: str) -> list[str]:
    return [each["id"] for each in RUNS if f'title="{each["id"]}"' in html]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?model=large", ["mended", "smooth"]),
        ("?tool=Edit", ["mended", "stuck"]),
        ("?path=A.", ["mended", "smooth"]),
        ("?errors=some", ["mended", "stuck"]),
        ("?errors=none", ["smooth", "dated"]),
        ("?recovery=unrecovered", ["stuck"]),
        ("?recovery=recovered", ["mended"]),
        ("?outcome=resolved", ["smooth"]),
        ("?until=2026-03-02", ["dated"]),
        ("?since=2026-03-03", ["mended", "stuck", "smooth"]),  # imported after the day: their logs do not say
        ("?format=potato&tool=Edit&model=small&path=b.py", ["stuck"]),
        ("?errors=many&since=yesterday", ["mended", "stuck", "smooth", "dated"]),  # nothing that could be asked for
    ],
)
def test_traces_are_filtered(client: Client, query: str, names: list[str]) -> None:
    assert found(table(client, RUNS, query)) == names


def test_a_newer_revision_is_what_filters_find(client: Client) -> None:
    of = make_organization()
    import_project(of, items=RUNS)
    import_project(of, items=[{**run("stuck", call("Read", "c.py", "text")), "model": "large"}])
    sign_in(client, make_member(of, Role.REVIEWER))
    assert found(client.get(TRACES + "?tool=Edit").content.decode()) == ["mended"]
    assert found(client.get(TRACES + "?recovery=unrecovered").content.decode()) == []


def test_each_filter_in_use_is_a_chip_that_goes_by_itself(client: Client) -> None:
    html = table(client, RUNS, "?tool=Edit&errors=some&sort=-steps&page=1")
    assert "2 traces" in html
    assert 'href="?tool=Edit&amp;sort=-steps"' in html and 'href="?errors=some&amp;sort=-steps"' in html
    assert 'href="?sort=-steps"' in html  # clears them all


def test_heads_sort_what_is_filtered(client: Client) -> None:
    assert 'href="?tool=Edit&amp;sort=-steps"' in table(client, RUNS, "?tool=Edit")


def test_what_the_form_left_empty_is_no_part_of_the_address(client: Client) -> None:
    table(client, RUNS)
    answer = client.get(TRACES + "?q=&tool=Edit&path=&sort=-steps")
    assert answer.headers["Location"] == TRACES + "?tool=Edit&sort=-steps"


def test_nothing_found_says_which_filter_to_drop_and_what_it_would_give(client: Client) -> None:
    html = table(client, RUNS, "?tool=Edit&outcome=resolved&errors=some")
    assert "No trace passes all of these filters together." in html
    assert "Without Outcome: resolved" in html and "2 traces" in html
    assert "Without Tool" not in html  # there would still be none


def test_the_form_offers_what_the_project_has(client: Client) -> None:
    html = table(client, RUNS)
    offered = ("potato", "large", "small", "Edit", "Read", "resolved", "not resolved")
    assert [value for value in offered if f'<option value="{value}">' not in html] == []


def test_a_tool_of_calls_that_are_only_text_is_not_offered(client: Client) -> None:
    html = table(client, [{"id": "t1", "text": "Go.", "steps": [{"action": "search(query='x')"}]}])
    assert '<option value="search">' not in html


def test_filtered_table_takes_as_many_queries_for_20_traces_as_for_10(client: Client) -> None:
    of = make_organization()
    import_project(of, items=[run(f"t{n}", call("Edit", "a.py", **FAILED)) for n in range(10)])
    sign_in(client, make_member(of, Role.REVIEWER))
    asked = TRACES + "?tool=Edit&path=a&recovery=unrecovered"
    for_10 = queries_of(client, asked)
    import_project(of, items=[run(f"t{n}", call("Edit", "a.py", **FAILED)) for n in range(20)])
    assert queries_of(client, asked) == for_10


# ---- Errors and recoveries ----


def page_of_errors(client: Client, records: Iterable[dict[str, Any]], query: str = "") -> str:
    of = make_organization()
    import_project(of, items=records)
    sign_in(client, make_member(of, Role.REVIEWER))
    return str(client.get(TRACES + "errors/" + query).content.decode())


def test_failures_are_told_by_tool_and_kind_with_examples(client: Client) -> None:
    html = page_of_errors(client, RUNS)
    assert "text not found" in html and "50 %" in html  # of two failures one was recovered
    assert "?step=1#step-1" in html and 'title="mended"' in html and 'title="stuck"' in html


def test_soft_errors_are_counted_on_demand(client: Client) -> None:
    soft = run("soft", call("Bash", "", "Traceback (most recent call last)", soft_error="traceback"))
    html = page_of_errors(client, [soft])
    assert "With 1 soft error<" in html and "exception" not in html
    assert "exception" in client.get(TRACES + "errors/?soft=1").content.decode()


def test_project_without_errors_says_so(client: Client) -> None:
    assert "No errors" in page_of_errors(client, items([1]))


def test_traces_from_before_errors_were_counted_are_told(client: Client) -> None:
    html = page_of_errors(client, RUNS)
    assert "summarize_traces" not in html
    with scope(organization_of_slug("acme") or 0):
        Trace.objects.filter(identity="stuck").update(unrecovered=None)
    assert "python manage.py summarize_traces acme weather" in client.get(TRACES + "errors/").content.decode()


def test_page_of_errors_takes_as_many_queries_for_20_traces_as_for_10(client: Client) -> None:
    of = make_organization()
    import_project(of, items=[run(f"t{n}", call(f"Edit{n}", "a.py", **FAILED)) for n in range(10)])
    sign_in(client, make_member(of, Role.REVIEWER))
    for_10 = queries_of(client, TRACES + "errors/")
    import_project(of, items=[run(f"t{n}", call(f"Edit{n}", "a.py", **FAILED)) for n in range(20)])
    assert queries_of(client, TRACES + "errors/") == for_10


def test_every_kind_of_failure_has_words() -> None:
    assert {name for name, _pattern in recovery._CLASSES} | {"other"} == set(CLASSES)
