"""How large values of a parquet file are, told before a single one is made: a file may repeat one at no cost in bytes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tracewright.errors import TraceFormatError
from tracewright.records.meter import Meter, too_much
from tracewright.records.record import FILE_BYTES, MIB

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.parquet import ParquetFile

GROUP_VALUES = 64 * MIB  # decoded, each costs about 20 bytes, and one row may have all of them
VALUE_BYTES = 2  # of a value in JSON, at the least: a digit and a comma


def size_problems(file: "ParquetFile", name: str, meter: Meter) -> Iterator[TraceFormatError]:
    """What the file's own account of its row groups says is too much to decode."""
    values = 0
    for number in range(1, file.num_row_groups + 1):
        group = file.metadata.row_group(number - 1)
        bytes_most = min(FILE_BYTES, meter.most)
        if group.total_byte_size > bytes_most:
            what = f"row group {number} has {group.total_byte_size} bytes, the bound is {bytes_most}"
            yield TraceFormatError(name, f"{what}; write smaller row groups")
        here = sum(group.column(index).num_values for index in range(group.num_columns))
        if here > GROUP_VALUES:
            what = f"row group {number} has {here} values, the bound is {GROUP_VALUES}"
            yield TraceFormatError(name, f"{what}; write smaller row groups")
        values += here
    if values * VALUE_BYTES > meter.most:
        yield too_much(name, f"have {values} values", meter.most)


def json_bytes(array: "pyarrow.Array") -> int:
    """The bytes of the values as JSON, or some fewer: of texts and names the characters, of all else VALUE_BYTES."""
    from pyarrow import types

    kind, size = array.type, VALUE_BYTES * len(array)
    if types.is_dictionary(kind):
        return size + _named_bytes(array.dictionary, array.indices)
    if types.is_struct(kind):
        there = array.drop_null() if array.null_count else array
        names = sum(len(kind.field(index).name) for index in range(kind.num_fields))
        return size + names * len(there) + sum(json_bytes(inner) for inner in there.flatten())
    if types.is_map(kind):
        return size + json_bytes(array.keys) + json_bytes(array.items)
    if types.is_nested(kind):
        return size + json_bytes(array.flatten())
    return size + _text_bytes(array)


def _text_bytes(array: "pyarrow.Array") -> int:
    """What texts have beside their offsets and the bits for null; 0 for what is no text."""
    from pyarrow import types

    if types.is_string_view(array.type):
        array = array.cast("large_string")
    width = 4 if types.is_string(array.type) else 8 if types.is_large_string(array.type) else None
    return 0 if width is None else max(0, array.nbytes - width * (len(array) + 1) - (len(array) + 7) // 8)


def _named_bytes(texts: "pyarrow.Array", indices: "pyarrow.Array") -> int:
    """Of each text of a dictionary as often as it is named."""
    from pyarrow import compute, types

    if not (types.is_string(texts.type) or types.is_large_string(texts.type)):
        return 0
    lengths = compute.binary_length(texts).cast("int64")
    return compute.sum(lengths.take(indices)).as_py() or 0
