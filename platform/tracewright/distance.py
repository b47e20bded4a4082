"""How far an edit went: exact edit distances as the browser counts them, in UTF-16 code units and in words."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import Levenshtein

# The class \s of JavaScript (ECMA-262, WhiteSpace and LineTerminator). Python's differs: it lacks U+FEFF and
# takes U+001C..U+001F and U+0085 besides.
SPACES = "\t\n\v\f\r \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
# What comparing may cost, in pairs of ASCII characters: about 2 s. Length times distance for texts that are much alike.
MAX_PAIRS = 40_000_000_000
# A pair of words or of other characters takes four times as long: they are looked up by hash.
HASHED = 4
# Most edits are small: looking near the diagonal first is ten times faster on 20 kB, and as exact.
SMALL, SMALLEST = 512, 64
_SPACES = re.compile(f"[{SPACES}]+")


@dataclass
class Budget:
    """The pairs that several comparisons may cost together: each takes its part, and the last may find none left."""

    pairs: int = field(default_factory=lambda: MAX_PAIRS)


def words(text: str) -> list[str]:
    """What JavaScript's `text.trim().split(/\\s+/)` gives: an empty text is one empty word.

    >>> words(" go  home\\n")
    ['go', 'home']
    """
    return _SPACES.split(text.strip(SPACES))


def distance_chars(a: str, b: str, budget: Budget | None = None) -> int:
    """Levenshtein distance in UTF-16 code units, each insertion, deletion and substitution costing 1.

    Alone, exact for texts of up to 200,000 code units (100,000 when not ASCII), and for longer ones when they are much
    alike (1 MB that differ in up to 40,000, or 10,000). Beyond that, and beyond what the `budget` has left, it is what it
    can be at most, the length of the longer text, so that no submit takes minutes. Up to 512 it is always exact.

    >>> distance_chars("queyr", "query")
    2
    """
    if a.isascii() and b.isascii():
        return _distance(a, b, 1, budget or Budget())
    return _distance(_code_units(a), _code_units(b), HASHED, budget or Budget())


def distance_words(a: str, b: str, budget: Budget | None = None) -> int:
    """Levenshtein distance in words, alone exact for texts of up to 100,000 words; beyond as `distance_chars`.

    >>> distance_words("a thin thought", "a fuller thought")
    1
    """
    return _distance(words(a), words(b), HASHED, budget or Budget())


def _code_units(text: str) -> "array[int]":
    return array("H", text.encode("utf-16-le", "surrogatepass"))


def _distance(a: Sequence[Any], b: Sequence[Any], cost: int, budget: Budget) -> int:
    # Free: its time grows with the length only, as reading the answer does.
    small = Levenshtein.distance(a, b, score_cutoff=SMALL, score_hint=SMALLEST)
    if small <= SMALL:
        return small
    pairs, longer = len(a) * len(b) * cost, max(len(a), len(b))
    if pairs <= budget.pairs:
        budget.pairs -= pairs
        return Levenshtein.distance(a, b)
    affordable = budget.pairs // (longer * cost)
    if affordable <= SMALL:
        return longer
    found = Levenshtein.distance(a, b, score_cutoff=affordable, score_hint=SMALL)
    budget.pairs -= longer * cost * min(found, affordable)
    return found if found <= affordable else longer
