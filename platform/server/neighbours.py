"""How much each web process of one server has in hand, for them to see of one another.

The processes of a server take connections from one socket, and a connection stays with the process that took it: one of them
may hold twice as many as its neighbour, and its people wait twice as long. What a process has in hand stands in its place of a
small file that all of them have in memory. A place is held by a lock, which ends with its process however that ends, and is
taken by the process that is started in its stead.
"""

import fcntl
import logging
import mmap
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

logger = logging.getLogger(__name__)

PLACES, BYTES = 64, 128  # a process beyond them sees the others, and is not seen
NOBODY = 0xFFFF


class Neighbours:
    """Those that share the file: by default the processes that one server started, which is their parent.

    Where there can be no such file, as on a full or read-only disk or where something else lies in its place, the process is
    alone: it serves all the same, and keeps the connections that it took.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._place: int | None = None
        self._in_hand = memoryview(b"").cast("H")
        try:
            self._path = file or Path(tempfile.gettempdir()) / f"tracewright-web-{os.getuid()}-{os.getppid()}"
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                self._enter()
            except OSError:
                os.close(self._file)
                raise
        except OSError as error:
            logger.warning("this web process does not see its neighbours and keeps all of its connections: %s", error)

    def tell(self, in_hand: int) -> None:
        if self._place is not None:
            self._in_hand[self._place] = min(in_hand, NOBODY - 1)

    def fewest(self) -> int | None:
        """What the freest of the others has in hand; None while no other has told."""
        others = (count for place, count in enumerate(self._in_hand) if count != NOBODY and place != self._place)
        return min(others, default=None)

    def leave(self) -> None:
        """The last one takes the file away."""
        if not self._in_hand:
            return
        if self._place is not None:
            self._in_hand[self._place] = NOBODY
        with suppress(OSError):  # others hold it; or somebody has taken it away
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._path.unlink(missing_ok=True)
        os.close(self._file)

    def _enter(self) -> None:
        """Who finds nobody clears what an earlier server left; the others wait until that is done."""
        self._refuse_what_is_not_ours()
        with suppress(BlockingIOError):
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.pwrite(self._file, b"\xff" * BYTES, 0)
        fcntl.flock(self._file, fcntl.LOCK_SH)
        if os.fstat(self._file).st_size < BYTES:
            raise OSError(f"{self._path} is too short: who was to write it could not")
        self._in_hand = memoryview(mmap.mmap(self._file, BYTES)).cast("H")
        self._place = next(filter(self._take, range(PLACES)), None)

    def _refuse_what_is_not_ours(self) -> None:
        """In a folder that all may write to, another user may have put a file of theirs there, or another name of one of ours."""
        found = os.fstat(self._file)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_nlink != 1:
            raise PermissionError(f"{self._path} is no file of this user with this one name")

    def _take(self, place: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except BlockingIOError:
            return False
        return True
