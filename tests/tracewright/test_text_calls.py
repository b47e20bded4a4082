import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.text_calls import MOST_CHARS, text_call

TABLE = json.loads(Path(__file__).parent.parent.joinpath("data/text_calls.json").read_text())


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_the_table_that_the_page_reads_too(text, expected):
    found = text_call(text)
    assert (found and [found.tool, [list(each) for each in found.arguments]]) == expected


@given(st.text(alphabet="f(=,)[]{}'\"\\ a1.é", max_size=40))
def test_whatever_the_text_it_is_a_call_or_none(text):
    found = text_call("f(" + text)
    assert found is None or found.tool == "f"


@pytest.mark.parametrize("text", ["(", "'", "[{" * 20, "\\", "a=", ","])
def test_long_texts_that_never_close_are_given_up_soon(text):
    begun = time.perf_counter()
    assert text_call(f"f({text * (9000 // len(text))}") is None
    assert time.perf_counter() - begun < 1


def test_longer_texts_are_no_calls():
    assert text_call(f"f(a='{'x' * MOST_CHARS}')") is None
