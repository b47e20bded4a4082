"""manage.py issue_token."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from apps.tenants.models import Role
from tests.factories import make_member, make_organization

pytestmark = pytest.mark.django_db


def issue(*arguments: str) -> str:
    said = StringIO()
    call_command("issue_token", *arguments, stdout=said, stderr=StringIO())
    return said.getvalue().strip()


def me(token: str) -> dict[str, str]:
    return Client().get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json()


def test_a_script_becomes_a_member_without_a_login():
    make_organization()
    token = issue("acme", "nightly", "--role", "reviewer")
    assert me(token) == {"organization": "acme", "public_name": "nightly", "role": "reviewer"}


def test_a_second_token_acts_as_the_same_member():
    make_member(make_organization(), Role.MANAGER, "Jonas")
    assert me(issue("acme", "Jonas")) == me(issue("acme", "Jonas", "--role", "manager"))


def test_a_token_is_not_given_another_role_than_its_member():
    make_member(make_organization(), name="Tomas")
    with pytest.raises(CommandError, match="Tomas is annotator"):
        issue("acme", "Tomas", "--role", "owner")


def test_an_unknown_organization_is_named():
    with pytest.raises(CommandError, match="no organization 'acme'"):
        issue("acme", "nightly")
