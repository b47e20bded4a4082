"""A manager brings somebody in and says who an imported annotator is; every page of it fits a phone."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from apps.tenants.models import Membership, Role
from apps.tenants.scope import scope
from tests.e2e.test_first_look import fits
from tests.factories import import_project, make_member
from tests.tracewright.folders import labels, step_edit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.e2e, pytest.mark.slow]
LONG = "annotator-" + "x" * 80


def invite(page: Page, email: str) -> str:
    """The link that the page shows, as its button copies it."""
    page.goto("/o/acme/people/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Invite").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def test_an_invited_person_joins_by_the_copied_link(acme, sign_in_as, context: BrowserContext):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = sign_in_as(make_member(acme, Role.MANAGER, "Jonas"))
    path = invite(page, "new@acme.test").split("/", 3)[3]
    page.goto(f"/{path}")  # still the manager's browser
    page.get_by_role("button", name="Sign out and go on").click()
    page.get_by_label("Your name").fill("Nadia Osei")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="Nobody has given you work yet")).to_be_visible()


def test_a_manager_links_an_imported_annotator_to_a_person(acme, sign_in_as):
    import_project(acme, states={"ann1": {"t1": labels(step_edit(0, "look here"))}})
    make_member(acme, name="Mirela")
    page = sign_in_as(make_member(acme, Role.MANAGER, "Jonas"))
    page.goto("/o/acme/people/")
    page.get_by_role("link", name="Link… ann1").click()
    page.get_by_label("Person").select_option("Mirela")
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_role("row", name=re.compile("Fixing"))).to_contain_text("0 → 1")
    page.get_by_role("button", name="Link them").click()
    expect(page.get_by_role("status")).to_contain_text("belongs to Mirela now")
    expect(page.get_by_role("row", name=re.compile("Fixing"))).to_contain_text("1")


def test_the_pages_of_people_fit_a_phone(acme, sign_in_as, context: BrowserContext):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    import_project(acme, states={LONG: {"t1": labels(step_edit(0, "look here"))}})
    make_member(acme, name="Mirela", public_name="M" * 100)
    page = sign_in_as(make_member(acme, Role.MANAGER, "Jonas"))
    page.set_viewport_size({"width": 400, "height": 800})
    link = invite(page, f"{'a' * 60}@subdomain.university.example.org").split("/", 3)[3]
    assert fits(page)
    with scope(acme.pk):
        imported, mirela = (Membership.objects.get(public_name=name) for name in (LONG, "M" * 100))
    own = f"/o/acme/people/{imported.pk}/"
    for address in (own, f"{own}link/", f"{own}link/?person={mirela.pk}", f"/o/acme/people/{mirela.pk}/", f"/{link}"):
        page.goto(address)
        assert fits(page), address
