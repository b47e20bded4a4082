"""An imported annotator is linked to a person: their answers, turns and quotas belong to one member, nothing lost or doubled."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from apps.annotations import linking as answers
from apps.annotations import services as annotations
from apps.annotations.models import Annotation, AnnotationRevision, Draft
from apps.assignments import services as assignments
from apps.assignments.ledger import faults
from apps.assignments.models import Assignment, Slot
from apps.assignments.queries import workers
from apps.exports.records import answered
from apps.projects.models import Project
from apps.projects.services import change_project
from apps.tenants import invitations, linking
from apps.tenants.models import AuditEvent, Invitation, Membership, Organization, Role
from apps.tenants.scope import scope
from tests.factories import (
    claim,
    import_project,
    make_imported,
    make_member,
    make_organization,
    make_token,
    save_draft,
    sign_in,
    submit,
)
from tests.tenants.test_accounts import at_once
from tests.tracewright.folders import FIX, labels, step_edit

pytestmark = pytest.mark.django_db
GOOD = {"annotation_type": "radio", "name": "good", "description": "Good?", "labels": ["yes", "no"]}
NAME = "ann1"


@pytest.fixture
def acme() -> Organization:
    return make_organization()


@pytest.fixture
def mirela(acme: Organization) -> Membership:
    return make_member(acme)


def imported_on(*traces: str, text: str = "look imported", name: str = NAME) -> dict[str, Any]:
    """The stored states of an annotator who repaired the first step of these traces."""
    return {name: {trace: labels(step_edit(0, text)) for trace in traces}}


def the_imported(of: Organization, name: str = NAME) -> Membership:
    with scope(of.pk):
        return Membership.objects.get(imported_name=name)


def link(person: Membership, name: str = NAME) -> None:
    with scope(person.organization_id):
        imported = Membership.objects.get(imported_name=name)
        linking.link(imported=imported, person=person, by=None)


def given(project: Project) -> dict[tuple[str, str], Mapping[str, str]]:
    """What exports read: by trace and public name, the new text of each scheme's first edit, or the choice."""

    def text(answer: Mapping[str, Any]) -> str:
        return answer["choice"] if "choice" in answer else answer["edits"][0]["new"]

    return {
        (one.trace_id, one.annotator): {name: text(of.answer) for name, of in one.answers.items()}
        for one in answered(project, timezone.now())
    }


def turns(of: Organization) -> list[tuple[str, str, str]]:
    """Every turn: trace, public name, state."""
    with scope(of.pk):
        rows = Assignment.objects.order_by("revision__trace", "pk").select_related("revision__trace", "member")
        return [(row.revision.trace.identity, row.member.public_name, row.state) for row in rows]


def slots(of: Organization, trace: str) -> list[str]:
    with scope(of.pk):
        return list(Slot.objects.filter(trace__identity=trace).order_by("number").values_list("state", flat=True))


def next_trace(of: Project, by: Membership) -> str:
    turn = claim(of, by)
    with scope(of.organization_id):
        return turn.revision.trace.identity


def own(text: str) -> dict[str, Any]:
    return {"fix": {"edits": [{"step": "0", "pointer": "", "text": text, "reason": ""}]}}


# ---- What goes over ----


def test_turns_and_answers_go_to_the_person(acme: Organization, mirela: Membership) -> None:
    project = import_project(acme, states=imported_on("t1", "t2"))
    link(mirela)
    assert turns(acme) == [("t1", "Mirela", "submitted"), ("t2", "Mirela", "submitted")]
    assert given(project) == {
        ("t1", "Mirela"): {"fix": "look imported"},
        ("t2", "Mirela"): {"fix": "look imported"},
    }


def test_each_answer_keeps_the_name_it_came_under(acme: Organization, mirela: Membership) -> None:
    import_project(acme, states=imported_on("t1"))
    imported = the_imported(acme)
    link(mirela)
    with scope(acme.pk):
        assert [revision.by_id for revision in AnnotationRevision.objects.all()] == [imported.pk]


def test_quotas_count_what_was_imported(acme: Organization, mirela: Membership) -> None:
    project = import_project(acme, states=imported_on("t1", "t2"), max_annotations_per_user=2)
    link(mirela)
    with scope(acme.pk):
        assert assignments.claim_next(project=project, by=mirela) is None


