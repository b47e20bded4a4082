"""The rows of .parquet files as records. pyarrow is imported when the first one is read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracewright.errors import TraceFormatError
from tracewright.records.meter import Meter
from tracewright.records.parquet_size import json_bytes, size_problems
from tracewright.records.record import OnProblem, Record
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
ROWS = 1  # decoded at a time: whatever a row may hold, the file can hold it a million times over in a few bytes
COPIES = (
    1024  # each batch has a copy of its dictionaries; so many copies cost about as much as reading their bytes once
)


def parquet_records(path: Path, encoding: str, name: str, limit: int, report: OnProblem) -> Iterator[Record]:
    """One record for each row, counted from 1, read by row group.

    Lists stay lists, structs and maps become objects, dates and times ISO 8601, decimals text; text in the columns
    `steps` and `structured_turns` is read as JSON. Columns of any other type are problems, and then no row is read.
    A row above `limit` is a problem before its values are made; with one row too many for the file's Meter it ends.
    """
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError:
        report(TraceFormatError(name, "reading parquet files needs the package pyarrow; install it"))
        return
    try:
        meter = Meter(path.stat().st_size)
        with ParquetFile(path) as file:
            if problems := [*_problems(file, name), *size_problems(file, name, meter)]:
                for problem in problems:
                    report(problem)
                return
            yield from _records(file, name, limit, meter, report)
    except (pyarrow.ArrowException, OSError) as error:
        report(TraceFormatError(name, f"cannot be read as parquet: {error}"))


def _records(file: "ParquetFile", name: str, limit: int, meter: Meter, report: OnProblem) -> Iterator[Record]:
    for number, batch in enumerate(file.iter_batches(batch_size=ROWS, use_threads=False), start=1):
        where = f"{name} row {number}"
        try:
            size = json_bytes(batch.to_struct_array())
            meter.add(size + batch.nbytes // COPIES, where)
            columns = _columns(batch, name) if size <= limit else {}
        except TraceFormatError as error:
            report(error)
            return
        try:
            if size > limit:
                raise TraceFormatError(where, f"at least {size} bytes; a record may have {limit}")
            yield _record({column: values[0] for column, values in columns.items()}, where, limit)
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
