"""The demo's environment variables. Nothing here is used by any other command."""

import os
from pathlib import Path

from server.local.environment import ROOT, secret

FOLDER = Path(os.environ.get("DEMO_DIR", ROOT / "var" / "demo"))


def prepare() -> None:
    """SQLite, the filesystem's broker and a key of its own, all below FOLDER, whatever else the shell has set."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        SECRET_KEY=secret(FOLDER / "secret"),
        VAR_DIR=str(FOLDER),
        DATABASE_URL=f"sqlite:///{FOLDER / 'demo.sqlite3'}",
        BROKER_URL="filesystem://localhost",
        FILES_DIR=str(FOLDER / "files"),
        DEBUG="False",
        LOG_LEVEL="WARNING",
        STATIC_COLLECTED="False",
        JOB_LEASE_SECONDS="10",
        JOB_SWEEP_SECONDS="2",
    )
    for name in (
        "SECRET_KEY_FILE",
        "DATABASE_URL_FILE",
        "CACHE_URL",
        "EMAIL_HOST",
        "BEHIND_PROXY",
        "DATABASE_POOL",
        "STATIC_ROOT",
        "SITE_URL",
    ):
        os.environ.pop(name, None)
