"""The people page of an organization: who is here, who is invited, what managers change."""

import re
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from apps.tenants.invitations import accept_invitation
from apps.tenants.models import AuditEvent, Invitation, Membership, Organization, Role, User
from apps.tenants.scope import scope
from tests.factories import (
    CORRECTED,
    claim,
    import_project,
    invite,
    make_imported,
    make_member,
    make_organization,
    make_token,
    save_draft,
    sign_in,
    submit,
)
from tests.pages.counting import queries_of
from tests.pages.marks import inline

pytestmark = pytest.mark.django_db
PEOPLE = "/o/acme/people/"
INES = {"email": "ines@acme.test", "role": "reviewer"}


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def manager(acme: Organization) -> Membership:
    return make_member(acme, Role.MANAGER, "Jonas")


@pytest.fixture
def browser(client: Client, manager: Membership) -> Client:
    return sign_in(client, manager)


def row_of(html: str, name: str) -> str:
    """The words of the member's row."""
    [row] = [row for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL) if f">{name}</a>" in row]
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


def people(browser: Client) -> str:
    return browser.get(PEOPLE).content.decode()


def stored(member: Membership) -> Membership:
    with scope(member.organization_id):
        return Membership.objects.get(pk=member.pk)


def open_invitations(of: Organization) -> list[Invitation]:
    with scope(of.pk):
        return list(Invitation.objects.open().select_related("invited_by__user").order_by("pk"))


# ---- The list ----


def test_a_member_stands_with_role_and_work(browser: Client, acme: Organization) -> None:
    submit(import_project(acme), make_member(acme, name="Mirela"))
    assert row_of(people(browser), "Mirela") == "MI Mirela Annotator 1 just now Pause Mirela"


def test_a_saved_draft_is_work_too(browser: Client, acme: Organization) -> None:
    save_draft(claim(import_project(acme), make_member(acme, name="Mirela")), CORRECTED)
    assert "Annotator 0 just now" in row_of(people(browser), "Mirela")


def test_an_import_is_no_work_of_anybody(browser: Client, acme: Organization) -> None:
    import_project(acme, states={"ann1": {"t1": [[{"schema": "fix", "name": "fix"}, '{"steps": [{}]}']]}})
    assert "Annotator 1 –" in row_of(people(browser), "ann1")


def test_what_is_unusual_about_somebody_is_a_badge(browser: Client, acme: Organization) -> None:
    make_member(acme, name="Idle", paused=True)
    make_imported(acme, "ann1")
    make_token(make_member(acme, name="Robot", login=False))
    off = make_member(acme, name="Off")
    User.objects.filter(pk=off.user_id).update(is_active=False)
    html = people(browser)
    badges = {"Idle": "Paused", "ann1": "Imported", "Robot": "Program", "Off": "Login off", "Jonas": "You"}
    assert {name: badge in row_of(html, name) for name, badge in badges.items()} == dict.fromkeys(badges, True)


def test_who_signs_in_stands_before_imported_names(browser: Client, acme: Organization) -> None:
    make_imported(acme, "a-first")
    make_member(acme, name="Zoe")
    names = re.findall(r'class="cut" href="/o/acme/people/\d+/" title="([^"]+)"', people(browser))
    assert names == ["Jonas", "Zoe", "a-first"]


def test_the_list_takes_as_many_queries_for_20_people_as_for_10(browser: Client, acme: Organization) -> None:
    for number in range(10):
        make_member(acme, name=f"member-{number}")
    ten = queries_of(browser, PEOPLE)
    for number in range(10, 20):
        make_member(acme, name=f"member-{number}")
        invite(acme, f"new-{number}@acme.test")
    assert queries_of(browser, PEOPLE) == ten


def test_names_are_escaped_and_nothing_is_inline(browser: Client, acme: Organization) -> None:
    make_member(acme, name="Eve", public_name="<script>alert(1)</script>")
    html = people(browser)
    assert "&lt;script&gt;" in html and "<script>alert" not in html
    assert not inline(html)


