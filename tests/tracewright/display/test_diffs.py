from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from tracewright.display.diffs import Difference, Hunk, changed_lines, difference, lines_of, split_view

# Few different lines, so that many are common.
few_lines = st.lists(st.sampled_from(["", "a", "b", "  c", "x = 1", "x = 2", "}"]), max_size=12)
texts = few_lines.map("\n".join) | few_lines.map(lambda lines: "".join(f"{line}\n" for line in lines)) | st.text()


def signs(hunk: Hunk) -> list[str]:
    return [{"same": " ", "removed": "-", "added": "+"}[row["kind"]] + row["text"] for row in hunk["rows"]]


def side(found: Difference, other: str, ends: bool) -> str:
    lines = [row["text"] for hunk in found["hunks"] for row in hunk["rows"] if row["kind"] != other]
    return "\n".join(lines) + ("\n" if ends else "")


@given(texts, texts)
def test_the_rows_give_back_both_texts(old: str, new: str) -> None:
    found = difference(old, new, context=None)
    assert side(found, "added", found["old_ends"]) == old
    assert side(found, "removed", found["new_ends"]) == new


@given(texts, texts, st.integers(min_value=1, max_value=500))
def test_each_row_has_the_number_of_its_line(old: str, new: str, first: int) -> None:
    before, after = lines_of(old), lines_of(new)
    for hunk in difference(old, new, first=first)["hunks"]:
        for row in hunk["rows"]:
            assert row["old"] is None or before[row["old"] - first] == row["text"]
            assert row["new"] is None or after[row["new"] - first] == row["text"]
            assert (row["old"] is None, row["new"] is None) == (row["kind"] == "added", row["kind"] == "removed")


@given(texts, texts)
def test_hunks_hold_each_change_and_no_more_than_the_context(old: str, new: str) -> None:
    found = difference(old, new)
    rows = [row for hunk in found["hunks"] for row in hunk["rows"]]
    assert sum(row["kind"] == "added" for row in rows) == found["added"]
    assert sum(row["kind"] == "removed" for row in rows) == found["removed"]
    assert (found["added"], found["removed"]) == changed_lines(old, new)
    for hunk in found["hunks"]:
        kinds = [row["kind"] for row in hunk["rows"]]
        assert set(kinds[:4]) != {"same"} and set(kinds[-4:]) != {"same"}


@given(texts, texts)
def test_the_split_view_shows_each_row_once_and_in_order(old: str, new: str) -> None:
    for hunk in difference(old, new)["hunks"]:
        rows, lines = hunk["rows"], split_view(hunk["rows"])
        lefts = [left for left, _ in lines if left is not None]
        rights = [right for _, right in lines if right is not None]
        assert lefts == [i for i, row in enumerate(rows) if row["kind"] != "added"]
        assert rights == [i for i, row in enumerate(rows) if row["kind"] != "removed"]
        for i, row in enumerate(rows):
            assert row["pair"] is None or [i, row["pair"]] in lines or [row["pair"], i] in lines


@given(texts, texts, st.integers(0, 20))
def test_the_split_view_of_cut_rows_shows_what_is_left(old: str, new: str, most: int) -> None:
    for hunk in difference(old, new)["hunks"]:
        rows = hunk["rows"][:most]
        lines = split_view(rows)
        assert [left for left, _ in lines if left is not None] == [
            i for i, row in enumerate(rows) if row["kind"] != "added"
        ]
        assert [right for _, right in lines if right is not None] == [
            i for i, row in enumerate(rows) if row["kind"] != "removed"
        ]


def test_three_lines_stand_around_a_change() -> None:
    old = "\n".join("abcdefgh")
    (hunk,) = difference(old, old.replace("e", "E"))["hunks"]
    assert signs(hunk) == [" b", " c", " d", "-e", "+E", " f", " g", " h"]
    assert hunk["old_start"] == hunk["new_start"] == 2


def test_changes_with_seven_lines_between_them_are_two_hunks() -> None:
    old = "\n".join(["first", *"1234567", "last"])
    new = "\n".join(["First", *"1234567", "Last"])
    assert len(difference(old, new)["hunks"]) == 2
    # With six lines the contexts of three touch.
    assert len(difference(old.replace("7\n", ""), new.replace("7\n", ""))["hunks"]) == 1


def test_equal_texts_have_no_hunk() -> None:
    assert difference("a\n", "a\n")["hunks"] == []


def test_a_line_end_more_is_told_apart_from_the_rows() -> None:
    found = difference("a", "a\n")
    assert (found["hunks"], found["old_ends"], found["new_ends"]) == ([], False, True)


def test_without_a_known_first_line_no_row_has_a_number() -> None:
    (hunk,) = difference("a\nb", "a\nc", first=None)["hunks"]
    assert {(row["old"], row["new"]) for row in hunk["rows"]} == {(None, None)}
    assert hunk["old_start"] is None


def test_a_changed_line_is_the_partner_of_the_line_it_was() -> None:
    (hunk,) = difference("total = 0\nreturn total", "import os\ntotal = 1\nreturn total")["hunks"]
    removed, first, second, _ = hunk["rows"]
    assert removed["text"] == "total = 0" and removed["pair"] == 2 and second["pair"] == 0 and first["pair"] is None
    assert split_view(hunk["rows"]) == [[None, 1], [0, 2], [3, 3]]


def test_lines_with_little_in_common_stand_beside_each_other_without_marks() -> None:
    (hunk,) = difference("if user.role == 'admin':\n    return True", "verify(password)")["hunks"]
    assert [row["marks"] for row in hunk["rows"]] == [[], [], []]
    assert split_view(hunk["rows"]) == [[0, 2], [1, None]]


def test_large_texts_are_compared_as_whole_blocks() -> None:
    old = "\n".join(f"old {i}" for i in range(2001))
    found = difference("same\n" + old, "same\nnew")
    assert found["whole"] and (found["removed"], found["added"]) == (2001, 1)


def test_a_large_text_with_a_small_change_is_aligned() -> None:
    lines = [f"line {i}" for i in range(30_000)]
    found = difference("\n".join(lines), "\n".join([*lines[:15_000], "new", *lines[15_000:]]), first=1)
    assert not found["whole"] and found["added"] == 1
    assert found["hunks"][0]["new_start"] == 15_000 - 3 + 1


def test_a_new_file_is_no_large_difference() -> None:
    assert not difference("", "x\n" * 5000)["whole"]


def test_lines_that_all_look_alike_take_no_time() -> None:
    started = process_time()
    difference("}\n{\n" * 1000, "{\n}\n}\n" * 666)
    assert process_time() - started < 2
