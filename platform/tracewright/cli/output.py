"""Where a command writes: standard output, or a file that is there only when all of it is."""

import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from tracewright.errors import ExportError

STANDARD_OUTPUT = "-"
# Categories of Unicode: what a terminal obeys, and what turns a line round or ends it.
STEERING = {"Cc", "Cf", "Zl", "Zp"}


def tell(line: str) -> None:
    """To a person, on standard error."""
    print(visible(line), file=sys.stderr)


def visible(line: str) -> str:
    r"""With escapes for characters that steer a terminal: names and texts of a log are anybody's.

    >>> print(visible("no tool \x1b[2J"))
    no tool \x1b[2J
    """
    return "".join(
        each.encode("unicode_escape").decode() if unicodedata.category(each) in STEERING else each for each in line
    )


@contextmanager
def opened(place: str | None) -> Iterator[TextIO]:
    """Text in UTF-8, to standard output for `-` and None.

    A file takes the place of the one of that name when all is written; a link stays and leads to it. A pipe, a device or
    anything else that is no regular file is written as it is. ExportError where that cannot be.
    """
    if place is None or place == STANDARD_OUTPUT:
        if sys.stdout is None:
            raise ExportError("standard output", "is closed")
        yield sys.stdout
        return
    path = Path(place)
    is_special = path.exists() and not path.is_file()
    try:
        with _written(path) if is_special else _replaced(Path(os.path.realpath(path))) as out:
            yield out
    except OSError as error:
        raise ExportError(place, f"cannot be written: {error.strerror}") from error


@contextmanager
def _replaced(path: Path) -> Iterator[TextIO]:
    part = path.with_name(f".{path.name}.part")
    try:
        with _written(part) as out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _written(path: Path) -> TextIO:
    # A name of a file need not be UTF-8: what is none is written as the escape that JSON has for it.
    return path.open("w", encoding="utf-8", errors="backslashreplace")


@contextmanager
def standard_output() -> Iterator[None]:
    """Has a command write to standard output, in UTF-8 wherever it runs.

    ExportError when it takes nothing more; BrokenPipeError when nobody reads it, which is no fault.
    """
    if sys.stdout is None:
        yield
        return
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
        raise
    except OSError as error:
        _let_go()
        raise ExportError("standard output", f"cannot be written: {error.strerror}") from error


def _let_go() -> None:
    """What is still to be written goes nowhere: the interpreter would try once more when it ends, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
