"""The rows of .csv and .tsv files as records."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from tracewright import json_text
from tracewright.errors import TraceFormatError
from tracewright.records.record import RECORD_BYTES, OnProblem, Record
from tracewright.records.table_rows import json_cell, row_record
from tracewright.repairs import Repairs, storable
from tracewright.trace import STEP_LISTS

# Python's own bound of 131,072 characters is far below a cell of steps; what a row may have is bounded in _Lines.
csv.field_size_limit(RECORD_BYTES)


class Row(NamedTuple):
    """`number` counts as a spreadsheet does: the header is row 1."""

    number: int
    cells: list[str]


def delimited_records(path: Path, encoding: str, name: str, limit: int, report: OnProblem) -> Iterator[Record]:
    """One record for each row below the header, by the names of the columns.

    A cell is text, an empty one the empty text. It is JSON in the columns `steps` and `structured_turns`, and in every
    column whose cells are each empty or a JSON list or object: there an empty cell is null.
    """
    is_json = _json_columns(_rows(path, encoding, name, limit, lambda error: None))
    rows = _rows(path, encoding, name, limit, report)
    header = next(rows, Row(1, [])).cells
    if twice := [column for column, count in Counter(header).items() if count > 1]:
        report(TraceFormatError(f"{name} row 1", f'names the column "{twice[0]}" twice'))
        return
    for row in rows:
        try:
            yield _record(header, row, is_json, f"{name} row {row.number}", limit)
        except TraceFormatError as error:
            report(error)


def _record(header: Sequence[str], row: Row, is_json: set[int], where: str, limit: int) -> Record:
    if len(row.cells) != len(header):
        raise TraceFormatError(where, f"has {len(row.cells)} cells; the header names {len(header)} columns")
    values: dict[str, Any] = dict(zip(header, row.cells, strict=True))
    repairs = Repairs()
    for index in is_json:
        column = header[index]
        values[column], found = json_cell(row.cells[index], f"{where} column {column}")
        repairs += found
    return row_record(values, where, limit, repairs)


def _json_columns(rows: Iterator[Row]) -> set[int]:
    """The columns that hold JSON, by reading all cells once."""
    header = next(rows, Row(1, [])).cells
    steps = {index for index, column in enumerate(header) if column in STEP_LISTS}
    possible, filled = set(range(len(header))) - steps, set[int]()
    for row in rows:
        for index, cell in enumerate(row.cells[: len(header)]):
            if index in possible and cell.strip():
                filled.add(index)
                if not _is_json(cell):
                    possible.discard(index)
    return steps | (possible & filled)


def _is_json(cell: str) -> bool:
    if not cell.lstrip().startswith(("[", "{")):
        return False
    try:
        return isinstance(json_text.read(storable(cell).encode())[0], list | dict)
    except json_text.NotJson:
        return False


def _rows(path: Path, encoding: str, name: str, limit: int, report: OnProblem) -> Iterator[Row]:
    """Rows with their cells, one in memory at a time. Behind a broken one nothing can be told from its text: it ends."""
    with path.open(encoding=_without_mark(encoding), newline="") as file:
        lines = _Lines(file, limit)
        reader = csv.reader(lines, delimiter="\t" if path.suffix.lower() == ".tsv" else ",", strict=True)
        number = 1
        try:
            for cells in reader:
                if cells:
                    yield Row(number, cells)
                    number += 1
                lines.size = 0
        except csv.Error as error:
            report(TraceFormatError(f"{name} row {number}", f"line {reader.line_num} cannot be read: {error}"))
        except _TooLarge:
            report(TraceFormatError(f"{name} row {number}", f"is larger than the {limit} bytes that a record may have"))


class _TooLarge(Exception):
    pass


class _Lines:
    """The lines of a file for the csv reader, which joins them to rows: those of one row together within `limit`."""

    def __init__(self, file: TextIO, limit: int) -> None:
        self.file, self.limit, self.size = file, limit, 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.file.readline(self.limit + 1)
        self.size += len(line)
        if self.size > self.limit:
            raise _TooLarge
        if not line:
            raise StopIteration
        return line


def _without_mark(encoding: str) -> str:
    """Programs for spreadsheets write a byte order mark before UTF-8."""
    return "utf-8-sig" if encoding.lower().replace("_", "-") in ("utf-8", "utf8") else encoding
