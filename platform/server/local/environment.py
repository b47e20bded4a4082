"""Environment variables of a local server, set before the settings are read."""

import os
import secrets
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent
WRITTEN = ("VAR_DIR", "DATABASE_URL", "BROKER_URL", "FILES_DIR")


def prepare() -> None:
    """What `start` needs and the shell has not set: SQLite and everything else below VAR_DIR, and a key made once."""
    folder = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve()  # the worker runs in another folder
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["VAR_DIR"] = str(folder)
    if not {"SECRET_KEY", "SECRET_KEY_FILE"} & os.environ.keys():
        secret(folder / "secret")
        os.environ["SECRET_KEY_FILE"] = str(folder / "secret")
    for name, value in (("LOG_LEVEL", "WARNING"), ("JOB_LEASE_SECONDS", "10"), ("JOB_SWEEP_SECONDS", "2")):
        os.environ.setdefault(name, value)


def secret(path: Path) -> str:
    """Made once for each folder, so that logins outlive a restart."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def write_env(folder: Path, port: int) -> Path:
    """A file to source, with which other commands work on this server's database: `. var/env`."""
    known = {name: os.environ[name] for name in WRITTEN if name in os.environ}
    known |= {"SITE_URL": f"http://127.0.0.1:{port}"}
    if (folder / "secret").exists():
        known["SECRET_KEY_FILE"] = str(folder / "secret")
    path = folder / "env"
    path.touch(mode=0o600)  # a database's address may hold a password
    path.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in known.items()))
    return path
