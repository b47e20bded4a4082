"""Sign in, sign out, passwords: every page of django-allauth that we serve, in our look and words."""

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.account.urls import urlpatterns as allauth_urls
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from apps.tenants.account_urls import NOT_SERVED
from server.settings import ACCOUNT_RATE_LIMITS
from tests.factories import PASSWORD, make_member, make_organization, sign_in
from tests.pages.marks import inline
from tests.pages.words import bare_words, marking

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
ADDRESS = "mirela@acme.test"


OURS = str(Path(__file__).parent.parent.parent / "templates")
SERVED = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # it says that accounts are made by invitation
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
ARGUMENTS = {"account_reset_password_from_key": ("1", "no-such-key"), "account_confirm_email": ("no-such-key",)}


def address(name: str) -> str:
    return reverse(name, args=ARGUMENTS.get(name, ()))


def foreign(response: Any) -> list[str]:
    """The templates of other packages that the answer, its messages and its mails were made from."""
    origins = [str(template.origin) for template in response.templates if template.name]
    return [name for name in origins if not name.startswith(OURS) and "/django/forms/" not in name]


def test_every_page_of_the_installed_version_is_served_or_left_out_for_a_reason() -> None:
    assert {page.name for page in allauth_urls} == SERVED | set(NOT_SERVED)
    assert not SERVED & set(NOT_SERVED)


@pytest.mark.parametrize("is_signed_in", [False, True])
@pytest.mark.parametrize("name", sorted(NOT_SERVED))
def test_a_page_that_is_left_out_is_not_found(client: Client, name: str, is_signed_in: bool) -> None:
    if is_signed_in:
        sign_in(client, make_member(make_organization()))
    assert [getattr(client, method)(address(name)).status_code for method in ("get", "post")] == [404, 404]


@pytest.mark.parametrize("is_signed_in", [False, True])
@pytest.mark.parametrize("name", sorted(SERVED))
def test_every_page_is_ours_or_leads_on(client: Client, name: str, is_signed_in: bool) -> None:
    if is_signed_in:
        sign_in(client, make_member(make_organization()))
    response = client.get(address(name))
    if response.status_code != 302:
        assert response.status_code == 200
        html = response.content.decode()
        assert 'class="card sign-in' in html and "· Tracewright</title>" in html
        assert not inline(html) and not foreign(response)


def test_pages_that_lead_on_are_few(client: Client) -> None:
    """Or the test above would pass by redirects: which page is shown to whom."""
    signed_out = {name for name in SERVED if client.get(address(name)).status_code == 200}
    sign_in(client, make_member(make_organization()))
    signed_in = {name for name in SERVED if client.get(address(name)).status_code == 200}
    assert SERVED - signed_out == {"account_logout", "account_change_password"}
    assert SERVED - signed_in == {"account_login", "account_signup"}


@pytest.mark.parametrize("is_signed_in", [False, True])
@pytest.mark.parametrize("name", sorted(SERVED))
def test_every_word_can_be_translated(client: Client, name: str, is_signed_in: bool) -> None:
    if is_signed_in:
        sign_in(client, make_member(make_organization()))
    with marking():
        shown = [client.get(address(name)), client.post(address(name), {})]  # the latter with errors in its form
    for response in shown:
        if response.status_code == 200:
            assert not bare_words(response.content.decode())


def test_signing_in_out_and_changing_the_password_are_told_in_our_words(client: Client) -> None:
    make_member(make_organization())
    new = {"oldpassword": PASSWORD, "password1": "another fine phrase", "password2": "another fine phrase"}
    answers = [
        client.post(LOGIN, {"login": ADDRESS, "password": PASSWORD, "next": "/signed-in/"}, follow=True),
        client.post("/accounts/password/change/", {**new, "next": "/signed-in/"}, follow=True),
        client.post("/accounts/logout/", {"next": LOGIN}, follow=True),
    ]
    assert not [name for answer in answers for name in foreign(answer)]
    assert "Your password is changed. The old one no longer works." in answers[1].content.decode()
    assert "You are signed out. Drafts are kept with their traces." in answers[2].content.decode()


@pytest.mark.parametrize("email", [ADDRESS, "nobody@acme.test"])
def test_the_mails_are_ours(client: Client, email: str) -> None:
    make_member(make_organization())
    assert not foreign(client.post("/accounts/password/reset/", {"email": email}))
    assert len(mail.outbox) == 1


def test_labels_are_those_of_our_other_pages(client: Client) -> None:
    sign_in(client, make_member(make_organization()))
    forms = [client.get(f"/accounts/password/{page}/").context["form"] for page in ("change", "reset")]
    assert [field.label for form in forms for field in form] == [
        "Current password",
        "New password",
        "New password, again",
        "E-mail",
    ]


def test_everybody_finds_the_page_that_changes_the_password(client: Client) -> None:
    sign_in(client, make_member(make_organization()))
    assert 'href="/accounts/password/change/"' in client.get("/o/acme/").content.decode()


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


# ---- Guessing a password ----


@pytest.fixture
def guarded(settings: Any) -> None:
    """The limits of the product, which the tests' settings switch off; nothing was counted yet."""
    settings.ACCOUNT_RATE_LIMITS = ACCOUNT_RATE_LIMITS
    cache.clear()
    make_member(make_organization())


def try_to_sign_in(password: str, host: str) -> bool:
    """Whether it let somebody in. `host` is where it comes from: "192.0.2.7"."""
    return Client(REMOTE_ADDR=host).post(LOGIN, {"login": ADDRESS, "password": password}).status_code == 302


@pytest.mark.usefixtures("guarded")
def test_who_guesses_is_stopped_and_the_person_gets_in_from_elsewhere() -> None:
    for _try in range(5):
        try_to_sign_in("wrong", "192.0.2.7")
    assert not try_to_sign_in(PASSWORD, "192.0.2.7")
    assert try_to_sign_in(PASSWORD, "192.0.2.8")


@pytest.mark.usefixtures("guarded")
def test_all_hosts_of_one_ipv6_network_are_one_guesser() -> None:
    for number in range(5):
        try_to_sign_in("wrong", f"2001:db8::{number}")
    assert not try_to_sign_in(PASSWORD, "2001:db8::ffff")


@pytest.mark.usefixtures("guarded")
def test_guesses_from_many_places_stop_in_the_end() -> None:
    for number in range(50):
        try_to_sign_in("wrong", f"192.0.2.{number}")
    assert not try_to_sign_in(PASSWORD, "198.51.100.1")


@pytest.mark.usefixtures("guarded")
def test_what_a_stopped_guesser_goes_on_to_send_does_not_count_for_the_account() -> None:
    for _try in range(60):
        try_to_sign_in("wrong", "192.0.2.7")
    assert try_to_sign_in(PASSWORD, "192.0.2.8")


@pytest.mark.usefixtures("guarded")
def test_signing_in_counts_as_no_guess() -> None:
    assert all(try_to_sign_in(PASSWORD, "192.0.2.7") for _try in range(8))
