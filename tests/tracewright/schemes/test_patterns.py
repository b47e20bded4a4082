import time

import pytest

from tracewright.errors import SchemeError
from tracewright.schemes.patterns import is_found, plain_pattern

# Each is taken by RE2, by the browser's RegExp or by both, and never means the same to both.
READ_DIFFERENTLY = [
    r"(?i)a",
    r"(?P<name>a)",
    r"(?<name>a)",
    r"(?=a)",
    r"(?<!a)",
    r"(a)\1",
    r"\p{Greek}",
    r"\A",
    r"\z",
    r"\Q.\E",
    r"\-",
    r"\x41",
    "[[:alpha:]]",
    "[]a]",
    "[^]",
    r"[\d-z]",
    r"[\S]",
    "a{,3}",
    "a{",
    "}",
    "]",
]


@pytest.mark.parametrize("pattern", READ_DIFFERENTLY)
def test_what_is_read_differently_is_refused(pattern: str) -> None:
    with pytest.raises(SchemeError, match="scheme: has .* not taken"):
        plain_pattern(pattern, "scheme")


@pytest.mark.parametrize("pattern", ["(", "a)", "*a", "a**", "[z-a]", "a{3,2}", "a{1001}", "(?:a{1000}){1000}"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(SchemeError, match="scheme: is no pattern"):
        plain_pattern(pattern, "scheme")


@pytest.mark.parametrize("pattern", ["^*", r"\b+", "$?", "a^{2}"])
def test_a_place_is_not_repeated(pattern: str) -> None:
    with pytest.raises(SchemeError, match="scheme: repeats a place"):
        plain_pattern(pattern, "scheme")


def test_a_long_pattern_is_refused() -> None:
    with pytest.raises(SchemeError, match="has 1001 characters; the bound of a pattern is 1000"):
        plain_pattern("a" * 1001, "scheme")


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "(a*)*b", "(?:a?){30}a{30}b"])
def test_a_pattern_that_never_ends_elsewhere_ends(pattern: str) -> None:
    """Each takes Python's `re` more than 2^30 tries; a linear search passes 100,000 characters in well below a second."""
    plain = plain_pattern(pattern, "scheme")
    begin = time.monotonic()
    assert not is_found(plain, "a" * 100_000 + "!", False)
    assert time.monotonic() - begin < 5