def test_the_person_gets_no_trace_that_was_answered_under_the_imported_name(
    acme: Organization, mirela: Membership
) -> None:
    project = import_project(acme, states=imported_on("t1"))
    link(mirela)
    assert next_trace(project, mirela) == "t2"


def test_the_bookmarks_of_both_begin_anew(acme: Organization, mirela: Membership) -> None:
    """A program worked as the imported one, by an API token that was removed since."""
    project, imported = import_project(acme), make_imported(acme)
    submit(project, imported)
    submit(project, mirela)
    link(mirela)
    submit(project, mirela)
    with scope(acme.pk):
        assert not any(faults(project))


def test_the_person_corrects_an_imported_answer(acme: Organization, mirela: Membership) -> None:
    project = import_project(acme, states=imported_on("t1"))
    link(mirela)
    with scope(acme.pk):
        turn = Assignment.objects.get()
        annotations.submit(assignment=turn, answers=own("look mine"), number=0, base={"fix": 1}, by=mirela)
    assert given(project) == {("t1", "Mirela"): {"fix": "look mine"}}


def test_two_imported_names_may_be_one_person(acme: Organization, mirela: Membership) -> None:
    states = {**imported_on("t1", "t2"), **imported_on("t2", "t3", text="look second", name="ann2")}
    project = import_project(acme, states=states)
    link(mirela)
    link(mirela, "ann2")
    assert given(project) == {
        ("t1", "Mirela"): {"fix": "look imported"},
        ("t2", "Mirela"): {"fix": "look imported"},
        ("t3", "Mirela"): {"fix": "look second"},
    }


# ---- Both had a turn at a trace ----


def test_the_persons_own_answer_stays_and_the_imported_one_is_stored_and_not_exported(
    acme: Organization, mirela: Membership
) -> None:
    project = import_project(acme, states=imported_on("t1"))
    submit(project, mirela, own("look mine"))
    link(mirela)
    assert given(project) == {("t1", "Mirela"): {"fix": "look mine"}}
    assert sorted(state for trace, _, state in turns(acme) if trace == "t1") == ["released", "submitted"]
    with scope(acme.pk):
        kept = Annotation.objects.get(assignment__state="released")
        assert kept.answer["edits"][0]["new"] == "look imported"


def test_the_projects_progress_names_the_person_once(acme: Organization, mirela: Membership) -> None:
    project = import_project(acme, states=imported_on("t1", "t2"))
    submit(project, mirela, own("look mine"))
    link(mirela)
    with scope(acme.pk):
        assert [(row.member.public_name, row.submitted) for row in workers(project)] == [("Mirela", 2)]


def test_imported_answers_to_questions_that_the_person_left_out_are_taken_in(
    acme: Organization, mirela: Membership
) -> None:
    state = imported_on("t1")
    state[NAME]["t1"].append([{"schema": "good", "name": "no"}, "no"])
    project = import_project(acme, schemes=(FIX, GOOD), states=state)
    submit(project, mirela, own("look mine"))
    link(mirela)
    assert given(project) == {("t1", "Mirela"): {"fix": "look mine", "good": "no"}}


def test_a_turn_in_work_is_submitted_by_the_imported_answers_and_its_draft_is_kept(
    acme: Organization, mirela: Membership
) -> None:
    project = import_project(acme, states=imported_on("t1"))
    turn = claim(project, mirela)
    save_draft(turn, own("look mine"))
    link(mirela)
    assert given(project) == {("t1", "Mirela"): {"fix": "look imported"}}
    with scope(acme.pk):
        turn.refresh_from_db()
        assert turn.state == "submitted"
        assert Draft.objects.get(assignment=turn).answers == own("look mine")
        with pytest.raises(annotations.Stale):  # the page shows both versions
            annotations.submit(assignment=turn, answers=own("look mine"), number=1, base={}, by=mirela)
        annotations.submit(assignment=turn, answers=own("look mine"), number=1, base={"fix": 1}, by=mirela)
    assert given(project) == {("t1", "Mirela"): {"fix": "look mine"}}


