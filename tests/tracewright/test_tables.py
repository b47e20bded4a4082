"""Tables as records: .csv, .tsv and .parquet files."""

import datetime
import json
import os
import random
import signal
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow.parquet import ParquetFile, write_table

from tests.tracewright.folders import make_project
from tracewright.errors import TraceFormatError
from tracewright.potato import read_project
from tracewright.records import MIB, Record, parquet, read_records
from tracewright.repairs import Repairs

STEPS = [{"thought": 'Say "hi"', "action": "a, b"}, "zwei\nZeilen"]


def read(path: Path, content: str | bytes, **options: Any) -> list[Record]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_records(path, **options))


def documents(path: Path, content: str | bytes, **options: Any) -> list[dict[str, Any]]:
    return [record.document for record in read(path, content, **options)]


def problem(action: Callable[[], object]) -> str:
    with pytest.raises(TraceFormatError) as error:
        action()
    return str(error.value)


def quoted(value: Any) -> str:
    text = json.dumps(value).replace('"', '""')
    return f'"{text}"'


# ---- csv and tsv ----


def test_a_row_is_a_record_of_texts_by_the_header(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "t.csv", "id,task,score\n007,Find it.,1.5\n")
    assert record.document == {"id": "007", "task": "Find it.", "score": "1.5"}
    assert (record.where, record.format) == ("t.csv row 2", "potato")


def test_tabs_part_the_cells_of_a_tsv_file(tmp_path: Path) -> None:
    assert documents(tmp_path / "t.tsv", "id\ttask\n1\ta, b\n") == [{"id": "1", "task": "a, b"}]


def test_a_column_of_lists_and_objects_is_read_as_json(tmp_path: Path) -> None:
    content = f"id,moves,meta\n1,{quoted(STEPS)},{quoted({'a': None})}\n2,,\n"
    assert documents(tmp_path / "t.csv", content) == [
        {"id": "1", "moves": STEPS, "meta": {"a": None}},
        {"id": "2", "moves": None, "meta": None},  # an empty cell of such a column is null
    ]


@pytest.mark.parametrize("cell", ["[draft] look", "3", "{", '"[1] and more"'])
def test_a_column_with_one_cell_that_is_no_list_or_object_is_text(tmp_path: Path, cell: str) -> None:
    first, _ = documents(tmp_path / "t.csv", f"id,note\n1,[1]\n2,{cell}\n")
    assert first["note"] == "[1]"


def test_an_empty_column_is_text(tmp_path: Path) -> None:
    assert documents(tmp_path / "t.csv", "id,note\n1,\n2,\n") == [{"id": "1", "note": ""}, {"id": "2", "note": ""}]


@pytest.mark.parametrize("column", ["steps", "structured_turns"])
def test_steps_that_are_no_json_name_row_and_column(tmp_path: Path, column: str) -> None:
    found = problem(lambda: read(tmp_path / "t.csv", f"id,{column}\n1,[]\n2,[1\n"))
    assert found == f"t.csv row 3 column {column}: not JSON: Expecting ',' delimiter, column 3"


def test_steps_of_a_wrong_type_name_their_row(tmp_path: Path) -> None:
    config = make_project(tmp_path, data_files=["data/t.csv"])
    (tmp_path / "data/t.csv").write_text("id,steps\nt1,[]\nt2,{}\n")
    (found,) = read_project(config).problems()
    assert str(found) == "data/t.csv row 3: steps is an object; it must be a list or null"


def test_line_ends_in_cells_and_of_windows_and_blank_lines_are_taken(tmp_path: Path) -> None:
    content = 'id,task\r\n1,"two\r\nlines"\r\n\r\n2,b\r\n'
    records = read(tmp_path / "t.csv", content)
    assert [record.document["task"] for record in records] == ["two\r\nlines", "b"]
    assert [record.where for record in records] == ["t.csv row 2", "t.csv row 3"]


@pytest.mark.parametrize(
    ("encoding", "option"),
    [("utf-8-sig", "utf-8"), ("utf-8-sig", "UTF8"), ("latin-1", "latin-1"), ("utf-16", "utf-16")],
)
def test_encodings_and_byte_order_marks_are_taken(tmp_path: Path, encoding: str, option: str) -> None:
    assert documents(tmp_path / "t.csv", "id,task\n1,ä\n".encode(encoding), encoding=option) == [
        {"id": "1", "task": "ä"}
    ]


