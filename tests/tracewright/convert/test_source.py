"""The beginning of a file that is one JSON value longer than a sample, and the time that it takes."""

from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest

from tracewright import json_text
from tracewright.convert import sample_of
from tracewright.convert.source import BEGINNING_BYTES, SAMPLE_BYTES, closed
from tracewright.errors import TraceFormatError

HALF = BEGINNING_BYTES // 2
ODD = {"levels": b"[" * HALF + b"," * HALF, "quotes": b'{"a": "' + b'\\"' * HALF}
SECONDS = 2  # a tenth of one; by the square of their length they were minutes


def longer_than_a_sample(folder: Path, beginning: bytes) -> Path:
    path = folder / "log.json"
    path.write_bytes(beginning + b" " * SAMPLE_BYTES)
    return path


@pytest.mark.parametrize("beginning", ODD.values(), ids=ODD)
def test_whatever_it_begins_with_is_looked_at_in_seconds(tmp_path: Path, beginning: bytes) -> None:
    path, begun = longer_than_a_sample(tmp_path, beginning), perf_counter()
    with suppress(TraceFormatError):
        assert sample_of(path, "log").records == []
    assert perf_counter() - begun < SECONDS


@pytest.mark.parametrize("is_long", [False, True])
def test_a_file_that_is_nested_too_deeply_is_told_to_be_so(is_long: bool, tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_bytes(b'{"messages": ' + b"[" * 300 + b"1, 2" + (b" " * SAMPLE_BYTES if is_long else b"]" * 300 + b"}"))
    with pytest.raises(TraceFormatError, match="log: nested more than 200 levels deep"):
        sample_of(path, "log")


@pytest.mark.parametrize("levels, is_read", [(json_text.MAX_DEPTH, True), (json_text.MAX_DEPTH + 1, False)])
def test_what_is_nested_as_deeply_as_any_reader_agrees_to_is_closed(levels: int, is_read: bool) -> None:
    raw = closed(b"[" * levels + b"1, 2, 3")
    try:
        value, _repairs = json_text.read(raw)
    except json_text.NotJson:
        value = None
    assert (value is not None) == is_read


def test_a_text_that_is_cut_off_is_left_out_with_the_commas_in_it(tmp_path: Path) -> None:
    head = b'[{"id": 1}, {"id": 2, "text": "one, two' + b"x" * BEGINNING_BYTES
    assert sample_of(longer_than_a_sample(tmp_path, head), "log").records == [{"id": 1}, {"id": 2}]
