"""What two people, or one person in two tabs, do at the same moment: one of them is first, and the ledger is right after it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from apps.annotations.services import Stale, save_draft, submit
from apps.assignments import flags
from apps.assignments.flags import AlreadyFlagged, Decided
from apps.assignments.ledger import faults, ledger
from apps.assignments.models import Assignment, Flag, Slot
from apps.assignments.services import SlotTaken, claim_next, release, skip
from apps.projects.models import Project
from apps.projects.services import change_project
from apps.tenants.models import Role
from apps.tenants.scope import scope
from tests.factories import claim, import_project, make_member, make_organization

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = (SlotTaken, Stale, Decided, AlreadyFlagged)
TIMES = 6  # each race is run so often: who is first changes


def many(count: int) -> list[dict]:
    return [{"id": f"t{n}", "steps": ["x"]} for n in range(count)]


def at_once(project: Project, *acts: Callable[[], object]) -> list[object]:
    """What each returned, or the refusal it raised; each is a transaction of its own, and all begin together."""
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        together.wait(20)
        try:
            with scope(project.organization_id):
                return act()
        except REFUSED as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def sound(project: Project) -> bool:
    with scope(project.organization_id):
        return not any(faults(project)) and ledger(project).adds_up


def as_told(project: Project, claimed: set[int], submitted: set[int]) -> bool:
    """Whether the ledger has the turns that people were given and have handed in, and no other."""
    with scope(project.organization_id):
        turns = Assignment.objects.filter(project=project)
        return (
            set(turns.values_list("pk", flat=True)) == claimed
            and set(turns.submitted().values_list("pk", flat=True)) == submitted
            and ledger(project)[:2] == (len(claimed), len(submitted))
        )


def handed_in(turn: Assignment) -> Callable[[], object]:
    return lambda: submit(assignment=turn, answers={}, number=0, base={}, by=turn.member)


def state_of(turn: Assignment) -> str:
    with scope(turn.organization_id):
        return Assignment.objects.get(pk=turn.pk).state


def test_a_skip_and_a_submit_of_one_turn():
    acme = make_organization()
    mirela = make_member(acme)
    project = import_project(acme, items=many(TIMES), overlap=1)
    for _ in range(TIMES):
        turn = claim(project, mirela)
        skipped = at_once(project, lambda: skip(assignment=turn, reason="no", by=mirela), handed_in(turn))  # noqa: B023
        assert skipped.count(SlotTaken) == 1
        assert state_of(turn) == ("submitted" if skipped[0] is SlotTaken else "skipped")
        assert sound(project)


def test_a_manager_hands_back_while_the_person_submits():
    acme = make_organization()
    mirela, asha = make_member(acme), make_member(acme, Role.MANAGER, "Asha")
    project = import_project(acme, items=many(TIMES * 2), overlap=1)
    for _ in range(TIMES):
        turn = claim(project, mirela)
        back = at_once(project, lambda: release(assignment=turn, by=asha), handed_in(turn))  # noqa: B023
        assert back.count(SlotTaken) == 1
        assert state_of(turn) == ("submitted" if back[0] is SlotTaken else "released")
        assert sound(project)


def test_a_lease_runs_out_while_its_person_submits():
    """The late answer is taken, or the slot is somebody else's by then; never both."""
    acme = make_organization()
    mirela, tomas = make_member(acme), make_member(acme, name="Tomas")
    for number in range(TIMES):
        project = import_project(acme, f"p{number}", items=many(1), overlap=1)
        late = claim(project, mirela)
        with scope(acme.pk):
            Assignment.objects.filter(pk=late.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        taken, handed = at_once(project, lambda: claim_next(project=project, by=tomas), handed_in(late))  # noqa: B023
        assert (taken is None) == (handed is not SlotTaken)
        assert state_of(late) == ("expired" if taken else "submitted")
        assert sound(project)


def test_one_person_saves_in_one_tab_and_submits_in_the_other():
    acme = make_organization()
    mirela = make_member(acme)
    project = import_project(acme, items=many(TIMES), overlap=1)
    for _ in range(TIMES):
        turn = claim(project, mirela)
        saved = at_once(
            project,
            lambda: save_draft(assignment=turn, answers={"fix": {"edits": []}}, number=0, base={}, by=mirela),  # noqa: B023
            handed_in(turn),
        )
        assert saved.count(Stale) == 1
        if saved[1] is Stale:
            at_once(project, lambda: submit(assignment=turn, answers={}, number=1, base={}, by=mirela))  # noqa: B023
        assert state_of(turn) == "submitted"
        assert sound(project)


def test_two_people_at_the_last_slot():
    acme = make_organization()
    people = [make_member(acme, name=f"p{number}") for number in range(4)]
    for number in range(TIMES):
        project = import_project(acme, f"p{number}", items=many(1), overlap=1)
        turns = at_once(project, *(lambda by=by: claim_next(project=project, by=by) for by in people))  # noqa: B023
        assert sum(turn is not None for turn in turns) == 1
        assert sound(project)


def test_the_quota_is_reached_in_several_tabs():
    acme = make_organization()
    mirela = make_member(acme)
    project = import_project(acme, items=many(30), overlap=1, max_annotations_per_user=5)

    def work() -> None:
        if turn := claim_next(project=project, by=mirela):
            submit(assignment=turn, answers={}, number=0, base={}, by=mirela)
            claim_next(project=project, by=mirela)

    for _ in range(3):
        at_once(project, *[work] * 4)
    with scope(acme.pk):
        assert ledger(project) == (5, 5, 0, 0, 0, 0)
    assert sound(project)


def test_a_turn_taken_up_again_counts_against_the_quota():
    acme = make_organization()
    mirela = make_member(acme)
    project = import_project(acme, items=many(3), overlap=2, max_annotations_per_user=1)
    late = claim(project, mirela)
    with scope(acme.pk):
        Assignment.objects.update(state="expired")
        Slot.objects.update(state="open")
        other = claim_next(project=project, by=mirela)
        assert other.trace_id != late.trace_id or other.pk != late.pk
    assert at_once(project, handed_in(late), handed_in(other)).count(SlotTaken) == 1
    with scope(acme.pk):
        assert ledger(project).submitted == 1


def test_the_overlap_changes_while_people_claim():
    acme = make_organization()
    project = import_project(acme, items=many(12), overlap=1)
    people = [make_member(acme, name=f"p{number}") for number in range(4)]
    claimed, submitted = set(), set()

    def work(member) -> None:
        for _ in range(8):
            with scope(acme.pk):
                turn = claim_next(project=project, by=member)
            if turn:
                claimed.add(turn.pk)
                with scope(acme.pk):
                    submit(assignment=turn, answers={}, number=0, base={}, by=member)
                submitted.add(turn.pk)
        connection.close()

    def change() -> None:
        for overlap in (3, 1, -1, 2, 3):
            with scope(acme.pk):
                change_project(project=Project.objects.get(pk=project.pk), by=None, overlap=overlap)
        connection.close()

    with ThreadPoolExecutor(5) as pool:
        done = [pool.submit(work, member) for member in people] + [pool.submit(change)]
        for each in done:
            each.result()
    with scope(acme.pk):
        now = Project.objects.get(pk=project.pk)
        assert now.overlap == 3
    assert sound(now) and as_told(now, claimed, submitted)
    for member in people:  # what the changes left is still handed out, to the last slot
        with scope(acme.pk):
            while turn := claim_next(project=now, by=member):
                submit(assignment=turn, answers={}, number=0, base={}, by=member)
    with scope(acme.pk):
        assert Slot.objects.exclude(state="done").count() == 0
    assert sound(now)


def test_another_order_while_people_claim():
    acme = make_organization()
    project = import_project(acme, items=many(12), overlap=2, assignment_strategy="random")
    people = [make_member(acme, name=f"p{number}") for number in range(3)]
    told = set()

    def work(member) -> None:
        for _ in range(6):
            with scope(acme.pk):
                if turn := claim_next(project=project, by=member):
                    submit(assignment=turn, answers={}, number=0, base={}, by=member)
            if turn:
                told.add(turn.pk)
        connection.close()

    def change() -> None:
        for fields in (
            {"seed": 7},
            {"strategy": "fixed_order"},
            {"strategy": "least_annotated"},
            {"strategy": "random"},
        ):
            with scope(acme.pk):
                change_project(project=Project.objects.get(pk=project.pk), by=None, **fields)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(work, member) for member in people] + [pool.submit(change)]:
            each.result()
    assert sound(project) and as_told(project, told, told)


