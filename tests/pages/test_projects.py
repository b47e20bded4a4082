"""The list of projects, a project's page and its form."""

import pytest
from django.test import Client

from apps.projects.models import Project
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import import_project, join, make_member, make_organization, make_project, sign_in, submit
from tests.pages.counting import queries_of

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"
FORM = {"name": "Weather", "guidelines": "", "overlap": "2", "quota": "", "strategy": "random", "seed": "7"}


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_manager_goes_from_the_list_to_the_project_and_may_make_one(client: Client) -> None:
    of = make_organization()
    make_project(of)
    html = page(sign_in(client, make_member(of, Role.MANAGER)), "/o/acme/")
    for address in ("/o/acme/p/weather/", "/o/acme/new-project/", "/o/acme/jobs/", "/o/acme/admin/"):
        assert f'href="{address}"' in html


def test_reviewer_sees_no_button_that_leads_to_a_refusal(client: Client) -> None:
    of = make_organization()
    make_project(of)
    html = page(sign_in(client, make_member(of, Role.REVIEWER)), "/o/acme/")
    assert 'href="/o/acme/admin/"' in html
    assert "/o/acme/new-project/" not in html and "/o/acme/jobs/" not in html


def test_annotator_goes_from_the_list_straight_to_work(client: Client) -> None:
    of = make_organization()
    make_project(of)
    html = page(sign_in(client, make_member(of)), "/o/acme/")
    assert 'href="/o/acme/p/weather/annotate/"' in html
    assert 'href="/o/acme/p/weather/"' not in html and "/admin/" not in html


def test_list_counts_answers_of_the_project_and_ones_own(client: Client) -> None:
    of = make_organization()
    project = import_project(of, overlap=2)  # 3 traces, so 6 answers are required
    reviewer = make_member(of, Role.REVIEWER)
    submit(project, reviewer)
    submit(project, make_member(of, name="Tomas"))
    html = page(sign_in(client, reviewer), "/o/acme/")
    assert "2 of 6" in html
    assert '<td class="number wide-only">1</td>' in html


def test_with_unlimited_overlap_the_list_counts_traces_that_somebody_answered(client: Client) -> None:
    of = make_organization()
    project = import_project(of, overlap=-1)
    reviewer = make_member(of, Role.REVIEWER)
    for person in (reviewer, make_member(of, name="Tomas")):
        submit(project, person)  # both get the first of the 3 traces
    assert "1 of 3" in page(sign_in(client, reviewer), "/o/acme/")


def test_manager_without_projects_is_told_how_to_begin(client: Client) -> None:
    html = page(sign_in(client, make_member(make_organization(), Role.MANAGER)), "/o/acme/")
    assert "No project yet" in html
    assert "import_project PATH --organization acme" in html


def test_annotator_without_projects_is_told_that_none_was_given(client: Client) -> None:
    assert "Nobody has given you work yet" in page(sign_in(client, make_member(make_organization())), "/o/acme/")


def test_a_person_of_two_organizations_can_go_to_the_other(client: Client) -> None:
    member = make_member(make_organization())
    assert "Go to another organization" not in page(sign_in(client, member), "/o/acme/")
    join(make_organization("other"), member.user, Role.ANNOTATOR, "Mirela")
    assert "Go to another organization" in page(client, "/o/acme/")


def test_list_takes_as_many_queries_for_20_projects_as_for_10(client: Client) -> None:
    of = make_organization()
    sign_in(client, make_member(of, Role.MANAGER))
    for number in range(10):
        make_project(of, f"Project {number}")
    for_10 = queries_of(client, "/o/acme/")
    for number in range(10, 20):
        make_project(of, f"Project {number}")
    assert queries_of(client, "/o/acme/") == for_10


def test_project_page_fetches_its_cards_and_links_to_them_without_scripts(client: Client) -> None:
    of = make_organization()
    make_project(of)
    html = page(sign_in(client, make_member(of, Role.REVIEWER)), "/o/acme/p/weather/")
    for address in ("/o/acme/p/weather/progress/", "/o/acme/p/weather/exports/card/"):
        assert f'hx-get="{address}"' in html
        assert f'<noscript><p class="card-body"><a href="{address}">' in html


def test_tabs_are_those_of_the_role(client: Client) -> None:
    of = make_organization()
    make_project(of)
    reviewers = page(sign_in(client, make_member(of, Role.REVIEWER)), "/o/acme/p/weather/")
    managers = page(sign_in(client, make_member(of, Role.MANAGER, "Jonas")), "/o/acme/p/weather/")
    settings = 'href="/o/acme/p/weather/settings/"'
    assert settings not in reviewers and settings in managers
    assert 'href="/o/acme/p/weather/" aria-current="page"' in managers


def test_guidelines_are_rendered_and_sanitised(client: Client) -> None:
    of = make_organization()
    make_project(of, guidelines=f"Repair **every** step. {SCRIPT}")
    html = page(sign_in(client, make_member(of, Role.REVIEWER)), "/o/acme/p/weather/")
    assert "<strong>every</strong>" in html
    assert "alert(1)" not in html


def test_names_of_projects_organizations_and_people_are_escaped(client: Client) -> None:
    of = make_organization()
    with scope(of.pk):
        of.name = SCRIPT
        of.save()
    make_project(of, f"Weather {SCRIPT}", guidelines="x")
    sign_in(client, make_member(of, Role.MANAGER, public_name=SCRIPT))
    slug = "weather-scriptalert1script"
    for address in ("/o/acme/", f"/o/acme/p/{slug}/", f"/o/acme/p/{slug}/settings/", f"/o/acme/p/{slug}/traces/"):
        assert SCRIPT not in page(client, address)


def test_form_shows_what_is_wrong_beside_the_field(client: Client) -> None:
    sign_in(client, make_member(make_organization(), Role.MANAGER))
    html = client.post("/o/acme/new-project/", FORM | {"overlap": "-2"}).content.decode()
    assert 'aria-describedby="id_overlap_helptext id_overlap_error"' in html
    assert 'id="id_overlap_error" role="alert"><p>Ensure this value is greater than or equal to -1.</p>' in html


def test_every_field_of_the_form_has_its_label(client: Client) -> None:
    html = page(sign_in(client, make_member(make_organization(), Role.MANAGER)), "/o/acme/new-project/")
    for name in FORM:
        assert f'for="id_{name}"' in html and f'id="id_{name}"' in html


def test_settings_are_saved(client: Client) -> None:
    of = make_organization()
    project = make_project(of)
    sign_in(client, make_member(of, Role.MANAGER))
    assert client.post("/o/acme/p/weather/settings/", FORM | {"overlap": "3"}).status_code == 302
    with scope(of.pk):
        assert Project.objects.get(pk=project.pk).overlap == 3


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.ANNOTATOR, "p/weather/"),
        (Role.ANNOTATOR, "p/weather/traces/"),
        (Role.ANNOTATOR, "p/weather/progress/"),
        (Role.ANNOTATOR, "p/weather/exports/card/"),
        (Role.REVIEWER, "new-project/"),
        (Role.REVIEWER, "p/weather/settings/"),
        (Role.REVIEWER, "p/weather/exports/"),
        (Role.REVIEWER, "p/weather/exports/rows/"),
    ],
)
def test_a_role_below_gets_403(client: Client, role: Role, address: str) -> None:
    of = make_organization()
    make_project(of)
    assert sign_in(client, make_member(of, role)).get(f"/o/acme/{address}").status_code == 403
