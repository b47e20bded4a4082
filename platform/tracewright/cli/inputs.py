"""What a command is to read: files, folders, patterns, `-` for standard input, and what is compressed as what it holds."""

import errno
import glob
import os
import sys
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple

import zstandard

from tracewright import zips
from tracewright.cli import packings
from tracewright.convert.inspect.archive import is_log
from tracewright.convert.source import ZIP
from tracewright.errors import ExportError, TraceFormatError
from tracewright.records import MIB, OnProblem

UNPACKED_BYTES = 64 * 1024 * MIB  # of all that is compressed together
STANDARD_INPUT = "-"
BROKEN = (OSError, zstandard.ZstdError, *zips.BROKEN)
OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EIO)  # no fault of what is unpacked
NAMES_OF_LOGS = (".specstory", ".aider.chat.history.md", ".claude", ".codex", ".gemini")  # read although hidden


class Input(NamedTuple):
    """A file to read; `name` is how errors call it: of what was unpacked the archive's name and the one inside."""

    path: Path
    name: str


class NoRoom(OSError):
    """More was unpacked than may be."""


@contextmanager
def opened(places: Iterable[str], report_problem: OnProblem) -> Iterator[list[Input]]:
    """The files that are meant, in the order of the places; what was unpacked is gone in the end."""
    with TemporaryDirectory(prefix="tracewright-") as folder:
        unpacking = Unpacking(Path(folder), report_problem)
        try:
            found = [each for place in places for each in unpacking.files(place)]
        except OSError as error:
            raise ExportError(folder, f"cannot be written: {error.strerror}") from error
        yield found


