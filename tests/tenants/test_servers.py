"""Only `migrate` may connect as a database user that could pass the wall; every other process refuses to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from apps.tenants.walls import APP, OWNER
from tests.conftest import connect_as

ROOT = Path(__file__).parent.parent.parent
SUPERUSER = "postgres"
pytestmark = [
    pytest.mark.django_db(transaction=True),  # connections are changed: no test's transaction may be open
    pytest.mark.skipif(not settings.ON_POSTGRESQL, reason="SQLite has no second wall: it has no users"),
    pytest.mark.slow,  # each starts the program
]


def manage(user: str, *command: str, database: str = "") -> subprocess.CompletedProcess[str]:
    """manage.py in a process of its own, connected as `user` to the test database or another."""
    held = connection.settings_dict
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "server.settings",
        "DATABASE_URL": f"postgres://{user}@{held['HOST']}:{held['PORT']}/{database or held['NAME']}",
        "SECRET_KEY": "for this test",
        "VAR_DIR": str(settings.VAR_DIR),
    }
    run = [sys.executable, "manage.py", *command]
    return subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("user", "power"),
    [(OWNER, "is a member of tracewright_definer and owns tables"), (SUPERUSER, "is a superuser")],
)
def test_a_command_refuses_a_powerful_user_and_says_what_to_do(user: str, power: str):
    done = manage(user, "create_organization", "acme", "--owner", "owner@acme.test")
    assert done.returncode != 0
    assert f"The database user '{user}' {power}" in done.stderr
    assert "give every other process the DATABASE_URL of tracewright_app" in done.stderr


def test_the_owner_migrates():
    done = manage(OWNER, "migrate", "--check")
    assert done.returncode == 0, done.stderr


def test_the_application_does_not_migrate():
    done = manage(APP, "migrate", "tenants", "zero")
    assert "must be owner" in done.stderr or "permission denied" in done.stderr


def test_the_application_starts():
    asked = "from apps.tenants.lookups import organization_of_slug; print(organization_of_slug('none'))"
    done = manage(APP, "shell", "--verbosity", "0", "--command", asked)
    assert done.stdout.strip() == "None", done.stderr


def test_a_refused_process_stays_refused():
    """A web process outlives the exception: its next query must not find the connection open."""
    connect_as(OWNER, migrates=False)
    try:
        for _ in range(3):
            with pytest.raises(ImproperlyConfigured):
                connection.cursor()
    finally:
        connect_as(APP, migrates=False)


def test_the_web_process_refuses_to_start_as_the_owner():
    held = connection.settings_dict
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "server.settings",
        "DATABASE_URL": f"postgres://{OWNER}@{held['HOST']}:{held['PORT']}/{held['NAME']}",
        "SECRET_KEY": "for this test",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
    }
    web = [sys.executable, "-c", "import server.asgi"]
    done = subprocess.run(web, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "the tenants' wall would not hold" in done.stderr
