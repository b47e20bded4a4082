"""In which order the two candidates of a comparison stand on the page of one turn."""

import hashlib
from collections.abc import Iterable

from apps.annotations.questions import COMPARISON
from apps.schemes.models import Scheme


def is_flipped(assignment: int, schemes: Iterable[Scheme]) -> bool:
    """Whether the second stands first. The turn's number decides, so it is so whenever the page opens and nothing is stored.

    All comparisons of a page have one order, and one of them that wants it random is enough.
    """
    is_random = any(
        scheme.current.config["randomize_order"]
        for scheme in schemes
        if scheme.current and scheme.current.kind == COMPARISON
    )
    return is_random and hashlib.sha256(str(assignment).encode()).digest()[0] % 2 == 1