def test_a_file_in_another_encoding_than_said_is_an_error(tmp_path: Path) -> None:
    assert problem(lambda: read(tmp_path / "t.csv", b"id\n\xff\n")).startswith("t.csv: not utf-8: ")


def test_a_huge_cell_is_read(tmp_path: Path) -> None:
    (found,) = documents(tmp_path / "t.csv", f"id,task\n1,{'x' * 1_000_000}\n")
    assert len(found["task"]) == 1_000_000


@pytest.mark.parametrize("row", ["x" * 100, '"' + "x\n" * 50 + '"'])
def test_a_row_above_the_bound_is_refused(tmp_path: Path, row: str) -> None:
    found = problem(lambda: read(tmp_path / "t.csv", f"id,task\n1,a\n2,{row}\n", limit=80))
    assert found == "t.csv row 3: is larger than the 80 bytes that a record may have"


def test_a_row_of_another_width_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    problems: list[TraceFormatError] = []
    found = documents(tmp_path / "t.csv", "id,task\n1\n2,b,c\n3,d\n", on_problem=problems.append)
    assert [str(each) for each in problems] == [
        "t.csv row 2: has 1 cells; the header names 2 columns",
        "t.csv row 3: has 3 cells; the header names 2 columns",
    ]
    assert found == [{"id": "3", "task": "d"}]


def test_a_broken_quote_names_row_and_line(tmp_path: Path) -> None:
    found = problem(lambda: read(tmp_path / "t.csv", 'id,task\n1,"a\nb"\n2,"c"d\n'))
    assert found.startswith("t.csv row 3: line 4 cannot be read: ")


def test_two_columns_of_one_name_are_an_error(tmp_path: Path) -> None:
    assert problem(lambda: read(tmp_path / "t.csv", "id,a,a\n1,2,3\n")) == 't.csv row 1: names the column "a" twice'


@pytest.mark.parametrize("content", ["", "id,task\n", "\n\n"])
def test_a_table_without_rows_has_no_records(tmp_path: Path, content: str) -> None:
    assert read(tmp_path / "t.csv", content) == []


def test_unstorable_characters_are_replaced_and_counted(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "t.csv", 'id,steps\na\0,"[""\\ud800"", NaN]"\n')
    assert record.document == {"id": "a\ufffd", "steps": ["\ufffd", None]}
    assert record.repairs == Repairs(nan=1, nul=1, surrogates=1)


def test_the_native_bytes_do_not_depend_on_the_order_of_the_columns(tmp_path: Path) -> None:
    (first,) = read(tmp_path / "a.csv", "id,task\n1,b\n")
    (second,) = read(tmp_path / "b.csv", "task,id\nb,1\n")
    assert first.native == second.native == b'{"id":"1","task":"b"}'


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.lists(texts, min_size=2, max_size=2), max_size=5))
def test_what_pythons_writer_writes_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    import csv

    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["id", "note"], *([f"i{a}", f"n{b}"] for a, b in rows)])
    found = [(record.document["id"], record.document["note"]) for record in read_records(path)]
    assert found == [(f"i{a}", f"n{b}") for a, b in rows]


# ---- parquet ----


def wrote(path: Path, columns: Mapping[str, Any], **options: Any) -> Path:
    write_table(pyarrow.table(dict(columns)), path, **options)
    return path


def rows(path: Path, columns: Mapping[str, Any], **options: Any) -> Sequence[dict[str, Any]]:
    return [record.document for record in read_records(wrote(path, columns, **options))]


def test_a_parquet_row_is_a_record_with_the_types_of_its_columns(tmp_path: Path) -> None:
    columns = {"id": ["a", "b"], "n": [1, None], "x": [0.5, 2.0], "yes": [True, False]}
    path = wrote(tmp_path / "t.parquet", columns)
    first, second = read_records(path)
    assert first.document == {"id": "a", "n": 1, "x": 0.5, "yes": True}
    assert (second.document["n"], second.where) == (None, "t.parquet row 2")


def test_nested_columns_become_lists_and_objects(tmp_path: Path) -> None:
    steps = [[{"thought": "t", "args": {"n": 1, "of": None}}], []]
    assert [row["steps"] for row in rows(tmp_path / "t.parquet", {"steps": steps})] == steps


