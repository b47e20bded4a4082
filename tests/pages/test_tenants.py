"""The pages before an organization is chosen, and the history of a row in the admin."""

import pytest
from django.test import Client

from apps.tenants import invitations, services
from apps.tenants.models import AuditEvent, Invitation, Role, User
from apps.tenants.scope import scope
from tests.factories import invite, join, make_member, make_organization, sign_in
from tests.pages.marks import inline

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def test_home_offers_the_organizations_of_a_person_with_their_role(client: Client) -> None:
    member = make_member(make_organization(), Role.MANAGER)
    join(make_organization("other"), member.user, Role.ANNOTATOR, "Mirela")
    html = sign_in(client, member).get("/").content.decode()
    assert 'href="/o/acme/"' in html and "Manager" in html
    assert 'href="/o/other/"' in html and "Annotator" in html


def test_home_of_a_person_without_organization_says_what_to_do(client: Client) -> None:
    client.force_login(User.objects.create_user("lone@acme.test"), backend="apps.tenants.permissions.MembershipBackend")
    html = client.get("/").content.decode()
    assert "You belong to no organization yet" in html and "lone@acme.test" in html


def test_invitation_names_the_organization_and_the_role(client: Client) -> None:
    of = make_organization()
    html = client.get(invite(of, role=Role.REVIEWER)).content.decode()
    assert "Join Acme" in html and "As Reviewer, signing in with new@acme.test." in html


def test_invitation_shows_a_weak_password_beside_its_field(client: Client) -> None:
    link = invite(make_organization())
    html = client.post(link, {"public_name": "Mirela", "password": "short"}).content.decode()
    assert 'id="id_password_error" role="alert"' in html
    assert 'value="Mirela"' in html


def test_used_invitation_says_so(client: Client) -> None:
    link = invite(make_organization())
    client.post(link, {"public_name": "Mirela", "password": "a long enough phrase"})
    response = Client().get(link)
    assert response.status_code == 410
    assert "This invitation was used" in response.content.decode()


def test_expired_invitation_says_since_when(client: Client) -> None:
    of = make_organization()
    link = invite(of)
    with scope(of.pk):
        Invitation.objects.update(expires_at="2026-01-02T12:00:00Z")
    assert "It was valid until 2 January 2026." in client.get(link).content.decode()


def test_a_link_that_a_newer_one_replaced_says_when_that_was_sent(client: Client) -> None:
    of = make_organization()
    first, _second = invite(of), invite(of)
    html = client.get(first).content.decode()
    assert "There is a newer invitation" in html and "Another link for Acme was sent on" in html


def test_an_invitation_that_was_taken_back_says_so(client: Client) -> None:
    of = make_organization()
    link = invite(of)
    with scope(of.pk):
        invitations.revoke(invitation=Invitation.objects.get(), by=make_member(of, Role.MANAGER))
    html = client.get(link).content.decode()
    assert "This invitation was taken back" in html and "ask whoever invited you" in html


def test_an_invitation_for_somebody_else_names_both_and_offers_to_sign_out(client: Client) -> None:
    of = make_organization()
    link = invite(of)
    html = sign_in(client, make_member(of)).get(link).content.decode()
    assert "It lets new@acme.test join Acme, and this browser is signed in as mirela@acme.test." in html
    assert f'name="next" value="{link}"' in html and "Sign out and go on" in html


def test_names_are_escaped(client: Client) -> None:
    of = make_organization()
    with scope(of.pk):
        of.name = SCRIPT
        of.save()
    member = make_member(of)
    join(make_organization("other"), member.user, Role.ANNOTATOR, "Mirela")
    html = client.get(invite(of)).content.decode() + sign_in(client, member).get("/").content.decode()
    assert "&lt;script&gt;" in html and SCRIPT not in html


def test_history_of_a_row_in_the_admin_is_its_audit_trail(client: Client) -> None:
    of = make_organization()
    owner = make_member(of, Role.OWNER, public_name=f"Lena {SCRIPT}")
    with scope(of.pk):
        services.record(by=owner, verb=AuditEvent.Verb.CHANGED, row=owner, details=["paused"])
    response = sign_in(client, owner).get(f"/o/acme/admin/tenants/membership/{owner.pk}/history/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "paused" in html and "changed" in html and SCRIPT not in html


@pytest.mark.parametrize("address", ["/signed-in/", "/"])
def test_pages_have_nothing_inline(client: Client, address: str) -> None:
    member = make_member(make_organization())
    join(make_organization("other"), member.user, Role.ANNOTATOR, "Mirela")
    assert not inline(sign_in(client, member).get(address).content.decode())
