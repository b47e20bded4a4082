"""How far an edit went: exact edit distances as the browser counts them, in UTF-16 code units and in words."""

import re
from array import array

from rapidfuzz.distance import Levenshtein

# The class \s of JavaScript (ECMA-262, WhiteSpace and LineTerminator). Python's differs: it lacks U+FEFF and
# takes U+001C..U+001F and U+0085 besides.
SPACE = r"[\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]"
_SPACES = re.compile(f"{SPACE}+")
_ENDS = re.compile(rf"\A{SPACE}+|{SPACE}+\Z")


def words(text: str) -> list[str]:
    """What JavaScript's `text.trim().split(/\\s+/)` gives: an empty text is one empty word.

    >>> words(" go  home\\n")
    ['go', 'home']
    """
    return _SPACES.split(_ENDS.sub("", text))


def distance_chars(a: str, b: str) -> int:
    """Levenshtein distance in UTF-16 code units, each insertion, deletion and substitution costing 1.

    >>> distance_chars("queyr", "query")
    2
    """
    return Levenshtein.distance(_code_units(a), _code_units(b))


def distance_words(a: str, b: str) -> int:
    """Levenshtein distance in words.

    >>> distance_words("a thin thought", "a fuller thought")
    1
    """
    return Levenshtein.distance(words(a), words(b))


def _code_units(text: str) -> "array[int]":
    return array("H", text.encode("utf-16-le", "surrogatepass"))