def test_maps_and_categories_become_json(tmp_path: Path) -> None:
    numbers = pyarrow.array([[("a", 1)], []], type=pyarrow.map_(pyarrow.string(), pyarrow.int64()))
    kinds = pyarrow.array(["x", "y"]).dictionary_encode()
    assert rows(tmp_path / "t.parquet", {"n": numbers, "k": kinds}) == [{"n": {"a": 1}, "k": "x"}, {"n": {}, "k": "y"}]


def test_dates_are_iso_and_decimals_text(tmp_path: Path) -> None:
    moment = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)
    columns = {"day": [moment.date()], "at": [moment], "in": [[moment.time()]], "cost": [Decimal("1.50")]}
    assert rows(tmp_path / "t.parquet", columns) == [
        {"day": "2026-03-02", "at": "2026-03-02T09:30:00+00:00", "in": ["09:30:00"], "cost": "1.50"}
    ]


def test_steps_that_are_text_are_read_as_json_and_other_text_is_not(tmp_path: Path) -> None:
    columns = {"steps": [json.dumps(STEPS), ""], "note": ["[1]", "[2]"]}
    assert rows(tmp_path / "t.parquet", columns) == [{"steps": STEPS, "note": "[1]"}, {"steps": None, "note": "[2]"}]


def test_steps_that_are_no_json_name_row_and_column_of_a_parquet_file(tmp_path: Path) -> None:
    path = wrote(tmp_path / "t.parquet", {"steps": ["[]", "look"]})
    assert problem(lambda: list(read_records(path))).startswith("t.parquet row 2 column steps: not JSON")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([b"x"], "binary"),
        ([[{"raw": b"x"}]], "binary"),
        ([datetime.timedelta(1)], r"duration\[us\]"),
    ],
)
def test_a_column_that_json_cannot_keep_is_named_with_its_type(tmp_path: Path, values: Any, kind: str) -> None:
    path = wrote(tmp_path / "t.parquet", {"id": ["a"], "raw": values})
    with pytest.raises(TraceFormatError, match=f"t.parquet column raw: has the type {kind}, which JSON cannot keep"):
        list(read_records(path))


@pytest.mark.parametrize(("unit", "number"), [("ns", 1), ("s", 10**12)])  # a nanosecond, the year 33658
def test_times_that_json_cannot_keep_name_their_column(tmp_path: Path, unit: str, number: int) -> None:
    path = wrote(tmp_path / "t.parquet", {"at": pyarrow.array([number], type=pyarrow.timestamp(unit))})
    assert problem(lambda: list(read_records(path))).startswith(
        "t.parquet column at: holds a value that JSON cannot keep"
    )


def test_not_a_number_is_null_and_counted(tmp_path: Path) -> None:
    (record,) = read_records(wrote(tmp_path / "t.parquet", {"x": [float("nan")]}))
    assert (record.document, record.repairs) == ({"x": None}, Repairs(nan=1))


def test_rows_keep_their_order_over_row_groups(tmp_path: Path) -> None:
    found = rows(tmp_path / "t.parquet", {"n": list(range(100))}, row_group_size=7)
    assert [row["n"] for row in found] == list(range(100))


@pytest.mark.slow
def test_rows_of_a_large_group_are_not_held_together(tmp_path: Path) -> None:
    """Two hundred rows of 1 MB in one group, in pages of a few rows; sixteen are decoded at a time."""
    config = make_project(tmp_path, data_files=["data/d.parquet"])
    texts = [json.dumps([f"{n:03}" * 333_333]) for n in range(200)]
    wrote(tmp_path / "data/d.parquet", {"id": [str(n) for n in range(200)], "steps": texts}, write_batch_size=4)
    found = checked(config)
    assert found.problems == []
    assert found.reader < 100 * MIB
    assert found.decoder < 200 * MIB  # pyarrow has 50 of them


def repeating(path: Path, count: int, value: str, **options: Any) -> Path:
    """So many rows of one long text, which stands in the file once."""
    texts = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * count, pyarrow.int32()), pyarrow.array([value]))
    return wrote(path, {"id": [str(n) for n in range(count)], "steps": texts}, compression="zstd", **options)


