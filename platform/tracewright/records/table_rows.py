"""A row of a table as a record."""

from collections.abc import Mapping
from typing import Any

from tracewright import json_text
from tracewright.errors import TraceFormatError
from tracewright.records.record import Record, too_large
from tracewright.repairs import Repairs, repaired, storable


def row_record(row: Mapping[str, Any], where: str, limit: int, repairs: Repairs) -> Record:
    """The record of a row's JSON values by the names of their columns; `repairs` are those made so far.

    A table has no bytes for one row: its native bytes are its JSON with sorted keys, so that the order of the columns
    does not count. TraceFormatError above `limit`.
    """
    found = Repairs()
    document = repaired(dict(row), found)
    native = json_text.canonical(document).encode()
    if len(native) > limit:
        raise too_large(where, len(native), limit)
    return Record(document, native, repairs + found, where)


def json_cell(text: str, where: str) -> tuple[Any, Repairs]:
    """The value of a cell that holds JSON; null for an empty one. TraceFormatError for what is no JSON."""
    if not text.strip():
        return None, Repairs()
    try:
        return json_text.read(storable(text).encode())
    except json_text.NotJson as error:
        raise TraceFormatError(where, str(error)) from error
