"""How much a zip may hold."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from tracewright.errors import TracewrightError

MIB = 1024 * 1024
FILES = 20_000
LISTING_BYTES = 4 * MIB  # of the zip's own list of its files, which is held in memory
FILE_BYTES = 4096 * MIB
TOTAL_BYTES = 8192 * MIB
RATIO, RATIO_FROM_BYTES = 100, 64 * MIB  # real traces shrink to a tenth; little ones may hold anything


class ArchiveError(TracewrightError):
    """A zip that is not taken: which of its files, why, and what to do."""


class Meter:
    """Counts bytes against the bounds, whether the zip claims them or they were unpacked."""

    def __init__(self, archive_bytes: int) -> None:
        self.archive_bytes, self.total, self.of_file = archive_bytes, 0, 0

    def next_file(self) -> None:
        self.of_file = 0

    def add(self, size: int, place: str) -> None:
        """Raises ArchiveError as soon as there are too many."""
        self.total, self.of_file = self.total + size, self.of_file + size
        if self.of_file > FILE_BYTES:
            raise ArchiveError(place, _("unpacks to more than %s. Split the file.") % filesizeformat(FILE_BYTES))
        if self.total > TOTAL_BYTES:
            words = _("It unpacks to more than %s. Leave out what is not part of the project, or split it.")
            raise ArchiveError("", words % filesizeformat(TOTAL_BYTES))
        if self.total > max(RATIO_FROM_BYTES, RATIO * self.archive_bytes):
            words = _("It unpacks to more than %d times its size, as no project does. Pack the folder again.")
            raise ArchiveError("", words % RATIO)
