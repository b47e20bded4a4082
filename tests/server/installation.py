"""Tracewright as docker-compose.yml installs it, without containers: the same commands, environment and checks on this machine.

What stands in for Docker is said where it does: addresses and ports of containers, the programs and entry point of foreign
images, the volume's folder, a host name.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from tests.server import compose
from tests.server.compose import HealthCheck
from tests.services.postgres import as_other_user, binaries, free_port

REQUIRED = {
    "SECRET_KEY": "a-secret-key-of-this-test-0123456789",
    "SITE_URL": "https://tracewright.example.org",
    "ALLOWED_HOSTS": "tracewright.example.org",
    "DATABASE_ADMIN_PASSWORD": "adminpassword",
    "DATABASE_OWNER_PASSWORD": "ownerpassword",
    "DATABASE_APP_PASSWORD": "apppassword",
}
STOP_SECONDS = 10  # Compose's own, where a service names none
BETWEEN_CHECKS = 0.3  # instead of the interval, which only says how often a container that runs is looked at


class Installation:
    """One folder with everything that is stored. Services run until it is closed, or stopped one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.services = compose.services({**REQUIRED, "WORKER_PROCESSES": "1"})
        self.ports = {name: free_port() for name in ("web", "postgres", "valkey")}
        self.moved = {
            "/app/collected": str(folder / "collected"),
            "/app": str(compose.ROOT),
            "/var/lib/tracewright": str(folder),
            "postgres:5432": f"127.0.0.1:{self.ports['postgres']}",
            "valkey:6379": f"127.0.0.1:{self.ports['valkey']}",
        }
        self.database = Database(folder / "database", self.ports["postgres"], self.services["postgres"])
        self._running: dict[str, ExitStack] = {}
        self._made: set[str] = set()

    # ---- Services ----

    def up(self, name: str) -> None:
        """Start a service after those it depends on, and wait as they are to be waited for."""
        for other, wanted in self.services[name].get("depends_on", {}).items():
            self.up(other)
            assert wanted["condition"] in ("service_healthy", "service_completed_successfully")
        if name == "migrate":
            self._once("migrate", lambda: self.run("migrate", self.command("migrate")))
        elif name not in self._running:
            stack = self._running[name] = ExitStack()
            stack.enter_context(self._process(name))
            self.wait_until_healthy(name)

    def down(self, name: str) -> None:
        """Stop it as Compose does: by a signal, after which it must end by itself in its time."""
        self._running.pop(name).close()

    def close(self) -> None:
        for name in reversed(list(self._running)):
            self.down(name)

    def wait_until_healthy(self, name: str) -> None:
        check = compose.health_check(self.services[name])
        assert check, f"{name} has no health check"
        deadline = time.monotonic() + check.patience
        while (said := self.checked(name, check)) is not None:
            assert time.monotonic() < deadline, f"{name} is not healthy: {said}\n{self.log(name)}"
            time.sleep(BETWEEN_CHECKS)

    def checked(self, name: str, check: HealthCheck) -> str | None:
        """Runs the check once, as in the container; None when it passed, else what it said."""
        asked = subprocess.run(
            self._here(name, check.command),
            env=self.env(name),
            cwd=compose.ROOT,
            capture_output=True,
            text=True,
            timeout=check.timeout + 30,  # a machine that runs other tests may be slower than the container
            check=False,
        )
        return None if asked.returncode == 0 else asked.stdout + asked.stderr

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    @contextmanager
    def _process(self, name: str) -> Iterator[None]:
        options: dict[str, Any] = {}
        if name == "postgres":
            self.database.make()
            options = as_other_user()
        if name == "web":
            self._once("static", lambda: self.run("web", ["python", "manage.py", "collectstatic", "--noinput", "-v0"]))
        with (self.folder / f"{name}.log").open("wb") as out:
            process = subprocess.Popen(
                self.command(name), env=self.env(name), cwd=self._folder(name), stdout=out, stderr=out, **options
            )
        try:
            if name == "postgres":
                self.database.first_start()
            yield
            process.send_signal(signal.SIGINT if name == "postgres" else signal.SIGTERM)  # STOPSIGNAL of its image
            process.wait(compose.seconds(self.services[name].get("stop_grace_period", f"{STOP_SECONDS}s")))
        finally:
            process.kill()
            process.wait()

    def _once(self, what: str, make: Any) -> None:
        if what not in self._made:
            make()
            self._made.add(what)

    # ---- What runs in place of a container ----

    def _folder(self, name: str) -> Path:
        return self.database.folder if name == "postgres" else compose.ROOT

    def command(self, name: str) -> list[str]:
        """The service's command, on the loopback and a free port instead of all addresses of a container."""
        if name == "postgres":  # the image's own, which the file does not repeat
            return self.database.command()
        return self._here(name, self.services[name]["command"])

    def _here(self, name: str, command: Any) -> list[str]:
        places = {"0.0.0.0": "127.0.0.1", "8000": str(self.ports["web"])}
        parts = [places.get(part, part).replace(":8000/", f":{self.ports['web']}/") for part in command]
        if name == "valkey":  # Redis is what Valkey came from; a container has the port to itself
            parts[0] = shutil.which(parts[0]) or parts[0].replace("valkey", "redis")
            parts[1:1] = ["--port" if parts[0].endswith("server") else "-p", str(self.ports["valkey"])]
        return parts

    def env(self, name: str) -> dict[str, str]:
        if name == "postgres":
            return self.database.env()
        return {**compose.environment(self.services[name], self.moved), "HOSTNAME": socket.gethostname()}

    def run(self, name: str, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Runs a command as in the service's container; CalledProcessError when it fails."""
        return subprocess.run(
            command, env=self.env(name), cwd=compose.ROOT, capture_output=True, text=True, check=True, timeout=120
        )

    def get(self, path: str) -> str:
        with urlopen(f"http://127.0.0.1:{self.ports['web']}{path}", timeout=10) as answer:
            text: str = answer.read().decode()
            return text


class Database:
    """What the entry point of the image `postgres` does: make the cluster, and at its first start run the mounted files."""

    def __init__(self, folder: Path, port: int, service: Mapping[str, Any]) -> None:
        self.folder, self.port, self.service = folder, port, service
        found = binaries()
        assert found, "no PostgreSQL on this machine"
        self.programs = found
        self.is_made = self.is_filled = False

    def env(self) -> dict[str, str]:
        path = f"{self.programs}:{os.environ['PATH']}"
        return {
            **self.service["environment"],
            "PATH": path,
            "PGPORT": str(self.port),
            "PGDATA": str(self.folder / "data"),
        }

    def command(self) -> list[str]:
        return [str(self.programs / "postgres"), "-h", "127.0.0.1", "-k", str(self.folder), "-c", "fsync=off"]

    def make(self) -> None:
        """A cluster whose administrator has the password of the environment; over TCP a password is asked for."""
        if self.is_made:
            return
        self.is_made = True
        self.folder.mkdir()
        password = self.folder / "password"
        password.write_text(self.service["environment"]["POSTGRES_PASSWORD"])
        user = as_other_user()
        if user:
            for path in (self.folder, password):
                os.chown(path, user["user"], user["group"])
        subprocess.run(
            [
                *(self.programs / "initdb", "--username=postgres", f"--pwfile={password}", "--no-sync"),
                *("--auth-local=trust", "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"),
            ],
            env=self.env(),
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            check=True,
            **user,
        )

    def first_start(self) -> None:
        """The mounted files in the order of their names, by the socket, as soon as the server answers there."""
        if self.is_filled:
            return
        self.is_filled = True
        self._wait_for_answers()
        mounts = [mount.split(":") for mount in self.service["volumes"] if "/docker-entrypoint-initdb.d/" in mount]
        for file, _, _ in sorted(mounts, key=lambda mount: mount[1]):
            self._psql("--file", str(compose.ROOT / file))

    def _wait_for_answers(self) -> None:
        """A server that has its socket may still be starting up."""
        deadline = time.monotonic() + 30
        ready = ["pg_isready", "--quiet", "--host", str(self.folder), "--port", str(self.port)]
        while subprocess.run(ready, check=False).returncode != 0:
            assert time.monotonic() < deadline, "PostgreSQL did not start"
            time.sleep(0.05)

    def _psql(self, *arguments: str) -> None:
        command = [
            "psql",
            "--host",
            str(self.folder),
            "--username",
            "postgres",
            "--no-password",
            "--no-psqlrc",
            "--quiet",
        ]
        subprocess.run([*command, "--set", "ON_ERROR_STOP=1", *arguments], env=self.env(), cwd=self.folder, check=True)


@contextmanager
def installation() -> Iterator[Installation]:
    """In a folder that another user may enter: PostgreSQL does not run as root."""
    with tempfile.TemporaryDirectory(prefix="tracewright-installation-") as folder:
        Path(folder).chmod(0o755)
        made = Installation(Path(folder))
        try:
            yield made
        finally:
            made.close()
