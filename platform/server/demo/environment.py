"""The demo's environment variables, set before the settings are read. Nothing here is used by any other command."""

import os
import secrets
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent
FOLDER = Path(os.environ.get("DEMO_DIR", ROOT / "var" / "demo"))


def prepare() -> None:
    """SQLite, the filesystem's broker and a key of its own, all below FOLDER, whatever else the shell has set."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        SECRET_KEY=_secret(FOLDER / "secret"),
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
    ):
        os.environ.pop(name, None)


def write_env(port: int) -> Path:
    """A file to source, with which other commands work on the demo: `. var/demo/env`."""
    names = ("VAR_DIR", "DATABASE_URL", "BROKER_URL", "FILES_DIR")
    lines = [f"export {name}={shlex.quote(os.environ[name])}" for name in names]
    lines += [
        f"export SECRET_KEY_FILE={shlex.quote(str(FOLDER / 'secret'))}",
        f"export SITE_URL=http://127.0.0.1:{port}",
    ]
    path = FOLDER / "env"
    path.write_text("\n".join(lines) + "\n")
    return path


def _secret(path: Path) -> str:
    """Made once for each demo folder, so that logins outlive a restart."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()