def test_a_draft_of_a_turn_that_ran_out_is_found_at_the_imported_answers(
    acme: Organization, mirela: Membership
) -> None:
    project = import_project(acme, states=imported_on("t1"))
    turn = claim(project, mirela)
    save_draft(turn, own("look mine"))
    with scope(acme.pk):
        Assignment.objects.filter(pk=turn.pk).update(lease_until=timezone.now())
        assignments.expire_overdue(project)
    link(mirela)
    with scope(acme.pk):
        draft = Draft.objects.select_related("assignment").get()
        assert (draft.assignment.state, draft.assignment.member_id) == ("submitted", mirela.pk)
        assert draft.answers == own("look mine")


def test_a_trace_that_the_person_skipped_is_theirs_by_the_import(acme: Organization, mirela: Membership) -> None:
    project = import_project(acme, states=imported_on("t1"))
    turn = claim(project, mirela)
    with scope(acme.pk):
        assignments.skip(assignment=turn, reason="too long", by=mirela)
    link(mirela)
    assert given(project) == {("t1", "Mirela"): {"fix": "look imported"}}


def test_a_slot_that_is_still_needed_opens_for_somebody_else(acme: Organization, mirela: Membership) -> None:
    """Overlap 2: the import and Mirela were two answers, now they are one."""
    project = import_project(acme, states=imported_on("t1"), overlap=2)
    submit(project, mirela, own("look mine"))
    assert slots(acme, "t1") == ["done", "done"]
    link(mirela)
    assert sorted(slots(acme, "t1")) == ["done", "open"]
    assert next_trace(project, make_member(acme, name="Tomas")) == "t1"


@pytest.mark.parametrize(("overlap", "left"), [(1, ["done"]), (-1, ["done", "open"])])
def test_a_slot_beyond_the_overlap_goes(acme: Organization, mirela: Membership, overlap: int, left: list[str]) -> None:
    """Both answered though one answer was asked for, or without a bound, where a slot is open to everybody anyway."""
    project = import_project(acme, states=imported_on("t1"), overlap=2)
    submit(project, mirela, own("look mine"))
    with scope(acme.pk):
        change_project(project=project, by=None, overlap=overlap)
    link(mirela)
    assert sorted(slots(acme, "t1")) == left
    assert sorted(turns(acme)) == [("t1", "Mirela", "submitted"), ("t1", the_imported(acme).public_name, "released")]


@pytest.mark.django_db(transaction=True)
def test_a_submit_at_the_moment_of_the_link_is_neither_lost_nor_doubled() -> None:
    """Whoever is first: the person's text is the current answer, or the page is told that a newer one is stored."""
    acme = make_organization()
    mirela, project = make_member(acme), import_project(acme, states=imported_on("t1"))
    turn, told = claim(project, mirela), []

    def submit_own() -> None:
        with scope(acme.pk):
            try:
                annotations.submit(assignment=turn, answers=own("look mine"), number=0, base={}, by=mirela)
            except annotations.Stale:
                told.append("stale")

    at_once(submit_own, lambda: link(mirela))
    assert given(project) == {("t1", "Mirela"): {"fix": "look imported" if told else "look mine"}}
    assert sorted(state for _, _, state in turns(acme)) == ["released", "submitted"]


# ---- Later imports ----


def reimport(of: Organization, states: Mapping[str, Any]) -> Project:
    return import_project(of, states=states)


def test_the_same_import_again_changes_nothing(acme: Organization, mirela: Membership) -> None:
    states = imported_on("t1", "t2")
    import_project(acme, states=states)
    link(mirela)
    before = turns(acme)
    project = reimport(acme, states)
    assert turns(acme) == before
    assert len(given(project)) == 2


def test_what_comes_later_under_the_name_goes_to_the_person(acme: Organization, mirela: Membership) -> None:
    import_project(acme, states=imported_on("t1"))
    link(mirela)
    project = reimport(acme, imported_on("t1", "t3"))
    assert {name for _, name in given(project)} == {"Mirela"}
    assert len(given(project)) == 2


def test_an_import_overwrites_no_answer_that_the_person_gave_here(acme: Organization, mirela: Membership) -> None:
    project = import_project(acme, states=imported_on("t1"))
    submit(project, mirela, own("look mine"))
    link(mirela)
    project = reimport(acme, imported_on("t1", text="look anew"))
    assert given(project) == {("t1", "Mirela"): {"fix": "look mine"}}


