"""Zips of strangers: zipfile holds a zip's list of files in memory whole, and unpacks by some methods without a bound."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from tracewright.records import MIB

LISTING_BYTES = 16 * MIB
ENTRIES = 50_000  # a folder of events has a file for each
ENTRY = b"PK\x01\x02"  # each one of the list begins so
MOST_OFFSET = 2**63 - 1
ENCRYPTED = 1  # a bit of an entry's flags
BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, UnicodeError, struct.error, zlib.error)


class TooLong(zipfile.BadZipFile):
    """Its list of files is not taken into memory."""


@contextmanager
def opened(file: IO[bytes], listing_bytes: int = LISTING_BYTES, entries: int = ENTRIES) -> Iterator[zipfile.ZipFile]:
    """The zip in an open file that can seek; one of BROKEN when it is none, is broken, or lists more than the bounds."""
    bounded = _Bounded(file, listing_bytes, entries)
    with zipfile.ZipFile(cast(IO[bytes], bounded)) as archive:
        bounded.is_listing = False
        yield archive


def fault(entry: zipfile.ZipInfo) -> str:
    """Why the bytes of an entry are not unpacked, "" for none."""
    if entry.flag_bits & ENCRYPTED:
        return "is encrypted"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # of others zipfile unpacks all at once
        return "is packed by a method that is not read; pack it anew"
    return ""


class _Bounded:
    """The file as zipfile sees it; bounded while the list is read, which is one read."""

    def __init__(self, file: IO[bytes], listing_bytes: int, entries: int) -> None:
        self._file, self.tell, self.seekable = file, file.tell, file.seekable
        self._listing_bytes, self._entries = listing_bytes, entries
        self.is_listing = True

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and not 0 <= offset <= MOST_OFFSET:
            raise zipfile.BadZipFile("a file that begins outside of it")
        return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        if self.is_listing and size > self._listing_bytes:
            raise TooLong(f"its list of files is longer than {self._listing_bytes // MIB} MiB")
        found = self._file.read(size)
        if self.is_listing and found.count(ENTRY) > self._entries:
            raise TooLong(f"its list of files has more than {self._entries} entries")
        return found
