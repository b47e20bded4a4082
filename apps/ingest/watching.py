"""Which files have changed, and are not being written any more."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from tracewright.cli.inputs import files_at

QUIET_SECONDS = 3.0  # an agent that writes a line now and then is read between two of them


class Stand(NamedTuple):
    modified: int  # ns
    size: int


class Watch:
    """Files of places, folders with what comes into them. What is there at the beginning counts as read.

    Its moments are of any clock in seconds that only goes forward.
    """

    def __init__(self, places: Iterable[str]) -> None:
        self.places = list(places)
        self.stands = _stands(self.places)
        self.changed_at: dict[Path, float] = {}

    def quiet(self, now: float) -> set[Path]:
        """Files that have changed and then been quiet for QUIET_SECONDS; each is told once."""
        stands = _stands(self.places)
        for path, stand in stands.items():
            if self.stands.get(path) != stand:
                self.changed_at[path] = now
        self.stands = stands
        found = {path for path, at in self.changed_at.items() if now - at >= QUIET_SECONDS}
        for path in found:
            del self.changed_at[path]
        return {path for path in found if path in stands}


def _stands(places: Iterable[str]) -> dict[Path, Stand]:
    found: dict[Path, Stand] = {}
    for place in places:
        for path in files_at(place):
            try:
                about = path.stat()
            except OSError:  # gone meanwhile
                continue
            found[path] = Stand(about.st_mtime_ns, about.st_size)
    return found
