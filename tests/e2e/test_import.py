"""A manager brings a project in: the zip is dropped, looked into, imported while they watch, and opened."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from apps.annotations.models import ProjectImport
from apps.jobs import running
from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from tests.annotations.zips import zip_of, zip_project
from tests.e2e.test_first_look import fits
from tests.factories import TRACES, begin_import, done_import, make_member, make_organization, make_upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]
LIST = "/o/acme/imports/"
LONG = "x" * 150


@pytest.fixture
def manager() -> Membership:
    return make_member(make_organization(), Role.MANAGER)


def choose(page: Page, content: bytes, name: str = "weather.zip") -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/zip", "buffer": content})


def drop(page: Page, content: bytes, name: str) -> None:
    """On the middle of the page, as from a file manager."""
    page.evaluate(
        """([content, name]) => {
            const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([bytes], name));
            for (const type of ["dragover", "drop"])
              document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        [base64.b64encode(content).decode(), name],
    )


def work(member: Membership) -> None:
    """What the worker does with the last import."""
    with scope(member.organization_id):
        upload = ProjectImport.objects.latest("pk")
    running.run(upload.organization_id, upload.job_id, "a worker")


def test_a_zip_is_chosen_imported_and_opened(manager, sign_in_as):
    page = sign_in_as(manager)
    page.get_by_role("link", name="Import a project").click()
    choose(page, zip_project(TRACES, colour="green"))
    expect(page.get_by_text("Makes a project at the address fixing.")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Waiting for a worker.")).to_be_visible()
    work(manager)
    expect(page.get_by_text("What came in")).to_be_visible()  # the page asked by itself
    expect(page.get_by_text("colour")).to_be_visible()
    page.get_by_role("link", name="Open the project").click()
    expect(page.get_by_role("heading", name="Fixing")).to_be_visible()


def test_a_zip_chosen_before_the_script_came_is_sent(manager, sign_in_as):
    page = sign_in_as(manager)
    held: list[Route] = []
    page.route("**/zip-drop*.js", lambda route: held.append(route))
    page.goto(LIST, wait_until="commit")
    choose(page, zip_project(TRACES))
    held[0].continue_()
    expect(page.get_by_role("heading", name="weather.zip")).to_be_visible()


def test_a_zip_is_dropped_anywhere_on_the_page(manager, sign_in_as):
    page = sign_in_as(manager)
    page.goto(LIST)
    drop(page, zip_project(TRACES), "weather.zip")
    expect(page.get_by_role("heading", name="weather.zip")).to_be_visible()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"x", "my-folder", "my-folder is no zip"),
        (zip_of({"../x": b""}), "bad.zip", "leads out of the folder"),
        (b"x" * 3_000, "large.zip", "large.zip is larger than 2.0 KB"),
    ],
)
def test_what_is_not_taken_is_said_at_the_field_and_another_can_be_chosen(
    manager, sign_in_as, settings, content, name, words
):
    settings.UPLOAD_BYTES = 2048
    page = sign_in_as(manager)
    page.goto(LIST)
    drop(page, content, name)
    expect(page.get_by_role("alert")).to_contain_text(words)
    settings.UPLOAD_BYTES = 2**20
    choose(page, zip_project(TRACES))
    expect(page.get_by_role("heading", name="weather.zip")).to_be_visible()


def test_an_upload_that_is_lost_on_the_way_is_said_so(manager, sign_in_as):
    page = sign_in_as(manager)
    page.goto(LIST)
    page.route(f"**{LIST}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, zip_project(TRACES))
    expect(page.get_by_role("alert")).to_contain_text("The upload was broken off")


def test_an_upload_can_be_cancelled(manager, sign_in_as):
    page = sign_in_as(manager)
    page.goto(LIST)
    page.route(f"**{LIST}", lambda route: None if route.request.method == "POST" else route.continue_())  # no answer
    choose(page, zip_project(TRACES))
    expect(page.get_by_role("status")).to_contain_text("weather.zip")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Drop a zip here, or choose one")).to_be_visible()


def test_without_scripts_the_form_sends_it(manager, chromium, live_server, tmp_path):
    context = chromium.new_context(base_url=str(live_server), java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(manager.user.email)
    page.locator("input[name=password]").fill("correct horse battery")
    page.locator("input[name=password]").press("Enter")
    page.goto(LIST)
    path = Path(tmp_path, "weather.zip")
    path.write_bytes(zip_project(TRACES))
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", name="weather.zip")).to_be_visible()
    context.close()


def test_the_pages_fit_a_phone(manager, sign_in_as):
    many = [f'{{"id": "{LONG}{n}", "steps": 5}}' for n in range(3)]
    states = {LONG[:90]: {"gone": []}}
    uploads = [
        make_upload(manager, zip_project(TRACES), f"{LONG}.zip"),
        begin_import(make_upload(manager)),
        done_import(make_upload(manager, zip_project(TRACES, states, **{LONG: 1}))),
        done_import(make_upload(manager, zip_project(many))),
    ]
    page = sign_in_as(manager)
    page.set_viewport_size({"width": 400, "height": 800})
    for address in (LIST, *(f"{LIST}{upload.pk}/" for upload in uploads)):
        page.goto(address)
        assert fits(page), address
