"""Private folders for what a shard keeps on disk while it is at work. They go away with it, however it ends."""

import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

logger = logging.getLogger(__name__)

PREFIX = "tracewright-job-"


@contextmanager
def private_folder() -> Iterator[Path]:
    """An empty folder that only this user may enter, below the system's folder for temporary files (TMPDIR).

    It stays locked while its process lives, so that `remove_abandoned` can tell it from one whose process was killed.
    """
    folder, lock = _locked()
    try:
        yield folder
    finally:
        try:
            shutil.rmtree(folder)
        finally:
            os.close(lock)


def remove_abandoned() -> int:
    """Remove the folders of this user whose processes died without doing so; how many there were."""
    return sum(_remove_if_abandoned(folder) for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))


def _locked() -> tuple[Path, int]:
    """A new folder and its open lock; again with another one when a sweeper was quicker than the lock."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        with suppress(FileNotFoundError):
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if folder.exists():
                return folder, lock
            os.close(lock)


def _remove_if_abandoned(folder: Path) -> bool:
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:  # gone meanwhile, no folder, or another user's
        return False
    try:
        if os.fstat(lock).st_uid != os.geteuid():
            return False
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder)
    except BlockingIOError:  # its process lives
        return False
    except OSError as error:
        logger.warning("the abandoned folder %s stays for now: %s", folder, error)
        return False
    finally:
        os.close(lock)
    logger.info("removed %s, whose process died", folder)
    return True
