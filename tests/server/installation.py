"""Tracewright as docker-compose.yml installs it, without containers: the same commands and environment on this machine."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from tests.server import compose
from tests.services.postgres import free_port

REQUIRED = {
    "SECRET_KEY": "a-secret-key-of-this-test-0123456789",
    "SITE_URL": "https://tracewright.example.org",
    "ALLOWED_HOSTS": "tracewright.example.org",
    "DATABASE_ADMIN_PASSWORD": "adminpassword",
    "DATABASE_OWNER_PASSWORD": "ownerpassword",
    "DATABASE_APP_PASSWORD": "apppassword",
}
START_SECONDS = 60


class Installation:
    """The database made and migrated, the static files collected; `database` is host:port, `redis_url` without a number."""

    def __init__(self, folder: Path, database: str, redis_url: str) -> None:
        self.folder, self.port = folder, free_port()
        self.services = compose.services({**REQUIRED, "WORKER_PROCESSES": "1"})
        self.moved = {
            "/app/collected": str(folder / "collected"),
            "/app": str(compose.ROOT),
            "/var/lib/tracewright": str(folder),
            "postgres:5432": database,
            "redis://valkey:6379": redis_url,
        }
        self._make_database(*database.split(":"))
        self.run("web", ["python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"])
        self.run("migrate", self.command("migrate"))

    def _make_database(self, host: str, port: str) -> None:
        """The throw-away cluster has its roles already; database.sql gives them passwords and the database."""
        script = compose.ROOT / "docker" / "database.sql"
        command = ["psql", "--host", host, "--port", port, "--username", "postgres", "--quiet", "--file", str(script)]
        subprocess.run(command, env=self.env("migrate") | self.env("postgres"), check=True, cwd=self.folder)

    def command(self, service: str) -> list[str]:
        """On the loopback and a free port instead of all addresses of a container."""
        places = {"0.0.0.0": "127.0.0.1", "8000": str(self.port)}
        return [places.get(part, part) for part in self.services[service]["command"]]

    def env(self, service: str) -> dict[str, str]:
        return compose.environment(self.services[service], self.moved)

    def run(self, service: str, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Runs a command as in the service's container; CalledProcessError when it fails."""
        return subprocess.run(
            command, env=self.env(service), cwd=compose.ROOT, capture_output=True, text=True, check=True, timeout=120
        )

    @contextmanager
    def service(self, name: str, ready: str) -> Iterator[None]:
        """The service from the moment its log says `ready`; SIGTERM must then end it by itself."""
        log = self.folder / f"{name}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                self.command(name), env=self.env(name), cwd=compose.ROOT, stdout=out, stderr=subprocess.STDOUT
            )
        try:
            _wait_for(ready, log, process)
            yield
            process.terminate()
            process.wait(20)
        finally:
            process.kill()
            process.wait()

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            text: str = answer.read().decode()
            return text


def _wait_for(words: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while words not in log.read_text():
        assert process.poll() is None and time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