def test_an_import_submits_the_turn_that_the_person_is_at(acme: Organization, mirela: Membership) -> None:
    project = import_project(acme, states=imported_on("t2"))
    link(mirela)
    turn = claim(project, mirela)
    save_draft(turn, own("look mine"))
    project = reimport(acme, imported_on("t1", "t2"))
    assert turns(acme).count(("t1", "Mirela", "submitted")) == 1
    with scope(acme.pk):
        assert Draft.objects.get().answers == own("look mine")


def test_a_renamed_imported_annotator_is_known_by_later_imports(acme: Organization) -> None:
    import_project(acme, states=imported_on("t1"))
    with scope(acme.pk):
        Membership.objects.filter(imported_name=NAME).update(public_name="The student")
    reimport(acme, imported_on("t1"))
    with scope(acme.pk):
        assert [row.public_name for row in Membership.objects.all()] == ["The student"]


# ---- Told before ----


def test_the_preview_is_what_happens(acme: Organization, mirela: Membership) -> None:
    """t1: both submitted. t2: imported, in work by Mirela. t3: imported only. So she has 1 now and 3 then."""
    project = import_project(acme, states=imported_on("t1", "t2", "t3"))
    submit(project, mirela, own("look mine"))
    claim(project, mirela)
    with scope(acme.pk):
        [change] = answers.preview(the_imported(acme), mirela).projects
    assert (change.project, change.imported, change.own, change.both, change.begun) == (project, 3, 1, 2, 1)
    assert change.after == 3
    link(mirela)
    with scope(acme.pk):
        assert Assignment.objects.submitted().filter(member=mirela).count() == change.after


def test_the_preview_of_a_name_without_answers_is_empty(acme: Organization, mirela: Membership) -> None:
    imported = make_imported(acme)
    with scope(acme.pk):
        assert answers.preview(imported, mirela).projects == []


# ---- Refused ----


def test_a_person_is_no_imported_annotator(acme: Organization, mirela: Membership) -> None:
    with scope(acme.pk), pytest.raises(ValidationError, match="Tomas is no imported annotator"):
        linking.link(imported=make_member(acme, name="Tomas"), person=mirela, by=None)


def test_who_cannot_sign_in_gets_no_work(acme: Organization) -> None:
    first, second = make_imported(acme), make_imported(acme, "ann2")
    with scope(acme.pk), pytest.raises(ValidationError, match="ann2 has no login"):
        linking.link(imported=first, person=second, by=None)


def test_a_name_is_linked_once(acme: Organization, mirela: Membership) -> None:
    make_imported(acme)
    link(mirela)
    with pytest.raises(ValidationError, match="ann1 is linked to Mirela already"):
        link(make_member(acme, name="Tomas"))


def test_a_name_under_which_a_program_works_is_not_linked(acme: Organization, mirela: Membership) -> None:
    make_token(make_imported(acme))
    with pytest.raises(ValidationError, match="remove its API tokens first"):
        link(mirela)


def test_a_person_of_another_organization_gets_nothing(acme: Organization) -> None:
    import_project(acme, states=imported_on("t1"))
    stranger = make_member(make_organization("other"), name="Eve")
    with scope(acme.pk), pytest.raises(KeyError):
        linking.link(imported=the_imported(acme), person=stranger, by=None)
    assert turns(acme) == [("t1", NAME, "submitted")]


# ---- By an invitation ----


def invite_as(of: Organization, imported: Membership, email: str = "new@acme.test") -> str:
    with scope(of.pk):
        invited = invitations.invite(email=email, role=Role.ANNOTATOR, by=None, imported=imported)
    return "/" + invited.link.split("/", 3)[3]


NEW = {"public_name": NAME, "password": "correct horse battery"}


def test_whoever_accepts_gets_the_work_and_may_bear_the_name(client: Client, acme: Organization) -> None:
    project = import_project(acme, states=imported_on("t1"))
    invited = invite_as(acme, the_imported(acme))
    html = client.get(invited).content.decode()
    assert "What ann1 answered before it was imported here becomes your work." in html and 'value="ann1"' in html
    client.post(invited, NEW)
    assert given(project) == {("t1", NAME): {"fix": "look imported"}}
    with scope(acme.pk):
        assert Membership.objects.get(public_name=NAME).user.email == "new@acme.test"


