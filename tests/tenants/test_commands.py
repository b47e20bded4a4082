"""manage.py create_organization and invite."""

import socket
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from apps.tenants import lookups
from apps.tenants.models import Invitation
from apps.tenants.scope import scope
from tests.factories import PASSWORD, make_member, make_organization

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def create(*arguments: str) -> str:
    return run("create_organization", *arguments)


def link_in(said: str) -> str:
    """The path of the link in the last line."""
    link = said.strip().splitlines()[-1]
    assert link.startswith(settings.SITE_URL)
    return link.removeprefix(settings.SITE_URL)


def invited_to(slug: str) -> list[tuple[str, str]]:
    organization_id = lookups.organization_of_slug(slug)
    with scope(organization_id):
        rows = Invitation.objects.filter(organization_id=organization_id).order_by("pk")
        return list(rows.values_list("email", "role"))


@pytest.fixture
def no_mail_server(settings: Any) -> None:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.EMAIL_PORT = closed.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"


# ---- create_organization ----


def test_it_prints_the_link_with_which_the_owner_joins():
    said = create("acme", "--owner", "Owner@Acme.test", "--name", "Acme Labs")
    assert b"Acme Labs" in Client().get(link_in(said)).content


def test_the_owner_is_invited_as_owner():
    create("acme", "--owner", "Owner@Acme.test")
    assert invited_to("acme") == [("owner@acme.test", "owner")]


@pytest.mark.django_db(transaction=True)
def test_without_a_mail_server_the_link_is_printed_and_the_error_logged(no_mail_server: None, caplog: Any):
    said = create("acme", "--owner", "owner@acme.test")
    assert Client().get(link_in(said)).status_code == 200
    [line] = caplog.messages
    assert line.startswith("invitation ") and line.endswith("Connection refused")


def test_an_organization_that_nobody_has_joined_gets_a_new_invitation():
    first = create("acme", "--owner", "owner@acme.test", "--name", "Acme Labs")
    make_member(make_organization("other"))
    second = create("acme", "--owner", "owner@acme.test")
    assert Client().get(link_in(first)).status_code == 410
    assert b"Acme Labs" in Client().get(link_in(second)).content


def test_an_organization_of_imported_people_gets_a_new_invitation():
    """They have no login, so nobody could invite from the inside."""
    make_member(make_organization("acme"), login=False)
    create("acme", "--owner", "owner@acme.test")
    assert invited_to("acme") == [("owner@acme.test", "owner")]


def test_a_taken_address_is_refused():
    said = create("acme", "--owner", "owner@acme.test")
    Client().post(link_in(said), {"public_name": "Ines", "password": PASSWORD})
    with pytest.raises(CommandError, match="'acme' is taken; choose another"):
        create("acme", "--owner", "second@acme.test")
    assert invited_to("acme") == [("owner@acme.test", "owner")]


@pytest.mark.parametrize("slug", ["Acme", "a b", "-acme", "acme-", "a--b", "a/b", ""])
def test_an_address_that_is_none_is_refused(slug: str):
    with pytest.raises(CommandError):
        create(slug, "--owner", "owner@acme.test")
    assert lookups.organization_of_slug(slug) is None


def test_a_bad_e_mail_address_leaves_no_organization():
    with pytest.raises(CommandError, match="valid email"):
        create("acme", "--owner", "nobody")
    assert lookups.organization_of_slug("acme") is None


# ---- invite ----


def test_invite_prints_the_link_with_which_the_person_joins():
    make_organization("acme")
    said = run("invite", "acme", "New@Acme.test", "--role", "reviewer")
    assert b"As Reviewer, signing in with new@acme.test." in Client().get(link_in(said)).content


def test_who_is_invited_without_a_role_annotates():
    make_organization("acme")
    run("invite", "acme", "new@acme.test")
    assert invited_to("acme") == [("new@acme.test", "annotator")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["acme", "nobody"], "valid email"),
        (["nowhere", "new@acme.test"], "no organization 'nowhere'"),
        (["acme", "new@acme.test", "--role", "king"], "invalid choice: 'king'"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(arguments: list[str], said: str):
    make_organization("acme")
    with pytest.raises(CommandError, match=said):
        run("invite", *arguments)
    assert invited_to("acme") == []
