"""The archive of an `.eval` log: a zip whose entries are deflated or, since 2025, compressed with Zstandard (method 93)."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

import zstandard

from tracewright import zips
from tracewright.convert.source import RUN_BYTES, ZIP
from tracewright.errors import TraceFormatError
from tracewright.records import MIB

HEADER, START, SAMPLES = "header.json", "_journal/start.json", "samples/"
ZSTANDARD = 93
LOCAL_HEADER = 30  # bytes in front of an entry's name
MAX_RATIO = 1000  # of what all entries unpack to, to the bytes of the archive, beyond 1 GiB
FAULTS = (OSError, zstandard.ZstdError, *zips.BROKEN)


def is_log(names: Sequence[str]) -> bool:
    """Whether an archive that holds these names is a log; one that was not finished has no header."""
    return START in names or (HEADER in names and any(name.startswith(SAMPLES) for name in names))


class Archive:
    """`name` is how errors call it."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive, self._name = archive, name

    @property
    def names(self) -> list[str]:
        return self._archive.namelist()

    @property
    def samples(self) -> list[str]:
        """Once each, though an archive may hold a name twice: the last counts."""
        return [name for name in dict.fromkeys(self.names) if name.startswith(SAMPLES) and name.endswith(".json")]

    def read(self, name: str) -> bytes:
        """TraceFormatError for an entry that cannot be read, or that is larger than a run may be."""
        entry = self._archive.getinfo(name)
        where = f"{self._name} {name}"
        try:
            found = self._unpacked(entry)
        except FAULTS as error:
            raise TraceFormatError(where, f"cannot be unpacked: {error}") from error
        if len(found) > RUN_BYTES:
            raise TraceFormatError(where, f"unpacks to more than {RUN_BYTES // MIB} MiB, which a run may have")
        return found

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        """At most one byte more than a run may have, whatever size the entry says it has."""
        if entry.compress_type != ZSTANDARD:
            if fault := zips.fault(entry):
                raise zipfile.BadZipFile(f"it {fault}")
            with self._archive.open(entry) as file:
                return file.read(RUN_BYTES + 1)
        if entry.flag_bits & zips.ENCRYPTED:
            raise zipfile.BadZipFile("it is encrypted")
        with zstandard.ZstdDecompressor().stream_reader(self._packed(entry), read_across_frames=True) as stream:
            found = stream.read(RUN_BYTES + 1)
        if len(found) <= RUN_BYTES and zlib.crc32(found) != entry.CRC:
            raise zipfile.BadZipFile("bad CRC-32: its bytes are not those that were written")
        return bytes(found)

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of an entry as they stand in the file."""
        file = self._archive.fp
        if file is None:
            raise zipfile.BadZipFile("the archive is closed")
        file.seek(entry.header_offset)
        head = file.read(LOCAL_HEADER)
        if len(head) < LOCAL_HEADER or not head.startswith(ZIP):
            raise zipfile.BadZipFile("nothing stands where it begins")
        name, extra = struct.unpack("<HH", head[26:])
        file.seek(name + extra, 1)
        return file.read(min(entry.compress_size, RUN_BYTES))


@contextmanager
def opened(path: Path, name: str) -> Iterator[Archive]:
    """TraceFormatError for what is no archive, leads out of itself, or unpacks to far more than it is."""
    try:
        with path.open("rb") as file, zips.opened(file) as archive:
            _check(archive.infolist(), path.stat().st_size, name)
            yield Archive(archive, name)
    except (OSError, *zips.BROKEN) as error:
        raise TraceFormatError(name, f"cannot be unpacked: {error}; the archive may be cut off") from error


def _check(entries: Sequence[zipfile.ZipInfo], size: int, name: str) -> None:
    for entry in entries:
        place = PurePosixPath(entry.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts:
            raise TraceFormatError(
                name, f"holds an entry that leads out of the archive: {entry.filename!r}; it is not read"
            )
    unpacked = sum(entry.file_size for entry in entries)
    bound = max(1024 * MIB, MAX_RATIO * size)
    if unpacked > bound:
        raise TraceFormatError(name, f"has {size} bytes and unpacks to {unpacked}; it may to {bound}; it is not read")
