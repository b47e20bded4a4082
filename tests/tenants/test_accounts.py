"""How people come in: invitations, login, log-out, a forgotten password; and that there is no other door."""

import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.tenants import services
from apps.tenants.invitations import accept_invitation
from apps.tenants.invitations import invite as invite_service
from apps.tenants.models import AuditEvent, Invitation, Membership, Organization, Role, User
from apps.tenants.scope import scope
from apps.tenants.services import create_organization, set_role
from tests.factories import PASSWORD, invite, join, make_member, make_organization, sign_in

pytestmark = pytest.mark.django_db
NEW = {"public_name": "Ines", "password": PASSWORD}


@pytest.fixture
def acme(db: None) -> Organization:
    return make_organization("acme")


def members(of: Organization) -> list[tuple[str, str]]:
    with scope(of.pk):
        rows = Membership.objects.filter(organization=of).order_by("public_name")
        return list(rows.values_list("public_name", "role"))


def change_invitation(of: Organization, **fields: Any) -> None:
    with scope(of.pk):
        Invitation.objects.update(**fields)


# ---- Invitations ----


def test_a_new_person_joins_by_their_link_and_is_signed_in(client: Client, acme: Organization):
    link = invite(acme, role=Role.REVIEWER)
    assert client.get(link).status_code == HTTPStatus.OK
    assert client.post(link, NEW)["Location"] == "/o/acme/"
    assert members(acme) == [("Ines", "reviewer")]
    assert client.get("/o/acme/").status_code == HTTPStatus.OK


def test_a_new_persons_password_is_checked(client: Client, acme: Organization):
    answer = client.post(invite(acme), {**NEW, "password": "12345"})
    assert answer.context["form"].errors["password"]
    assert not User.objects.exists()


def test_a_taken_name_is_said_beside_its_field(client: Client, acme: Organization):
    make_member(acme, name="Ines")
    assert client.post(invite(acme), NEW).context["form"].errors["public_name"]


def test_a_known_person_signs_in_first(client: Client, acme: Organization):
    known = make_member(make_organization("other"), name="Ines")
    link = invite(acme, known.contact)
    assert client.post(link, NEW)["Location"] == f"/accounts/login/?next={link}"
    assert members(acme) == []


def test_a_known_person_joins_with_the_login_they_have(client: Client, acme: Organization):
    known = make_member(make_organization("other"), name="Ines")
    sign_in(client, known).post(invite(acme, known.contact), {"public_name": "Ines Q"})
    assert members(acme) == [("Ines Q", "annotator")]
    assert User.objects.count() == 1


