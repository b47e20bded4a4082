from hypothesis import given
from hypothesis import strategies as st

from tracewright.display.marks import Marks, changed_words, paired

lines = st.text(st.sampled_from("ab =(),🎈é_1"), max_size=20)


def kept(text: str, marks: Marks) -> str:
    units = text.encode("utf-16-le")
    for start, end in reversed(marks):
        units = units[: 2 * start] + units[2 * end :]
    return units.decode("utf-16-le")


@given(lines, lines)
def test_what_is_not_marked_is_the_same_in_both_lines(old: str, new: str) -> None:
    of_old, of_new = changed_words(old, new)
    if of_old or of_new:
        assert kept(old, of_old) == kept(new, of_new)


@given(lines, lines)
def test_marks_cover_less_than_half_of_each_line(old: str, new: str) -> None:
    for text, marks in zip((old, new), changed_words(old, new), strict=True):
        assert 2 * len(kept(text, marks)) > len(text) or not marks


def test_a_word_is_marked_whole() -> None:
    assert changed_words("x = compute(alpha)", "x = compute(alphabet)") == ([[12, 17]], [[12, 20]])


def test_words_that_follow_each_other_have_one_mark() -> None:
    # "a b" becomes "c": the words a, blank and b, which stand at 6, 7 and 8.
    assert changed_words("call( a b , argument)", "call( c , argument)") == ([[6, 9]], [[6, 7]])


def test_a_line_that_changed_by_half_has_no_marks() -> None:
    assert changed_words("aaaa bbb", "cccc bbb") == ([], [])  # 4 of 8 characters


def test_marks_count_as_the_browser_does() -> None:
    # A balloon takes two code units: "print('🎈', " has 12 characters and 13 units.
    assert changed_words("print('🎈', one, more)", "print('🎈', two, more)") == ([[12, 15]], [[12, 15]])


def test_pairs_keep_the_order_of_the_lines() -> None:
    assert paired(["alpha = 1", "beta = 2"], ["beta = 2;", "alpha = 1;"]) in ([(0, 1)], [(1, 0)])


def test_blank_lines_are_nobodys_partner() -> None:
    assert paired(["", "x"], ["", "y"]) == []


def test_a_change_of_many_lines_has_no_pairs() -> None:
    assert paired(["x = 1"] * 61, ["x = 2"] * 61) == []
