"""A zip opened by the standard library, which trusts it more than we do."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast
from zipfile import BadZipFile, ZipFile

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from apps.annotations.archive.bounds import LISTING_BYTES, ArchiveError
from tracewright.repairs import storable
from tracewright.shown import SHOWN_CHARS

BROKEN = (BadZipFile, EOFError, NotImplementedError, UnicodeError, struct.error, zlib.error)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[ZipFile]:
    """The zip in an open file that can seek. ArchiveError when it is none, or broken."""
    with reading():
        archive = ZipFile(cast(IO[bytes], _Bounded(file)))
    with archive:
        yield archive


@contextmanager
def reading(place: str = "") -> Iterator[None]:
    """Makes an ArchiveError of what a broken zip raises. Only reading of the zip belongs inside."""
    try:
        yield
    except BROKEN as error:
        words = _("This is no zip, or it is broken or was cut off (%s). Pack the folder again and upload it again.")
        raise ArchiveError(place, words % storable(str(error))[:SHOWN_CHARS]) from error


class _Bounded:
    """The file as zipfile sees it, which would hold a list of millions of entries in memory."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.tell, self.seekable = file, file.tell, file.seekable

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and offset < 0:
            raise BadZipFile("a file before its beginning")
        return self._file.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        if size > LISTING_BYTES:
            words = _("Its list of files is longer than %s. Leave out what is not part of the project.")
            raise ArchiveError("", words % filesizeformat(LISTING_BYTES))
        return self._file.read(size)
