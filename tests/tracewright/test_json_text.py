import json

import pytest
from hypothesis import given

from tests.tracewright.strategies import json_values
from tracewright import json_text


@given(json_values)
def test_reading_undoes_writing(value: object) -> None:
    assert json_text.read(json_text.compact(value).encode())[0] == value


@given(json_values)
def test_reads_what_the_standard_library_reads(value: object) -> None:
    raw = json.dumps(value).encode()
    assert json.dumps(json_text.read(raw)[0]) == json.dumps(json.loads(raw))


@given(json_values)
def test_a_line_is_one_line_to_every_reader(value: object) -> None:
    line = json_text.line(value)
    assert len(line.splitlines()) == 1
    assert json.loads(line) == value


@pytest.mark.parametrize("depth", [201, 950, 100_000])
def test_a_depth_bomb_is_refused(depth: int) -> None:
    with pytest.raises(json_text.NotJson, match="nested more than 200 levels"):
        json_text.read(b"[" * depth + b"]" * depth)


def test_two_hundred_levels_are_read() -> None:
    json_text.read(b"[" * 200 + b"]" * 200)


def test_canonical_text_does_not_know_the_order_of_keys() -> None:
    assert json_text.canonical({"b": 1, "a": 2}) == json_text.canonical({"a": 2, "b": 1})
