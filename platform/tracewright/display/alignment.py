"""What changed from one sequence to another."""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq

Change = tuple[int, int, int, int]


def changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """What stands between the elements of a longest common subsequence: old[i:j] became new[k:m], never both empty.

    >>> list(changes(["a", "b", "c"], ["a", "x", "c", "d"]))
    [(1, 2, 1, 2), (3, 3, 3, 4)]
    """
    numbers: dict[str, int] = {}
    coded = [[numbers.setdefault(element, len(numbers)) for element in elements] for elements in (old, new)]
    at_old = at_new = 0
    for block in LCSseq.opcodes(*coded).as_matching_blocks():
        if (at_old, at_new) != (block.a, block.b):
            yield at_old, block.a, at_new, block.b
        at_old, at_new = block.a + block.size, block.b + block.size
