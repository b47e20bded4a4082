"""What a command is to read: files, folders, patterns, `-` for standard input, and what is compressed as what it holds."""

import errno
import glob
import gzip
import lzma
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple, cast

import zstandard

from tracewright.convert.inspect.archive import is_log
from tracewright.errors import ExportError, TraceFormatError
from tracewright.records import MIB, OnProblem

UNPACKED_BYTES = 64 * 1024 * MIB  # of all that is compressed together
ENDINGS = (".gz", ".zst", ".zip")
STANDARD_INPUT = "-"
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, zstandard.ZstdError, NotImplementedError)
OF_THE_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EIO)  # no fault of what is unpacked


class Input(NamedTuple):
    """A file to read; `name` is how errors call it: of what was unpacked the archive's name and the one inside."""

    path: Path
    name: str


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
            yield from self._told("standard input", self._copied(sys.stdin.buffer, "standard input", "input"))
            return
        for file in files_at(place):
            yield from self._told(str(file), self._unpacked(file))

    def _told(self, name: str, found: Iterator[Input]) -> Iterator[Input]:
        try:
            yield from found
        except BROKEN as error:
            if getattr(error, "errno", None) in OF_THE_MACHINE:
                raise
            self.report_problem(TraceFormatError(name, f"cannot be unpacked: {error}"))

    def _unpacked(self, path: Path) -> Iterator[Input]:
        match path.suffix:
            case ".gz":
                with gzip.open(path) as file:
                    yield from self._copied(cast(IO[bytes], file), str(path), path.stem)
            case ".zst":
                with path.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as stream:
                    yield from self._copied(stream, str(path), path.stem)
            case ".zip" if not _is_one_run(path):
                yield from self._zipped(path)
            case _:
                yield Input(path, str(path))

    def _zipped(self, path: Path) -> Iterator[Input]:
        """Names stay, below a folder of the archive's own: the files of a run are known by where they stand."""
        home = self._home()
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                name = PurePosixPath(entry.filename.replace("\\", "/"))
                if entry.is_dir() or any(part.startswith(".") and part != ".." for part in name.parts):
                    continue
                if fault := _fault(entry, name, home):
                    self.report_problem(TraceFormatError(f"{path} {name}", f"{fault}; it is not read"))
                    continue
                with archive.open(entry) as file:
                    yield from self._copied(file, f"{path} {name}", str(name), home)

    def _copied(self, file: IO[bytes], name: str, inside: str, home: Path | None = None) -> Iterator[Input]:
        target = (home or self._home()) / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            copyfileobj(_Bounded(file, self), out, MIB)
        yield Input(target, name)

    def _home(self) -> Path:
        self.count += 1
        return self.folder / str(self.count)


def _is_one_run(path: Path) -> bool:
    """Whether it is an archive that a converter reads itself, as the logs of Inspect are, whatever it is called."""
    with zipfile.ZipFile(path) as archive:
        return is_log(archive.namelist())


def _fault(entry: zipfile.ZipInfo, name: PurePosixPath, home: Path) -> str:
    """Why an entry is not unpacked, "" for none."""
    if not name.parts or name.is_absolute() or ".." in name.parts or ":" in name.parts[0]:
        return "leads out of the archive"
    if entry.flag_bits & 1:
        return "is encrypted"
    return "stands in the archive twice" if (home / name).exists() else ""


class _Bounded:
    """A stream that counts what it gives."""

    def __init__(self, file: IO[bytes], unpacking: Unpacking) -> None:
        self.file, self.unpacking = file, unpacking

    def read(self, size: int = -1) -> bytes:
        found = self.file.read(size)
        self.unpacking.room -= len(found)
        if self.unpacking.room < 0:
            raise OSError(f"all that is compressed may unpack to {self.unpacking.most_bytes // MIB} MiB together")
        return found


def files_at(place: str) -> Iterator[Path]:
    """All files of a file, folder or pattern; the place itself, as a path, where there is nothing."""
    exists = Path(place).exists()
    paths = [Path(place)] if exists else [Path(found) for found in sorted(glob.glob(place, recursive=True))]
    for path in paths or [Path(place)]:
        yield from _below(path)


def _below(path: Path) -> Iterator[Path]:
    """All files below a folder, hidden ones left out; a file is itself."""
    inner = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in inner:
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if file == path or (file.is_file() and not hidden):
            yield file
