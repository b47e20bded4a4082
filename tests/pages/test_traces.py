"""The table of a project's traces."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client

from apps.tenants.models import Role
from apps.traces.views import PER_PAGE
from tests.factories import import_project, make_member, make_organization, make_project, sign_in
from tests.pages.counting import queries_of

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
