"""SQLite takes one writer at a time; readers must not notice."""

import threading
import time

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from apps.annotations import services
from apps.projects.models import Project
from tests.api import Script
from tests.factories import CORRECTED, claim, import_project, make_member, make_organization, sign_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(settings.ON_POSTGRESQL, reason="about SQLite's locks"),
]
HELD_SECONDS = 1.0


def hold_the_write_lock(held: threading.Event) -> None:
    with transaction.atomic():
        Project.objects.update(seed=1)
        held.set()
        time.sleep(HELD_SECONDS)
    connection.close()


def test_pages_are_read_while_a_write_transaction_is_held(client):
    acme = make_organization()
    import_project(acme)
    sign_in(client, make_member(acme))
    held = threading.Event()
    writer = threading.Thread(target=hold_the_write_lock, args=[held])
    writer.start()
    held.wait(5)
    began = time.monotonic()
    response = client.get(reverse("annotations:my_work", args=["acme", "weather"]))
    seconds = time.monotonic() - began
    assert writer.is_alive()
    writer.join()
    assert response.status_code == 200
    assert seconds < HELD_SECONDS / 2


def test_answers_are_checked_before_the_write_lock_is_taken(monkeypatch):
    """Distances of long texts take a while, also those of a request with a key, whose effect is one transaction."""
    acme = make_organization()
    turn = claim(import_project(acme), make_member(acme))
    inside = []
    parse = services.parse
    monkeypatch.setattr(
        services, "parse", lambda *arguments: inside.append(connection.in_atomic_block) or parse(*arguments)
    )
    address = f"projects/weather/assignments/{turn.pk}:submit"
    answer = Script(turn.member).post(
        address, {"answers": CORRECTED, "number": 0, "base": {}}, **{"Idempotency-Key": "k"}
    )
    assert (answer.status_code, inside) == (200, [False])
