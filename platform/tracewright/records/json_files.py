"""The records of .json and .jsonl files, as bytes with their places."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

import msgspec

from tracewright import json_text
from tracewright.errors import TraceFormatError
from tracewright.records.record import FILE_BYTES, OnProblem, Record, decode, too_large

_UTF8_NAMES = ("utf-8", "utf-8-sig")


def json_records(path: Path, encoding: str, name: str, limit: int, report: OnProblem) -> Iterator[Record]:
    """The records of a .jsonl file (streamed) or a .json file (an array, one object, or in truth JSON lines).

    Blank lines are skipped, a byte order mark is accepted.
    """
    read = _of_json if path.suffix.lower() == ".json" else _of_lines
    for where, raw in read(path, encoding, name, limit, report):
        try:
            yield decode(raw, where, limit)
        except TraceFormatError as error:
            report(error)


def _of_json(path: Path, encoding: str, name: str, limit: int, report: OnProblem) -> Iterator[tuple[str, bytes]]:
    if path.stat().st_size > FILE_BYTES:
        size = path.stat().st_size
        report(TraceFormatError(name, f"{size} bytes, the bound is {FILE_BYTES}; write one record a line (.jsonl)"))
        return
    raw = _whole(path, encoding)
    try:
        elements = _elements(raw)
    except json_text.NotJson as error:
        if _starts_with_a_record(raw):
            yield from _of_lines(path, encoding, name, limit, report)
        else:
            report(TraceFormatError(name, str(error)))
        return
    if elements is None:
        yield name, raw
    else:
        yield from ((f"{name} record {number}", element) for number, element in enumerate(elements, start=1))


def _elements(raw: bytes) -> list[bytes] | None:
    """The bytes of each element of an array; None when the value is no array. NotJson when it is no JSON."""
    if not raw.startswith(b"["):
        json_text.read(raw)
        return None
    try:
        return [bytes(element) for element in msgspec.json.decode(raw, type=list[msgspec.Raw])]
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return _elements_leniently(raw)


def _elements_leniently(raw: bytes) -> list[bytes]:
    json_text.read(raw)  # broken JSON and bombs end here, with their place
    text, decoder, elements = raw.decode(), json.JSONDecoder(), []
    at = _between(text, 1)
    while text[at] != "]":
        _, end = decoder.raw_decode(text, at)
        elements.append(text[at:end].encode())
        at = _between(text, end)
    return elements


def _between(text: str, at: int) -> int:
    """Where the next element of an array, or its end, begins."""
    while text[at] in " \t\r\n,":
        at += 1
    return at


def _starts_with_a_record(raw: bytes) -> bool:
    """Whether a .json file holds JSON lines: its first line is an object by itself."""
    first, _, rest = raw.strip().partition(b"\n")
    try:
        return bool(rest) and isinstance(json_text.read(first)[0], dict)
    except json_text.NotJson:
        return False


def _of_lines(path: Path, encoding: str, name: str, limit: int, report: OnProblem) -> Iterator[tuple[str, bytes]]:
    with _opened(path, encoding) as file:
        number = 0
        while line := _bytes(file.readline(limit + 1)):
            number += 1
            where = f"{name} line {number}"
            if len(line) > limit and not line.endswith(b"\n"):
                report(too_large(where, len(line) + _skip_line(file, limit), limit))
                continue
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            if stripped := line.strip():
                yield where, stripped


def _skip_line(file: BinaryIO | TextIO, limit: int) -> int:
    """Reads on to the end of the line without keeping it; how many bytes that was."""
    skipped = 0
    while rest := _bytes(file.readline(limit + 1)):
        skipped += len(rest.rstrip(b"\n"))
        if rest.endswith(b"\n"):
            break
    return skipped


def _opened(path: Path, encoding: str) -> BinaryIO | TextIO:
    """UTF-8 is read as bytes, so that an error names its line; other encodings are decoded on the way."""
    if codecs.lookup(encoding).name in _UTF8_NAMES:
        return path.open("rb")
    return path.open(encoding=encoding, newline="\n")


def _whole(path: Path, encoding: str) -> bytes:
    with _opened(path, encoding) as file:
        return _bytes(file.read()).removeprefix(codecs.BOM_UTF8).strip()


def _bytes(read: str | bytes) -> bytes:
    return read.encode("utf-8") if isinstance(read, str) else read
