"""Flags: what a person says is wrong with a trace, what it holds back, and what a manager decides."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends import locmem
from django.db import transaction
from django.utils import timezone

from apps.annotations.services import save_draft
from apps.annotations.services import submit as hand_in
from apps.assignments import flag_queries, flags, queries
from apps.assignments.flags import AlreadyFlagged, Decided
from apps.assignments.leases import expire_overdue
from apps.assignments.ledger import faults
from apps.assignments.models import Assignment, Flag
from apps.assignments.services import SlotTaken, claim_next, hold, release, skip
from apps.projects.services import change_project
from apps.tenants.models import AuditEvent, Membership, Role
from apps.tenants.scope import scope
from tests.factories import CORRECTED, claim, import_project, make_member, make_organization, submit

pytestmark = pytest.mark.django_db
BROKEN, SECRET, OTHER = Flag.Reason.BROKEN, Flag.Reason.SECRET, Flag.Reason.OTHER
NOTHING_WRONG, TAKEN_OUT, PUT_BACK = flags.OUTCOMES


@pytest.fixture
def acme():
    of = make_organization()
    with scope(of.pk):
        yield of


@pytest.fixture
def mirela(acme):
    return make_member(acme, name="Mirela")


@pytest.fixture
def tomas(acme):
    return make_member(acme, name="Tomas")


@pytest.fixture
def jonas(acme):
    return make_member(acme, Role.MANAGER, name="Jonas")


@pytest.fixture
def project(acme):
    return import_project(acme)


def flag(turn, reason=SECRET, **said):
    return flags.flag(assignment=turn, reason=reason, by=turn.member, **said)


def next_of(project, member):
    turn = claim_next(project=project, by=member)
    return turn and turn.revision.trace.identity


def test_the_turn_and_its_draft_stay_as_they_are(project, mirela):
    turn = claim(project, mirela)
    save_draft(assignment=turn, answers=CORRECTED, number=0, base={}, by=mirela)
    flag(turn)
    turn.refresh_from_db()
    assert (turn.state, turn.draft.answers) == ("claimed", CORRECTED)
    assert claim_next(project=project, by=mirela) == turn
    hand_in(assignment=turn, answers=CORRECTED, number=1, base={}, by=mirela)


def test_it_keeps_who_said_what_about_which_step_and_is_in_the_audit_trail(project, mirela):
    turn = claim(project, mirela)
    made = flag(turn, BROKEN, note="  cut off ", step=3)
    assert (made.member, made.note, made.step, made.step_number) == (mirela, "cut off", 3, 4)
    assert (made.trace_id, made.revision_id, made.state) == (turn.trace_id, turn.revision_id, "open")
    event = AuditEvent.objects.get(model="assignments.flag")
    assert (event.by, event.verb, event.object_id) == (mirela, "added", made.pk)


def test_a_broken_trace_still_goes_out_until_a_manager_decides(project, mirela, tomas):
    flag(claim(project, mirela), BROKEN)
    assert next_of(project, tomas) == "t1"


def test_a_trace_with_a_secret_goes_to_nobody_else_at_once(project, mirela, tomas):
    flag(claim(project, mirela))
    assert queries.upcoming_revision(project, tomas).trace.identity == "t2"
    assert next_of(project, tomas) == "t2"


def test_who_is_at_it_already_goes_on_and_hands_in(project, mirela, tomas):
    turn = claim(project, tomas)
    flag(claim(project, mirela))
    assert claim_next(project=project, by=tomas) == turn
    hand_in(assignment=turn, answers=CORRECTED, number=0, base={}, by=tomas)
    assert next_of(project, tomas) == "t2"


def test_a_turn_that_ran_out_is_not_taken_up_again_at_a_held_trace(project, mirela, tomas):
    turn = claim_next(project=project, by=mirela)
    flags.flag(assignment=turn, reason=SECRET, by=mirela)
    Assignment.objects.filter(pk=turn.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    expire_overdue(project)
    with pytest.raises(SlotTaken):
        hold(assignment=turn, by=mirela)


@pytest.mark.parametrize("overlap", [1, -1])
def test_a_slot_that_comes_back_is_held_too(acme, mirela, tomas, overlap):
    project = import_project(acme, overlap=overlap)
    turn = claim(project, mirela)
    flag(turn)
    release(assignment=turn, by=mirela)
    assert next_of(project, tomas) == "t2"
    assert next_of(project, mirela) == ("t3" if overlap == 1 else "t2")  # not even to whom has its draft


def test_slots_that_are_added_meanwhile_are_held_too(project, mirela, tomas):
    flag(claim(project, mirela))
    change_project(project=project, by=None, overlap=5)
    assert next_of(project, tomas) == "t2"


def test_nothing_wrong_lets_it_go_out_again_also_to_whom_has_gone_past_it(project, mirela, tomas, jonas):
    made = flag(claim(project, mirela))
    submit(project, tomas)
    submit(project, tomas)
    assert claim_next(project=project, by=tomas) is None
    assert not any(faults(project))
    flags.resolve(flag=made, outcome=NOTHING_WRONG, by=jonas)
    assert next_of(project, tomas) == "t1"
    assert not any(faults(project))


def test_withdrawing_lets_it_go_out_again(project, mirela, tomas):
    made = flag(claim(project, mirela))
    assert flags.withdraw(flag=made, by=mirela).state == "withdrawn"
    assert next_of(project, tomas) == "t1"


def test_a_second_flag_of_a_secret_goes_on_holding(acme, mirela, tomas, jonas):
    project = import_project(acme, overlap=3)
    turns = [claim(project, member) for member in (mirela, tomas)]
    mine, theirs = [flag(turn) for turn in turns]
    flags.resolve(flag=mine, outcome=NOTHING_WRONG, by=jonas)
    assert next_of(project, make_member(acme, name="Ines")) == "t2"
    flags.withdraw(flag=theirs, by=tomas)
    assert next_of(project, make_member(acme, name="Eva")) == "t1"


def test_a_trace_is_taken_out_and_put_back(acme, project, mirela, tomas, jonas):
    made = flag(claim(project, mirela), BROKEN)
    flags.resolve(flag=made, outcome=TAKEN_OUT, by=jonas)
    assert next_of(project, tomas) == "t2"
    put = flags.resolve(flag=made, outcome=PUT_BACK, by=jonas)
    assert (put.state, put.decided_by) == ("put_back", jonas)
    assert next_of(project, make_member(acme, name="Ines")) == "t1"


def test_putting_back_undoes_every_flag_that_took_it_out(project, mirela, tomas, jonas):
    both = [flag(claim(project, mirela), BROKEN), flag(claim(project, tomas), OTHER, note="twice the same run")]
    for each in both:
        flags.resolve(flag=each, outcome=TAKEN_OUT, by=jonas)
    flags.resolve(flag=both[0], outcome=PUT_BACK, by=jonas)
    assert set(Flag.objects.values_list("state", "holds")) == {("put_back", False)}


def test_what_is_held_is_no_work_that_is_left(project, mirela, tomas, jonas):
    assert queries.progress(project) == queries.Progress(0, 6)
    flag(claim(project, mirela))
    assert queries.progress(project) == queries.Progress(0, 5)  # two slots of t1, of which Mirela is at one
    assert queries.progress_of(project, tomas) == queries.Progress(0, 2)
    [row] = queries.progress_of_projects([project], jonas)
    assert row.progress == queries.Progress(0, 5)


def test_without_a_bound_a_held_trace_counts_when_it_was_answered(acme, mirela, tomas):
    project = import_project(acme, overlap=-1)
    flag(submit(project, tomas))
    assert queries.progress(project) == queries.Progress(1, 3)
    submit(project, mirela)
    flag(claim(project, mirela))
    assert queries.progress(project) == queries.Progress(2, 2)
    [row] = queries.progress_of_projects([project], mirela)
    assert row.progress == queries.Progress(2, 2)


def test_nobody_is_asked_about_a_held_trace_that_all_have_skipped(project, mirela):
    turn = claim(project, mirela)
    skip(assignment=turn, reason="odd", by=mirela)
    assert queries.skipped_by_all(project).exists()
    flag(turn)  # also when the turn is over
    assert not queries.skipped_by_all(project).exists()


# ---- Who may what ----


def test_the_same_person_flags_a_trace_once_for_a_reason(project, mirela):
    turn = claim(project, mirela)
    flag(turn)
    with pytest.raises(AlreadyFlagged):
        flag(turn)
    flag(turn, BROKEN)
    assert Flag.objects.count() == 2


def test_after_a_decision_they_may_flag_it_again(project, mirela, jonas):
    turn = claim(project, mirela)
    flags.resolve(flag=flag(turn), outcome=NOTHING_WRONG, by=jonas)
    assert flag(turn).is_open


def test_somebody_elses_turn_is_not_flagged(project, mirela, tomas):
    turn = claim(project, mirela)
    with pytest.raises(Assignment.DoesNotExist):
        flags.flag(assignment=turn, reason=SECRET, by=tomas)
    assert not Flag.objects.exists()


def test_somebody_elses_flag_is_not_withdrawn(project, mirela, tomas):
    made = flag(claim(project, mirela))
    with pytest.raises(Flag.DoesNotExist):
        flags.withdraw(flag=made, by=tomas)
    assert Flag.objects.get().is_open


def test_something_else_needs_words(project, mirela):
    with pytest.raises(ValidationError, match="Say in a few words"):
        flag(claim(project, mirela), OTHER, note="  ")


def test_who_is_paused_may_say_what_they_have_found(project, mirela, tomas):
    turn = claim(project, mirela)
    Membership.objects.filter(pk=mirela.pk).update(paused=True)
    mirela.refresh_from_db()
    flag(turn)
    assert next_of(project, tomas) == "t2"


def test_a_flag_is_decided_once(project, mirela, jonas):
    made = flag(claim(project, mirela))
    flags.resolve(flag=made, outcome=TAKEN_OUT, by=jonas)
    for refused in (NOTHING_WRONG, TAKEN_OUT):
        with pytest.raises(Decided):
            flags.resolve(flag=made, outcome=refused, by=jonas)
    with pytest.raises(Decided):
        flags.withdraw(flag=made, by=mirela)


def test_only_what_was_taken_out_is_put_back(project, mirela, jonas):
    with pytest.raises(Decided):
        flags.resolve(flag=flag(claim(project, mirela)), outcome=PUT_BACK, by=jonas)


# ---- The list and the mail ----


def test_the_list_is_filtered_by_state_and_reason(project, mirela, tomas, jonas):
    first, second = flag(claim(project, mirela)), flag(claim(project, tomas), BROKEN)
    flags.resolve(flag=first, outcome=NOTHING_WRONG, by=jonas)
    assert list(flag_queries.flags(project)) == [second, first]
    assert list(flag_queries.flags(project, state="open")) == [second]
    assert list(flag_queries.flags(project, state="closed")) == [first]
    assert list(flag_queries.flags(project, reason="secret")) == [first]
    assert flag_queries.open_flags(project) == 1


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_managers_are_mailed_of_a_secret_each_apart_and_without_what_was_found(
    committing, acme, project, mirela, jonas
):
    owner = make_member(acme, Role.OWNER, name="Olga")
    make_member(acme, Role.MANAGER, name="Paula", paused=True)
    with committing():
        made = flag(claim(project, mirela), note="hunter2")
    assert sorted(message.to for message in mail.outbox) == sorted([[jonas.user.email], [owner.user.email]])
    assert mail.outbox[0].subject == "A trace of Fixing may contain a secret"
    assert f"/o/acme/p/weather/flags/#flag-{made.pk}" in mail.outbox[0].body
    assert "hunter2" not in mail.outbox[0].body


def test_nobody_is_mailed_of_a_flag_that_did_not_come_to_be(committing, project, mirela, jonas):
    turn = claim(project, mirela)
    with committing(), pytest.raises(ZeroDivisionError), transaction.atomic():
        flag(turn)
        raise ZeroDivisionError
    assert mail.outbox == []


def test_nobody_is_mailed_of_a_broken_trace(committing, project, mirela, jonas):
    with committing():
        flag(claim(project, mirela), BROKEN)
    assert mail.outbox == []


def test_who_flags_and_withdraws_in_turn_is_told_of_once(committing, project, mirela, jonas):
    turn = claim(project, mirela)
    for _ in range(3):
        with committing():
            flags.withdraw(flag=flag(turn), by=mirela)
    assert len(mail.outbox) == 1


class RefusesTheFirst(locmem.EmailBackend):
    """As a mail server that does not know an address any more."""

    def send_messages(self, messages):
        for message in messages:
            if message.to == RefusesTheFirst.refused.setdefault("to", message.to):
                raise SMTPRecipientsRefused({})
            super().send_messages([message])


def test_an_address_that_is_refused_keeps_the_mail_from_no_other(committing, settings, project, acme, mirela, jonas):
    owner = make_member(acme, Role.OWNER, name="Olga")
    settings.EMAIL_BACKEND, RefusesTheFirst.refused = f"{__name__}.RefusesTheFirst", {}
    with committing():
        flag(claim(project, mirela))
    addresses = {jonas.user.email, owner.user.email}
    assert {message.to[0] for message in mail.outbox} == addresses - set(RefusesTheFirst.refused["to"])


def test_another_organization_has_neither_the_flag_nor_the_hold():
    acme, other = make_organization(), make_organization("other")
    project, theirs = import_project(acme), import_project(other)
    mirela, nina = make_member(acme), make_member(other, Role.MANAGER, name="Nina")
    turn = claim(project, mirela)
    with scope(acme.pk):
        made = flag(turn)
    with scope(other.pk):
        assert next_of(theirs, nina) == "t1"
        with pytest.raises(Flag.DoesNotExist):
            flags.resolve(flag=made, outcome=NOTHING_WRONG, by=nina)
        assert not flag_queries.flags(theirs).exists()
    with scope(acme.pk):
        assert Flag.objects.get().is_open
