"""The card that says how far a project is."""

import pytest
from django.test import Client

from apps.assignments import services
from apps.projects.models import Project
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, make_project, sign_in, submit
from tests.pages.counting import queries_of

pytestmark = pytest.mark.django_db
CARD = "/o/acme/p/weather/progress/"


def skip_next(project: Project, by: Membership, reason: str) -> None:
    turn = claim(project, by)
    with scope(project.organization_id):
        services.skip(assignment=turn, reason=reason, by=turn.member)


def test_card_counts_answers_and_names_who_gave_them(client: Client) -> None:
    of = make_organization()
    project = import_project(of, overlap=2)  # 3 traces
    mirela = make_member(of)
    submit(project, mirela)
    claim(project, mirela)
    html = sign_in(client, make_member(of, Role.REVIEWER, "Lindiwe")).get(CARD).content.decode()
    assert '<progress value="1" max="6"' in html
    assert "Mirela" in html and "Lindiwe" not in html


def test_traces_that_everyone_skipped_are_shown_with_the_reasons(client: Client) -> None:
    of = make_organization()
    project = import_project(of)
    for name in ("Mirela", "Tomas"):
        skip_next(project, make_member(of, name=name), f"{name} cannot see the screenshot")
    html = sign_in(client, make_member(of, Role.REVIEWER, "Lindiwe")).get(CARD).content.decode()
    assert "everyone skipped them" in html
    assert "Mirela cannot see the screenshot" in html and "Tomas cannot see the screenshot" in html


def test_a_trace_that_somebody_may_still_take_is_not_shown_as_skipped_by_all(client: Client) -> None:
    of = make_organization()
    project = import_project(of)
    skip_next(project, make_member(of), "no")
    make_member(of, name="Tomas")
    html = sign_in(client, make_member(of, Role.REVIEWER, "Lindiwe")).get(CARD).content.decode()
    assert "everyone skipped them" not in html


def test_reasons_and_names_are_escaped(client: Client) -> None:
    script = "<script>alert(1)</script>"
    of = make_organization()
    project = import_project(of, items=[{"id": script, "task": script, "steps": ["look"]}])
    skip_next(project, make_member(of, public_name=f"Mirela {script}"), f"Because {script}")
    html = sign_in(client, make_member(of, Role.REVIEWER, "Lindiwe")).get(CARD).content.decode()
    assert "Because" in html and script not in html


def test_project_without_traces_says_so(client: Client) -> None:
    of = make_organization()
    make_project(of)
    assert "No traces yet" in sign_in(client, make_member(of, Role.REVIEWER)).get(CARD).content.decode()


def test_card_takes_as_many_queries_for_20_people_as_for_10(client: Client) -> None:
    of = make_organization()
    project = import_project(of, overlap=-1)
    sign_in(client, make_member(of, Role.REVIEWER, "Lindiwe"))
    for number in range(10):
        submit(project, make_member(of, name=f"person-{number}"))
    for_10 = queries_of(client, CARD)
    for number in range(10, 20):
        submit(project, make_member(of, name=f"person-{number}"))
    assert queries_of(client, CARD) == for_10
