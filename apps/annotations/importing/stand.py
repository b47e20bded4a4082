"""How far an import is."""

from collections.abc import Callable
from typing import NamedTuple

from apps.annotations.importing.report import ImportReport

Keep = Callable[[ImportReport], None]  # called at the end of each transaction, inside it


class Stand(NamedTuple):
    """What is being written, and how many of it are."""

    what: str
    done: int
