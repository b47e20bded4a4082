import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.tracewright.strategies import documents
from tracewright.errors import TraceFormatError
from tracewright.records import Record, decode, encode, read_records
from tracewright.repairs import Repairs


def read(path: Path, content: bytes, **options: Any) -> list[Record]:
    path.write_bytes(content)
    return list(read_records(path, **options))


def message_of(action: Callable[[], object]) -> str:
    with pytest.raises(TraceFormatError) as error:
        action()
    return str(error.value)


@given(documents)
def test_every_key_and_value_survives_decoding_and_encoding(document: dict[str, Any]) -> None:
    native = json.dumps(document).encode()
    assert json.dumps(json.loads(encode(decode(native, "here").document))) == json.dumps(json.loads(native))


@pytest.mark.parametrize("number", ["18446744073709551616", "-9223372036854775809", "1" + "0" * 300, "0.1", "-0.0"])
def test_numbers_of_any_size_survive(number: str) -> None:
    assert encode(decode(f'{{"n":{number}}}'.encode(), "here").document) == f'{{"n":{number}}}'.encode()


@pytest.mark.parametrize(
    ("raw", "document", "repairs"),
    [
        (b'{"a": NaN, "b": [Infinity, -Infinity]}', {"a": None, "b": [None, None]}, Repairs(nan=3)),
        (b'{"a": "x\\u0000y"}', {"a": "x\ufffdy"}, Repairs(nul=1)),
        (b'{"a\\u0000": 1}', {"a\ufffd": 1}, Repairs(nul=1)),
        (b'{"a": "\\ud83d", "\\ude00": 1}', {"a": "\ufffd", "\ufffd": 1}, Repairs(surrogates=2)),
        (b'{"a": "\\ud83d\\ude00"}', {"a": "😀"}, Repairs()),
        (b'{"a": "\\\\u0000"}', {"a": "\\u0000"}, Repairs()),
    ],
)
def test_what_cannot_be_stored_is_replaced_and_counted(raw: bytes, document: object, repairs: Repairs) -> None:
    record = decode(raw, "here")
    assert (record.document, record.repairs) == (document, repairs)


def test_native_bytes_are_as_they_came() -> None:
    assert decode(b'{ "a" : NaN }', "here").native == b'{ "a" : NaN }'


def test_the_last_of_two_equal_keys_wins() -> None:
    assert decode(b'{"a": 1, "a": 2}', "here").document == {"a": 2}


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b'{"a" 1}', "not JSON: Expecting ':' delimiter, column 6"),
        (b'{"a": "\xff"}', "not UTF-8: byte 0xff at byte 8"),
        (b"[1]", "is a list; a record is a JSON object"),
        (b'{"a": ' + b"[" * 100_000, "nested more than 200 levels deep"),
        (b'{"a": ' + b"[" * 300 + b"]" * 300 + b"}", "nested more than 200 levels deep"),
    ],
)
def test_a_broken_record_is_an_error_with_its_place(raw: bytes, what: str) -> None:
    assert message_of(lambda: decode(raw, "data.jsonl line 14")) == f"data.jsonl line 14: {what}"


def test_an_integer_beyond_reading_is_an_error() -> None:
    assert "not readable" in message_of(lambda: decode(b'{"a":' + b"9" * 5000 + b"}", "here"))


def test_lines_are_counted_and_blank_ones_skipped(tmp_path: Path) -> None:
    records = read(tmp_path / "data.jsonl", b'\xef\xbb\xbf{"id": 1}\r\n\n  \n{"id": 2}')
    assert [(record.where, record.document["id"]) for record in records] == [
        ("data.jsonl line 1", 1),
        ("data.jsonl line 4", 2),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b'[{"id": 1}, {"id": 2}]',
        b'\xef\xbb\xbf [ {"id": 1} ,\n{"id": 2} ] ',
        b'[{"id": 1, "x": NaN}, {"id": 2}]',
        b'{"id": 1}\n{"id": 2}\n',
        b'{"id": 1}\n\n{"id": 2, "x": NaN}',
    ],
)
def test_a_json_file_is_an_array_or_lines(tmp_path: Path, content: bytes) -> None:
    assert [record.document["id"] for record in read(tmp_path / "data.json", content)] == [1, 2]


