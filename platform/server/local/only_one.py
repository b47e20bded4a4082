"""One server in one folder: two would take each other's jobs."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.local import CannotServe


@contextmanager
def only_one(folder: Path, port: int, what: str) -> Iterator[None]:
    """Hold the folder for as long as this process lives, however it ends; CannotServe when another one does."""
    with (folder / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.seek(0)
            raise CannotServe(f"{what} is running already ({lock.read()}): stop it first.") from error
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, http://127.0.0.1:{port}/")
        lock.flush()
        yield
