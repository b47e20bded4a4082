"""What a converter reads: a file with the files that belong to it, and the beginning of a file."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from os.path import commonpath
from pathlib import Path
from typing import Any

from tracewright import json_text, zips
from tracewright.errors import TraceFormatError
from tracewright.records import MIB

RUN_BYTES = 256 * MIB  # a run is held whole while it is converted
SAMPLE_LINES = 50
SAMPLE_BYTES = 4 * MIB
TEXT_BYTES = 64 * 1024
BEGINNING_BYTES = 256 * 1024  # of a JSON value that is longer than a sample
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[][{},]', re.DOTALL)  # a text that is cut off ends with the bytes
ZIP = b"PK\x03\x04"
_ENDS = {b"{": b"}", b"[": b"]"}


@dataclass(frozen=True)
class Source:
    """One thing to convert. `parts` are further files of the same run; `name` is how errors call it."""

    path: Path
    name: str
    parts: tuple[Path, ...] = ()

    def read(self) -> dict[str, bytes]:
        """The bytes of each file by its path from the folder that holds all of them, the file itself first.

        TraceFormatError when one cannot be read, leaves that folder by a link, or all are larger than 256 MiB together.
        """
        folder = Path(commonpath([path.parent for path in (self.path, *self.parts)]))
        files, room = dict[str, bytes](), RUN_BYTES
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
    entries: tuple[str, ...] = ()  # the names in a file that is a zip

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [record for record in self.records if isinstance(record, dict)]


def sample_of(path: Path, name: str) -> Sample:
    """Up to 50 records of the first 4 MiB. TraceFormatError when the file cannot be read, or is one value that no reader takes
    because it is nested too deeply.
    """
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE_BYTES).removeprefix(codecs.BOM_UTF8)
            is_all = not file.read(1)
    except OSError as error:
        raise TraceFormatError(name, f"cannot be read: {error.strerror}") from error
    if head.startswith(ZIP):
        return Sample(name, [], False, head[:TEXT_BYTES].decode(errors="replace"), _entries(path))
    text, lines = head[:TEXT_BYTES].decode(errors="replace"), head.strip().split(b"\n")
    try:
        whole = None if _is_value(lines[0]) and len(lines) > 1 else _whole(head, is_all)
    except json_text.TooDeep as error:
        raise TraceFormatError(name, str(error)) from error
    if isinstance(whole, list):
        return Sample(name, whole[:SAMPLE_LINES], True, text)
    records = list(islice(_values(lines), SAMPLE_LINES)) if whole is None else [whole]
    return Sample(name, records, False, text)


def first_lines(path: Path) -> list[Any]:
    """The first values of a file that holds one on each of several lines; [] of any other."""
    try:
        with path.open("rb") as file:
            lines = file.read(SAMPLE_BYTES).removeprefix(codecs.BOM_UTF8).strip().split(b"\n")
    except OSError:  # whoever reads it whole tells why
        return []
    return list(islice(_values(lines), SAMPLE_LINES)) if len(lines) > 1 and _is_value(lines[0]) else []


def _entries(path: Path) -> tuple[str, ...]:
    """The names in a zip; () where it is broken."""
    try:
        with path.open("rb") as file, zips.opened(file) as archive:
            return tuple(archive.namelist())
    except (OSError, *zips.BROKEN):
        return ()


def _is_value(line: bytes) -> bool:
    """Whether a line is JSON by itself, so that the file holds a value on each."""
    return next(_values([line]), None) is not None


def _whole(head: bytes, is_all: bool) -> Any:
    """The value of a file that is one JSON value, of a longer file what of it the beginning holds; else None. Raises TooDeep."""
    if head.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return json_text.read(head if is_all else closed(head[:BEGINNING_BYTES]))[0]
    except json_text.TooDeep:
        raise
    except json_text.NotJson:
        return None


def closed(beginning: bytes) -> bytes:
    """The beginning of a JSON value, up to the last whole element, with the ends of what is open there; of one that is nested
    more than MAX_DEPTH levels deep up to an element there, which `read` refuses.

    >>> closed(b'{"a": [1, {"b": "x, y"}, {"c": [2, 3')
    b'{"a": [1, {"b": "x, y"}, {"c": [2]}]}'
    >>> closed(b'{"a": 1, "b": "x, y')
    b'{"a": 1}'
    """
    open_, at, ends = bytearray(), 0, b""
    for token in _TOKEN.finditer(beginning):
        sign = token[0]
        if sign in _ENDS:
            open_ += _ENDS[sign]
        elif sign in b"]}":
            del open_[-1:]
        elif sign == b",":
            at, ends = token.start(), bytes(reversed(open_))
            if len(ends) > json_text.MAX_DEPTH:  # to go on would take the square of the depth
                break
    return beginning[:at] + ends


def _values(lines: list[bytes]) -> Iterator[Any]:
    for line in lines:
        if stripped := line.strip():
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
