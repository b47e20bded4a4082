"""Signing out takes what the browser stored with it, whichever way somebody signs out."""

import pytest
from django.test import Client

from apps.tenants.models import Role
from tests.factories import make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client) -> Client:
    return sign_in(client, make_member(make_organization(), Role.OWNER))


@pytest.mark.parametrize("address", ["/accounts/logout/", "/o/acme/admin/logout/"])
def test_signing_out_clears_what_is_stored(browser: Client, address: str) -> None:
    response = browser.post(address)
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not browser.session.get("_auth_user_id")


def test_no_other_page_clears_anything(browser: Client) -> None:
    for address in ("/", "/o/acme/", "/accounts/logout/", "/accounts/login/"):
        assert "Clear-Site-Data" not in browser.get(address)


def test_pages_name_their_person(browser: Client) -> None:
    person = browser.session["_auth_user_id"]
    assert f'<meta name="person" content="{person}">' in browser.get("/o/acme/").content.decode()
    browser.post("/accounts/logout/")
    assert '<meta name="person" content="">' in browser.get("/accounts/login/").content.decode()
