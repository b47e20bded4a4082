"""`make test`: installs the services a run needs, starts throw-away ones, and runs every test on PostgreSQL and on SQLite.

python -m tests.run [--slow] [--only postgresql|sqlite|js] [pytest arguments]
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack

from tests.services.postgres import binaries, postgres
from tests.services.redis import redis_server

# What a run needs, how to see it, and Debian's package for it.
NEEDS = (
    ("PostgreSQL", lambda: binaries() is not None, "postgresql"),
    ("Redis", lambda: bool(shutil.which("redis-server") or shutil.which("valkey-server")), "redis-server"),
    ("Chromium", lambda: bool(shutil.which("chromium")), "chromium"),
    ("curl", lambda: bool(shutil.which("curl")), "curl"),
    ("Node", lambda: bool(shutil.which("node")), "nodejs"),
)
# They start servers on a SQLite of their own, or ask no database.
RAN_ON_SQLITE = (
    "tests/ci",
    "tests/test_layout.py",
    *(f"tests/server/test_{name}.py" for name in ("demo", "start", "static", "supervisor")),
)
# The sweep of every address goes with the slow tests: on SQLite, which has no wall behind the code's, and on PostgreSQL.
SWEEP = "tests/test_access.py"


def install() -> None:
    """Have Debian's packages brought in; a service that cannot be had ends the run, it never skips in silence."""
    missing = [(name, package) for name, there, package in NEEDS if not there()]
    if not missing:
        return
    print("Installing for the tests:", ", ".join(name for name, _ in missing), flush=True)
    sudo = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False, **quiet)
    subprocess.run(
        [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *(package for _, package in missing)],
        check=False,
        **quiet,
    )
    if still := [name for name, there, _ in NEEDS if not there()]:
        sys.exit(
            f"The tests need {', '.join(still)}, and apt-get could not install it: run `make test` as root or with sudo."
        )


def step(title: str, command: Sequence[str], **environment: str) -> bool:
    print(f"\n== {title}", flush=True)
    began = time.monotonic()
    code = subprocess.run(command, env={**os.environ, **environment}, check=False).returncode
    print(f"== {title}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s", flush=True)
    return code == 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.run")
    parser.add_argument("--slow", action="store_true", help="run the tests marked slow, and only these")
    parser.add_argument("--only", choices=("postgresql", "sqlite", "js"))
    options, rest = parser.parse_known_args()
    install()
    pytest = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-m",
        "slow" if options.slow else "not slow",
        *(rest or ["-n", "2"]),
    ]
    sweep = [sys.executable, "-m", "pytest", "-q", "-n", "2", SWEEP]
    passed = []
    with ExitStack() as services:
        redis_url = services.enter_context(redis_server())
        if options.only in (None, "js") and not options.slow:
            passed.append(step("Browser modules", ["node", "--test", "tests/js/"]))
        if options.only in (None, "sqlite"):
            # The core and the pages in Chromium do not depend on the database; they run once, below.
            apart = [] if rest else ["--ignore=tests/tracewright", "--ignore=tests/e2e", f"--ignore={SWEEP}"]
            passed.append(step("SQLite", [*pytest, *apart], TEST_REDIS_URL=redis_url))
            if options.slow and not rest:
                passed.append(step("Every address on SQLite", sweep, TEST_REDIS_URL=redis_url))
        if options.only in (None, "postgresql"):
            url = services.enter_context(postgres())
            apart = [] if rest else [f"--ignore={path}" for path in (*RAN_ON_SQLITE, SWEEP)]
            passed.append(step("PostgreSQL", [*pytest, *apart], DATABASE_URL=url, TEST_REDIS_URL=redis_url))
            if options.slow and not rest:
                passed.append(step("Every address on PostgreSQL", sweep, DATABASE_URL=url, TEST_REDIS_URL=redis_url))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
