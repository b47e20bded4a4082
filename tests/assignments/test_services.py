"""Handing out work: who gets which trace, once, and what becomes of a turn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.assignments import queries, services
from apps.assignments.ledger import Ledger, ledger
from apps.assignments.models import Assignment, Slot
from apps.projects.services import change_project
from apps.tenants.models import AuditEvent, Role
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization, submit

pytestmark = pytest.mark.django_db


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


def trace_of(turn):
    return turn.revision.trace.identity


def let_lease_run_out(turn):
    Assignment.objects.filter(pk=turn.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_traces_go_out_in_the_order_of_the_data(acme, mirela):
    project = import_project(acme)
    assert [trace_of(submit(project, mirela)) for _ in range(3)] == ["t1", "t2", "t3"]


def test_asking_again_gives_the_same_turn(acme, mirela):
    project = import_project(acme)
    assert claim(project, mirela) == claim(project, mirela)


def test_overlap_bounds_how_many_people_get_a_trace(acme, mirela, tomas):
    project = import_project(acme, overlap=1)
    assert trace_of(claim(project, mirela)) == "t1"
    assert trace_of(claim(project, tomas)) == "t2"


def test_two_people_share_a_trace_with_overlap_two(acme, mirela, tomas):
    project = import_project(acme, overlap=2)
    assert trace_of(claim(project, mirela)) == trace_of(claim(project, tomas)) == "t1"


def test_unlimited_overlap_gives_every_trace_to_everybody(acme, mirela, tomas):
    project = import_project(acme, overlap=-1)
    for person in (mirela, tomas):
        assert [trace_of(submit(project, person)) for _ in range(3)] == ["t1", "t2", "t3"]
        assert services.claim_next(project=project, by=person) is None


def test_a_skipped_trace_goes_to_others_and_never_back(acme, mirela, tomas):
    project = import_project(acme, overlap=1)
    services.skip(assignment=claim(project, mirela), reason="not my language", by=mirela)
    assert trace_of(claim(project, tomas)) == "t1"
    assert [trace_of(submit(project, mirela)) for _ in range(2)] == ["t2", "t3"]
    assert services.claim_next(project=project, by=mirela) is None


def test_a_trace_handed_back_goes_to_others(acme, mirela, tomas):
    project = import_project(acme, overlap=1)
    turn = claim(project, mirela)
    services.release(assignment=turn, by=mirela)
    turn.refresh_from_db()
    assert turn.state == Assignment.State.RELEASED
    assert trace_of(claim(project, tomas)) == "t1"


def test_a_trace_handed_back_may_come_to_the_same_person_again(acme, mirela):
    project = import_project(acme, items=[{"id": "t1", "steps": ["x"]}], overlap=1)
    turn = claim(project, mirela)
    services.release(assignment=turn, by=mirela)
    again = claim(project, mirela)
    assert again != turn
    assert trace_of(again) == "t1"


def test_handing_back_twice_is_once(acme, mirela):
    project = import_project(acme, overlap=1)
    turn = claim(project, mirela)
    for _ in range(2):
        services.release(assignment=turn, by=mirela)
    assert Slot.objects.filter(project=project, state=Slot.State.OPEN).count() == 3


def test_a_submitted_or_skipped_turn_cannot_be_handed_back(acme, mirela):
    project = import_project(acme, overlap=1)
    submitted, skipped = submit(project, mirela), claim(project, mirela)
    services.skip(assignment=skipped, reason="no", by=mirela)
    for turn in (submitted, skipped):
        with pytest.raises(services.SlotTaken):
            services.release(assignment=turn, by=mirela)
    assert list(Slot.objects.order_by("trace_id").values_list("state", flat=True)) == ["done", "open", "open"]


def test_only_its_person_and_managers_hand_a_turn_back(acme, mirela, tomas):
    project = import_project(acme, overlap=1)
    turn = claim(project, mirela)
    with pytest.raises(Assignment.DoesNotExist):
        services.release(assignment=turn, by=tomas)
    asha = make_member(acme, Role.MANAGER, "Asha")
    services.release(assignment=turn, by=asha)
    turn.refresh_from_db()
    assert turn.state == Assignment.State.RELEASED
    event = AuditEvent.objects.get(model="assignments.assignment")
    assert (event.by, event.object_id, event.details) == (asha, turn.pk, ["state"])


def test_a_turn_that_was_handed_back_takes_no_more_work(acme, mirela):
    turn = claim(import_project(acme, overlap=1), mirela)
    services.release(assignment=turn, by=mirela)
    with pytest.raises(services.SlotTaken):
        services.hold(assignment=turn, by=mirela)


def test_a_trace_that_all_have_skipped_is_shown_with_the_reasons(acme, mirela, tomas):
    project = import_project(acme, overlap=1)
    make_member(acme, Role.REVIEWER, "Asha")  # reviewers are not waited for
    for person in (mirela, tomas):
        services.skip(assignment=claim(project, person), reason=f"{person} cannot read it", by=person)
    (stuck,) = queries.stuck(project, most=10)
    assert stuck.trace.identity == "t1"
    assert sorted(skip.skip_reason for skip in stuck.skips) == ["Mirela cannot read it", "Tomas cannot read it"]


def test_a_trace_skipped_by_some_is_not_shown(acme, mirela, tomas):
    project = import_project(acme, overlap=1)
    services.skip(assignment=claim(project, mirela), reason="too long", by=mirela)
    assert queries.stuck(project, most=10) == []


def test_a_lease_that_ran_out_opens_the_slot_for_others(acme, mirela, tomas):
    project = import_project(acme, overlap=1)
    late = claim(project, mirela)
    let_lease_run_out(late)
    assert trace_of(claim(project, tomas)) == "t1"
    late.refresh_from_db()
    assert late.state == Assignment.State.EXPIRED


def test_the_late_one_takes_the_turn_up_again_while_the_slot_is_free(acme, mirela):
    project = import_project(acme, overlap=1)
    late = claim(project, mirela)
    let_lease_run_out(late)
    services.expire_overdue(project)
    turn = services.hold(assignment=late, by=mirela)
    assert turn.state == Assignment.State.CLAIMED
    assert Slot.objects.get(pk=turn.slot_id).state == Slot.State.CLAIMED


def test_a_paused_late_one_leaves_the_slot_to_others(acme, mirela, tomas):
    project = import_project(acme, overlap=1)
    late = claim(project, mirela)
    let_lease_run_out(late)
    services.expire_overdue(project)
    mirela.paused = True
    mirela.save()
    with pytest.raises(services.SlotTaken):
        services.hold(assignment=late, by=mirela)
    assert trace_of(claim(project, tomas)) == "t1"


def test_the_late_one_is_refused_when_somebody_has_the_slot(acme, mirela, tomas):
    project = import_project(acme, overlap=1)
    late = claim(project, mirela)
    let_lease_run_out(late)
    claim(project, tomas)
    with pytest.raises(services.SlotTaken):
        services.hold(assignment=late, by=mirela)


def test_the_quota_ends_the_work(acme, mirela):
    project = import_project(acme, max_annotations_per_user=1)
    submit(project, mirela)
    assert services.claim_next(project=project, by=mirela) is None
    assert queries.progress_of(project, mirela) == (1, 1, False)


def test_a_paused_person_keeps_the_turn_and_gets_no_new_one(acme, mirela):
    project = import_project(acme)
    turn = claim(project, mirela)
    mirela.paused = True
    mirela.save()
    assert claim(project, mirela) == turn
    services.skip(assignment=turn, reason="tired", by=mirela)
    assert services.claim_next(project=project, by=mirela) is None


def test_raising_the_overlap_adds_slots_and_lowering_removes_open_ones_only(acme, mirela, tomas):
    project = import_project(acme, overlap=2)
    submit(project, mirela)
    submit(project, tomas)
    change_project(project=project, by=None, overlap=3)
    assert Slot.objects.filter(project=project).count() == 9
    change_project(project=project, by=None, overlap=1)
    assert sorted(Slot.objects.filter(project=project).values_list("trace__identity", flat=True)) == [
        "t1",
        "t1",
        "t2",
        "t3",
    ]


def test_the_shuffled_order_depends_on_the_seed_alone(acme, mirela, tomas):
    items = [{"id": f"t{n}", "steps": ["x"]} for n in range(8)]
    orders = []
    for slug, seed, person in (("a", 1, mirela), ("b", 1, tomas), ("c", 2, mirela)):
        project = import_project(acme, slug, items=items, assignment_strategy="random", random_seed=seed)
        orders.append([trace_of(submit(project, person, {})) for _ in range(8)])
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == sorted(orders[2])


def test_fewest_answers_first_fills_every_trace_once_before_twice(acme, mirela, tomas):
    project = import_project(acme, overlap=2, assignment_strategy="least_annotated")
    submit(project, mirela)
    assert trace_of(claim(project, tomas)) == "t2"


def test_a_new_revision_moves_open_slots_and_leaves_begun_ones(acme, mirela):
    project = import_project(acme, overlap=2)
    begun = claim(project, mirela)
    import_project(acme, items=[{"id": "t1", "steps": ["changed"]}], overlap=2)
    revisions = Slot.objects.filter(project=project, trace__identity="t1").order_by("number")
    assert [slot.revision.number for slot in revisions] == [1, 2]
    begun.refresh_from_db()
    assert begun.revision.number == 1


def test_the_ledger_tells_what_became_of_each_claim(acme, mirela, tomas):
    """Mirela submits t1, skips t2, and her lease of t3 runs out; Tomas hands t2 back and is at t3: five claims."""
    project = import_project(acme, overlap=1)
    submit(project, mirela)
    services.skip(assignment=claim(project, mirela), reason="no", by=mirela)
    late = claim(project, mirela)
    services.release(assignment=claim(project, tomas), by=tomas)
    let_lease_run_out(late)
    assert trace_of(claim(project, tomas)) == "t3"
    assert ledger(project) == Ledger(claims=5, submitted=1, skipped=1, released=1, expired=1, open=1)


def test_a_begun_slot_stays_at_its_revision_for_the_one_who_comes_back(acme, mirela):
    project = import_project(acme, overlap=1)
    late = claim(project, mirela)
    let_lease_run_out(late)
    services.expire_overdue(project)
    import_project(acme, items=[{"id": "t1", "steps": ["changed"]}], overlap=1)
    assert claim(project, mirela).revision == late.revision


def test_a_slot_handed_back_stays_at_its_revision_for_the_one_who_comes_back(acme, mirela):
    project = import_project(acme, overlap=1)
    turn = claim(project, mirela)
    services.release(assignment=turn, by=mirela)
    import_project(acme, items=[{"id": "t1", "steps": ["changed"]}], overlap=1)
    assert Slot.objects.get(pk=turn.slot_id).revision == turn.revision


def test_with_unlimited_overlap_the_late_one_always_finds_a_slot(acme, mirela, tomas):
    project = import_project(acme, overlap=-1)
    late = claim(project, mirela)
    let_lease_run_out(late)
    claim(project, tomas)  # takes the slot that has become free
    assert services.hold(assignment=late, by=mirela).state == Assignment.State.CLAIMED


@pytest.mark.parametrize("change", [{"seed": 2}, {"strategy": "fixed_order"}])
def test_a_changed_order_holds_at_once(acme, mirela, tomas, change):
    items = [{"id": f"t{n}", "steps": ["x"]} for n in range(30)]
    project = import_project(acme, items=items, assignment_strategy="random", random_seed=1, overlap=2)
    other = import_project(acme, "other", items=items, assignment_strategy="random", random_seed=1, overlap=2)
    orders = [[trace_of(submit(at, mirela, {})) for _ in range(10)] for at in (project, other)]
    assert orders[0] == orders[1]
    change_project(project=project, by=None, **change)
    orders = [
        [trace_of(submit(at, person, {})) for _ in range(10)] for at in (project, other) for person in (tomas, mirela)
    ]
    assert orders[0] != orders[2]
    assert orders[1] != orders[3]


def test_a_change_back_gives_the_first_order_again(acme, mirela, tomas):
    items = [{"id": f"t{n}", "steps": ["x"]} for n in range(30)]
    project = import_project(acme, items=items, assignment_strategy="random", random_seed=1, overlap=2)
    first = [trace_of(submit(project, mirela, {})) for _ in range(10)]
    for seed in (2, 1):
        change_project(project=project, by=None, seed=seed)
    assert [trace_of(submit(project, tomas, {})) for _ in range(10)] == first


def test_raising_the_overlap_takes_few_queries(acme, django_assert_max_num_queries):
    project = import_project(acme, items=[{"id": f"t{n}", "steps": ["x"]} for n in range(60)], overlap=1)
    with django_assert_max_num_queries(15):
        change_project(project=project, by=None, overlap=3)
    assert Slot.objects.filter(project=project).count() == 180


def test_lowering_keeps_a_begun_slot_and_drops_an_idle_one_before_it(acme, mirela, tomas):
    project = import_project(acme, items=[{"id": "t1", "steps": ["x"]}], overlap=2)
    first = claim(project, mirela)
    submit(project, tomas, {})
    services.skip(assignment=first, reason="no", by=mirela)  # slot 1 is open again, but was begun; slot 2 is done
    change_project(project=project, by=None, overlap=1)
    assert list(Slot.objects.order_by("number").values_list("number", "state")) == [(1, "open"), (2, "done")]
