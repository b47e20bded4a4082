"""Sign in, sign out, passwords: every page of django-allauth that we serve, in our look and words."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.factories import PASSWORD, make_member, make_organization, sign_in
from tests.pages.marks import inline

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
ADDRESS = "mirela@acme.test"


def names() -> list[str]:
    """The names of allauth's pages that take no argument."""
    found = [name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("account_")]
    return [name for name in found if _has_address(name)]


def _has_address(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def test_the_page_that_changes_a_logins_address_is_not_served(client: Client) -> None:
    """The memberships keep their own copy of the address, which it would leave behind."""
    assert client.get(reverse("account_email")).status_code == 404


@pytest.mark.parametrize("name", [name for name in names() if name != "account_email"])
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_every_page_is_ours_or_leads_on(client: Client, name: str, is_signed_in: bool) -> None:
    if is_signed_in:
        sign_in(client, make_member(make_organization()))
    response = client.get(reverse(name))
    if response.status_code != 302:
        assert response.status_code == 200
        html = response.content.decode()
        assert 'class="card sign-in' in html and "· Tracewright</title>" in html
        assert not inline(html)


def test_login_page_stands_in_our_list() -> None:
    assert "account_login" in names() and "account_reset_password" in names()  # the list above is not empty


def test_wrong_password_is_told_as_a_notice_and_the_address_is_kept(client: Client) -> None:
    make_member(make_organization())
    html = client.post(LOGIN, {"login": ADDRESS, "password": "wrong"}).content.decode()
    assert 'class="notice notice-wrong" role="alert"' in html
    assert f'value="{ADDRESS}"' in html


def test_signing_in_goes_where_one_wanted_to_go(client: Client) -> None:
    make_member(make_organization())
    assert 'name="next" value="/signed-in/"' in client.get(LOGIN, {"next": "/signed-in/"}).content.decode()
    response = client.post(LOGIN, {"login": ADDRESS, "password": PASSWORD, "next": "/signed-in/"}, follow=True)
    assert "Close this tab, your work is in the other one." in response.content.decode()


@pytest.mark.parametrize(("box", "until_the_browser_closes"), [({"remember": "on"}, False), ({}, True)])
def test_the_box_decides_how_long_one_stays(
    client: Client, box: dict[str, str], until_the_browser_closes: bool
) -> None:
    make_member(make_organization())
    client.post(LOGIN, {"login": ADDRESS, "password": PASSWORD, **box})
    assert client.session.get_expire_at_browser_close() is until_the_browser_closes


def test_a_forgotten_password_is_replaced_by_the_link_of_the_mail(client: Client) -> None:
    make_member(make_organization())
    sent = client.post("/accounts/password/reset/", {"email": ADDRESS}, follow=True)
    assert "The link is on its way" in sent.content.decode()
    link = re.search(r"https?://testserver(\S+)", mail.outbox[0].body)
    assert link, mail.outbox[0].body
    form = client.get(link[1], follow=True)
    assert "Choose a new password" in form.content.decode()
    new = {"password1": "another fine phrase", "password2": "another fine phrase"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    assert "Your password is changed" in done.content.decode()
    assert client.login(email=ADDRESS, password=new["password1"])


def test_the_mail_speaks_of_tracewright_and_not_of_an_example_site(client: Client) -> None:
    make_member(make_organization())
    client.post("/accounts/password/reset/", {"email": ADDRESS})
    assert mail.outbox[0].subject == "A new password for Tracewright"
    assert "Tracewright, testserver" in mail.outbox[0].body and "example.com" not in mail.outbox[0].body


def test_an_address_without_account_gets_a_mail_that_offers_no_sign_up(client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "nobody@acme.test"})
    assert "no account has this address" in mail.outbox[0].body
    assert "signup" not in mail.outbox[0].body


def test_a_used_up_link_says_so(client: Client) -> None:
    html = client.get("/accounts/password/reset/key/1-set-nothing/").content.decode()
    assert "This link is used up" in html


def test_password_is_changed_with_errors_beside_the_fields(client: Client) -> None:
    sign_in(client, make_member(make_organization()))
    fields = {"oldpassword": "wrong", "password1": "short", "password2": "short"}
    html = client.post("/accounts/password/change/", fields).content.decode()
    assert 'id="id_oldpassword_error" role="alert"' in html
    assert 'id="id_password1_error" role="alert"' in html or 'id="id_password2_error" role="alert"' in html


def test_too_many_tries_are_answered_in_our_look(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    cache.clear()  # what other tests asked for does not count
    addresses = [client.post("/accounts/password/reset/", {"email": f"a{n}@acme.test"}) for n in (1, 2)]
    assert [response.status_code for response in addresses] == [302, 429]
    assert "Too many tries in a short time" in addresses[1].content.decode()