def test_until_it_is_accepted_nothing_changes(acme: Organization) -> None:
    import_project(acme, states=imported_on("t1"))
    invite_as(acme, the_imported(acme))
    assert turns(acme) == [("t1", NAME, "submitted")]


def test_one_address_at_a_time_may_become_an_annotator(acme: Organization) -> None:
    imported = make_imported(acme)
    invite_as(acme, imported)
    with pytest.raises(ValidationError, match="new@acme.test is invited as ann1"):
        invite_as(acme, imported, "second@acme.test")


def test_an_invitation_goes_on_without_work_that_was_linked_meanwhile(
    client: Client, acme: Organization, mirela: Membership
) -> None:
    project = import_project(acme, states=imported_on("t1"))
    invited = invite_as(acme, the_imported(acme))
    link(mirela)
    client.post(invited, {**NEW, "public_name": "Ines"})
    assert list(given(project)) == [("t1", "Mirela")]
    with scope(acme.pk):
        assert Membership.objects.filter(public_name="Ines").exists()


# ---- The audit trail and the page ----


def test_the_audit_trail_names_both(acme: Organization, mirela: Membership) -> None:
    manager, imported = make_member(acme, Role.MANAGER, "Jonas"), make_imported(acme)
    with scope(acme.pk):
        linking.link(imported=imported, person=mirela, by=manager)
        lines = AuditEvent.objects.filter(verb="changed").order_by("pk")
        assert [(line.object_id, line.by, line.details) for line in lines] == [
            (imported.pk, manager, ["linked to Mirela"]),
            (mirela.pk, manager, ["linked from ann1"]),
        ]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_manager_sees_what_changes_and_then_links(client: Client, acme: Organization, mirela: Membership) -> None:
    project = import_project(acme, states=imported_on("t1", "t2"), max_annotations_per_user=3)
    submit(project, mirela, own("look mine"))
    imported = the_imported(acme)
    browser = sign_in(client, make_member(acme, Role.MANAGER, "Jonas"))
    page = f"/o/acme/people/{imported.pk}/link/"
    assert "Who is ann1?" in browser.get(page).content.decode()
    told = words(browser.get(page, {"person": mirela.pk}).content.decode())
    assert (
        "Fixing 2 traces 1 1 → 2 of 3" in told
        and "The answers to 2 traces that came as ann1" in told
        and "This cannot be undone." in told
    )
    assert turns(acme).count(("t2", NAME, "submitted")) == 1  # looking changes nothing
    done = browser.post(page, {"person": mirela.pk}, follow=True).content.decode()
    assert "What was imported as ann1 belongs to Mirela now" in done and "In imports" in done
    assert len(given(project)) == 2
    assert browser.get(page).status_code == 404


def test_a_manager_invites_the_person_from_the_page(client: Client, acme: Organization) -> None:
    imported = make_imported(acme)
    browser = sign_in(client, make_member(acme, Role.MANAGER, "Jonas"))
    html = browser.post(f"/o/acme/people/{imported.pk}/link/", {"email": "a@acme.test", "role": "annotator"})
    assert "Annotator, is ann1" in words(html.content.decode())
    with scope(acme.pk):
        assert Invitation.objects.get().imported == imported


@pytest.mark.parametrize("asked", ["0", "x", "9" * 30, "²"])
def test_a_choice_that_is_none_shows_the_choices(client: Client, acme: Organization, asked: str) -> None:
    imported = make_imported(acme)
    browser = sign_in(client, make_member(acme, Role.MANAGER, "Jonas"))
    page = f"/o/acme/people/{imported.pk}/link/"
    for ask in (browser.get, browser.post):
        answer = ask(page, {"person": asked})
        assert answer.status_code == 200 and "Somebody who works here" in answer.content.decode()


def test_somebody_of_another_organization_is_no_choice(client: Client, acme: Organization) -> None:
    imported, stranger = make_imported(acme), make_member(make_organization("other"), name="Eve")
    browser = sign_in(client, make_member(acme, Role.MANAGER, "Jonas"))
    html = browser.post(f"/o/acme/people/{imported.pk}/link/", {"person": stranger.pk}).content.decode()
    assert "Eve" not in html and the_imported(acme).linked_to is None
