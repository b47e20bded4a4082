"""An import beside people at work: both come to their end, and the project is as it should be."""

import threading

import pytest
from django.conf import settings

from apps.annotations.importing.project import write
from apps.annotations.importing.report import ImportReport
from apps.assignments import bookmarks, services
from apps.assignments.ledger import faults
from apps.assignments.models import Assignment, Slot
from apps.assignments.order import place
from apps.jobs.batches import BATCH
from apps.projects.models import Project
from apps.projects.services import change_project
from apps.tenants import linking
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from tests.assignments.beside import beside, until_somebody_waits
from tests.factories import claim, import_project, make_imported, make_member, make_organization
from tests.tracewright.folders import labels, make_project, step_edit
from tracewright.potato import read_project

pytestmark = pytest.mark.django_db(transaction=True)
two_writers = pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite has one writer")
ONE = [{"id": "t1", "steps": ["look heer"]}]


def answers_of(*names: str) -> dict:
    return {name: {"t1": labels(step_edit(0, f"look {name}"))} for name in names}


def make_linked(of, person: Membership, name: str) -> Membership:
    imported = make_imported(of, name)
    with scope(of.pk):
        linking.link(imported=imported, person=person, by=None)
    return imported


def many(count: int) -> list[dict]:
    return [{"id": f"t{n}", "steps": ["x"]} for n in range(count)]


def change(of, **fields) -> Project:
    with scope(of.pk):
        project = Project.objects.get()
        change_project(project=project, by=None, **fields)
        return project


@pytest.mark.parametrize("overlap", [3, -1])
def test_an_overlap_changed_between_two_batches_holds_for_all(tmp_path, overlap):
    """The traces are two batches; then there is one of answers."""
    acme = make_organization()
    config = make_project(
        tmp_path, many(BATCH + 5), {"ann1": {"t29": labels(step_edit(0, "y"))}}, num_annotators_per_item=1
    )
    stands = write(read_project(config), ImportReport(), organization_id=acme.pk)
    assert next(stands).done == BATCH
    project = change(acme, overlap=overlap)
    list(stands)
    with scope(acme.pk):
        assert not any(faults(project))


def test_an_overlap_changed_before_the_answers_holds_for_them(tmp_path):
    """Without a bound, whoever takes a trace's last slot makes the next: the import, too."""
    acme = make_organization()
    config = make_project(tmp_path, ONE, answers_of("ann1"), num_annotators_per_item=1)
    stands = write(read_project(config), ImportReport(), organization_id=acme.pk)
    assert next(stands).what == "traces"
    project = change(acme, overlap=-1)
    list(stands)
    with scope(acme.pk):
        assert not any(faults(project))


def test_an_order_changed_between_two_batches_holds_for_all(tmp_path):
    acme = make_organization()
    config = make_project(tmp_path, many(BATCH + 5), num_annotators_per_item=1)
    stands = write(read_project(config), ImportReport(), organization_id=acme.pk)
    next(stands)
    project = change(acme, strategy="random", seed=7)
    list(stands)
    with scope(acme.pk):
        for slot in Slot.objects.all():
            assert slot.place == place(project, trace_id=slot.trace_id, number=slot.number, spread=slot.spread)


@two_writers
def test_an_overlap_changed_during_a_batch_waits_for_its_end(tmp_path):
    acme = make_organization()
    source = read_project(make_project(tmp_path, ONE, num_annotators_per_item=1))

    def raise_overlap(begun: threading.Event) -> None:
        change(acme, overlap=3)
        begun.set()

    manager, done = beside(raise_overlap)

    def keep(report: ImportReport) -> None:
        if report.traces_added and not manager.is_alive() and not done.is_set():
            manager.start()
            assert not done.wait(0.5)

    list(write(source, ImportReport(), organization_id=acme.pk, keep=keep))
    manager.join()
    with scope(acme.pk):
        assert not any(faults(Project.objects.get()))


@two_writers
def test_an_import_waits_for_its_people_before_it_takes_a_slot():
    """Else it would hold ann0's slot and wait for Mirela, who waits for that slot with her late draft."""
    acme = make_organization()
    mirela = make_member(acme)
    make_linked(acme, mirela, "ann1")
    project = import_project(acme, items=ONE, overlap=1)
    late = claim(project, mirela)
    with scope(acme.pk):
        Assignment.objects.update(state="expired")
        late.slot.state = "open"
        late.slot.save()

    def take_up_again(begun: threading.Event) -> None:
        with scope(acme.pk):
            bookmarks.lock(mirela)
            begun.set()
            until_somebody_waits()
            services.hold(assignment=late, by=mirela)

    person, at_work = beside(take_up_again)
    person.start()
    assert at_work.wait(10)
    import_project(acme, items=ONE, overlap=1, states=answers_of("ann0", "ann1"))
    person.join()
    with scope(acme.pk):
        assert sorted(Assignment.objects.values_list("member__public_name", "state")) == [
            ("Mirela", "submitted"),
            ("ann0", "submitted"),
        ]
        assert not any(faults(project))


@two_writers
def test_an_answer_does_not_stay_behind_when_its_name_is_being_linked():
    acme = make_organization()
    mirela, imported = make_member(acme), make_imported(acme, "ann1")
    import_project(acme, items=ONE)

    def link_slowly(begun: threading.Event) -> None:
        with scope(acme.pk):
            linking.link(imported=imported, person=mirela, by=None)
            begun.set()
            until_somebody_waits()

    linker, linked = beside(link_slowly)
    linker.start()
    assert linked.wait(10)
    import_project(acme, items=ONE, states=answers_of("ann1"))
    linker.join()
    with scope(acme.pk):
        assert Assignment.objects.get().member == mirela