@pytest.mark.slow
@pytest.mark.parametrize("as_text", [False, True])
def test_a_text_that_a_file_repeats_more_than_files_may_ends_its_reading(tmp_path: Path, as_text: bool) -> None:
    value = json.dumps(["x" * 8 * MIB])
    path, problems = repeating(tmp_path / "t.parquet", 300, value, store_schema=not as_text), list[TraceFormatError]()
    found = [record.where for record in read_records(path, on_problem=problems.append)]
    assert len(found) == 7  # of 8 MiB and some bytes each; the eighth passes 64 MiB
    (problem,) = problems
    assert problem.where == "t.parquet row 8"
    assert "leave out columns that repeat a long value or name, or split the file" in problem.what


@pytest.mark.slow
def test_a_column_that_repeats_a_text_as_people_do_is_read(tmp_path: Path) -> None:
    """Forty rows of 1 MiB from less than 3 kB."""
    path = repeating(tmp_path / "t.parquet", 40, json.dumps(["x" * MIB]))
    assert path.stat().st_size < 3000
    assert sum(len(record.document["steps"][0]) for record in read_records(path)) == 40 * MIB


def test_a_repeated_text_above_the_bound_of_a_record_is_refused_row_by_row(tmp_path: Path) -> None:
    path, problems = repeating(tmp_path / "t.parquet", 2, "x" * 1000), list[TraceFormatError]()
    assert list(read_records(path, limit=900, on_problem=problems.append)) == []
    # {"id":"0","steps":""} are 21, and 1000 letters
    assert [str(each) for each in problems] == [
        "t.parquet row 1: 1021 bytes; a record may have 900",
        "t.parquet row 2: 1021 bytes; a record may have 900",
    ]


@pytest.mark.slow
def test_a_row_of_more_values_than_a_record_may_have_is_refused(tmp_path: Path) -> None:
    """3.4 million zeros in a few bytes."""
    zeros = pyarrow.repeat(pyarrow.scalar(0, pyarrow.int8()), 3_400_000)
    path = wrote(tmp_path / "t.parquet", {"steps": pyarrow.ListArray.from_arrays([0, len(zeros)], zeros)})
    # {"steps":[]} are 12, and each zero has its comma but one
    assert problem(lambda: list(read_records(path, limit=MIB))) == (
        "t.parquet row 1: 6800011 bytes; a record may have 1048576"
    )


@pytest.mark.slow
def test_a_file_whose_list_says_less_than_its_pages_is_bounded_by_what_it_decodes_to(tmp_path: Path) -> None:
    """3.4 million zeros again, and the list of columns at the end says 10: both as zigzag numbers of four bytes."""
    zeros = pyarrow.repeat(pyarrow.scalar(0, pyarrow.int8()), 3_400_000)
    path = wrote(tmp_path / "t.parquet", {"steps": pyarrow.ListArray.from_arrays([0, len(zeros)], zeros)})
    content = path.read_bytes()
    end = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
    many = bytes(6_800_000 >> 7 * place & 127 | 128 * (place < 3) for place in range(4))
    path.write_bytes(content[:end] + content[end:].replace(many, b"\x94\x80\x80\x00"))
    assert ParquetFile(path).metadata.row_group(0).column(0).num_values == 10
    assert problem(lambda: list(read_records(path, limit=MIB))) == (
        "t.parquet row 1: 6800011 bytes; a record may have 1048576"
    )


@pytest.mark.slow
def test_what_needs_more_memory_than_there_is_for_it_is_refused(tmp_path: Path) -> None:
    """Sixteen texts of 64 MiB are decoded together, and the decoder has no more addresses than its reader."""
    config = make_project(tmp_path, data_files=["data/d.parquet"])
    repeating(tmp_path / "data/d.parquet", 300, "x" * 64 * MIB, store_schema=False)
    found = checked(config, addresses=1024 * MIB)
    assert found.problems == [
        "data/d.parquet: needs more than 1024 MiB of memory to decode; "
        "write it with fewer rows in a page, and leave out columns that repeat a long value"
    ]
    assert found.reader < 100 * MIB


