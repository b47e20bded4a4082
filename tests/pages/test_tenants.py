"""The pages before an organization is chosen, and the history of a row in the admin."""

import pytest
from django.test import Client

from apps.tenants import services
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
    assert "It was used already." in response.content.decode()


def test_expired_invitation_says_since_when(client: Client) -> None:
    of = make_organization()
    link = invite(of)
    with scope(of.pk):
        Invitation.objects.update(expires_at="2026-01-02T12:00:00Z")
    assert "It was valid until 2 January 2026." in client.get(link).content.decode()


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
