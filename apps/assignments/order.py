"""The places of a project's open slots: whole numbers, the lowest goes out first. They depend on the project's strategy."""

import hashlib
from typing import Any

from apps.projects.models import Project, Strategy

CAME_BACK = -1  # of a slot that somebody had and gave back: before all others
END = 2**62  # after all others
ROUND = 2**40  # more traces than a database will see
PRIME = 2**31 - 1


def place(project: Project, *, trace_id: Any, number: Any, spread: Any) -> Any:
    """Where a slot that nobody has had stands. Takes whole numbers, or the F() of the columns for an UPDATE.

    In the order of the data, by trace; fewest answers first, the first slot of every trace before the second of any;
    shuffled, by `spread`, multiplied modulo a prime by a number made from the seed, which gives another order for each seed.
    """
    if project.strategy == Strategy.RANDOM:
        return spread * (1 + _hash(str(project.seed)) % (PRIME - 1)) % PRIME
    if project.strategy == Strategy.LEAST_ANNOTATED:
        return number * ROUND + trace_id
    return trace_id


def spread(identity: str) -> int:
    """A number below 2**31 made from a trace's id: evenly spread, and the same wherever the data is imported again."""
    return _hash(identity) >> 1


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=4).digest(), "big")
