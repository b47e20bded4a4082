"""What the page of exports says of a long list and of many warnings."""

import pytest
from django.test import Client

from apps.exports import views
from apps.projects.models import Project
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from tests.factories import ask_export, make_member, make_organization, make_project, sign_in

pytestmark = pytest.mark.django_db
ROWS = "/o/acme/p/weather/exports/rows/"


def seat(client: Client) -> tuple[Project, Membership]:
    of = make_organization()
    member = make_member(of, Role.MANAGER)
    sign_in(client, member)
    return make_project(of), member


def rows(client: Client) -> str:
    return str(client.get(ROWS).content.decode())


def warned(client: Client, count: int) -> str:
    """The table with one export that has so many warnings."""
    project, member = seat(client)
    export = ask_export(project, member)
    export.report = {"counts": {}, "warnings": [f"odd thing {number}" for number in range(count)]}
    with scope(project.organization_id):
        export.save()
    return rows(client)


def test_a_list_that_is_cut_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHOWN", 2)
    project, member = seat(client)
    for _ in range(3):
        ask_export(project, member)
    html = rows(client)
    assert "These are the latest 2 exports." in html
    assert html.count('<tr id="export-') == 2


def test_a_whole_list_says_nothing_of_the_kind(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHOWN", 2)
    project, member = seat(client)
    for _ in range(2):
        ask_export(project, member)
    assert "These are the latest" not in rows(client)


def test_a_few_warnings_are_not_folded(client: Client) -> None:
    html = warned(client, 3)
    assert html.count("<li>odd thing") == 3 and "<details" not in html


def test_many_warnings_are_all_in_the_row_folded(client: Client) -> None:
    html = warned(client, 5)
    folded = html.partition("<details")[2].partition("</details>")[0]
    assert "All 5 warnings" in folded
    assert folded.count("<li>odd thing") == 5
