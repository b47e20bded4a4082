"""Claimers killed in mid-claim, mid-draft and mid-submit: no slot is given twice, none is lost, and no acknowledged answer."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from apps.annotations.models import Annotation
from apps.assignments.ledger import faults, ledger
from apps.assignments.models import Assignment, Slot
from apps.tenants.scope import scope
from tests.assignments.claimers import Plan, events
from tests.assignments.crowd import make_crowded, make_people
from tests.factories import make_organization
from tests.jobs.worker import ROOT, database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TRACES, OVERLAP = 300, 2
CLAIMERS = 16 if settings.ON_POSTGRESQL else 6


def test_killed_claimers_cost_no_slot_and_no_answer(tmp_path: Path):
    acme = make_organization()
    project = make_crowded(acme, traces=TRACES, overlap=OVERLAP)
    (tmp_path / "journals").mkdir()
    plan = Plan(
        journals=str(tmp_path / "journals"),
        organization=acme.pk,
        project=project.pk,
        people=[person.pk for person in make_people(acme, 400)],
        claimers=CLAIMERS,
        claims_per_second=60 if settings.ON_POSTGRESQL else 30,
        kills=30,
        kill_seconds=0.4,
        self_kill_share=0.05,
        lease_seconds=3,
        most_seconds=120,
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
        "DATABASE_URL": database_url(),
    }
    command = [sys.executable, "-m", "tests.assignments.claimers", str(plan.write(tmp_path / "plan.json"))]
    done = subprocess.run(
        command, env={**os.environ, **environment}, cwd=ROOT, capture_output=True, text=True, check=True
    )
    ended = json.loads(done.stdout)
    assert ended["failed"] == ended["unfinished"] == 0, done.stderr[-4000:]
    assert ended["killed"] > plan.kills
    happened = list(events(plan))
    with scope(acme.pk):
        turns = ledger(project)
        assert turns.adds_up
        # Who was killed may have claimed, or handed in, one turn more than they could tell of.
        for what, counted in (("claim", turns.claims), ("submit", turns.submitted), ("skip", turns.skipped)):
            told = len({event.turn for event in happened if event.what == what})
            assert told <= counted <= told + ended["killed"], what
        assert turns.submitted == TRACES * OVERLAP
        assert turns.open == 0
        assert not any(faults(project))
        assert Slot.objects.filter(project=project, state=Slot.State.DONE).count() == TRACES * OVERLAP
        given = Assignment.objects.filter(project=project, state=Assignment.State.SUBMITTED)
        assert max(Counter(given.values_list("trace", flat=True)).values()) == OVERLAP
        assert {event.turn for event in happened if event.what == "submit"} <= set(given.values_list("pk", flat=True))
        answered = set(Annotation.objects.filter(assignment__in=given).values_list("assignment", flat=True))
        assert {event.turn for event in happened if event.what == "submit"} <= answered
        known = set(Assignment.objects.filter(project=project).values_list("pk", flat=True))
        assert {event.turn for event in happened if event.what == "claim"} <= known
