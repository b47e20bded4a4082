"""A throw-away PostgreSQL from the machine's own binaries, in a temporary folder, as a user that is not root."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROLES = Path(__file__).parent.parent.parent / "apps" / "tenants" / "roles.sql"


def binaries() -> Path | None:
    """The folder of initdb and postgres: Debian keeps them off the path, one folder a version; the newest wins."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if folders:
        return folders[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def postgres() -> Iterator[str]:
    """Runs a cluster with our three roles; yields the DATABASE_URL of the application's user."""
    programs = binaries()
    assert programs, "no PostgreSQL on this machine"
    folder = Path(tempfile.mkdtemp(prefix="tracewright-postgres-"))
    as_user = as_other_user()
    if as_user:
        os.chown(folder, as_user["user"], as_user["group"])
    port = free_port()
    data = folder / "data"

    def run(*command: str | Path, **options: object) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user, **options)  # type: ignore[call-overload]

    run(
        programs / "initdb",
        "--pgdata",
        data,
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off -c max_connections=200"
    run(programs / "pg_ctl", "--pgdata", data, "--wait", "--log", folder / "log", "-o", options, "start")
    try:
        sql = ROLES.read_text() + "ALTER ROLE tracewright_owner CREATEDB;"
        run(
            programs / "psql",
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-U",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            input=sql,
            text=True,
        )
        yield f"postgres://tracewright_app@127.0.0.1:{port}/tracewright"
    finally:
        run(programs / "pg_ctl", "--pgdata", data, "--mode=immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def as_other_user() -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    if getpass.getuser() != "root" and os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("running as root, and there is neither a user postgres nor nobody")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
