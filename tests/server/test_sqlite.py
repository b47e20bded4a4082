"""SQLite takes one writer at a time; readers must not notice."""

import threading
import time

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from apps.projects.models import Project
from tests.factories import import_project, make_member, make_organization, sign_in

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
