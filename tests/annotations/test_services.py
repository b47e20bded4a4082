"""Drafts and submitted answers: what is stored, and when it is refused."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from apps.annotations import services
from apps.annotations.models import Annotation, AnnotationRevision, Draft
from apps.annotations.pending import pending
from apps.assignments import services as assignments
from apps.assignments.models import Assignment
from apps.tenants.scope import scope
from tests.factories import CORRECTED, TRACES, claim, import_project, make_member, make_organization
from tests.tracewright.folders import FIX

pytestmark = pytest.mark.django_db
OUTCOME = {"annotation_type": "radio", "name": "outcome", "description": "Done?", "labels": ["yes", "no"]}
REQUIRED = {**OUTCOME, "label_requirement": {"required": True}}


@pytest.fixture
def acme():
    of = make_organization()
    with scope(of.pk):
        yield of


@pytest.fixture
def mirela(acme):
    return make_member(acme)


def send(turn, answers=CORRECTED, *, number=0, base=None):
    return services.submit(assignment=turn, answers=answers, number=number, base=base or {}, by=turn.member)


def save(turn, answers=CORRECTED, *, number=0, base=None):
    return services.save_draft(assignment=turn, answers=answers, number=number, base=base or {}, by=turn.member)


def let_leases_run_out(project):
    Assignment.objects.claimed().update(lease_until=timezone.now() - timedelta(hours=1))
    assignments.expire_overdue(project)


def test_the_server_computes_what_it_stores(acme, mirela):
    turn = claim(import_project(acme), mirela)
    sent = {"fix": {"edits": [{"step": "0", "pointer": "", "text": "look here", "reason": "", "distance_chars": 99}]}}
    (annotation,) = send(turn, sent)
    # "look heer" to "look here": two letters change places, which is two substitutions, in one word of two.
    edit = annotation.answer["edits"][0]
    assert (edit["distance_chars"], edit["distance_words"]) == (2, 1)


def test_steps_that_come_and_go_count_as_edits(acme, mirela):
    turn = claim(import_project(acme), mirela)
    edits = [{"step": "1", "pointer": "/action", "text": "open(a)"}]
    (annotation,) = send(turn, {"fix": {"edits": edits, "inserted": {"+1": "first"}, "order": ["+1", "1"]}})
    assert (annotation.edits, len(annotation.answer["edits"])) == (3, 1)  # one inserted, one deleted, one edited


def test_a_submit_closes_the_turn_and_its_draft(acme, mirela):
    turn = claim(import_project(acme), mirela)
    save(turn)
    send(turn, number=1)
    turn.refresh_from_db()
    assert (turn.state, turn.slot.state) == ("submitted", "done")
    assert Draft.objects.get().answers is None


def test_an_unedited_trace_is_an_answer_too(acme, mirela):
    (annotation,) = send(claim(import_project(acme), mirela), {"fix": {"edits": []}})
    assert (annotation.edits, annotation.answer["edits"]) == (0, [])


def test_a_correction_is_the_next_answer_revision(acme, mirela):
    turn = claim(import_project(acme), mirela)
    send(turn)
    send(turn, {"fix": {"edits": []}}, base={"fix": 1})
    assert [revision.number for revision in AnnotationRevision.objects.order_by("number")] == [1, 2]
    assert Annotation.objects.get().number == 2


def test_submitting_the_same_again_changes_nothing(acme, mirela):
    turn = claim(import_project(acme), mirela)
    send(turn)
    send(turn, base={"fix": 1})
    assert AnnotationRevision.objects.count() == 1


def test_a_stale_answer_revision_is_refused(acme, mirela):
    turn = claim(import_project(acme), mirela)
    send(turn)
    send(turn, {"fix": {"edits": []}}, base={"fix": 1})
    with pytest.raises(services.Stale):
        send(turn, base={"fix": 1})
    assert Annotation.objects.get().number == 2


def test_an_unknown_scheme_is_refused_with_the_known_ones(acme, mirela):
    turn = claim(import_project(acme), mirela)
    with pytest.raises(services.UnknownScheme, match="fix"):
        send(turn, {"fixx": {}})


def test_all_that_is_missing_is_told_at_once_and_nothing_is_stored(acme, mirela):
    project = import_project(acme, schemes=[{**FIX, "require_reason_on_edit": True}, REQUIRED])
    turn = claim(project, mirela)
    edits = [{"step": "0", "pointer": "", "text": "look here", "reason": ""}]
    with pytest.raises(services.NotComplete) as refused:
        send(turn, {"fix": {"edits": edits}, "outcome": {"choice": None, "free_response": ""}})
    assert [(gap["scheme"], gap["at"], gap["code"]) for gap in refused.value.missing] == [
        ("fix", "0:", "reason"),
        ("outcome", "", "answer"),
    ]
    turn.refresh_from_db()
    assert turn.state == "claimed"
    assert not Annotation.objects.exists()


def test_every_unreadable_answer_is_told_with_its_scheme(acme, mirela):
    turn = claim(import_project(acme, schemes=[FIX, OUTCOME]), mirela)
    with pytest.raises(services.NotComplete) as refused:
        send(turn, {"fix": {"edits": "all"}, "outcome": {"choice": "perhaps"}})
    assert [error["scheme"] for error in refused.value.errors] == ["fix", "outcome"]


def test_an_unreadable_answer_is_told_with_its_place(acme, mirela):
    turn = claim(import_project(acme), mirela)
    with pytest.raises(services.NotComplete) as refused:
        send(turn, {"fix": {"edits": [{"step": "1", "pointer": "/action", "text": 5}]}})
    assert refused.value.errors == [
        {"scheme": "fix", "at": "1:/action", "text": "step 2, action: needs a text, not a number"}
    ]


def test_a_late_submit_is_taken_while_the_slot_is_free(acme, mirela):
    project = import_project(acme, overlap=1)
    turn = claim(project, mirela)
    let_leases_run_out(project)
    send(turn)
    turn.refresh_from_db()
    assert turn.state == "submitted"


def test_a_late_submit_is_refused_when_the_slot_is_taken_and_stores_nothing(acme, mirela):
    project = import_project(acme, overlap=1)
    turn = claim(project, mirela)
    Assignment.objects.update(lease_until=timezone.now() - timedelta(hours=1))
    claim(project, make_member(acme, name="Tomas"))
    with pytest.raises(assignments.SlotTaken), transaction.atomic():
        send(turn)
    assert not Annotation.objects.exists()


def test_a_draft_counts_up_and_an_older_save_is_refused(acme, mirela):
    turn = claim(import_project(acme), mirela)
    assert [save(turn, number=0).number, save(turn, number=1).number] == [1, 2]
    with pytest.raises(services.Stale):
        save(turn, number=1)
    assert Draft.objects.get().number == 2


def test_a_submit_does_not_swallow_a_newer_draft_of_another_tab(acme, mirela):
    turn = claim(import_project(acme), mirela)
    save(turn)
    with pytest.raises(services.Stale):
        send(turn, number=0)
    assert Draft.objects.get().answers == CORRECTED


def test_a_tab_that_missed_a_submit_cannot_save_over_it(acme, mirela):
    """Numbers never start again: the first tab's draft 1 is not the second tab's draft 1."""
    turn = claim(import_project(acme), mirela)
    save(turn)
    send(turn, number=1)
    for number in (0, 1):
        with pytest.raises(services.Stale):
            save(turn, number=number)
    assert Draft.objects.get().answers is None


def test_a_tab_that_missed_a_submit_without_any_draft_cannot_save_over_it(acme, mirela):
    turn = claim(import_project(acme), mirela)
    send(turn)
    with pytest.raises(services.Stale):
        save(turn, number=0)


def test_a_draft_keeps_the_answer_revision_it_was_typed_on(acme, mirela):
    turn = claim(import_project(acme), mirela)
    send(turn)
    save(turn, number=1, base={"fix": 1})
    assert Draft.objects.get().base == {"fix": 1}


def test_saving_a_draft_renews_the_lease(acme, mirela):
    turn = claim(import_project(acme), mirela)
    Assignment.objects.update(lease_until=timezone.now() - timedelta(hours=1))
    save(turn)
    turn.refresh_from_db()
    assert turn.lease_until > timezone.now()


def test_saving_a_draft_takes_a_turn_up_again_while_its_slot_is_free(acme, mirela):
    project = import_project(acme, overlap=1)
    turn = claim(project, mirela)
    let_leases_run_out(project)
    save(turn)
    turn.refresh_from_db()
    assert turn.state == "claimed"


def test_a_draft_comes_back_when_the_same_person_claims_again(acme, mirela):
    project = import_project(acme, overlap=1)
    late = claim(project, mirela)
    save(late)
    let_leases_run_out(project)
    again = claim(project, mirela)
    assert again != late
    assert again.draft.answers == CORRECTED


def test_a_draft_comes_back_after_the_trace_was_handed_back(acme, mirela):
    project = import_project(acme, items=TRACES[:1], overlap=1)
    turn = claim(project, mirela)
    save(turn)
    assignments.release(assignment=turn, by=mirela)
    assert claim(project, mirela).draft.answers == CORRECTED


def test_an_old_tab_cannot_save_beside_the_new_turn(acme, mirela):
    project = import_project(acme, overlap=1)
    late = claim(project, mirela)
    save(late)
    let_leases_run_out(project)
    claim(project, mirela)
    with pytest.raises(assignments.SlotTaken):
        save(late, number=1)


def test_the_latest_of_several_drafts_comes_back(acme, mirela):
    project = import_project(acme, overlap=2)
    other = claim(project, make_member(acme, name="Tomas"))
    for text in ("first", "second"):
        save(claim(project, mirela), {"fix": text}, number=0 if text == "first" else 1)
        let_leases_run_out(project)
    assert claim(project, mirela).draft.answers == {"fix": "second"}
    other.refresh_from_db()


def test_somebody_elses_turn_takes_no_draft_and_no_answer(acme, mirela):
    turn = claim(import_project(acme), mirela)
    tomas = make_member(acme, name="Tomas")
    with pytest.raises(Assignment.DoesNotExist):
        services.save_draft(assignment=turn, answers={}, number=0, base={}, by=tomas)
    with pytest.raises(Assignment.DoesNotExist):
        services.submit(assignment=turn, answers=CORRECTED, number=0, base={}, by=tomas)


def test_a_changed_scheme_leaves_the_old_answer_and_its_version(acme, mirela):
    project = import_project(acme, schemes=[OUTCOME])
    turn = claim(project, mirela)
    send(turn, {"outcome": {"choice": "yes"}})
    import_project(acme, schemes=[{**OUTCOME, "labels": ["good", "bad"]}])
    assert pending(turn)["answers"] == {}  # "yes" is no choice any more: the page starts empty, the answer stays
    assert Annotation.objects.get().answer["choice"] == "yes"
    send(turn, {"outcome": {"choice": "good"}}, number=1, base={"outcome": 1})
    assert [revision.version.number for revision in AnnotationRevision.objects.order_by("number")] == [1, 2]


def test_a_scheme_that_is_no_longer_given_is_not_asked(acme, mirela):
    project = import_project(acme, schemes=[{**FIX, "name": "old"}])
    import_project(acme, schemes=[FIX])
    (annotation,) = send(claim(project, mirela))
    assert annotation.scheme.name == "fix"
