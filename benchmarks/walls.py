"""What the tenants' walls cost a request: the list of traces with both walls, against the same page without either.

Runs on a throw-away PostgreSQL with a connection pool, through Django's handler and middleware, without HTTP. "Without" is
the same database with row-level security switched off and a scope that opens no transaction. Prints one line of JSON:
milliseconds (median) and `ratio` = with / without.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import psycopg

from tests.services.postgres import postgres

ROOT = Path(__file__).parent.parent
TRACES, ROUNDS, REQUESTS = 200, 10, 60  # requests in each round, of each sort
OWNER = "tracewright_owner"


def main() -> None:
    with postgres() as url, tempfile.TemporaryDirectory() as folder:
        owner_url = url.replace("tracewright_app", OWNER)
        with psycopg.connect(owner_url, dbname="postgres", autocommit=True) as server:
            server.execute("CREATE DATABASE tracewright")
        os.environ |= {"SECRET_KEY": "for this run", "VAR_DIR": folder, "DATABASE_POOL": "4", "LOG_LEVEL": "WARNING"}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env={**os.environ, "DATABASE_URL": owner_url}, check=True)
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "server.settings"}
        print(json.dumps(measured(owner_url)), flush=True)


def measured(owner_url: str) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from tests import factories

    settings.ALLOWED_HOSTS = ["testserver"]
    acme = factories.make_organization()
    manager = factories.make_member(acme, factories.Role.MANAGER)
    items = [{**factories.TRACES[0], "id": f"t{number}"} for number in range(TRACES)]
    factories.import_project(acme, items=items)
    client = factories.sign_in(Client(), manager)
    walled, plain = [], []
    spent(client, 20)
    for _ in range(ROUNDS):  # in turns: what else the machine does falls on both
        walled += spent(client, REQUESTS)
        with no_walls(owner_url):
            plain += spent(client, REQUESTS)
    connection.close()
    connection.close_pool()
    with_ms, without_ms = statistics.median(walled), statistics.median(plain)
    return {
        "benchmark": "walls",
        "page": f"list of {TRACES} traces, 50 shown",
        "requests": ROUNDS * REQUESTS,
        "with_ms": round(with_ms, 2),
        "without_ms": round(without_ms, 2),
        "added_ms": round(with_ms - without_ms, 2),
        "ratio": round(with_ms / without_ms, 3),
    }


def spent(client: Any, requests: int) -> list[float]:
    """Milliseconds of each request; its connection goes back to the pool at the end, as in a web process."""
    from django.db import close_old_connections

    times = []
    for _ in range(requests):
        began = time.perf_counter()
        answer = client.get("/o/acme/p/weather/traces/")
        close_old_connections()
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200
    return times


@contextmanager
def no_walls(owner_url: str) -> Iterator[None]:
    from apps.tenants import scope

    wall = scope._wall
    row_security(owner_url, "DISABLE")
    scope._wall = lambda organization_id: nullcontext()  # type: ignore[assignment]
    try:
        yield
    finally:
        scope._wall = wall
        row_security(owner_url, "ENABLE")


def row_security(owner_url: str, switch: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as server:
        tables = server.execute("SELECT tablename FROM pg_policies WHERE policyname = 'tenant'").fetchall()
        for (table,) in tables:
            server.execute(f"ALTER TABLE {table} {switch} ROW LEVEL SECURITY")


if __name__ == "__main__":
    main()
