"""The display type table: a list of records, or a list of rows, as columns and rows.

{"kind": "table", "header": ["a", "b"] or None, "rows": [["1", "x"], ...], "numbers": [0], "begins": 20, "more": 12,
 "moreColumns": 0}; `numbers` are the columns of nothing but numbers, `begins` says how many rows are shown at first, `more`
counts the rows that were left out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tracewright import json_text
from tracewright.display.options import option_object, whole_option
from tracewright.schemes import common
from tracewright.trace import text_of

name = "table"
MAX_ROWS = 500
MAX_COLUMNS = 40
MAX_CELLS = 6000
MAX_CELL_CHARS = 300
MAX_CHARS = 200_000  # of all cells together
MAX_READ_CHARS = 2_000_000


def options(raw: Any, where: str) -> dict[str, Any]:
    """`columns` [] are those that the records have; `header` says whether the first of a list of rows names the columns."""
    given = option_object(raw, where)
    return {
        "columns": common.names_option(given, "columns", [], where),
        "header": common.bool_option(given, "header", True, where),
        "max_rows": whole_option(given, "max_rows", 20, where, least=1),
    }


def part(value: Any, chosen: Mapping[str, Any]) -> dict[str, Any] | None:
    """None for what is neither a list of objects nor a list of lists, also as JSON text."""
    entries = _read(value) if isinstance(value, str) else value
    if not isinstance(entries, list) or not entries:
        return None
    columns: list[str] | None
    if all(isinstance(entry, dict) for entry in entries):
        columns, rows = _of_records(entries, chosen["columns"])
    elif all(isinstance(entry, list) for entry in entries):
        columns, rows = _of_rows(entries, chosen)
    else:
        return None
    return _drawn(columns, rows, chosen["max_rows"])


def _read(text: str) -> Any:
    try:
        return json_text.read(text.encode(errors="replace"))[0] if len(text) <= MAX_READ_CHARS else None
    except json_text.NotJson:
        return None


def _of_records(records: Sequence[Mapping[str, Any]], wanted: Sequence[str]) -> tuple[list[str], list[list[Any]]]:
    columns = list(wanted) or list(dict.fromkeys(key for record in records[:MAX_ROWS] for key in record))
    return columns, [[record.get(column) for column in columns[:MAX_COLUMNS]] for record in records]


def _of_rows(rows: list[list[Any]], chosen: Mapping[str, Any]) -> tuple[list[str] | None, list[list[Any]]]:
    """With named `columns` of a header, those alone."""
    if not chosen["header"]:
        return (list(chosen["columns"]) or None), rows
    header = [text_of(cell) for cell in rows[0]]
    if not chosen["columns"]:
        return header, rows[1:]
    places = [header.index(column) if column in header else len(header) for column in chosen["columns"]]
    return list(chosen["columns"]), [[row[at] if at < len(row) else None for at in places] for row in rows[1:]]


def _drawn(columns: list[str] | None, rows: list[list[Any]], begins: int) -> dict[str, Any]:
    wide = max([len(columns or []), *map(len, rows[:MAX_ROWS])], default=0)
    width = min(wide, MAX_COLUMNS)
    kept = rows[: min(MAX_ROWS, MAX_CELLS // max(1, width))]
    padded = [[*row[:width], *[None] * (width - len(row))] for row in kept]
    shown: list[list[str]] = []
    left = MAX_CHARS
    for row in padded:
        cells = ["" if cell is None else text_of(cell)[:MAX_CELL_CHARS] for cell in row]
        left -= sum(map(len, cells))
        if left < 0 and shown:
            break
        shown.append(cells)
    names = None if columns is None else [*columns[:width], *[""] * (width - len(columns))]
    return {
        "kind": name,
        "header": None if names is None else [column[:MAX_CELL_CHARS] for column in names],
        "rows": shown,
        "numbers": [at for at in range(width) if _is_of_numbers(padded, at)],
        "begins": begins,
        "more": len(rows) - len(shown),
        "moreColumns": wide - width,
    }


def _is_of_numbers(rows: Sequence[Sequence[Any]], at: int) -> bool:
    cells = [row[at] for row in rows if row[at] is not None]
    return bool(cells) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)
