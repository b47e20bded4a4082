import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.display.ansi import MAX_SPANS, spans

STYLES = ["\x1b[0m", "\x1b[m", "\x1b[1m", "\x1b[31m", "\x1b[2;3m", "\x1b[38;5;196m", "\x1b[39m", "\x1b[48;5;1m"]
DROPPED = [
    "\x1b[2J",
    "\x1b[10;20H",
    "\x1b]0;title\x07",
    "\x1b]8;;http://x\x1b\\",
    "\x1b(B",
    "\x1b[?25l",
    "\x07",
    "\x1b[A",
]
words = st.text(st.characters(exclude_characters="\x1b\r\b\x07\\", exclude_categories=["Cs"]), max_size=5)
pieces = st.lists(words | st.sampled_from([*STYLES, *DROPPED]), max_size=20)


def shown(text: str) -> str:
    return "".join(text for text, _ in spans(text))


@given(pieces)
def test_joined_spans_are_the_text_without_escapes(parts: list[str]) -> None:
    assert shown("".join(parts)) == "".join(part for part in parts if part not in (*STYLES, *DROPPED))


@given(st.text(st.sampled_from("ab\n\r\b\x1b[]0123;mKGCD:?\\\x07"), max_size=60) | st.text())
def test_no_text_is_refused_and_no_escape_is_left(text: str) -> None:
    assert not re.search("[\x1b\b\x07]", shown(text))
    styles = [style for _, style in spans(text)]
    assert all(one != other for one, other in zip(styles, styles[1:], strict=False))


@pytest.mark.parametrize(
    ("sequence", "style"),
    [
        ("31", "red"),
        ("94", "bright-blue"),
        ("1;4;7;33", "yellow bold underline inverse"),
        ("2;3", "dim italic"),
        ("38;5;2", "green"),
        ("38;5;196", "bright-red"),  # 196 = 16 + 5 * 36: red at its fullest, nothing else
        ("38;5;244", "bright-black"),  # a grey of 128; bright black is 127
        ("38;2;0;0;230", "blue"),  # blue is 0, 0, 238
        ("38:2::255:0:0", "bright-red"),
        ("38;2;250;0;0;1", "bright-red bold"),
        ("48;5;1;32", "green"),  # the background's 1 is not bold
        ("1;22", ""),
        ("31;39", ""),
        ("4:3", "underline"),
        ("4;4:0", ""),
        ("", ""),
        (">4;2", ""),
        ("38;5", ""),
        ("38;5;999", ""),
        ("9" * 5000, ""),
    ],
)
def test_a_sequence_sets_its_style(sequence: str, style: str) -> None:
    assert spans(f"\x1b[{sequence}mx") == [["x", style]]


def test_a_style_lasts_over_lines_until_it_is_reset() -> None:
    assert spans("\x1b[32mok\nfine\x1b[0m\nend") == [["ok\nfine\n", "green"], ["end", ""]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10%\r20%\r100%", "100%"),
        ("100%\r20%", "20%%"),  # a terminal overwrites, it does not erase
        ("100%\r\x1b[K20%", "20%"),
        ("100%\x1b[2K\r20%", "20%"),
        ("100%\x1b[2K\x1b[1G20%", "20%"),
        ("abc\b\bX", "aXc"),
        ("abc\x1b[2DX", "aXc"),
        ("a\x1b[2Cb", "a  b"),
        ("windows\r\nlines\r\n", "windows\nlines\n"),
        ("one\r\r\ntwo", "one\ntwo"),
    ],
)
def test_what_is_overwritten_is_gone(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_what_overwrites_has_its_own_style() -> None:
    assert spans("\x1b[31mabc\r\x1b[32mX") == [["X", "green"], ["bc", "red"]]


@pytest.mark.parametrize("escape", ["\\u001b", "\\u001B", "\\x1b", "\\x1B"])
def test_a_written_out_escape_counts_where_none_is_real(escape: str) -> None:
    assert spans(f"{escape}[31mred{escape}[0m") == [["red", "red"]]
    assert shown(f"\x1b[1m{escape}[31mred") == f"{escape}[31mred"


def test_text_that_speaks_of_escapes_stays() -> None:
    assert shown("ESC = '\\x1b' or \\u001b[ and so on") == "ESC = '\\x1b' or \\u001b[ and so on"


@pytest.mark.parametrize("text", ["a\x1b", "a\x1b[", "a\x1b[31", "a\x1b]0;title", "a\x1bP1", "a\x1b]11;?\x1b\\"])
def test_a_sequence_that_was_cut_is_dropped(text: str) -> None:
    assert shown(text) == "a"


def test_a_sequence_without_its_end_takes_no_further_line() -> None:
    assert shown("\x1b]0;title\nnext") == "\nnext"


@pytest.mark.slow
@pytest.mark.parametrize(
    "bomb",
    [
        "\x1b[31mx\x1b[32my" * 100_000,
        "\x1b[31mx\x1b[32my" * 80_000,
        "\x1b" * 900_000,
        "\x1b[" * 450_000,
        "\x1b]" * 450_000,
        "\x1b[" + "1;" * 490_000 + "m",
        "\x1b[99999Cx\r" * 90_000,
        "x\r" * 490_000,
        "\x1b[1Kx" * 190_000,
        "x" * 50_000 + "\x1b[1K" * 200_000,
        "x\x1b[0m" * 190_000,
    ],
    ids=range(11),
)
def test_a_bomb_is_bounded_in_time_and_spans(bomb: str) -> None:
    started = process_time()
    assert len(spans(bomb)) <= MAX_SPANS
    assert process_time() - started < 5


def test_too_many_spans_become_one() -> None:
    assert spans("\x1b[31mx\x1b[32my" * 2001) == [["xy" * 2001, ""]]
