"""Records from files: nothing lost, every repair counted, every error with its place."""

from collections.abc import Callable, Iterator
from pathlib import Path

from tracewright.errors import TraceFormatError
from tracewright.records.delimited import delimited_records
from tracewright.records.json_files import json_records
from tracewright.records.meter import Meter
from tracewright.records.parquet import parquet_records
from tracewright.records.record import (
    FILE_BYTES,
    ITEM,
    MIB,
    RECORD_BYTES,
    OnProblem,
    Record,
    decode,
    encode,
    raising,
    too_large,
)

__all__ = [
    "FILE_BYTES",
    "ITEM",
    "MIB",
    "READERS",
    "RECORD_BYTES",
    "Meter",
    "OnProblem",
    "Record",
    "decode",
    "encode",
    "raising",
    "read_records",
    "too_large",
]

Reader = Callable[[Path, str, str, int, OnProblem], Iterator[Record]]
READERS: dict[str, Reader] = {
    ".json": json_records,
    ".jsonl": json_records,
    ".csv": delimited_records,
    ".tsv": delimited_records,
    ".parquet": parquet_records,
}


def read_records(
    path: Path,
    encoding: str = "utf-8",
    *,
    name: str = "",
    limit: int = RECORD_BYTES,
    on_problem: OnProblem | None = None,
) -> Iterator[Record]:
    """The records of a file, by the ending of its name; JSON lines where it says nothing.

    `name` is how errors call the file. The first bad record raises TraceFormatError; with `on_problem` it is given the
    error instead and the reading goes on behind it.
    """
    name, report = name or path.name, on_problem or raising
    if not _is_text_encoding(encoding):
        report(TraceFormatError(name, f'unknown encoding "{encoding}"'))
        return
    try:
        yield from READERS.get(path.suffix.lower(), json_records)(path, encoding, name, limit, report)
    except UnicodeError as error:
        report(TraceFormatError(name, f"not {encoding}: {error}"))
    except OSError as error:
        report(TraceFormatError(name, f"cannot be read: {error.strerror}"))


def _is_text_encoding(encoding: str) -> bool:
    try:
        "".encode(encoding)
    except (LookupError, ValueError):  # no codec of that name, one that is not for text, a NUL in the name
        return False
    return True