def test_a_file_that_is_damaged_so_that_its_decoder_dies_is_an_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other_decoder(tmp_path, monkeypatch, "import os, sys; sys.stderr.write('terminate called'); os.abort()")
    assert problem(lambda: list(read_records(wrote(tmp_path / "t.parquet", {"id": ["a"]})))) == (
        "t.parquet: cannot be read as parquet: the process that decodes it broke off (Aborted): "
        "it is damaged, or its rows are too large; write it again"
    )
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_a_changed_byte_ends_no_process(tmp_path: Path) -> None:
    """pyarrow throws where nothing catches it when asked about some columns."""
    whole, dice = wrote(tmp_path / "t.parquet", {"id": ["a", "b"], "of": [["x"], []]}).read_bytes(), random.Random(1)
    outcomes: Counter[str] = Counter()
    for _ in range(400):
        at, byte = dice.randrange(len(whole)), dice.randrange(256)
        (tmp_path / "t.parquet").write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
        problems: list[TraceFormatError] = []
        records = list(read_records(tmp_path / "t.parquet", on_problem=problems.append))
        outcomes["refused" if problems else "read" if records else "empty"] += 1
    assert outcomes.total() == 400
    assert outcomes["refused"] > 50  # most bytes mean something
    assert outcomes["read"] > 50  # and some stand in unread corners


def other_decoder(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    (folder / "other_decoder.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setattr(parquet, "DECODER", "other_decoder")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("print(1, end='')", ""),  # a line without its end
        ("while True: print('x' * 100_000, end='')", "Killed"),
        ("import sys; sys.exit(3)", "exit code 3"),
        ("raise ValueError('what it says')", "ValueError: what it says"),
        ("import sys\nwhile True: sys.stderr.write('x' * 100_000)", ""),
    ],
)
def test_a_decoder_that_does_not_keep_to_its_lines_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, why: str
) -> None:
    bounds = "from tracewright.records import parquet_rows\nparquet_rows.bound_oneself(60)\n"
    other_decoder(tmp_path, monkeypatch, bounds + code)
    found = problem(lambda: list(read_records(wrote(tmp_path / "t.parquet", {"id": ["a"]}), limit=1000)))
    assert f"broke off ({why}" in found
    assert len(found) < 400


def test_a_decoder_that_says_nothing_for_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits for somebody who writes into a pipe."""
    code = "from tracewright.records import parquet_rows\nparquet_rows.SECONDS = 1\nparquet_rows.main()"
    other_decoder(tmp_path, monkeypatch, code)
    os.mkfifo(tmp_path / "t.parquet")
    assert problem(lambda: list(read_records(tmp_path / "t.parquet"))) == (
        "t.parquet: cannot be read as parquet: its next rows take too long to decode; "
        "write it with smaller row groups, or try again"
    )


def test_a_decoder_may_wait_for_its_reader_as_long_as_that_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "from tracewright.records import parquet_rows\nparquet_rows.SECONDS = 1\nparquet_rows.main()"
    other_decoder(tmp_path, monkeypatch, code)
    records = read_records(wrote(tmp_path / "t.parquet", {"id": ["x" * 100_000] * 9}))
    next(records)
    time.sleep(1.5)
    assert len(list(records)) == 8


def test_who_stops_reading_ends_the_decoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, real = list[subprocess.Popen[bytes]](), parquet._started

    def watched(*given: Any) -> subprocess.Popen[bytes]:
        started.append(real(*given))
        return started[0]

    monkeypatch.setattr(parquet, "_started", watched)
    records = read_records(wrote(tmp_path / "t.parquet", {"id": ["x" * 100_000] * 9}))
    next(records)
    assert started[0].poll() is None
    del records
    assert started[0].returncode == -signal.SIGKILL


def test_a_decoder_ends_with_a_reader_that_is_killed(tmp_path: Path) -> None:
    path = wrote(tmp_path / "t.parquet", {"id": ["x" * 100_000] * 9})
    code = f"""
