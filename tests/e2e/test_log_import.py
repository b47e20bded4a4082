"""A manager drops logs: each says what it is, goes on after a lost network, and becomes traces."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.ingest.models import Upload
from apps.jobs import running
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from tests.e2e.test_first_look import fits
from tests.factories import make_member, make_organization, make_project
from tests.ingest.uploading import SESSION, imported, upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]
PAGE = "/o/acme/p/weather/import/"
NOTES = b"# Shopping\n\n- milk\n"


@pytest.fixture
def manager() -> Membership:
    acme = make_organization()
    make_project(acme)
    return make_member(acme, Role.MANAGER)


def drop(page: Page, *files: tuple[str, bytes]) -> None:
    """On the middle of the page, as from a file manager."""
    page.evaluate(
        """(files) => {
            const dataTransfer = new DataTransfer();
            for (const [name, text] of files) dataTransfer.items.add(new File([text], name, { lastModified: 1 }));
            for (const type of ["dragover", "drop"])
              document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [[name, content.decode()] for name, content in files],
    )


def work(member: Membership) -> None:
    with scope(member.organization_id):
        job = Job.objects.latest("pk")
    running.run(job.organization_id, job.pk, "a worker")


def test_two_files_are_dropped_one_is_not_recognised_and_the_traces_are_there(manager, sign_in_as):
    page = sign_in_as(manager)
    page.goto(PAGE)
    drop(page, ("session.jsonl", SESSION), ("shopping.md", NOTES))
    waiting = page.get_by_role("region", name="Not imported yet")
    expect(waiting.get_by_role("listitem").filter(has_text="session.jsonl")).to_contain_text("claude_code")
    expect(waiting.get_by_role("listitem").filter(has_text="shopping.md")).to_contain_text("Not recognised")
    page.get_by_role("button", name="Import 2 files").click()
    expect(page.get_by_text("Waiting for a worker.")).to_be_visible()
    work(manager)
    imported_row = page.get_by_role("row").filter(has_text="session.jsonl")
    expect(imported_row).to_contain_text("Imported")  # the page asked by itself
    expect(waiting.get_by_role("listitem").filter(has_text="shopping.md")).to_contain_text("no format recognised")
    imported_row.get_by_role("link", name="session.jsonl").click()
    page.get_by_role("region", name="Traces").get_by_role("link").first.click()
    expect(page.locator("#step-1")).to_contain_text("Why does acorn count leap days twice?")


def test_a_file_that_comes_while_the_list_is_on_its_way_is_listed_too(manager, sign_in_as):
    page = sign_in_as(manager)
    page.goto(PAGE)
    held: list[Any] = []

    def hold(route):  # the answer is from before the second file came
        held.append((route, route.fetch()))

    page.route("**/import/rows/", hold, times=1)
    with page.expect_response(re.compile("/bytes/")):
        drop(page, ("session.jsonl", SESSION))
    with page.expect_response(re.compile("/bytes/")):
        drop(page, ("shopping.md", NOTES))
    expect(page.get_by_role("list", name="On their way").get_by_role("listitem")).to_have_count(0)
    [(route, old)] = held
    route.fulfill(response=old)
    waiting = page.get_by_role("region", name="Not imported yet").get_by_role("listitem")
    expect(waiting.filter(has_text="shopping.md")).to_contain_text("Not recognised")


def test_a_network_that_is_cut_half_way_is_waited_for(manager, sign_in_as, monkeypatch):
    monkeypatch.setattr("apps.ingest.services.CHUNK_BYTES", 1000)
    page = sign_in_as(manager)
    page.goto(PAGE)
    pieces: list[str] = []

    def cut(route):
        pieces.append(route.request.url)
        if 3 <= len(pieces) <= 4:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route(re.compile("/bytes/"), cut)
    drop(page, ("session.jsonl", SESSION))
    expect(page.get_by_text("No network; it goes on by itself.")).to_be_visible()
    expect(page.get_by_role("button", name="Import 1 file")).to_be_visible()
    assert pieces[2] == pieces[3] == pieces[4]  # the same piece, until it came through
    with scope(manager.organization_id):
        assert Upload.objects.get().state == Upload.State.READY


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(manager, sign_in_as, monkeypatch):
    monkeypatch.setattr("apps.ingest.services.CHUNK_BYTES", 1000)
    page = sign_in_as(manager)
    page.goto(PAGE)
    page.route(re.compile(r"/bytes/\?offset=2000"), lambda route: route.abort())
    drop(page, ("session.jsonl", SESSION))
    expect(page.get_by_text("No network; it goes on by itself.")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute(re.compile(r"/bytes/\?offset=2000"))
    page.goto(PAGE)
    expect(page.get_by_text("Only a part of it is here.")).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/bytes/" in request.url else None)
    drop(page, ("session.jsonl", SESSION))
    expect(page.get_by_role("button", name="Import 1 file")).to_be_visible()
    assert sent[0].endswith("offset=2000")


def test_an_upload_is_cancelled(manager, sign_in_as):
    page = sign_in_as(manager)
    page.goto(PAGE)
    page.route(re.compile("/bytes/"), lambda route: None)  # no answer
    drop(page, ("session.jsonl", SESSION))
    with page.expect_response(re.compile("/remove/")):
        page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Nothing imported yet")).to_be_visible()
    with scope(manager.organization_id):
        assert not Upload.objects.exists()


def test_the_pages_fit_a_phone(manager, sign_in_as):
    with scope(manager.organization_id):
        project = Project.objects.get()
    long = "x" * 150
    rows = imported(project, manager, {f"{long}.jsonl": SESSION, "notes.md": NOTES})
    upload(project, manager, f"{long}2.jsonl", SESSION)
    page = sign_in_as(manager)
    page.set_viewport_size({"width": 400, "height": 800})
    for address in (PAGE, *(f"{PAGE}{row.pk}/" for row in rows.values())):
        page.goto(address)
        assert fits(page), address
