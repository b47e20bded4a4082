"""A real worker process with a pool, as `make demo` and production run it, against the test database."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from kombu import pools

from server.celery import app, transport_options

ROOT = Path(__file__).parent.parent.parent


def database_url() -> str:
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{held['NAME']}"
    return f"postgres://{quote(held['USER'])}@{held['HOST']}:{held['PORT']}/{held['NAME']}"


class Worker:
    """Leads a process group of its own, so that `kill` ends it and its pool at one blow."""

    def __init__(self, broker_url: str) -> None:
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}",
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(settings.VAR_DIR),
            "FILES_DIR": default_storage.path(""),
            "BROKER_URL": broker_url,
            "JOB_LEASE_SECONDS": "3",
            "JOB_SWEEP_SECONDS": "1",
            "LOG_LEVEL": "INFO",
        }
        self.log = tempfile.NamedTemporaryFile(prefix="worker-", suffix=".log", mode="w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "celery",
                "--app",
                "server.celery",
                "worker",
                "--concurrency",
                "2",
                "--loglevel",
                "INFO",
            ],
            env={**os.environ, **environment},
            cwd=ROOT,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def said(self) -> str:
        return Path(self.log.name).read_text()


@contextmanager
def worker(broker_url: str) -> Iterator[Worker]:
    running = Worker(broker_url)
    try:
        yield running
    finally:
        running.kill()
        running.log.close()


def connect_to(broker_url: str) -> None:
    """Send this process's messages there. Celery keeps connections and options for the life of a process; it forgets them."""
    app.conf.update(broker_url=broker_url, broker_transport_options=transport_options(broker_url))
    app.amqp._producer_pool = None
    app._pool = None
    pools.reset()


def wait_until(met: Callable[[], object], seconds: float, what: Callable[[], str] = str) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, f"not within {seconds} s; {what()}"
        time.sleep(0.05)


def begun(journal: Path) -> list[tuple[int, int]]:
    """(part, process) of every line "begin" that the kind `count` wrote."""
    if not journal.exists():
        return []
    return [(int(part), int(process)) for part, process in re.findall(r"begin (\d+) (\d+)", journal.read_text())]