# ---- Inviting ----


def test_an_invitation_goes_out_by_mail_and_stands_in_the_list(
    browser: Client, acme: Organization, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_HOST = "mail.acme.test"
    with django_capture_on_commit_callbacks(execute=True):
        html = browser.post(PEOPLE, INES, follow=True).content.decode()
    assert [(i.email, i.role) for i in open_invitations(acme)] == [("ines@acme.test", "reviewer")]
    assert [sent.to for sent in mail.outbox] == [["ines@acme.test"]]
    assert "A link is on its way to ines@acme.test." in html


def test_with_a_mail_server_no_page_shows_the_link(browser: Client, settings: Any) -> None:
    """Whoever opens it gets a login whose address counts as theirs, in every organization."""
    settings.EMAIL_HOST = "mail.acme.test"
    pages = [
        browser.post(PEOPLE, INES, follow=True),
        browser.post("/o/acme/admin/tenants/invitation/add/", INES, follow=True),
    ]
    assert not [page for page in pages if "/invitation/tw_" in page.content.decode()]


def test_without_a_mail_server_the_link_is_shown_once(browser: Client) -> None:
    html = browser.post(PEOPLE, INES).content.decode()
    [link] = re.findall(r'value="http://127.0.0.1:8000(/invitation/tw_[^/]+/)"', html)
    assert Client().get(link).status_code == 200
    assert "/invitation/tw_" not in people(browser)
    assert "/invitation/tw_" not in str(dict(browser.session))


def test_an_owner_is_invited_by_owners_only(browser: Client, acme: Organization) -> None:
    html = browser.post(PEOPLE, {**INES, "role": "owner"}).content.decode()
    assert 'id="id_role_error" role="alert"' in html
    assert not open_invitations(acme)


def test_somebody_who_is_here_is_not_invited_again(browser: Client, acme: Organization) -> None:
    make_member(acme, name="Ines")
    html = browser.post(PEOPLE, INES).content.decode()
    assert "Ines has this address and is a member already." in html
    assert not open_invitations(acme)


def test_an_invitation_is_sent_again_with_another_link(browser: Client, acme: Organization) -> None:
    first = invite(acme, "ines@acme.test", Role.REVIEWER)
    [held] = open_invitations(acme)
    html = browser.post(f"{PEOPLE}invitations/{held.pk}/send/").content.decode()
    [second] = re.findall(r'value="http://127.0.0.1:8000(/invitation/tw_[^/]+/)"', html)
    assert [Client().get(link).status_code for link in (first, second)] == [410, 200]
    assert [(i.email, i.role) for i in open_invitations(acme)] == [("ines@acme.test", "reviewer")]


def test_an_expired_invitation_says_so_and_can_be_sent_again(browser: Client, acme: Organization) -> None:
    invite(acme, "ines@acme.test")
    with scope(acme.pk):
        Invitation.objects.update(expires_at=timezone.now().replace(year=2025, month=3, day=4))
    assert "expired on 4 Mar" in people(browser)
    browser.post(f"{PEOPLE}invitations/{open_invitations(acme)[0].pk}/send/")
    assert open_invitations(acme)[0].is_valid


def test_an_invitation_is_taken_back(browser: Client, acme: Organization) -> None:
    link = invite(acme, "ines@acme.test")
    html = browser.post(f"{PEOPLE}invitations/{open_invitations(acme)[0].pk}/revoke/", follow=True).content.decode()
    assert "The invitation to ines@acme.test is taken back, its link is dead." in html
    assert Client().get(link).status_code == 410
    assert not open_invitations(acme)


LOST = {"role": {"role": Role.ANNOTATOR}, "pause": {"paused": True}}


@pytest.mark.parametrize("lost", LOST.values(), ids=LOST)
def test_an_invitation_ends_with_what_its_inviter_may(acme: Organization, lost: dict[str, Any]) -> None:
    jonas = make_member(acme, Role.MANAGER, "Jonas")
    link = invite(acme, "friend@acme.test", Role.MANAGER, by=jonas)
    with scope(acme.pk):
        Membership.objects.filter(pk=jonas.pk).update(**lost)
    new = {"public_name": "Friend", "password": "correct horse battery"}
    for answer in (Client().get(link), Client().post(link, new)):
        assert answer.status_code == 410 and "This invitation does not count any more" in answer.content.decode()
    assert not User.objects.filter(email="friend@acme.test").exists()


def test_an_invitation_ends_with_its_inviters_login(acme: Organization) -> None:
    jonas = make_member(acme, Role.MANAGER, "Jonas")
    link = invite(acme, "friend@acme.test", by=jonas)
    User.objects.filter(pk=jonas.user_id).update(is_active=False)
    assert Client().get(link).status_code == 410


def test_an_inviter_who_lost_their_role_between_two_looks_lets_nobody_in(acme: Organization) -> None:
    jonas = make_member(acme, Role.MANAGER, "Jonas")
    invite(acme, "friend@acme.test", by=jonas)
    [seen] = open_invitations(acme)
    with scope(acme.pk):
        Membership.objects.filter(pk=jonas.pk).update(role=Role.REVIEWER)
        with pytest.raises(ValidationError, match="is over"):
            accept_invitation(invitation=seen, user=None, public_name="Friend", password="correct horse battery")


def test_an_invitation_whose_inviter_may_not_invite_says_so_and_can_be_sent_again(
    browser: Client, acme: Organization
) -> None:
    ines = make_member(acme, Role.MANAGER, "Ines")
    invite(acme, "friend@acme.test", by=ines)
    assert "does not count" not in people(browser)
    with scope(acme.pk):
        Membership.objects.filter(pk=ines.pk).update(paused=True)
    assert "does not count: Ines may not invite any more" in people(browser)
    browser.post(f"{PEOPLE}invitations/{open_invitations(acme)[0].pk}/send/")
    with scope(acme.pk):
        assert open_invitations(acme)[0].is_valid


def test_the_list_takes_as_many_queries_for_many_inviters_as_for_one(browser: Client, acme: Organization) -> None:
    invite(acme, "new@acme.test", by=make_member(acme, Role.MANAGER, "Ines"))
    one = queries_of(browser, PEOPLE)
    for number in range(3):
        invite(acme, f"new-{number}@acme.test", by=make_member(acme, Role.MANAGER, f"manager-{number}"))
    assert queries_of(browser, PEOPLE) == one


@pytest.mark.parametrize("verb", ["send", "revoke"])
def test_a_manager_touches_no_owners_invitation(browser: Client, acme: Organization, verb: str) -> None:
    link = invite(acme, "boss@acme.test", Role.OWNER)
    html = browser.post(f"{PEOPLE}invitations/{open_invitations(acme)[0].pk}/{verb}/", follow=True).content.decode()
    assert "above your" in html
    assert Client().get(link).status_code == 200


def test_used_and_taken_back_invitations_do_not_stand_in_the_list(browser: Client, acme: Organization) -> None:
    Client().post(invite(acme, "ines@acme.test"), {"public_name": "Ines", "password": "correct horse battery"})
    html = people(browser)
    assert "None. Who has joined stands among the members." in html
    assert row_of(html, "Ines") == "IN Ines Annotator 0 – Pause Ines"


# ---- Changing ----


def test_a_manager_pauses_and_lets_go_on(browser: Client, acme: Organization) -> None:
    mirela = make_member(acme)
    html = browser.post(f"{PEOPLE}{mirela.pk}/pause/", {"paused": "on"}, follow=True).content.decode()
    assert "Mirela is paused: their work is kept, they get no new." in html and stored(mirela).paused
    browser.post(f"{PEOPLE}{mirela.pk}/pause/", {"paused": "off"})
    assert not stored(mirela).paused


def test_nobody_pauses_themselves(browser: Client, manager: Membership) -> None:
    html = browser.post(f"{PEOPLE}{manager.pk}/pause/", {"paused": "on"}, follow=True).content.decode()
    assert "Nobody pauses themselves, or lets themselves go on" in html and not stored(manager).paused


def test_there_is_no_button_to_pause_oneself(browser: Client, manager: Membership) -> None:
    assert "Pause" not in row_of(people(browser), "Jonas")
    assert "/pause/" not in browser.get(f"{PEOPLE}{manager.pk}/").content.decode()


def test_a_paused_manager_reads_why_nothing_is_done(browser: Client, acme: Organization, manager: Membership) -> None:
    with scope(acme.pk):
        Membership.objects.filter(pk=manager.pk).update(paused=True)
    answer = browser.post(PEOPLE, INES)
    assert answer.status_code == 403 and "You are paused" in answer.content.decode()
    assert not open_invitations(acme)
    assert PEOPLE not in browser.get("/o/acme/").content.decode()


def test_a_manager_gives_another_role_and_it_is_recorded(
    browser: Client, acme: Organization, manager: Membership
) -> None:
    mirela = make_member(acme)
    html = browser.post(f"{PEOPLE}{mirela.pk}/", {"role": "reviewer"}, follow=True).content.decode()
    assert stored(mirela).role == Role.REVIEWER
    assert "Mirela is Reviewer now." in html and "Jonas: changed" in html
    with scope(acme.pk):
        line = AuditEvent.objects.filter(object_id=mirela.pk).first()
        assert (line.by, line.details) == (manager, ["role"])


def test_a_manager_makes_nobody_an_owner(browser: Client, acme: Organization) -> None:
    mirela = make_member(acme)
    html = browser.post(f"{PEOPLE}{mirela.pk}/", {"role": "owner"}).content.decode()
    assert 'role="alert"' in html and stored(mirela).role == Role.ANNOTATOR


@pytest.mark.parametrize("change", [("", {"role": "annotator"}), ("pause/", {"paused": "on"})])
def test_a_manager_changes_no_owner(browser: Client, acme: Organization, change: tuple[str, dict[str, str]]) -> None:
    owners = [make_member(acme, Role.OWNER, name) for name in ("Ines", "Second")]
    page, body = change
    html = browser.post(f"{PEOPLE}{owners[0].pk}/{page}", body, follow=True).content.decode()
    assert "You cannot change somebody whose role is above your own." in html
    assert (stored(owners[0]).role, stored(owners[0]).paused) == (Role.OWNER, False)


def test_the_last_owner_stays(client: Client, acme: Organization) -> None:
    owner = make_member(acme, Role.OWNER)
    html = sign_in(client, owner).post(f"{PEOPLE}{owner.pk}/", {"role": "annotator"}).content.decode()
    assert "The organization needs an owner" in html and stored(owner).role == Role.OWNER


def test_a_person_stands_with_their_work_by_project(browser: Client, acme: Organization) -> None:
    mirela = make_member(acme)
    submit(import_project(acme, max_annotations_per_user=5), mirela)
    html = browser.get(f"{PEOPLE}{mirela.pk}/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "Fixing 1 of 5 0 0" in words and "mirela@acme.test" in words
    assert not inline(html)


def test_reviewers_see_no_people_page(client: Client, acme: Organization) -> None:
    reviewer = sign_in(client, make_member(acme, Role.REVIEWER))
    assert reviewer.get(PEOPLE).status_code == 403
    assert PEOPLE not in reviewer.get("/o/acme/").content.decode()


def test_managers_come_to_it_from_the_projects(browser: Client) -> None:
    assert f'href="{PEOPLE}"' in browser.get("/o/acme/").content.decode()
