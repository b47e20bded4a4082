from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import json_values
from tracewright.display.diffs import difference, lines_of
from tracewright.display.numbered import FileLines, file_lines, numbered, place

READ = "    9→def f():\n   10→    x = 1\n   11→    return x\n\n<system-reminder>\nBe careful.\n</system-reminder>"
FILE = FileLines(9, ["def f():", "    x = 1", "    return x"])


def test_prefixes_are_taken_off_and_a_reminder_is_no_line_of_the_file() -> None:
    assert file_lines(READ) == FILE


def test_tabs_behind_numbers_and_a_head_before_them_are_known() -> None:
    output = "Here's the result of running `cat -n` on /a.py:\n     1\timport os\n     2\t\tx = 1\n"
    assert file_lines(output) == FileLines(1, ["import os", "\tx = 1"])


def test_the_window_of_swe_agent_is_known_by_its_head() -> None:
    assert file_lines("[File: /a.py (90 lines total)]\n(11 more lines above)\n12:x\n13:y") == FileLines(12, ["x", "y"])
    assert file_lines("12:x\n13:y") == FileLines(1, ["12:x", "13:y"])


def test_both_forms_of_opencode_are_known() -> None:
    assert file_lines("<file>\n00012| x\n00013| y\n\n(End of file)\n</file>") == FileLines(12, ["x", "y"])
    output = "<path>/a.py</path>\n<type>file</type>\n<content>\n12: x\n13:  y\n</content>"
    assert file_lines(output) == FileLines(12, ["x", " y"])


def test_numbers_that_do_not_go_up_by_one_end_the_run() -> None:
    assert file_lines("1\ta\n2\tb\n7\tc") == FileLines(1, ["a", "b"])


@pytest.mark.parametrize(
    ("call_input", "first"),
    [
        ({}, 1),
        ({"offset": 40}, 40),
        ({"start_line": 7, "end_line": 9}, 7),
        ({"offset": 0}, 1),
        ({"offset": "x"}, None),
        ({"absolute_path": "/a", "offset": 4}, 5),
    ],
)
def test_plain_text_begins_where_the_input_says(call_input: Any, first: int | None) -> None:
    assert file_lines("a\nb", call_input) == FileLines(first, ["a", "b"])


def test_an_old_text_has_the_number_of_its_first_line() -> None:
    assert numbered("x = 1\n    return", READ) == 10


@pytest.mark.parametrize("old_text", ["y = 2", "x", ""])
def test_a_text_that_is_absent_or_ambiguous_has_no_number(old_text: str) -> None:
    assert numbered(old_text, READ) is None  # "x" stands on lines 10 and 11


def test_an_overlapping_text_is_ambiguous() -> None:
    assert numbered("a\na", "a\na\na") is None


def test_a_text_with_its_last_line_end_is_found_at_the_end_of_what_was_read() -> None:
    assert numbered("    return x\n", READ) == 11


def test_half_a_line_is_completed_and_lines_stand_around_it() -> None:
    placed = place("1", "2", FileLines(5, ["a", "b", "c", "d", "x = 1", "e"]))
    assert placed is not None
    (hunk,) = difference(placed.old, placed.new, first=placed.first)["hunks"]
    # Line 5 is "a": "x = 1" is line 9, and three lines before it the hunk begins.
    assert hunk["old_start"] == 6
    assert [(row["kind"], row["old"], row["text"]) for row in hunk["rows"]] == [
        ("same", 6, "b"),
        ("same", 7, "c"),
        ("same", 8, "d"),
        ("removed", 9, "x = 1"),
        ("added", None, "x = 2"),
        ("same", 10, "e"),
    ]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=9), st.integers(0, 8), st.integers(1, 3), st.data())
def test_a_placed_edit_is_the_edit_of_the_file(lines: list[str], at: int, count: int, data: st.DataObject) -> None:
    old = "\n".join(lines[at : at + count])
    new = data.draw(st.sampled_from(["", "x", "x\ny"]))
    placed = place(old, new, FileLines(1, lines))
    text = "".join(f"{line}\n" for line in lines)
    if placed is None:
        assert not old or text.count(old) > 1 or text.find(old, text.find(old) + 1) > 0
        return
    before = "".join(f"{line}\n" for line in lines[: placed.first - 1])
    assert text.startswith(before + placed.old)
    assert text.replace(old, new).startswith(before + placed.new)
    assert len(lines_of(placed.old)) <= count + 6


@given(json_values, json_values)
def test_no_value_is_refused(output: Any, call_input: Any) -> None:
    assert isinstance(file_lines(output, call_input), FileLines)
