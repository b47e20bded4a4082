"""An import writes answers while people work: it waits for them, or they for it, and both come to their end."""

import threading

import pytest
from django.conf import settings

from apps.assignments import services
from apps.assignments.ledger import faults
from apps.assignments.models import Assignment
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.assignments.beside import beside, until_somebody_waits
from tests.factories import import_project, make_imported, make_member, make_organization

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="on SQLite one transaction follows the other"),
]


def test_an_answer_comes_while_somebody_takes_the_only_open_slot():
    acme = make_organization()
    project = import_project(acme, items=[{"id": "t1", "steps": ["x"]}], overlap=-1)
    mirela, imported = make_member(acme), make_imported(acme)

    def claim_slowly(begun: threading.Event) -> None:
        with scope(acme.pk):
            services.claim_next(project=project, by=mirela)
            begun.set()
            until_somebody_waits()

    claimer, claimed = beside(claim_slowly)
    claimer.start()
    assert claimed.wait(10)
    with scope(acme.pk):
        services.record_submitted(project=project, trace=Trace.objects.get(), member=imported)
    claimer.join()
    with scope(acme.pk):
        turns = Assignment.objects.order_by("member").values_list("member", "slot__number", "slot__state")
        # Her claim made the open slot 2; the import, which waited for it, got 3.
        assert list(turns) == [(mirela.pk, 1, "claimed"), (imported.pk, 3, "done")]
        assert not any(faults(project))
