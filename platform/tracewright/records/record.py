"""One record, and the bounds of all."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn

from tracewright import json_text
from tracewright.errors import TraceFormatError
from tracewright.repairs import Repairs
from tracewright.trace import Document, json_type

MIB = 1024 * 1024
RECORD_BYTES = 32 * MIB
FILE_BYTES = 1024 * MIB  # what has to be held whole: a .json file; .jsonl, .csv and .parquet have no bound
ITEM = ("potato", 1)  # the format of a record that is a trace document already, and the version of its reading


class Record(NamedTuple):
    """One record: the decoded document, its bytes as they came (UTF-8), what was repaired, and where it stood.

    A converter gives its name and version, the run's own id as `identity`, and what a person should know in `warnings`.
    """

    document: Document
    native: bytes
    repairs: Repairs
    where: str
    format: str = ITEM[0]
    version: int = ITEM[1]
    identity: str = ""
    warnings: Sequence[str] = ()


OnProblem = Callable[[TraceFormatError], object]


def raising(error: TraceFormatError) -> NoReturn:
    """What happens to a problem that nobody collects."""
    raise error


def decode(raw: bytes, where: str, limit: int = RECORD_BYTES) -> Record:
    """One record from its bytes. TraceFormatError for broken JSON, for another value than an object, above `limit`."""
    if len(raw) > limit:
        raise too_large(where, len(raw), limit)
    try:
        document, repairs = json_text.read(raw)
    except json_text.NotJson as error:
        raise TraceFormatError(where, str(error)) from error
    if not isinstance(document, dict):
        raise TraceFormatError(where, f"is {json_type(document)}; a record is a JSON object")
    return Record(document, raw, repairs, where)


def encode(document: Document) -> bytes:
    """The document as compact UTF-8 JSON, every key and value in its place."""
    return json_text.compact(document).encode()


def too_large(where: str, size: int, limit: int) -> TraceFormatError:
    return TraceFormatError(where, f"{size} bytes; a record may have {limit}")