def test_of_two_managers_one_decides_on_a_flag():
    for number in range(TIMES):
        acme = make_organization(f"acme{number}")
        project, mirela = import_project(acme), make_member(acme)
        managers = [make_member(acme, Role.MANAGER, name=name) for name in ("Jonas", "Paula")]
        turn = claim(project, mirela)
        with scope(acme.pk):
            made = flags.flag(assignment=turn, reason=Flag.Reason.SECRET, by=mirela)
        outcomes = (Flag.State.NOTHING_WRONG, Flag.State.TAKEN_OUT)
        told = at_once(
            project,
            *(
                lambda by=by, outcome=outcome, made=made: flags.resolve(flag=made, outcome=outcome, by=by).state
                for by, outcome in zip(managers, outcomes, strict=True)
            ),
        )
        assert told.count(Decided) == 1
        with scope(acme.pk):
            held = Flag.objects.get(pk=made.pk)
            assert held.state == next(state for state in told if state is not Decided)
            assert held.holds == (held.state == Flag.State.TAKEN_OUT)


def test_two_managers_put_a_trace_back_by_two_of_its_flags():
    for number in range(TIMES):
        acme = make_organization(f"acme{number}")
        project, mirela = import_project(acme), make_member(acme)
        managers = [make_member(acme, Role.MANAGER, name=name) for name in ("Jonas", "Paula")]
        turn = claim(project, mirela)
        with scope(acme.pk):
            reasons = (Flag.Reason.SECRET, Flag.Reason.BROKEN)
            made = [flags.flag(assignment=turn, reason=reason, by=mirela) for reason in reasons]
            for each in made:
                flags.resolve(flag=each, outcome=Flag.State.TAKEN_OUT, by=managers[0])
        told = at_once(
            project,
            *(
                lambda each=each, by=by: flags.resolve(flag=each, outcome=Flag.State.PUT_BACK, by=by).state
                for each, by in zip(made, managers, strict=True)
            ),
        )
        assert sorted(map(str, told)) == sorted(["put_back", str(Decided)])


def test_one_person_flags_a_trace_in_two_tabs():
    for number in range(TIMES):
        acme = make_organization(f"acme{number}")
        project, mirela = import_project(acme), make_member(acme)
        turn = claim(project, mirela)

        def flag(turn=turn, mirela=mirela):
            return flags.flag(assignment=turn, reason=Flag.Reason.SECRET, by=mirela).state

        assert sorted(map(str, at_once(project, flag, flag))) == sorted(["open", str(AlreadyFlagged)])
