"""An import beside people at work: both come to their end, and the project is as it should be."""

import threading

import pytest
from django.conf import settings

from apps.assignments import bookmarks, services
from apps.assignments.ledger import faults
from apps.assignments.models import Assignment
from apps.tenants import linking
from apps.tenants.models import Membership
from apps.tenants.scope import scope
from tests.assignments.beside import beside, until_somebody_waits
from tests.factories import claim, import_project, make_imported, make_member, make_organization
from tests.tracewright.folders import labels, step_edit

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
