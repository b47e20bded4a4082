"""The process that decodes a .parquet file: a few bytes of one can stand for gigabytes, and a broken one can end its reader.

    python -m tracewright.records.parquet_rows FILE LIMIT

It says a line of JSON for each row: an object, the row, or a list, the place and the words of a problem. Before that it
bounds itself: the system refuses it more memory than MEMORY, and ends it when it has said nothing for SECONDS.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tracewright.errors import TraceFormatError, kept
from tracewright.records.parquet_types import type_problems
from tracewright.records.record import MIB, too_large

if TYPE_CHECKING:
    import pyarrow
    from pyarrow.parquet import ParquetFile

# Of addresses: pyarrow alone takes 0.24 GiB; 1024 rows of 1 MiB, which its writer puts in one page, 2.4.
MEMORY = 4096 * MIB
SECONDS = 20  # for one row or the next few; below the 30 after which a job without a sign of life is taken for lost
ALL_SECONDS, BYTES_A_SECOND = 60, 100_000  # of computing: real files take a second for a million bytes and more
NOISE = 64 * 1024  # bytes of any file it writes: that of its errors
ROWS = 16  # decoded at a time; one by one costs twenty times as much
BUFFER = 1024 * 1024  # of a column's bytes that are read ahead; else all of a row group's are

_text_of = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def main() -> None:
    path, limit = sys.argv[1:]
    bound_oneself(ALL_SECONDS + os.stat(path).st_size // BYTES_A_SECOND)
    try:
        read(path, int(limit))
    except TraceFormatError as problem:
        say_problem(problem)
    except MemoryError:
        most, _ = resource.getrlimit(resource.RLIMIT_AS)
        what = f"needs more than {most // MIB} MiB of memory to decode; write it with fewer rows in a page"
        say_problem(TraceFormatError("", f"{what}, and leave out columns that repeat a long value"))


def bound_oneself(seconds: int) -> None:
    bounds = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: NOISE,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in bounds.items():
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process wherever it is
    signal.alarm(SECONDS)


def say(line: bytes) -> None:
    """While the reader lets it wait, time does not count."""
    signal.alarm(0)
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
    signal.alarm(SECONDS)


def say_problem(problem: TraceFormatError) -> None:
    short = kept(problem)
    say(json.dumps([short.where, short.what]).encode())


def read(path: str, limit: int) -> None:
    """Raises TraceFormatError behind which no row can be read."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise TraceFormatError("", "reading parquet files needs the package pyarrow; install it") from error
    try:
        with ParquetFile(path, pre_buffer=False, buffer_size=BUFFER) as file:
            if problems := list(type_problems(file)):
                for problem in problems:
                    say_problem(problem)
                return
            for number, row in enumerate(rows(file), start=1):
                line = _text_of(row).encode()
                if len(line) > limit:
                    say_problem(too_large(f"row {number}", len(line), limit))
                else:
                    say(line)
    except MemoryError:  # of pyarrow, too
        raise
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:  # the last of a column's name
        words = " ".join(str(error).split())  # some of them have several lines
        raise TraceFormatError("", f"cannot be read as parquet: {words}") from error


def rows(file: "ParquetFile") -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(batch_size=ROWS, use_threads=False):
        columns = list(zip(batch.schema.names, batch.columns, strict=True))
        for index in range(batch.num_rows):
            yield {name: value_of(column[index], name) for name, column in columns}


def value_of(cell: "pyarrow.Scalar", name: str) -> Any:
    try:
        return plain(cell.as_py(maps_as_pydicts="strict"))
    # nanoseconds, years beyond 9999, text that is no UTF-8, a key twice
    except (ValueError, KeyError, OverflowError) as error:
        raise TraceFormatError(f"column {name}", f"holds a value that JSON cannot keep: {error}") from error


def plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): plain(element) for key, element in value.items()}
        case list():
            return [plain(element) for element in value]
        case date() | time():  # a datetime is a date
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value


if __name__ == "__main__":
    main()
