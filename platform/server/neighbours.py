"""How much each web process of one server has in hand, for them to see of one another.

The processes of a server take connections from one socket, and a connection stays with the process that took it: one of them
may hold twice as many as its neighbour, and its people wait twice as long. What a process has in hand stands in its place of a
small file that all of them have in memory. A place is held by a lock, which ends with its process however that ends, and is
taken by the process that is started in its stead.
"""

import fcntl
import mmap
import os
import tempfile
from contextlib import suppress
from pathlib import Path

PLACES = 64  # a process beyond them sees the others, and is not seen
NOBODY = 0xFFFF


class Neighbours:
    """Those that share the file: by default the processes that one server started, which is their parent."""

    def __init__(self, file: Path | None = None) -> None:
        self._path = file or Path(tempfile.gettempdir()) / f"tracewright-web-{os.getuid()}-{os.getppid()}"
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        self._enter()
        self._in_hand = memoryview(mmap.mmap(self._file, 2 * PLACES)).cast("H")
        self._place = next(filter(self._take, range(PLACES)), None)

    def tell(self, in_hand: int) -> None:
        if self._place is not None:
            self._in_hand[self._place] = min(in_hand, NOBODY - 1)

    def fewest(self) -> int | None:
        """What the freest of the others has in hand; None while no other has told."""
        others = (count for place, count in enumerate(self._in_hand) if count != NOBODY and place != self._place)
        return min(others, default=None)

    def leave(self) -> None:
        """The last one takes the file away."""
        if self._place is not None:
            self._in_hand[self._place] = NOBODY
        with suppress(BlockingIOError):
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._path.unlink(missing_ok=True)
        os.close(self._file)

    def _enter(self) -> None:
        """Who finds nobody clears what an earlier server left; the others wait until that is done."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.pwrite(self._file, b"\xff" * 2 * PLACES, 0)
        except BlockingIOError:
            pass
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def _take(self, place: int) -> bool:
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except BlockingIOError:
            return False
        return True