def test_somebody_elses_login_does_not_take_the_invitation_of_a_known_person(client: Client, acme: Organization):
    other = make_organization("other")
    known, thief = make_member(other, name="Ines"), make_member(other, name="Thief")
    answer = sign_in(client, thief).post(invite(acme, known.contact), {"public_name": "Thief"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert members(acme) == []


def test_somebody_who_is_signed_in_does_not_take_the_invitation_of_a_new_person(client: Client, acme: Organization):
    thief = make_member(make_organization("other"), name="Thief")
    answer = sign_in(client, thief).post(invite(acme), NEW)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert members(acme) == []
    assert User.objects.count() == 1


def test_signing_out_leads_back_to_the_invitation(client: Client, acme: Organization):
    link = invite(acme)
    sign_in(client, make_member(make_organization("other"), name="Thief"))
    assert client.post("/accounts/logout/", {"next": link})["Location"] == link
    assert client.get(link).status_code == HTTPStatus.OK


def test_a_link_works_once(client: Client, acme: Organization):
    link = invite(acme)
    client.post(link, NEW)
    answer = Client().post(link, {**NEW, "public_name": "Again"})
    assert answer.status_code == HTTPStatus.GONE
    assert members(acme) == [("Ines", "annotator")]


def test_an_expired_link_says_so(client: Client, acme: Organization):
    link = invite(acme)
    change_invitation(acme, expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(link).status_code == client.post(link, NEW).status_code == HTTPStatus.GONE
    assert members(acme) == []


def test_an_unknown_link_is_not_found(client: Client, acme: Organization):
    assert client.get("/invitation/tw_unknown/").status_code == HTTPStatus.NOT_FOUND


def test_a_new_invitation_ends_the_one_before(client: Client, acme: Organization):
    first, second = invite(acme), invite(acme)
    assert client.get(first).status_code == client.post(first, NEW).status_code == HTTPStatus.GONE
    assert client.get(second).status_code == HTTPStatus.OK


def test_nobody_invites_to_a_role_above_their_own(acme: Organization):
    manager = make_member(acme, Role.MANAGER)
    with scope(acme.pk), pytest.raises(ValidationError, match="above your own"):
        invite_service(email="new@acme.test", role=Role.OWNER, by=manager)


def test_a_member_who_accepts_again_is_told_and_not_doubled(client: Client, acme: Organization):
    link = invite(acme, "ines@acme.test")
    ines = make_member(acme, name="Ines")
    answer = sign_in(client, ines).post(link, {"public_name": "Ines Q"}, follow=True)
    assert "You are a member of Acme already." in answer.content.decode()
    assert members(acme) == [("Ines", "annotator")]


def test_a_member_is_not_invited(acme: Organization):
    make_member(acme, name="Ines")
    with scope(acme.pk), pytest.raises(ValidationError, match="Ines has this address"):
        invite_service(email="Ines@ACME.test", role=Role.ANNOTATOR, by=None)


def test_an_invitation_of_one_organization_stays_while_another_invites_the_same_person(acme: Organization):
    link = invite(acme)
    invite(make_organization("other"))
    assert Client().get(link).status_code == HTTPStatus.OK


def test_joining_by_one_of_two_links_ends_the_other(acme: Organization):
    """Two managers at once: neither saw the other's invitation."""
    first = invite(acme)
    with scope(acme.pk):
        held = Invitation.objects.get()
    second = invite(acme)
    with scope(acme.pk):
        Invitation.objects.filter(pk=held.pk).update(revoked_at=None)
    Client().post(second, NEW)
    assert Client().get(first).status_code == HTTPStatus.GONE


def test_the_mail_has_the_organization_and_the_whole_link(
    acme: Organization, mailoutbox: list, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        link = invite(acme, "new@acme.test")
    [mail] = mailoutbox
    assert mail.to == ["new@acme.test"]
    assert mail.subject == "Your invitation to Acme on Tracewright"
    assert f"{settings.SITE_URL}{link}" in mail.body.splitlines()
    [(html, kind)] = mail.alternatives
    assert kind == "text/html" and f'href="{settings.SITE_URL}{link}"' in html


def test_the_mail_says_who_invites_to_what_and_escapes_names_in_its_html_only(
    acme: Organization, mailoutbox: list, django_capture_on_commit_callbacks: Any
):
    manager = make_member(acme, Role.MANAGER, "Ann", public_name="Ann <b>")
    with django_capture_on_commit_callbacks(execute=True), scope(acme.pk):
        invite_service(email="new@acme.test", role=Role.REVIEWER, by=manager)
    [mail] = mailoutbox
    assert mail.body.startswith("Ann <b> invites you to work on agent traces with Acme.")
    assert "the role “Reviewer”" in mail.body
    assert "Ann &lt;b&gt; invites you" in mail.alternatives[0][0]


def test_a_line_break_in_an_organizations_name_is_no_header_of_the_mail(
    mailoutbox: list, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        invite(create_organization(slug="acme", name="Acme\nBcc: all@acme.test"))
    assert mailoutbox[0].subject == "Your invitation to Acme Bcc: all@acme.test on Tracewright"


def test_a_mail_server_that_is_down_does_not_take_the_invitation_along(
    client: Client, acme: Organization, settings: Any, caplog: Any, django_capture_on_commit_callbacks: Any
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    with django_capture_on_commit_callbacks(execute=True):
        link = invite(acme)
    assert "was not mailed" in caplog.text and link.split("/")[2] not in caplog.text
    assert client.get(link).status_code == HTTPStatus.OK


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_step_back_at_once_one_stays():
    acme = make_organization("acme")
    ines, mirela = (make_member(acme, Role.OWNER, name) for name in ("Ines", "Mirela"))
    first_has_asked, second_is_through = Event(), Event()

    def first() -> None:
        with scope(acme.pk):
            set_role(member=ines, role=Role.MANAGER, by=ines)
            first_has_asked.set()
            second_is_through.wait(0.5)  # it is not, when it waits for the end of this transaction

    def second() -> None:
        first_has_asked.wait()
        with pytest.raises(ValidationError, match="needs an owner"), scope(acme.pk):
            set_role(member=mirela, role=Role.MANAGER, by=mirela)
        second_is_through.set()

    at_once(first, second)
    with scope(acme.pk):
        assert [one.public_name for one in Membership.objects.filter(organization=acme, role=Role.OWNER)] == ["Mirela"]


def test_the_secret_of_a_link_is_not_stored(acme: Organization):
    secret = invite(acme).split("/")[2]
    with scope(acme.pk):
        [stored] = Invitation.objects.values()
        assert secret not in str(stored)
        assert secret not in str(list(AuditEvent.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_login_and_one_membership():
    acme = make_organization("acme")
    link, statuses = invite(acme), []

    def click() -> None:
        statuses.append(Client().post(link, NEW).status_code)

    at_once(click, click)
    # OK: the second click's form finds the name taken, by the first.
    assert set(statuses) <= {HTTPStatus.FOUND, HTTPStatus.GONE, HTTPStatus.OK}
    assert members(acme) == [("Ines", "annotator")]
    assert User.objects.count() == 1


def at_once(*works: Callable[[], None]) -> None:
    ready = Barrier(len(works), timeout=20)

    def run(work: Callable[[], None]) -> None:
        ready.wait()
        try:
            work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# ---- Login ----


def log_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


@pytest.mark.parametrize("email", ["mirela@acme.test", "Mirela@ACME.test"])
def test_people_sign_in_by_their_address(client: Client, acme: Organization, email: str):
    make_member(acme)
    assert log_in(client, email)["Location"] == "/"
    assert client.get("/")["Location"] == "/o/acme/"


def test_who_joined_by_invitation_signs_in_again(client: Client, acme: Organization):
    client.post(invite(acme, "Ines@Acme.test"), NEW)
    assert log_in(Client(), "ines@acme.test").status_code == HTTPStatus.FOUND


def test_a_wrong_password_is_not_told_from_an_unknown_address(client: Client, acme: Organization):
    make_member(acme)
    wrong, unknown = log_in(client, "mirela@acme.test", "wrong"), log_in(client, "nobody@acme.test", "wrong")
    assert wrong.status_code == unknown.status_code == HTTPStatus.OK
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_a_login_that_was_switched_off_does_not_sign_in(client: Client, acme: Organization):
    make_member(acme)
    User.objects.update(is_active=False)
    log_in(client, "mirela@acme.test")
    assert client.get("/o/acme/").status_code == HTTPStatus.FOUND


def test_after_the_login_one_is_where_one_wanted_to_be(client: Client, acme: Organization):
    make_member(acme)
    wanted = client.get("/o/acme/p/weather/annotate/", follow=True)
    answer = client.post(wanted.redirect_chain[-1][0], {"login": "mirela@acme.test", "password": PASSWORD})
    assert answer["Location"] == "/o/acme/p/weather/annotate/"


def test_a_login_leads_to_no_other_site(client: Client, acme: Organization):
    make_member(acme)
    sent = {"login": "mirela@acme.test", "password": PASSWORD}
    assert client.post("/accounts/login/?next=https://evil.test/", sent)["Location"] == "/"


def test_somebody_in_two_organizations_chooses(client: Client, acme: Organization):
    person = make_member(acme)
    join(make_organization("other"), person.user, Role.ANNOTATOR, "guest")
    html = sign_in(client, person).get("/").content.decode()
    assert 'href="/o/acme/"' in html
    assert 'href="/o/other/"' in html


def test_one_signs_out_by_post(client: Client, acme: Organization):
    sign_in(client, make_member(acme))
    client.get("/accounts/logout/")
    assert client.get("/o/acme/").status_code == HTTPStatus.OK
    client.post("/accounts/logout/")
    assert client.get("/o/acme/").status_code == HTTPStatus.FOUND


def test_signing_up_is_closed(client: Client, acme: Organization):
    client.get("/accounts/signup/")
    client.post("/accounts/signup/", {"email": "new@acme.test", "password1": PASSWORD})
    assert not User.objects.exists()


def test_a_forgotten_password_is_set_anew_by_mail(client: Client, acme: Organization, mailoutbox: list):
    client.post(invite(acme, "ines@acme.test"), NEW)
    client = Client()
    client.post("/accounts/password/reset/", {"email": "ines@acme.test"})
    [mail] = mailoutbox
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.body)[1]
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "another good horse", "password2": "another good horse"})
    assert log_in(Client(), "ines@acme.test", "another good horse").status_code == HTTPStatus.FOUND


def test_a_reset_for_an_unknown_address_tells_the_page_nothing(client: Client, acme: Organization):
    make_member(acme)
    known, unknown = (
        client.post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in ("mirela@acme.test", "nobody@acme.test")
    )
    assert (known.redirect_chain, known.content) == (unknown.redirect_chain, unknown.content)


@pytest.mark.django_db
def test_a_name_that_cannot_be_seen_is_refused(client):
    acme = make_organization()
    link = invite(acme)
    for name in ("\u200b", "Mirela\u202e", "\ufeffAsha"):
        response = client.post(link, {"public_name": name, "password": "correct horse battery"})
        assert response.status_code == 200, repr(name)
        assert "cannot be seen" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [" ", "\u3164", "Mirela\u202e"])
def test_no_member_has_a_name_that_cannot_be_seen(name):
    acme = make_organization()
    with scope(acme.pk), pytest.raises(ValidationError, match="cannot be seen"):
        services.member_of_import(name=name)


@pytest.mark.django_db
def test_a_manager_cannot_annul_an_owners_invitation():
    acme = make_organization()
    link = invite(acme, "boss@acme.test", Role.OWNER)
    with scope(acme.pk), pytest.raises(ValidationError, match="above yours"):
        invite_service(email="boss@acme.test", role=Role.ANNOTATOR, by=make_member(acme, Role.MANAGER))
    assert Client().get(link).status_code == 200


@pytest.mark.django_db
def test_a_login_made_by_another_organization_meanwhile_is_told():
    acme = make_organization()
    with scope(acme.pk):
        invitation = invite_service(email="new@acme.test", role=Role.ANNOTATOR, by=None).invitation
        User.objects.create_user("new@acme.test", PASSWORD)
        with pytest.raises(ValidationError, match="Sign in and open the link again"):
            accept_invitation(invitation=invitation, user=None, public_name="New", password=PASSWORD)
