import json
from pathlib import Path

import pytest

from tracewright.distance import distance_chars, distance_words, words

# Shared with the browser's tests. The expected numbers come from JavaScript's own trim, split and code units with a
# textbook dynamic programme (Wagner and Fischer 1974), not from the libraries that either side uses.
TABLE = json.loads(Path(__file__).parent.parent.joinpath("data/distances.json").read_text())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: ascii(row["a"])[:30])
def test_table_shared_with_the_browser(row: dict[str, object]) -> None:
    a, b = str(row["a"]), str(row["b"])
    assert words(a) == row["words_a"]
    assert (distance_chars(a, b), distance_words(a, b)) == (row["chars"], row["words"])


def test_a_character_outside_the_basic_plane_is_two_code_units() -> None:
    assert distance_chars("", "😀") == 2


def test_a_lone_surrogate_does_no_harm() -> None:
    assert distance_chars("\ud83d", "😀") == 1