def test_a_json_file_may_be_one_object(tmp_path: Path) -> None:
    (record,) = read(tmp_path / "data.json", b'{\n "id": 1\n}')
    assert (record.where, record.native) == ("data.json", b'{\n "id": 1\n}')


def test_the_elements_of_an_array_keep_their_bytes(tmp_path: Path) -> None:
    records = read(tmp_path / "data.json", b'[{"id" : 1}, { "id": NaN}]')
    assert [record.native for record in records] == [b'{"id" : 1}', b'{ "id": NaN}']


def test_an_empty_array_or_file_has_no_records(tmp_path: Path) -> None:
    assert read(tmp_path / "data.json", b"[]") == []
    assert read(tmp_path / "data.jsonl", b"") == []


def test_a_broken_array_names_line_and_column(tmp_path: Path) -> None:
    message = message_of(lambda: read(tmp_path / "data.json", b'[{"id": 1},\n {"id" 2}]'))
    assert message == "data.json: not JSON: Expecting ':' delimiter, line 2 column 8"


def test_an_element_that_is_no_object_is_named(tmp_path: Path) -> None:
    assert message_of(lambda: read(tmp_path / "data.json", b'[{"id": 1}, 2]')).startswith(
        "data.json record 2: is a number"
    )


def test_bytes_that_are_no_utf8_name_their_line(tmp_path: Path) -> None:
    message = message_of(lambda: read(tmp_path / "data.jsonl", b'{"id": 1}\n{"id": "\xe4"}\n'))
    assert message == "data.jsonl line 2: not UTF-8: byte 0xe4 at byte 9"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_other_encodings_are_decoded(tmp_path: Path, encoding: str) -> None:
    (record,) = read(tmp_path / "data.jsonl", '{"id": "ä\x85"}\n'.encode(encoding), encoding=encoding)
    assert record.document == {"id": "ä\x85"}


def test_an_unknown_encoding_is_named(tmp_path: Path) -> None:
    message = message_of(lambda: read(tmp_path / "data.jsonl", b"{}", encoding="klingon"))
    assert message == 'data.jsonl: unknown encoding "klingon"'


@pytest.mark.parametrize("encoding", ["utf-16", "ascii"])
def test_a_file_in_another_encoding_than_said_is_an_error(tmp_path: Path, encoding: str) -> None:
    message = message_of(lambda: read(tmp_path / "data.jsonl", '{"id": "ä"}'.encode(), encoding=encoding))
    assert message.startswith(f"data.jsonl: not {encoding}: ")


def test_a_record_above_the_bound_names_size_and_bound_and_the_rest_is_read(tmp_path: Path) -> None:
    problems: list[TraceFormatError] = []
    large = b'{"a": "' + b"x" * 191 + b'"}'  # 7 + 191 + 2 = 200 bytes
    content = b'{"id": 1}\n' + large + b'\n{"id": 2}\n'
    records = read(tmp_path / "data.jsonl", content, limit=64, on_problem=problems.append)
    assert [record.document["id"] for record in records] == [1, 2]
    assert [str(problem) for problem in problems] == ["data.jsonl line 2: 200 bytes; a record may have 64"]


def test_a_record_of_exactly_the_bound_is_read(tmp_path: Path) -> None:
    assert len(read(tmp_path / "data.jsonl", b'{"a": 1}\n{"a": 2}', limit=8)) == 2


def test_a_50_mb_record_is_refused_without_holding_it(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonl"
    path.write_bytes(b'{"a": "' + b"x" * 50_000_000 + b'"}\n')
    tracemalloc.start()
    message = message_of(lambda: list(read_records(path, limit=1_000_000)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert message == "data.jsonl line 1: 50000009 bytes; a record may have 1000000"
    assert peak < 5_000_000


def test_reading_goes_on_behind_a_bad_record_when_problems_are_collected(tmp_path: Path) -> None:
    problems: list[TraceFormatError] = []
    records = read(tmp_path / "data.jsonl", b'{"id": 1}\n{oops\n{"id": 3}\n', on_problem=problems.append)
    assert [record.document["id"] for record in records] == [1, 3]
    assert [problem.where for problem in problems] == ["data.jsonl line 2"]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert message_of(lambda: list(read_records(tmp_path / "no.jsonl"))).startswith("no.jsonl: cannot be read")
