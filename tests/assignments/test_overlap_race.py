"""Lowering the overlap while somebody claims: a begun turn is never taken away."""

import threading

import pytest
from django.conf import settings
from django.db import connection

from apps.assignments import services
from apps.assignments.models import Assignment, Slot
from apps.projects.services import change_project
from apps.tenants.scope import scope
from tests.factories import import_project, make_member, make_organization

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="on SQLite one transaction follows the other"),
]


def test_a_slot_that_is_being_claimed_is_passed_by():
    acme = make_organization()
    project = import_project(acme, items=[{"id": "t1", "steps": ["x"]}], overlap=2)
    mirela, tomas = make_member(acme), make_member(acme, name="Tomas")
    claimed, lowered = threading.Event(), threading.Event()

    def claim_slowly():
        with scope(acme.pk):
            services.claim_next(project=project, by=mirela)
            claimed.set()
            assert lowered.wait(10)
        connection.close()

    with scope(acme.pk):
        services.claim_next(project=project, by=tomas)
    claimer = threading.Thread(target=claim_slowly)
    claimer.start()
    assert claimed.wait(10)
    with scope(acme.pk):
        change_project(project=project, by=None, overlap=1)
    lowered.set()
    claimer.join()
    with scope(acme.pk):
        assert Assignment.objects.claimed().count() == 2
        assert Slot.objects.count() == 2
