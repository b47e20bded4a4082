"""Exports by API: asked for, looked after, downloaded, cancelled."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient

from apps.exports.models import Export
from apps.jobs import running
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.api import Script, faults, refusal
from tests.factories import ask_export, done_export, import_project, make_member, make_organization, submit

pytestmark = pytest.mark.django_db
EXPORTS = "projects/weather/exports"
CORRECTION = {"exporter": "trajectory_correction"}


@pytest.fixture
def acme():
    return make_organization()


@pytest.fixture
def manager(acme):
    return Script(make_member(acme, Role.MANAGER, "Jonas"))


@pytest.fixture
def project(acme):
    project = import_project(acme)
    submit(project, make_member(acme))
    return project


def test_an_export_is_asked_for_and_its_files_are_downloaded(acme, project, manager):
    asked = manager.post(EXPORTS, CORRECTION)
    export = asked.json()
    assert (asked.status_code, export["state"], export["files"], export["by"]) == (201, "queued", [], "Jonas")
    with scope(acme.pk):
        job = Export.objects.get(pk=export["id"]).job_id
    running.run(acme.pk, job, "a worker")
    export = manager.get(export["url"]).json()
    assert (export["state"], export["done"], export["total"]) == ("done", 1, 1)
    assert export["report"]["counts"]["total_corrections"] == 1
    assert len(export["files"]) == 3
    for file in export["files"]:
        download = manager.get(file["url"])
        content = b"".join(download.streaming_content)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
        assert download["Content-Disposition"] == f'attachment; filename="{file["name"]}"'


@pytest.mark.django_db(transaction=True)
def test_a_file_is_streamed_by_an_asynchronous_server(project, manager):
    file = done_export(project, manager.member).files[0]
    [export] = manager.rows(EXPORTS)

    async def fetch() -> bytes:
        headers = {"Authorization": manager.authorization}
        answer = await AsyncClient().get(f"/api/v1/{EXPORTS}/{export['id']}/files/{file['name']}", headers=headers)
        return b"".join([piece async for piece in answer])

    with ThreadPoolExecutor(1) as thread:  # a browser's tests leave a running event loop in this one
        content = thread.submit(async_to_sync(fetch)).result()
    assert hashlib.sha256(content).hexdigest() == file["sha256"]


def test_an_export_asked_for_twice_with_one_key_is_one(project, manager):
    asked = [manager.post(EXPORTS, CORRECTION, **{"Idempotency-Key": "k"}).json() for _ in range(2)]
    assert asked[0] == asked[1]
    assert len(manager.rows(EXPORTS)) == 1


def test_exports_are_listed_the_newest_first(project, manager):
    asked = [ask_export(project, manager.member).pk for _ in range(3)]
    assert [row["id"] for row in manager.rows(f"{EXPORTS}?page_size=2")] == asked[::-1]


@pytest.mark.parametrize(("body", "at"), [({}, "exporter"), ({"exporter": "nothing"}, "exporter")])
def test_an_unknown_exporter_is_refused(project, manager, body, at):
    answer = manager.post(EXPORTS, body)
    assert (refusal(answer), faults(answer)) == ((400, "invalid"), [at])


def test_a_waiting_export_is_cancelled_and_one_that_is_over_is_not(project, manager):
    export = ask_export(project, manager.member)
    assert manager.post(f"{EXPORTS}/{export.pk}:cancel").json()["state"] == "cancelled"
    assert refusal(manager.post(f"{EXPORTS}/{export.pk}:cancel")) == (409, "over")


def test_a_file_that_an_export_has_not_is_not_there(project, manager):
    done = done_export(project, manager.member)
    assert refusal(manager.get(f"{EXPORTS}/{done.pk}/files/passwd")) == (404, "not_found")
    assert refusal(manager.get(f"{EXPORTS}/{done.pk}/files/..%2Fpasswd")) == (404, "not_found")


def test_exports_are_for_managers(acme, project, manager):
    export = ask_export(project, manager.member)
    reviewer = Script(make_member(acme, Role.REVIEWER, "Ana"))
    assert refusal(reviewer.get(EXPORTS)) == (403, "permission_denied")
    assert refusal(reviewer.post(EXPORTS, CORRECTION)) == (403, "permission_denied")
    assert refusal(reviewer.post(f"{EXPORTS}/{export.pk}:cancel")) == (403, "permission_denied")


def test_an_export_under_another_project_is_not_there(acme, project, manager):
    import_project(acme, "other")
    export = ask_export(project, manager.member)
    assert refusal(manager.get(f"projects/other/exports/{export.pk}")) == (404, "not_found")
