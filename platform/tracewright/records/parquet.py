"""The rows of .parquet files as records. pyarrow is imported when the first one is read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracewright.errors import TraceFormatError
from tracewright.records.record import FILE_BYTES, OnProblem, Record
from tracewright.records.table_rows import json_cell, row_record
from tracewright.repairs import Repairs
from tracewright.trace import STEP_LISTS

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.parquet import ParquetFile

PLAIN = (
    "null",
    "boolean",
    "integer",
    "floating",
    "decimal",
    "string",
    "large_string",
    "string_view",
    "date",
    "time",
    "timestamp",
)
NESTED = ("list", "large_list", "fixed_size_list", "list_view", "large_list_view", "struct", "map")
ROWS = 16  # decoded at a time: a row may have 32 MiB


def parquet_records(path: Path, encoding: str, name: str, limit: int, report: OnProblem) -> Iterator[Record]:
    """One record for each row, counted from 1, read by row group.

    Lists stay lists, structs and maps become objects, dates and times ISO 8601, decimals text; text in the columns
    `steps` and `structured_turns` is read as JSON. Columns of any other type are problems, and then no row is read.
    """
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError:
        report(TraceFormatError(name, "reading parquet files needs the package pyarrow; install it"))
        return
    try:
        with ParquetFile(path) as file:
            if problems := list(_problems(file, name)):
                for problem in problems:
                    report(problem)
                return
            yield from _records(file, name, limit, report)
    except (pyarrow.ArrowException, OSError) as error:
        report(TraceFormatError(name, f"cannot be read as parquet: {error}"))


def _records(file: "ParquetFile", name: str, limit: int, report: OnProblem) -> Iterator[Record]:
    number = 0
    for batch in file.iter_batches(batch_size=ROWS, use_threads=False):
        try:
            columns = _columns(batch, name)
        except TraceFormatError as error:
            report(error)
            return
        for index in range(batch.num_rows):
            number += 1
            try:
                row = {column: values[index] for column, values in columns.items()}
                yield _record(row, f"{name} row {number}", limit)
            except TraceFormatError as error:
                report(error)


def _columns(batch: "pyarrow.RecordBatch", name: str) -> dict[str, list[Any]]:
    pairs = zip(batch.schema.names, batch.columns, strict=True)
    return {column: _values(values, f"{name} column {column}") for column, values in pairs}


def _values(column: "pyarrow.Array", where: str) -> list[Any]:
    try:
        return [_plain(value) for value in column.to_pylist(maps_as_pydicts="strict")]
    except (
        ValueError,
        KeyError,
        OverflowError,
    ) as error:  # nanoseconds, years beyond 9999, text that is no UTF-8, a key twice
        raise TraceFormatError(where, f"holds a value that JSON cannot keep: {error}") from error


def _record(row: dict[str, Any], where: str, limit: int) -> Record:
    repairs = Repairs()
    for column in STEP_LISTS:
        if isinstance(row.get(column), str):
            row[column], found = json_cell(row[column], f"{where} column {column}")
            repairs += found
    return row_record(row, where, limit, repairs)


def _problems(file: "ParquetFile", name: str) -> Iterator[TraceFormatError]:
    names = Counter(file.schema_arrow.names)
    for column, count in names.items():
        if count > 1:
            yield TraceFormatError(f"{name} column {column}", "stands in the file twice")
    for field in file.schema_arrow:
        if found := _unsupported(field.type):
            what = f"has the type {found}, which JSON cannot keep; leave it out or write it as text"
            yield TraceFormatError(f"{name} column {field.name}", what)
    for group in range(file.num_row_groups):
        size = file.metadata.row_group(group).total_byte_size
        if size > FILE_BYTES:
            what = f"row group {group + 1} has {size} bytes, the bound is {FILE_BYTES}; write smaller row groups"
            yield TraceFormatError(name, what)


def _unsupported(kind: "pyarrow.DataType") -> str:
    """The type, here or inside, that JSON cannot keep; "" when there is none."""
    from pyarrow import types

    def is_one_of(names: Sequence[str]) -> bool:
        return any(getattr(types, f"is_{name}")(kind) for name in names)

    if types.is_dictionary(kind):
        return _unsupported(kind.value_type)
    if not is_one_of(NESTED):
        return "" if is_one_of(PLAIN) else str(kind)
    inner = (kind.field(index).type for index in range(kind.num_fields))
    return next((found for part in inner if (found := _unsupported(part))), "")


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(element) for key, element in value.items()}
        case list():
            return [_plain(element) for element in value]
        case date() | time():  # a datetime is a date
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value
