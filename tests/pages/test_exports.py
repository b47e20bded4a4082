"""The page of a project's exports, its table and its card."""

import pytest
from django.test import Client

from apps.exports.models import Export
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from tests.factories import ask_export, make_member, make_organization, make_project, sign_in
from tests.pages.counting import queries_of

pytestmark = pytest.mark.django_db
PAGE, ROWS, CARD = (f"/o/acme/p/weather/exports/{part}" for part in ("", "rows/", "card/"))
SHA = "9f86d081" + "0" * 56


def seat(client: Client, role: Role = Role.MANAGER) -> tuple[Project, Membership]:
    of = make_organization()
    member = make_member(of, role)
    sign_in(client, member)
    return make_project(of), member


def finished(project: Project, by: Membership, *, state: str = "done", error: str = "", **report: object) -> Export:
    export = ask_export(project, by)
    with scope(project.organization_id):
        Job.objects.filter(pk=export.job_id).update(state=state, error=error)
        export.files = [{"name": "trajectory_sft.jsonl", "path": "x", "bytes": 2048, "sha256": SHA}]
        export.report = report
        export.save()
    return export


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_page_offers_each_format_with_a_sentence_and_its_files(client: Client) -> None:
    seat(client)
    html = html_of(client, PAGE)
    assert 'value="trajectory_correction"' in html
    assert "Corrected traces as supervised fine-tuning targets and as preference pairs." in html
    assert "trajectory_sft.jsonl" in html


def test_page_without_exports_says_what_to_do(client: Client) -> None:
    seat(client)
    assert "No export yet" in html_of(client, PAGE)


def test_running_an_export_leads_to_its_job(client: Client) -> None:
    project, _ = seat(client)
    response = client.post(PAGE, {"exporter": "trajectory_correction"})
    with scope(project.organization_id):
        assert response["Location"] == f"/o/acme/jobs/{Export.objects.get().job_id}/"


def test_unknown_format_is_told_on_the_page(client: Client) -> None:
    seat(client)
    html = client.post(PAGE, {"exporter": "<script>alert(1)</script>"}, follow=True).content.decode()
    assert "is not known; known are trajectory_correction" in html
    assert "<script>alert(1)" not in html


def test_table_asks_for_itself_while_an_export_is_open(client: Client) -> None:
    project, member = seat(client)
    ask_export(project, member)
    assert f'hx-get="{ROWS}" hx-trigger="every 1s"' in html_of(client, ROWS)


def test_table_stops_asking_when_all_are_over(client: Client) -> None:
    finished(*seat(client))
    assert "hx-get" not in html_of(client, ROWS)


def test_finished_export_shows_its_files_with_size_and_sum(client: Client) -> None:
    export = finished(*seat(client))
    html = html_of(client, ROWS)
    assert f'href="/o/acme/p/weather/exports/{export.pk}/trajectory_sft.jsonl"' in html
    assert "2.0\xa0KB" in html
    assert f'title="sha256 {SHA}">9f86d081</span>' in html


def test_counts_and_warnings_are_shown(client: Client) -> None:
    finished(*seat(client), counts={"edited_traces": 1234}, warnings=["2 edits could not be applied"])
    html = html_of(client, ROWS)
    assert '1,234 <span class="quiet">edited traces</span>' in html
    assert "2 edits could not be applied" in html


def test_failed_export_says_why_and_links_to_its_job(client: Client) -> None:
    export = finished(*seat(client), state="failed", error="The disk is full.")
    html = html_of(client, ROWS)
    assert "The disk is full." in html
    assert f'href="/o/acme/jobs/{export.job_id}/"' in html


def test_names_errors_and_warnings_are_escaped(client: Client) -> None:
    script = "<script>alert(1)</script>"
    finished(*seat(client), state="failed", error=script, counts={script: 1}, warnings=[script])
    assert script not in html_of(client, ROWS) + html_of(client, CARD)


def test_export_of_a_format_that_is_gone_is_still_listed(client: Client) -> None:
    export = finished(*seat(client))
    with scope(export.organization_id):
        Export.objects.update(exporter="old_format")
    assert "old_format" in html_of(client, ROWS)


def test_reviewer_sees_the_card_without_links_to_the_manager_page(client: Client) -> None:
    project, member = seat(client, Role.REVIEWER)
    finished(project, member)
    html = html_of(client, CARD)
    assert "Corrected trajectories" in html and "/o/acme/" not in html


def test_table_takes_as_many_queries_for_20_exports_as_for_10(client: Client) -> None:
    project, member = seat(client)
    for _ in range(10):
        ask_export(project, member)
    for_10 = queries_of(client, PAGE)
    for _ in range(10):
        ask_export(project, member)
    assert queries_of(client, PAGE) == for_10
