"""Which columns of a .parquet file JSON can keep."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tracewright.errors import TraceFormatError

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


def type_problems(file: "ParquetFile") -> Iterator[TraceFormatError]:
    names = Counter(file.schema_arrow.names)
    for column, count in names.items():
        if count > 1:
            yield TraceFormatError(f"column {column}", "stands in the file twice")
    for field in file.schema_arrow:
        if found := unsupported(field.type):
            what = f"has the type {found}, which JSON cannot keep; leave it out or write it as text"
            yield TraceFormatError(f"column {field.name}", what)


def unsupported(kind: "pyarrow.DataType") -> str:
    """The type, here or inside, that JSON cannot keep; "" when there is none."""
    from pyarrow import types

    def is_one_of(names: Sequence[str]) -> bool:
        return any(getattr(types, f"is_{name}")(kind) for name in names)

    if types.is_dictionary(kind):
        return unsupported(kind.value_type)
    if not is_one_of(NESTED):
        return "" if is_one_of(PLAIN) else str(kind)
    inner = (kind.field(index).type for index in range(kind.num_fields))
    return next((found for part in inner if (found := unsupported(part))), "")
