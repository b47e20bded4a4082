"""What an edit changed, word by word, for people to read."""

import re
from itertools import groupby
from typing import Literal, NamedTuple

from rapidfuzz.distance import Indel

from tracewright.distance import SPACE

# Words of one text times words of the other. The comparison keeps a bit for each pair: 12 MB at most.
MAX_PAIRS = 100_000_000
_WORDS = re.compile(rf"{SPACE}+|(?:(?!{SPACE})[\s\S])+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Hunk(NamedTuple):
    change: Literal["same", "deleted", "inserted"]
    text: str


def hunks(a: str, b: str) -> list[Hunk]:
    """The shortest list of changes that leads from `a` to `b`, in words and the white space between them.

    The texts of same and deleted hunks joined are `a`, those of same and inserted ones are `b`. Texts too large to
    compare by words are compared by lines, and where that is too much as well, as one deletion and one insertion.

    >>> [tuple(hunk) for hunk in hunks("go home", "go out")]
    [('same', 'go '), ('deleted', 'home'), ('inserted', 'out')]
    """
    old, new = _tokens(a, b)
    found: list[Hunk] = []
    for is_same, run in groupby(Indel.opcodes(old, new), key=lambda opcode: opcode.tag == "equal"):
        opcodes = list(run)
        before = "".join("".join(old[opcode.src_start : opcode.src_end]) for opcode in opcodes)
        after = "".join("".join(new[opcode.dest_start : opcode.dest_end]) for opcode in opcodes)
        found += [Hunk("same", before)] if is_same else [Hunk("deleted", before), Hunk("inserted", after)]
    return [hunk for hunk in found if hunk.text]


def _tokens(a: str, b: str) -> tuple[list[str], list[str]]:
    for pattern in (_WORDS, _LINES):
        old, new = pattern.findall(a), pattern.findall(b)
        if len(old) * len(new) <= MAX_PAIRS:
            return old, new
    return [a], [b]
