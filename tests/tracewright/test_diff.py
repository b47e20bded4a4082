from hypothesis import given
from hypothesis import strategies as st

from tracewright import diff
from tracewright.diff import Hunk, hunks

spoken = st.lists(st.sampled_from(["go", "home", " ", "  ", "\n", "\u00a0", "\ufeff", "😀", "\x1c"])).map("".join)


def joined(found: list[Hunk], change: str) -> str:
    return "".join(hunk.text for hunk in found if hunk.change in ("same", change))


@given(spoken | st.text(), spoken | st.text())
def test_hunks_hold_both_texts(a: str, b: str) -> None:
    found = hunks(a, b)
    assert (joined(found, "deleted"), joined(found, "inserted")) == (a, b)


@given(spoken, spoken)
def test_no_hunk_is_empty_and_neighbours_differ(a: str, b: str) -> None:
    changes = [hunk.change for hunk in hunks(a, b)]
    assert all(hunk.text for hunk in hunks(a, b))
    assert all(left != right for left, right in zip(changes, changes[1:], strict=False))


def test_a_replaced_word_is_deleted_first() -> None:
    assert hunks("go home now", "go out now") == [
        Hunk("same", "go "),
        Hunk("deleted", "home"),
        Hunk("inserted", "out"),
        Hunk("same", " now"),
    ]


def test_equal_texts_are_one_hunk() -> None:
    assert hunks("same", "same") == [Hunk("same", "same")]


def test_empty_texts_have_no_hunks() -> None:
    assert hunks("", "") == []


def test_large_texts_are_compared_by_lines() -> None:
    # 15,000 words against 15,000 are above the bound of 10^8 pairs, 3 lines against 3 are below.
    filler = "a " * 7_500
    found = hunks(f"{filler}\nold one\n{filler}", f"{filler}\nnew one\n{filler}")
    assert [hunk.text for hunk in found if hunk.change != "same"] == ["old one\n", "new one\n"]


def test_texts_too_large_for_lines_are_replaced_whole() -> None:
    lines = int(diff.MAX_PAIRS**0.5) + 1
    assert [hunk.change for hunk in hunks("a\n" * lines, "b\n" * lines)] == ["deleted", "inserted"]
