"""The import page: pieces by PUT, what each file seems to be, its import and its report."""

import json
from http import HTTPStatus

import pytest
from django.test import Client

from apps.ingest.models import Upload
from apps.jobs import running
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.factories import sign_in
from tests.ingest.uploading import SESSION, imported, upload

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/o/acme/p/weather/import/"


@pytest.fixture
def browser(client: Client, project, manager) -> Client:
    return sign_in(client, manager)


def begun(browser: Client, name: str = "a.jsonl", size: int = len(SESSION)) -> dict[str, int]:
    about = {"name": name, "size": size, "modified": 1}
    return browser.post(PAGE, json.dumps(about), "application/json").json()


def put(browser: Client, pk: int, offset: int | str, content: bytes):
    return browser.put(f"{PAGE}{pk}/bytes/?offset={offset}", content, "application/octet-stream")


def test_a_file_arrives_in_pieces_and_is_imported(project, browser):
    pk = begun(browser)["id"]
    assert put(browser, pk, 0, SESSION[:100]).json() == {"received": 100}
    assert begun(browser) == {"id": pk, "received": 100, "piece": 8 * 1024 * 1024}  # after a reload
    assert put(browser, pk, 100, SESSION[100:]).json() == {"received": len(SESSION)}
    page = browser.get(PAGE).content.decode()
    assert "claude_code" in page
    assert "Import 1 file" in page
    browser.post(f"{PAGE}begin/")
    with scope(project.organization_id):
        job = Upload.objects.get(pk=pk).job_id
    running.run(project.organization_id, job, "a worker")
    page = browser.get(f"{PAGE}{pk}/").content.decode()
    with scope(project.organization_id):
        trace = Trace.objects.get()
    assert trace.identity in page
    assert f"/o/acme/p/weather/traces/{trace.pk}/native/" in page


def test_a_piece_at_a_wrong_place_is_told_where_the_file_goes_on(browser):
    pk = begun(browser)["id"]
    answer = put(browser, pk, 5, b"x")
    assert (answer.status_code, answer.json()) == (HTTPStatus.CONFLICT, {"received": 0})


@pytest.mark.parametrize("offset", ["", "-1", "x", "9" * 30])
def test_an_offset_that_is_none_is_refused(browser, offset):
    assert put(browser, begun(browser)["id"], offset, b"x").status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"name": "a", "size": "many"}', '{"name": "a", "size": 1, "modified": -1}']
)
def test_a_beginning_that_is_none_is_refused(browser, body):
    assert browser.post(PAGE, body, "application/json").status_code == HTTPStatus.BAD_REQUEST


def test_what_is_not_recognised_says_so_and_may_be_given_a_format(project, manager, browser):
    row = upload(project, manager, "notes.md", b"# milk")
    assert "Not recognised" in browser.get(PAGE).content.decode()
    browser.post(f"{PAGE}{row.pk}/format/", {"format": "aider"})
    with scope(project.organization_id):
        assert Upload.objects.get(pk=row.pk).format == "aider"


def test_an_import_that_waits_is_cancelled_and_can_be_begun_again(project, manager, browser):
    upload(project, manager, "a.jsonl", SESSION)
    browser.post(f"{PAGE}begin/")
    assert "Waiting for a worker" in browser.get(PAGE).content.decode()
    browser.post(f"{PAGE}cancel/")
    assert "Import 1 file" in browser.get(PAGE).content.decode()


def test_the_native_log_comes_down_as_it_came(project, manager, browser):
    imported(project, manager, {"a.jsonl": SESSION})
    with scope(project.organization_id):
        trace = Trace.objects.get()
    answer = browser.get(f"/o/acme/p/weather/traces/{trace.pk}/native/")
    assert b"".join(answer.streaming_content) == SESSION
    assert answer["Content-Length"] == str(len(SESSION))


def test_twice_the_uploads_cost_no_more_queries(project, manager, browser, django_assert_max_num_queries):
    for number in range(3):
        upload(project, manager, f"{number}.jsonl", SESSION)
    with django_assert_max_num_queries(40) as first:
        browser.get(PAGE)
    for number in range(3, 6):
        upload(project, manager, f"{number}.jsonl", SESSION)
    with django_assert_max_num_queries(len(first)):
        browser.get(PAGE)
