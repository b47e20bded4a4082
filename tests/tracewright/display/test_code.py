from typing import Any

import pytest

from tracewright.display.code import MAX_CHARS, detected, options, part


def drawn(value: Any, **given: Any) -> dict[str, Any]:
    found = part(value, options(given, "display_options"))
    assert found is not None
    return found


def test_lines_have_numbers_and_the_voices_of_their_language() -> None:
    found = drawn("def f():\n    return 1\n", language="python")
    assert (found["first"], found["more"]) == (1, 0)
    assert found["lines"][0] == [["def", "word"], [" f():", ""]]


def test_numbers_can_be_left_out() -> None:
    assert drawn("x", show_line_numbers=False)["first"] is None


def test_the_first_lines_are_shown_and_the_others_counted() -> None:
    found = drawn("\n".join("abcdefg"), max_lines=3)
    assert (len(found["lines"]), found["more"]) == (3, 4)


def test_lines_end_before_there_are_too_many_characters() -> None:
    found = drawn(f"{'x' * 4000}\n" * 100, max_lines=100)
    # each line has 4,001 characters with its end
    assert len(found["lines"]) == MAX_CHARS // 4001


def test_a_line_that_is_none_any_more_and_what_is_no_text_are_no_code() -> None:
    for value in ("x" * 6000, "", None, 3, ["x = 1"]):
        assert part(value, options(None, "")) is None


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("#!/usr/bin/env node\nx", "javascript"),
        ('[{"a": 1}]', "json"),
        ("{not json", ""),
        ("import os\nfrom a import b\n", "python"),
        ("const a = 1;", "javascript"),
        ("diff --git a/x b/x", "diff"),
        ("SELECT 1", "sql"),
        ("Dear all,", ""),
    ],
)
def test_the_language_is_found_out_by_how_the_text_begins(code: str, language: str) -> None:
    assert detected(code) == language
