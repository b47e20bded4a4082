"""The pages of uploaded projects: what is offered, what is said, and what their buttons do."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.annotations.models import ProjectImport
from apps.jobs.models import Job
from apps.tenants.models import AuditEvent, Membership, Organization, Role
from apps.tenants.scope import scope
from tests.annotations.zips import with_file, zip_of, zip_project
from tests.factories import (
    TRACES,
    begin_import,
    done_import,
    import_project,
    make_member,
    make_organization,
    make_upload,
    sign_in,
)
from tests.pages.counting import queries_of
from tests.tracewright.folders import labels, step_edit

pytestmark = pytest.mark.django_db
LIST = "/o/acme/imports/"
STATES = {"ann1": {"t1": labels(step_edit(0, "look here"))}}


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def manager(client: Client, acme: Organization) -> Membership:
    member = make_member(acme, Role.MANAGER)
    sign_in(client, member)
    return member


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def page_of(upload: ProjectImport) -> str:
    return f"{LIST}{upload.pk}/"


def change_job(upload: ProjectImport, **fields: object) -> None:
    with scope(upload.organization_id):
        Job.objects.filter(pk=upload.job_id).update(**fields)


def post_zip(client: Client, content: bytes, **headers: str):
    return client.post(LIST, {"file": SimpleUploadedFile("C:\\my <b> weather.zip", content)}, headers=headers)


# ---- The upload ----


def test_the_list_of_projects_leads_there(client: Client, manager: Membership) -> None:
    assert f'href="{LIST}"' in html_of(client, "/o/acme/")


def test_an_upload_leads_to_its_page_and_is_in_the_audit_trail(client: Client, manager: Membership) -> None:
    response = post_zip(client, zip_project(TRACES))
    with scope(manager.organization_id):
        upload = ProjectImport.objects.get()
        assert AuditEvent.objects.get(model="annotations.projectimport").by == manager
    assert response["Location"] == page_of(upload)
    assert upload.name == "my <b> weather.zip"
    html = html_of(client, page_of(upload))
    assert "my &lt;b&gt; weather.zip" in html and "my <b> weather.zip" not in html


def test_a_script_gets_the_address_or_the_reason(client: Client, manager: Membership) -> None:
    good = post_zip(client, zip_project(TRACES), Accept="application/json")
    bad = post_zip(client, zip_of({"../x": b""}), Accept="application/json")
    assert good.json()["url"].startswith(LIST)
    assert (bad.status_code, "leads out of the folder" in bad.json()["error"]) == (400, True)


@pytest.mark.parametrize("content", [b"", b"no zip at all", zip_of({"/etc/x": b""})])
def test_what_is_refused_is_not_kept(client: Client, manager: Membership, content: bytes) -> None:
    client.post(LIST, {"file": SimpleUploadedFile("x.zip", content)})
    with scope(manager.organization_id):
        assert not ProjectImport.objects.exists()


def test_a_config_whose_tags_lie_is_taken_and_its_import_tells(client: Client, manager: Membership) -> None:
    content = zip_of({"other.yaml": "annotation_task_name: !!bool abc\n"})
    assert post_zip(client, content, Accept="application/json").status_code < 400


def test_without_a_file_the_page_says_so(client: Client, manager: Membership) -> None:
    assert "Choose a zip first" in client.post(LIST, follow=True).content.decode()


def test_the_list_takes_as_many_queries_for_20_uploads_as_for_10(client: Client, manager: Membership) -> None:
    content = zip_project(TRACES)
    for number in range(10):
        begin_import(make_upload(manager, content, f"{number}.zip"))
    for_10 = queries_of(client, LIST)
    for number in range(10):
        begin_import(make_upload(manager, content, f"more-{number}.zip"))
    assert queries_of(client, LIST) == for_10


def test_the_address_of_a_project_comes_along(client: Client, manager: Membership) -> None:
    assert 'name="address" value="weather"' in html_of(client, f"{LIST}?address=weather")
    response = client.post(LIST, {"file": SimpleUploadedFile("x.zip", zip_project(TRACES)), "address": "weather"})
    assert 'name="address" value="weather"' in html_of(client, response["Location"])


# ---- The choice ----


def test_before_the_import_the_page_says_what_it_would_do(
    client: Client, acme: Organization, manager: Membership
) -> None:
    upload = make_upload(manager)
    assert "Makes a project at the address fixing." in html_of(client, page_of(upload))
    import_project(acme, "fixing")
    assert "Brings Fixing, which is here with 3 traces, up to date" in html_of(client, page_of(upload))


def test_of_several_configs_the_one_at_the_top_is_chosen_and_all_are_named(client: Client, manager: Membership) -> None:
    upload = make_upload(manager, zip_of({"other/inline.yaml": b"annotation_task_name: Inline\n"}))
    html = html_of(client, page_of(upload))
    assert 'value="config.yaml" required checked' in html
    assert 'value="other/inline.yaml" required>' in html
    assert "Inline" in html


def test_beginning_queues_the_chosen_config(client: Client, manager: Membership) -> None:
    upload = make_upload(manager)
    client.post(f"{page_of(upload)}begin/", {"config": "weather/config.yaml", "address": "other"})
    with scope(manager.organization_id):
        upload = ProjectImport.objects.select_related("job").get()
    assert (upload.config, upload.address, upload.job.state) == ("weather/config.yaml", "other", Job.State.QUEUED)
    assert upload.job.title == "Import of weather.zip"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"config": "../../etc/passwd"}, "Choose one of the configs"),
        ({"config": "weather/config.yaml", "address": "Not An Address"}, "An address is like “not-an-address”."),
    ],
)
def test_what_cannot_be_begun_is_said_so(client: Client, manager: Membership, body: dict, words: str) -> None:
    upload = make_upload(manager)
    assert words in client.post(f"{page_of(upload)}begin/", body, follow=True).content.decode()
    with scope(manager.organization_id):
        assert not Job.objects.exists()


def test_an_import_at_work_is_not_begun_a_second_time(client: Client, manager: Membership) -> None:
    upload = begin_import(make_upload(manager))
    html = client.post(f"{page_of(upload)}begin/", {"config": upload.config}, follow=True).content.decode()
    assert "was begun already" in html
    assert 'name="config"' not in html


# ---- At work ----


def test_an_open_import_asks_for_its_progress_every_second(client: Client, manager: Membership) -> None:
    upload = begin_import(make_upload(manager))
    html = html_of(client, page_of(upload))
    assert f'hx-get="{page_of(upload)}progress/" hx-trigger="every 1s"' in html
    assert "Waiting for a worker." in html
    assert "HX-Refresh" not in client.get(f"{page_of(upload)}progress/").headers


@pytest.mark.parametrize(
    ("done", "rows", "words"),
    [
        (0, None, "Unpacking. Nothing is written yet."),
        (1200, None, "Reading and checking: 1,200 traces and answers so far. Nothing is written yet."),
        (1500, 1200, "Writing: 300 of 1,200 traces and answers"),  # 1200 were read, 300 more are written
    ],
)
def test_the_progress_says_what_is_being_done(
    client: Client, manager: Membership, done: int, rows: int | None, words: str
) -> None:
    upload = begin_import(make_upload(manager))
    change_job(upload, state="running", done=done, total=rows and 2 * rows)
    with scope(manager.organization_id):
        ProjectImport.objects.filter(pk=upload.pk).update(rows=rows)
    assert words in html_of(client, f"{page_of(upload)}progress/")


def test_cancelling_comes_back_to_the_page(client: Client, manager: Membership) -> None:
    upload = begin_import(make_upload(manager))
    html = client.post(f"{page_of(upload)}cancel/", follow=True).content.decode()
    assert "Cancelled before anything was written." in html
    assert "Import again" in html


def test_at_its_end_the_page_is_loaded_again(client: Client, manager: Membership) -> None:
    upload = done_import(make_upload(manager))
    assert client.get(f"{page_of(upload)}progress/").headers["HX-Refresh"] == "true"
    assert "hx-get" not in html_of(client, page_of(upload))


def test_an_import_that_is_not_begun_cannot_be_cancelled(client: Client, manager: Membership) -> None:
    upload = make_upload(manager)
    assert "not begun yet" in client.post(f"{page_of(upload)}cancel/", follow=True).content.decode()


# ---- The report ----


def test_the_report_says_what_was_taken_and_what_became_of_every_key(client: Client, manager: Membership) -> None:
    config = {"port": 8000, "colour": "green", "gold_standards": {"enabled": True}}
    upload = done_import(make_upload(manager, zip_project(TRACES, STATES, **config)))
    html = html_of(client, page_of(upload))
    assert 'href="/o/acme/p/fixing/"' in html
    for words in ("port", "Serving is the server&#x27;s own setting.", "colour", "gold_standards", "ann1"):
        assert words in html


def test_each_figure_of_the_report_has_a_name_of_its_own(client: Client, manager: Membership) -> None:
    html = html_of(client, page_of(done_import(make_upload(manager, zip_project(TRACES, STATES)))))
    names = re.findall("<dt>(.*?)</dt>", html.split('class="figures"')[1].split("</dl>")[0])
    assert len(names) == len(set(names)) == 6


def test_what_was_left_out_and_repaired_is_told(client: Client, manager: Membership) -> None:
    items = [*TRACES, '{"id": "t9", "steps": ["a\\u0000b"]}', '{"id": "t10"}']
    upload = done_import(make_upload(manager, zip_project(items, {"ann1": {"gone": labels(step_edit(0, "x"))}})))
    html = html_of(client, page_of(upload))
    assert "1 thing to know" in html and "the data files have no such trace" in html
    assert "1 trace has no steps." in html
    assert "1 NUL character became a replacement character." in html


def test_a_refused_project_shows_every_fault_with_its_place(client: Client, manager: Membership) -> None:
    upload = done_import(make_upload(manager, zip_project(["{", '{"id": "<script>"}', '{"id": "<script>"}'])))
    html = html_of(client, page_of(upload))
    assert "2 faults" in html
    assert "data/items.jsonl line 1" in html and "data/items.jsonl line 3" in html
    assert "&lt;script&gt;" in html and "<script>&quot;" not in html
    assert "Upload it again" in html and 'name="config"' not in html


def test_after_a_refusal_another_config_of_the_zip_can_be_imported(client: Client, manager: Membership) -> None:
    content = with_file(zip_project(TRACES), "weather/broken.yaml", "annotation_task_name: Broken\n")
    upload = done_import(make_upload(manager, content), config="weather/broken.yaml")
    assert "Import this one" in html_of(client, page_of(upload))
    again = done_import(upload, config="weather/config.yaml")
    assert (again.job.state, again.faults) == (Job.State.DONE, [])


def test_the_job_leads_to_the_page_whatever_came_of_it(client: Client, manager: Membership) -> None:
    for upload in (begin_import(make_upload(manager)), done_import(make_upload(manager, zip_project(["{"])))):
        assert f'href="{page_of(upload)}"' in html_of(client, f"/o/acme/jobs/{upload.job_id}/")


# ---- Removing ----


def test_removing_forgets_the_upload_and_keeps_what_it_imported(client: Client, manager: Membership) -> None:
    upload = done_import(make_upload(manager))
    html = client.post(f"{page_of(upload)}remove/", follow=True).content.decode()
    assert "weather.zip is removed. What it imported stays." in html
    assert client.get(page_of(upload)).status_code == 404
    assert client.get("/o/acme/p/fixing/").status_code == 200


def test_an_import_at_work_is_not_removed(client: Client, manager: Membership) -> None:
    upload = begin_import(make_upload(manager))
    assert "cancel it first" in client.post(f"{page_of(upload)}remove/", follow=True).content.decode()
    assert client.get(page_of(upload)).status_code == 200


def test_a_project_may_be_deleted_before_its_import_is_removed(client: Client, manager: Membership) -> None:
    upload = done_import(make_upload(manager))
    with scope(manager.organization_id):
        upload.project.delete()
    assert client.get(page_of(upload)).status_code == 200
