"""An import writes answers while people work: it waits for them, or they for it, and both come to their end."""

import threading
from collections.abc import Callable
from time import monotonic, sleep

import pytest
from django.conf import settings
from django.db import connection

from apps.assignments import services
from apps.assignments.ledger import faults
from apps.assignments.models import Assignment
from apps.tenants.scope import scope
from apps.traces.models import Trace
from tests.factories import import_project, make_imported, make_member, make_organization

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="on SQLite one transaction follows the other"),
]
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def until_somebody_waits() -> None:
    """For a lock, in this database; at most ten seconds."""
    until = monotonic() + 10
    while monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        sleep(0.01)
    raise AssertionError("nobody waited")


def beside(act: Callable[[threading.Event], None]) -> tuple[threading.Thread, threading.Event]:
    """The act in a thread and a connection of its own, and what it sets when it has begun."""
    begun = threading.Event()

    def run() -> None:
        try:
            act(begun)
        finally:
            connection.close()

    return threading.Thread(target=run), begun


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