class Unpacking:
    """Unpacks into a folder, `most_bytes` in all. Problems with a part of what is read go to `report_problem`.

    OSError where the machine is at fault: its disk is full.
    """

    def __init__(self, folder: Path, report_problem: OnProblem, most_bytes: int = UNPACKED_BYTES) -> None:
        self.folder, self.report_problem = folder, report_problem
        self.most_bytes = self.room = most_bytes
        self.count = 0

    def files(self, place: str) -> Iterator[Input]:
        """The files of one place; a path that is none is a pattern."""
        if place == STANDARD_INPUT:
            yield from self._told("standard input", self._standard_input())
            return
        for file in files_at(place, self.report_problem):
            yield from self._told(str(file), self._unpacked(file, str(file)))

    def _told(self, name: str, found: Iterator[Input]) -> Iterator[Input]:
        try:
            yield from found
        except (TraceFormatError, *BROKEN) as error:
            self._tell(name, error)

    def _tell(self, name: str, error: Exception) -> None:
        if isinstance(error, TraceFormatError):
            self.report_problem(error)
            return
        if getattr(error, "errno", None) in OF_THE_MACHINE:
            raise error
        why = getattr(error, "strerror", None) or error  # without the path that errors of files have
        self.report_problem(TraceFormatError(name, f"cannot be unpacked: {why}"))

    def _standard_input(self) -> Iterator[Input]:
        """In a file, for a zip is read from its end."""
        target = self._home() / "input"
        self._copy(sys.stdin.buffer, target)
        if _head(target).startswith(ZIP):
            target = target.replace(target.with_suffix(packings.ZIP))
        yield from self._unpacked(target, "standard input")

    def _unpacked(self, path: Path, name: str) -> Iterator[Input]:
        """A file that is not packed stays where it is, and one that cannot be read: whoever reads it tells why."""
        head = _head(path)
        packing = packings.packing(path.name, head)
        if packing == packings.ZIP:
            yield from self._zip(path, name)
        elif packing:
            with path.open("rb") as file:
                yield self._copied(file, path.name, name, self._home())
        else:
            packings.check(head, name)
            yield Input(path, name)

    def _zip(self, path: Path, name: str) -> Iterator[Input]:
        """An archive that a converter reads itself, as the logs of Inspect are, stays, whatever it is called."""
        with path.open("rb") as file, zips.opened(file) as archive:
            if is_log(archive.namelist()):
                yield Input(path, name)
            else:
                yield from self._zipped(archive, name)

    def _zipped(self, archive: zipfile.ZipFile, archive_name: str) -> Iterator[Input]:
        """Names stay, below a folder of the archive's own: the files of a run are known by where they stand."""
        home, seen, hidden = self._home(), set[PurePosixPath](), 0
        for entry in archive.infolist():
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            if entry.is_dir():
                continue
            if is_hidden(path.parts):
                hidden += 1
                continue
            name = f"{archive_name} {path}"
            if fault := "stands in the archive twice" if path in seen else _fault(entry, path):
                self.report_problem(TraceFormatError(name, f"{fault}; it is not read"))
            else:
                yield from self._entry(archive, entry, home / path, name)
            seen.add(path)
        if not seen:
            self.report_problem(_nothing(archive_name, hidden))

    def _entry(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, name: str) -> Iterator[Input]:
        """One that is broken costs no other."""
        try:
            with archive.open(entry) as file:
                yield self._copied(file, target.name, name, target.parent)
        except NoRoom:
            raise
        except (TraceFormatError, *BROKEN) as error:
            self._tell(name, error)

    def _copied(self, file: IO[bytes], packed_name: str, name: str, home: Path) -> Input:
        """What a stream holds, as a file; one whose name is taken by another stands apart."""
        target = home / packings.bare(packed_name)
        target = self._home() / target.name if target.exists() else target
        try:
            with packings.inside(file, packed_name, name) as found:
                self._copy(found, target)
        except BROKEN:
            target.unlink(missing_ok=True)
            raise
        return Input(target, name)

    def _copy(self, file: IO[bytes], target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            copyfileobj(_Bounded(file, self), out, MIB)

    def _home(self) -> Path:
        self.count += 1
        return self.folder / str(self.count)


def _head(path: Path) -> bytes:
    """The first bytes of a file; b"" of what is none, or may not be read."""
    if not os.path.isfile(path):
        return b""
    try:
        with path.open("rb") as file:
            return file.read(packings.HEAD_BYTES)
    except OSError:
        return b""


def _fault(entry: zipfile.ZipInfo, name: PurePosixPath) -> str:
    """Why an entry is not unpacked, "" for none."""
    if not name.parts or name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        return "leads out of the archive"
    return zips.fault(entry)


class _Bounded:
    """A stream that counts what it gives."""

    def __init__(self, file: IO[bytes], unpacking: Unpacking) -> None:
        self.file, self.unpacking = file, unpacking

    def read(self, size: int = -1) -> bytes:
        found = self.file.read(size)
        self.unpacking.room -= len(found)
        if self.unpacking.room < 0:
            raise NoRoom(f"all that is compressed may unpack to {self.unpacking.most_bytes // MIB} MiB together")
        return found


def is_hidden(parts: Iterable[str]) -> bool:
    """Whether a path has a hidden part, those left out that hold logs."""
    return any(part.startswith(".") and part not in (".", "..", *NAMES_OF_LOGS) for part in parts)


def files_at(place: str, report_problem: OnProblem = lambda _: None) -> Iterator[Path]:
    """All files of a file, folder or pattern; the place itself, as a path, where there is nothing."""
    if os.path.lexists(place) or not glob.has_magic(place):
        yield from _below(Path(place), report_problem)
        return
    found = sorted(glob.glob(place, recursive=True))
    if not found:
        report_problem(TraceFormatError(place, "no file matches this pattern"))
    for path in found:
        yield from _below(Path(path), report_problem)


def _below(path: Path, report_problem: OnProblem) -> Iterator[Path]:
    """All files below a folder, hidden ones left out; a file is itself, and so is a link that leads nowhere."""
    if not os.path.isdir(path):
        yield path
        return
    faults: list[OSError] = []
    found, hidden = [], 0
    for folder, folders, names in os.walk(path, onerror=faults.append):
        hidden += sum(is_hidden([name]) for name in (*folders, *names))
        folders[:] = [name for name in folders if not is_hidden([name])]
        found += [Path(folder, name) for name in names if not is_hidden([name])]
    for fault in faults:
        report_problem(TraceFormatError(str(fault.filename), f"cannot be read: {fault.strerror}"))
    found = sorted(file for file in found if os.path.isfile(file) or not os.path.exists(file))
    if not found and not faults:
        report_problem(_nothing(str(path), hidden))
    yield from found


def _nothing(place: str, hidden: int) -> TraceFormatError:
    left_out = f"; {hidden} hidden ones are left out" if hidden else ""
    return TraceFormatError(place, f"holds no file to read{left_out}")
