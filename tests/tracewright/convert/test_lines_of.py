"""Files of any size that hold a record on each line."""

import io
import json
import tracemalloc
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tracewright.convert import CONVERTERS, Source, json_lines
from tracewright.convert.json_lines import lines_of
from tracewright.convert.report import Report

ITEM = {"structured_turns": [{"role": "user", "content": "x" * 100_000}]}


def said(raw: bytes) -> list[tuple[object, int, list[str]]]:
    return [(read.line.value, read.report.unreadable, read.report.warnings) for read in lines_of(io.BytesIO(raw))]


def test_a_file_of_many_runs_is_held_one_run_at_a_time(tmp_path):
    path = Path(tmp_path, "runs.jsonl")
    path.write_text("".join(json.dumps({"id": str(number), **ITEM}) + "\n" for number in range(300)))
    tracemalloc.start()
    try:
        found = sum(1 for _ in CONVERTERS["structured_turns"].convert(Source(path, "runs.jsonl")))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == 300
    assert peak < path.stat().st_size / 2  # its first 4 MiB say what it is, and are held twice


def test_lines_without_a_record_are_told_with_the_record_before_them():
    told = "line {} is a list, where a record is a JSON object; it becomes no trace"
    lone = [line.replace("line ", "line ") for line in (told.format(1), told.format(3), told.format(4))]
    assert [(value, unreadable) for value, unreadable, _ in said(b'[]\n{"a": 1}\n[]\n[]\n{"b": 2}\n')] == [
        ({"a": 1}, 3),
        ({"b": 2}, 0),
    ]
    ((_, _, warnings),) = said(b'[]\n{"a": 1}\n[]\n[]\n')
    assert sorted(warnings) == sorted(line.replace(" is", ": is", 1) for line in lone)


def test_a_line_longer_than_a_record_may_be_is_passed_over(monkeypatch):
    monkeypatch.setattr(json_lines, "LINE_BYTES", 20)
    ((first, unreadable, (warning,)), (second, none, _)) = said(b'{"a": 1}\n{"b": "' + b"x" * 90 + b'"}\n{"c": 3}\n')
    assert (first, unreadable, second, none) == ({"a": 1}, 1, {"c": 3}, 0)
    assert warning.startswith("line 2: has more than the 20 bytes")


VALUES = st.sampled_from([b'{"a": 1}', b"[1]", b"", b"{", b'{"a": NaN}', b'{"a": 1} {"b": 2}', b"\xff"])


@given(st.lists(VALUES, max_size=8))
def test_the_same_is_found_as_in_the_bytes_at_once(lines):
    raw, report = b"\n".join(lines), Report()
    at_once = list(json_lines.json_lines(raw, report))
    one_by_one = list(lines_of(io.BytesIO(raw)))
    assert [read.line for read in one_by_one] == at_once
    if at_once:
        assert sum(read.report.unreadable for read in one_by_one) == report.unreadable
        assert sum((read.report.repairs.nan for read in one_by_one), 0) == report.repairs.nan
