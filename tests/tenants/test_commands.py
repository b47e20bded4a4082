"""manage.py create_organization."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from apps.tenants import lookups
from apps.tenants.models import Invitation
from apps.tenants.scope import scope

pytestmark = pytest.mark.django_db


def create(*arguments: str) -> str:
    said = StringIO()
    call_command("create_organization", *arguments, stdout=said)
    return said.getvalue()


def test_it_prints_the_link_with_which_the_owner_joins():
    said = create("acme", "--owner", "Owner@Acme.test", "--name", "Acme Labs")
    link = said.strip().splitlines()[-1]
    assert link.startswith(settings.SITE_URL)
    assert b"Acme Labs" in Client().get(link.removeprefix(settings.SITE_URL)).content


def test_the_owner_is_invited_as_owner():
    create("acme", "--owner", "Owner@Acme.test")
    organization_id = lookups.organization_of_slug("acme")
    with scope(organization_id):
        [invitation] = Invitation.objects.filter(organization_id=organization_id)
    assert (invitation.email, invitation.role) == ("owner@acme.test", "owner")


def test_a_taken_address_is_refused():
    create("acme", "--owner", "owner@acme.test")
    with pytest.raises(CommandError, match="'acme' is taken; choose another"):
        create("acme", "--owner", "second@acme.test")


@pytest.mark.parametrize("slug", ["Acme", "a b", "-acme", "acme-", "a--b", "a/b", ""])
def test_an_address_that_is_none_is_refused(slug: str):
    with pytest.raises(CommandError):
        create(slug, "--owner", "owner@acme.test")
    assert lookups.organization_of_slug(slug) is None


def test_a_bad_e_mail_address_leaves_no_organization():
    with pytest.raises(CommandError, match="valid email"):
        create("acme", "--owner", "nobody")
    assert lookups.organization_of_slug("acme") is None
