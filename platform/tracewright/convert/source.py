"""What a converter reads: a file with the files that belong to it, and the beginning of a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tracewright import json_text
from tracewright.errors import TraceFormatError
from tracewright.records import MIB

RUN_BYTES = 256 * MIB  # a run is held whole while it is converted
SAMPLE_LINES = 50
SAMPLE_BYTES = 4 * MIB
TEXT_BYTES = 64 * 1024


@dataclass(frozen=True)
class Source:
    """One thing to convert. `parts` are further files of the same run; `name` is how errors call it."""

    path: Path
    name: str
    parts: tuple[Path, ...] = ()

    def read(self) -> dict[str, bytes]:
        """The bytes of each file by its path from the folder of the first, the file itself first.

        TraceFormatError when one cannot be read, leaves that folder by a link, or all are larger than 256 MiB together.
        """
        folder, files, room = self.path.parent, dict[str, bytes](), RUN_BYTES
        for path in (self.path, *self.parts):
            if path != self.path and not path.resolve().is_relative_to(folder.resolve()):
                raise TraceFormatError(self.name, f"{path.name} leads out of its folder")
            raw = _bytes(path, self.name, room)
            files[path.relative_to(folder).as_posix()] = raw
            room -= len(raw)
        return files


@dataclass(frozen=True)
class Sample:
    """The beginning of a file. `records` are the JSON values of its first lines, what is no JSON left out; of a file that is one
    JSON value that value, or the first elements of that list.
    """

    name: str
    records: list[Any]
    is_list: bool = False  # the file is a JSON list
    text: str = ""  # the first 64 KiB

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [record for record in self.records if isinstance(record, dict)]


def sample_of(path: Path, name: str) -> Sample:
    """Up to 50 lines and 4 MiB; a file that begins as one JSON value is read whole. TraceFormatError when it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE_BYTES)
            text = head[:TEXT_BYTES].decode(errors="replace")
            records = list(islice(_values(head.split(b"\n")), SAMPLE_LINES))
            if _spans_lines(head):
                head += file.read(RUN_BYTES)
    except OSError as error:
        raise TraceFormatError(name, f"cannot be read: {error.strerror}") from error
    whole = _whole(head) if len(records) < 2 or _spans_lines(head) else None
    if isinstance(whole, list):
        return Sample(name, whole[:SAMPLE_LINES], True, text)
    return Sample(name, records if whole is None else [whole], False, text)


def _spans_lines(head: bytes) -> bool:
    """Whether the first line is the beginning of a JSON value that ends further down."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip().split(b"\n", 1)[0].strip()
    if first[:1] not in (b"{", b"["):
        return False
    try:
        json_text.read(first)
    except json_text.NotJson:
        return True
    return False


def _whole(head: bytes) -> Any:
    """The value of a file that is one, else None."""
    try:
        return json_text.read(head.removeprefix(b"\xef\xbb\xbf"))[0]
    except json_text.NotJson:
        return None


def _values(lines: list[bytes]) -> Iterator[Any]:
    for line in lines:
        if stripped := line.removeprefix(b"\xef\xbb\xbf").strip():
            try:
                yield json_text.read(stripped)[0]
            except json_text.NotJson:
                continue


def _bytes(path: Path, name: str, room: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > room:
            raise TraceFormatError(name, f"{path.name} has {size} bytes; the files of one run may have {RUN_BYTES}")
        return path.read_bytes()
    except OSError as error:
        raise TraceFormatError(name, f"{path.name} cannot be read: {error.strerror}") from error
