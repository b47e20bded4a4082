"""Writes the files of a zip below a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from django.utils.translation import gettext as _

from apps.annotations.archive.bounds import ArchiveError, Meter
from apps.annotations.archive.entries import Entry, listing
from apps.annotations.archive.reading import opened, reading

PIECE = 1024 * 1024


def unpack(file: IO[bytes], archive_bytes: int, folder: Path) -> Iterator[int]:
    """Unpack into an empty folder; yields the bytes written so far, at least once a file and once a PIECE.

    ArchiveError for what may not be unpacked; what was written by then stays, so the folder is to be thrown away.
    """
    meter = Meter(archive_bytes)
    with opened(file) as archive:
        for entry in listing(archive, archive_bytes).entries:
            meter.next_file()
            yield from _unpack_one(archive, entry, folder / entry.path, meter)


def _unpack_one(archive: ZipFile, entry: Entry, target: Path, meter: Meter) -> Iterator[int]:
    place = str(entry.path)
    target.parent.mkdir(parents=True, exist_ok=True)
    with reading(place):
        source = archive.open(entry.info)
    with source, target.open("xb") as written:
        while piece := _read(source, place):
            meter.add(len(piece), place)
            written.write(piece)
            yield meter.total
    if meter.of_file != entry.info.file_size:
        raise ArchiveError(place, _("is shorter than the zip says. Pack the folder again."))
    yield meter.total


def _read(source: IO[bytes], place: str) -> bytes:
    with reading(place):
        return source.read(PIECE)
