"""The rows of .parquet files as records. They are decoded in a process of its own, `parquet_rows`, which bounds itself."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from signal import SIGALRM, SIGXCPU, strsignal
from tempfile import TemporaryFile
from typing import IO

from tracewright.errors import TraceFormatError
from tracewright.records.meter import Meter
from tracewright.records.record import OnProblem, Record, decode
from tracewright.records.table_rows import json_cell, row_record
from tracewright.trace import STEP_LISTS

DECODER = "tracewright.records.parquet_rows"
PACKAGES = Path(__file__).parents[2]
PROBLEM_BYTES = 32 * 1024  # more than a line with a problem has
TOO_SLOW = "its next rows take too long to decode; write it with smaller row groups, or try again"
BROKE_OFF = "the process that decodes it broke off ({why}): it is damaged, or its rows are too large; write it again"


def parquet_records(path: Path, encoding: str, name: str, limit: int, report: OnProblem) -> Iterator[Record]:
    """One record for each row, counted from 1.

    Lists stay lists, structs and maps become objects, dates and times ISO 8601, decimals text; text in the columns
    `steps` and `structured_turns` is read as JSON. Columns of any other type are problems, and then no row is read.
    A row above `limit` is a problem; with one row too many for the file's Meter it ends.
    """
    meter = Meter(path.stat().st_size)
    for number, line in enumerate(_lines(path, name, limit, report), start=1):
        where = f"{name} row {number}"
        try:
            meter.add(len(line), where)
        except TraceFormatError as error:
            report(error)
            return
        try:
            yield _record(line, name, where, limit)
        except TraceFormatError as error:
            report(error)


def _record(line: bytes, name: str, where: str, limit: int) -> Record:
    if line.startswith(b"["):
        place, what = json.loads(line)
        raise TraceFormatError(f"{name} {place}".rstrip(), what)
    row, _, repairs, *_ = decode(line, where, limit)
    for column in STEP_LISTS:
        if isinstance(row.get(column), str):
            row[column], found = json_cell(row[column], f"{where} column {column}")
            repairs += found
    return row_record(row, where, limit, repairs)


def _lines(path: Path, name: str, limit: int, report: OnProblem) -> Iterator[bytes]:
    """What the process says; it ends with whoever stops asking for more."""
    with TemporaryFile() as noise, _started(path, limit, noise) as process:
        try:
            assert process.stdout
            longest = max(limit, PROBLEM_BYTES) + 1
            while (line := process.stdout.readline(longest)).endswith(b"\n"):
                yield line[:-1]
            if line:  # cut off by its end, or longer than agreed
                process.kill()
            if process.wait() or line:
                report(TraceFormatError(name, f"cannot be read as parquet: {_why(process.returncode, noise)}"))
        finally:
            process.kill()


def _started(path: Path, limit: int, noise: IO[bytes]) -> subprocess.Popen[bytes]:
    """The memory of the system's own pool is given back at once. Without -P the current folder would be searched for modules."""
    searched = [str(PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    return subprocess.Popen(
        [sys.executable, "-P", "-m", DECODER, str(path), str(limit)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(searched), "ARROW_DEFAULT_MEMORY_POOL": "system"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=noise,
    )


def _why(code: int, noise: IO[bytes]) -> str:
    if code in (-SIGALRM, -SIGXCPU):
        return TOO_SLOW
    if code < 0:
        return BROKE_OFF.format(why=strsignal(-code))
    noise.seek(0)
    said = noise.read().decode(errors="replace").strip().rpartition("\n")[2]
    return BROKE_OFF.format(why=said[:200] or f"exit code {code}")
