"""A script's work through the API, over HTTP: take a trace, fetch its document, submit an answer of about 12 kB.

One uvicorn process with a connection pool on a throw-away PostgreSQL, one client on the same machine. Prints lines of JSON:
milliseconds of each request (median) and processor time of the server for each item, with and without an Idempotency-Key;
`ratio` compares that processor time with one request for `me`, the least there is. Then the last pages of a long list of
traces against the first, and fetching its last traces against its first.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg

from tests.services.postgres import free_port, postgres

ROOT = Path(__file__).parent.parent
ITEMS, WARM, STEPS, TRACES = 200, 20, 20, 1000
TEXT = "look at the file and fix it, then run the tests. " * 10
Times = dict[str, list[float]]


def main() -> None:
    with postgres() as url, tempfile.TemporaryDirectory() as folder:
        owner_url = url.replace("tracewright_app", "tracewright_owner")
        with psycopg.connect(owner_url, dbname="postgres", autocommit=True) as server:
            server.execute("CREATE DATABASE tracewright")
        os.environ |= {"SECRET_KEY": "for this run", "VAR_DIR": folder, "LOG_LEVEL": "WARNING"}
        os.environ |= {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "API_REQUESTS_A_MINUTE": "0"}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env={**os.environ, "DATABASE_URL": owner_url}, check=True)
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "server.settings"}
        measure()


def measure() -> None:
    import django

    django.setup()
    from tests import factories

    acme = factories.make_organization()
    items = [{"id": f"t{n}", "task": "x", "steps": [{"action": TEXT}] * STEPS} for n in range(TRACES)]
    factories.import_project(acme, items=items, overlap=1)
    annotator = factories.make_token(factories.make_member(acme))
    reviewer = factories.make_token(factories.make_member(acme, factories.Role.REVIEWER, "Jonas"))
    with web() as server:
        work(server, annotator, WARM, key=False)
        for key in (False, True, False, True):  # in turns: what else the machine does falls on both
            report(server, annotator, key)
        pages(server, reviewer)


class Server:
    def __init__(self, port: int, pid: int) -> None:
        self.connection, self.pid = HTTPConnection("127.0.0.1", port), pid

    def ask(self, token: str, method: str, address: str, body: object = None, **headers: str) -> Any:
        data = None if body is None else json.dumps(body)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
        self.connection.request(method, address[address.index("/api/") :], data, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        assert answer.status == 200, (address, answer.status, content[:500])
        return json.loads(content)

    def processor_seconds(self) -> float:
        user, system = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def web() -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "server.asgi:application", "--port", str(port)]
    quiet = [*command, "--log-level", "warning"]
    process = subprocess.Popen(quiet, cwd=ROOT, env={**os.environ, "DATABASE_POOL": "4"})
    try:
        server = Server(port, process.pid)
        deadline = time.monotonic() + 30
        while True:
            try:
                server.connection.connect()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, "the web process did not start"
                time.sleep(0.1)
        yield server
    finally:
        process.kill()
        process.wait(10)


def work(server: Server, token: str, items: int, *, key: bool) -> Times:
    """Milliseconds of each request of so many items."""
    times: Times = defaultdict(list)
    project = "/api/v1/projects/weather"
    mended = TEXT.replace("fix", "mend", 2)
    edits = [{"step": str(step), "pointer": "/action", "text": mended, "reason": "better so"} for step in range(STEPS)]
    body = {"answers": {"fix": {"edits": edits}}}
    assert 11_000 < len(json.dumps(body)) < 13_000
    for _ in range(items):
        with timed(times["next"]):
            turn = server.ask(token, "POST", f"{project}/assignments:next")["assignment"]
        with timed(times["document"]):
            server.ask(token, "GET", turn["document"])
        headers = {"Idempotency-Key": str(uuid.uuid4())} if key else {}
        with timed(times["submit"]):
            server.ask(token, "POST", f"{project}/assignments/{turn['id']}:submit", body, **headers)
    return times


@contextmanager
def timed(times: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    times.append(1000 * (time.perf_counter() - began))


def report(server: Server, token: str, key: bool) -> None:
    with spent(server, ITEMS) as least:
        for _ in range(ITEMS):
            server.ask(token, "GET", "/api/v1/me")
    with spent(server, ITEMS) as item:
        times = work(server, token, ITEMS, key=key)
    say(
        benchmark="api loop",
        items=ITEMS,
        with_key=key,
        median_ms={name: round(statistics.median(values), 2) for name, values in times.items()},
        item_ms=round(sum(sum(values) for values in times.values()) / ITEMS, 2),
        server_cpu_ms_an_item=round(item[0], 2),
        server_cpu_ms_of_me=round(least[0], 2),
        ratio=round(item[0] / least[0], 2),
    )


@contextmanager
def spent(server: Server, items: int) -> Iterator[list[float]]:
    """Gives the server's processor time, in milliseconds for each of so many items."""
    before, found = server.processor_seconds(), [0.0]
    yield found
    found[0] = 1000 * (server.processor_seconds() - before) / items


def pages(server: Server, token: str) -> None:
    """Every page of the list and every trace on it, five times."""
    listed, fetched = [], []
    for _ in range(5):
        times: list[float] = []
        gets: list[float] = []
        address = "/api/v1/projects/weather/traces?page_size=50"
        while address:
            with timed(times):
                page = server.ask(token, "GET", address)
            with timed(gets):
                server.ask(token, "GET", page["results"][-1]["document"])
            address = page["next"]
        listed.append(times)
        fetched.append(gets)
    say(benchmark="api list", traces=TRACES, page_size=50, **last_against_first(listed))
    say(benchmark="api document", traces=TRACES, **last_against_first(fetched))


def last_against_first(rounds: list[list[float]]) -> dict[str, float]:
    """The last fifth against the first fifth, of the median of all rounds at each place."""
    places = [statistics.median(place) for place in zip(*rounds, strict=True)]
    fifth = len(places) // 5
    first, last = statistics.mean(places[:fifth]), statistics.mean(places[-fifth:])
    return {"first_ms": round(first, 2), "last_ms": round(last, 2), "ratio": round(last / first, 3)}


def say(**figures: object) -> None:
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
