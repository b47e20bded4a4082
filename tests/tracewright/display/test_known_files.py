from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import calls
from tracewright.display.diffs import lines_of
from tracewright.display.known_files import KnownFiles
from tracewright.display.numbered import Placed


def read(first: int, *lines: str) -> dict[str, Any]:
    output = "\n".join(f"{first + i:>6}→{line}" for i, line in enumerate(lines))
    return {"tool": "Read", "input": {"file_path": "a.py"}, "output": output}


def edit(old: str, new: str, **fields: Any) -> dict[str, Any]:
    return {"tool": "Edit", "input": {"file_path": "a.py", "old_string": old, "new_string": new, **fields}}


def write(text: str) -> dict[str, Any]:
    return {"tool": "Write", "input": {"file_path": "a.py", "content": text}}


def last_line(*made: dict[str, Any]) -> int | None:
    """The line on which the last of the calls, an edit, changes something."""
    known = KnownFiles()
    *_, places = [known.see(call) for call in made]
    (placed,) = places
    if placed is None:
        return None
    old, new = lines_of(placed.old), lines_of(placed.new)
    return placed.first + next(i for i, (one, other) in enumerate(zip(old, new, strict=False)) if one != other)


def test_an_edit_has_the_numbers_of_what_was_read() -> None:
    assert last_line(read(5, "a", "b", "c"), edit("b", "B")) == 6


def test_numbers_follow_the_edits_before() -> None:
    # One line more above: c was line 7 and is line 8.
    assert last_line(read(5, "a", "b", "c"), edit("a", "a\nnew"), edit("c", "C")) == 8


def test_a_window_below_an_edit_moves_with_it() -> None:
    assert last_line(read(1, "a"), read(50, "x"), edit("a", "a\nnew"), edit("x", "X")) == 51


def test_a_window_above_an_edit_stays() -> None:
    assert last_line(read(1, "a"), read(50, "x"), edit("x", ""), edit("a", "A")) == 1


def test_an_edit_can_change_what_an_edit_made() -> None:
    assert last_line(read(5, "a"), edit("a", "b\nc"), edit("c", "C")) == 6


def test_a_file_that_was_written_is_known_from_line_1() -> None:
    assert last_line(write("x\ny\n"), edit("y", "Y")) == 2


def test_after_an_edit_that_was_not_found_nothing_is_known() -> None:
    assert last_line(read(5, "a", "b"), edit("elsewhere", "1\n2"), edit("b", "B")) is None


def test_an_edit_that_failed_changes_nothing() -> None:
    assert last_line(read(5, "a", "b"), {**edit("elsewhere", "1\n2"), "is_error": True}, edit("b", "B")) == 6


def test_replacing_all_keeps_numbers_where_no_line_is_gained() -> None:
    assert last_line(read(5, "x", "x", "b"), edit("x", "y", replace_all=True), edit("b", "B")) == 7
    assert last_line(read(5, "x", "x", "b"), edit("x", "y\n", replace_all=True), edit("b", "B")) is None


def test_another_file_is_another_file() -> None:
    other = {"tool": "Edit", "input": {"file_path": "b.py", "old_string": "a", "new_string": "b"}}
    known = KnownFiles()
    known.see(read(5, "a"))
    assert known.see(other) == [None]


@given(
    st.lists(st.sampled_from("abcdef"), min_size=4, max_size=12),
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["", "x", "a", "b\nc", "d\ne\nf"])), max_size=5),
    st.integers(0, 3),
    st.integers(1, 12),
)
def test_known_lines_are_those_of_the_file(
    lines: list[str], changes: list[tuple[str, str]], start: int, count: int
) -> None:
    text = "".join(f"{line}\n" for line in lines)
    known = KnownFiles()
    known.see(read(1, *lines[:2]))
    known.see(read(start + 1, *lines[start : start + count]))
    for old, new in changes:
        if text.count(old) != 1:  # agents' editors refuse it
            continue
        known.see(edit(old, new))
        text = text.replace(old, new)
        for window in known.windows.get("a.py", []):
            assert window.first is not None
            assert lines_of(text)[window.first - 1 :][: len(window.lines)] == window.lines


@given(st.lists(calls, max_size=4))
def test_no_call_is_refused(made: list[Any]) -> None:
    known = KnownFiles()
    for call in made:
        assert all(placed is None or isinstance(placed, Placed) for placed in known.see(call))
