"""How much the records of some files may come to: a few bytes of a table can stand for gigabytes."""

from tracewright.errors import TraceFormatError
from tracewright.records.record import MIB

RATIO, RATIO_FROM_BYTES = 100, 64 * MIB  # as for a zip: real traces shrink to a tenth; little ones may hold anything
TOTAL_BYTES, ALWAYS = 8192 * MIB, 10


class Meter:
    """Counts bytes of decoded records against the bytes of the files that they come from."""

    def __init__(self, file_bytes: int) -> None:
        self.total = 0
        self.most = max(RATIO_FROM_BYTES, min(RATIO * file_bytes, TOTAL_BYTES), ALWAYS * file_bytes)

    def add(self, size: int, where: str) -> None:
        """Raises TraceFormatError as soon as there are too many."""
        self.total += size
        if self.total > self.most:
            raise too_much(where, f"up to here are more than {self.most} bytes", self.most)


def too_much(where: str, what: str, most: int) -> TraceFormatError:
    """For what comes to more than `most` bytes, or is about to."""
    advice = "leave out columns that repeat a long value or name, or split the file"
    return TraceFormatError(where, f"the records {what}, far more than files of this size may hold ({most}); {advice}")