import os, subprocess
from pathlib import Path
from tracewright.records import parquet, read_records
real = parquet._started
parquet._started = lambda *given: [process := real(*given), print(process.pid, flush=True)][0]
records = read_records(Path({str(path)!r}))
next(records)
os.abort()
"""
    reader = python(code)
    assert reader.returncode == -signal.SIGABRT
    decoder, until = int(reader.stdout), time.monotonic() + 10
    while Path(f"/proc/{decoder}/cmdline").exists() and Path(f"/proc/{decoder}/cmdline").read_bytes():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_module_in_the_current_folder_is_not_taken_for_the_decoders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyarrow.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    assert rows(tmp_path / "t.parquet", {"id": ["a"]}) == [{"id": "a"}]


def test_a_long_name_of_a_column_counts_with_every_row(tmp_path: Path) -> None:
    """Half a MiB and some bytes: 127 records stay below 64 MiB, and the header is row 1."""
    config = make_project(tmp_path, data_files=["data/t.csv"])
    (tmp_path / "data/t.csv").write_text(f"id,{'x' * (MIB // 2)}\n" + "".join(f"{n},\n" for n in range(300)))
    problems: list[TraceFormatError] = []
    found = list(read_project(config).items(problems.append))
    assert (len(found), [each.where for each in problems]) == (127, ["data/t.csv row 129"])


@pytest.mark.slow
def test_a_hostile_file_costs_no_more_memory_than_a_record(tmp_path: Path) -> None:
    """300 rows of an 8 MiB text that is no JSON took 13 GB."""
    config = make_project(tmp_path, data_files=["data/d.parquet"])
    repeating(tmp_path / "data/d.parquet", 300, "x" * 8 * MIB)
    found = checked(config)
    assert found.problems[-1].startswith("data/d.parquet row 8: the records up to here")
    assert found.reader < 400 * MIB
    assert found.decoder < 400 * MIB


def test_faults_do_not_hold_what_was_read(tmp_path: Path) -> None:
    """Thirty lines of 8 MiB that are no JSON, which made 240 MiB and more in the faults alone."""
    config = make_project(tmp_path, data_files=["data/d.jsonl"])
    with (tmp_path / "data/d.jsonl").open("w") as file:
        for _ in range(30):
            file.write('{"id": ' + "x" * 8 * MIB + "\n")
    tracemalloc.start()
    try:
        assert len(read_project(config).problems()) == 30
        assert tracemalloc.get_traced_memory()[1] < 100 * MIB
    finally:
        tracemalloc.stop()


class Checked(NamedTuple):
    """What checking a project found, and the most memory of the process that read it and of the one that decoded."""

    problems: list[str]
    reader: int
    decoder: int


CHECKER = """
import json, re, resource
from pathlib import Path
from tracewright.potato import read_project
resource.setrlimit(resource.RLIMIT_AS, ({addresses}, {addresses}))
problems = [str(problem) for problem in read_project(Path({config!r})).problems()]
own = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(json.dumps([problems, int(own) * 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024]))
"""


def checked(config: Path, addresses: int = 64 * 1024 * MIB) -> Checked:
    done = python(CHECKER.format(config=str(config), addresses=addresses))
    assert done.returncode == 0, done.stderr[-2000:]
    return Checked(*json.loads(done.stdout))


def python(code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_a_row_above_the_bound_of_a_record_is_refused(tmp_path: Path) -> None:
    path = wrote(tmp_path / "t.parquet", {"id": ["a", "b" * 100]})
    assert problem(lambda: list(read_records(path, limit=50))) == ("t.parquet row 2: 109 bytes; a record may have 50")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 what is this? PAR1"])
def test_what_is_no_parquet_is_an_error(tmp_path: Path, content: bytes) -> None:
    assert problem(lambda: read(tmp_path / "t.parquet", content)).startswith("t.parquet: cannot be read as parquet: ")


def test_a_file_that_is_cut_is_an_error(tmp_path: Path) -> None:
    whole = wrote(tmp_path / "t.parquet", {"id": ["a"] * 100}).read_bytes()
    for size in range(0, len(whole), 50):
        assert "cannot be read" in problem(partial(read, tmp_path / "t.parquet", whole[:size]))


def test_without_pyarrow_the_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = wrote(tmp_path / "t.parquet", {"id": ["a"]})
    (tmp_path / "pyarrow.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = problem(lambda: list(read_records(path)))
    assert found == "t.parquet: reading parquet files needs the package pyarrow; install it"


def test_tables_are_items_of_a_project(tmp_path: Path) -> None:
    config = make_project(tmp_path, data_files=["data/a.csv", "data/b.tsv", "data/c.parquet"])
    (tmp_path / "data/a.csv").write_text(f"id,steps\na,{quoted(STEPS)}\n")
    (tmp_path / "data/b.tsv").write_text("id\tsteps\nb\t[]\n")
    wrote(tmp_path / "data/c.parquet", {"id": [3], "steps": [["go"]]})
    items = list(read_project(config).items())
    assert [(item.id, item.record.document["steps"]) for item in items] == [("a", STEPS), ("b", []), ("3", ["go"])]
