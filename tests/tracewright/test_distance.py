import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright import distance
from tracewright.distance import Budget, distance_chars, distance_words, words

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


def textbook_distance(a: str, b: str) -> int:
    """Wagner and Fischer 1974, over texts of the basic plane."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, start=1):
        previous, row = row, [i]
        for j, right in enumerate(b, start=1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (left != right)))
    return row[-1]


@given(st.text("abc", max_size=30), st.text("abc", max_size=30))
def test_distances_are_exact_however_they_are_found(a: str, b: str) -> None:
    assert distance_chars(a, b) == textbook_distance(a, b)


def test_large_distances_are_exact_too() -> None:
    # No character in common: 3,000 substitutions and 1,000 insertions, far from small.
    assert distance_chars("a" * 3_000, "b" * 4_000) == 4_000


def test_two_alike_texts_of_a_megabyte_are_exact() -> None:
    text = "abcdefghi " * 100_000
    assert distance_chars(text, text[:500_000] + "X" + text[500_001:] + "Y") == 2


def test_beyond_what_is_affordable_it_is_the_length_of_the_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distance, "MAX_PAIRS", 1_000_000)
    # 1,200 x 1,200 pairs are too many, but 1,000,000 / 1,200 = 833 edits are affordable; 166 of the longer pair are.
    assert distance_chars("ab" * 600, "ac" * 600) == 600
    assert distance_chars("ab" * 3_000, "cb" * 3_000) == 6_000


def test_comparisons_share_a_budget() -> None:
    budget = Budget(1_500_000)
    # 1,000 x 1,000 pairs of it are spent on the first; 500,000 / 1,000 = 500 edits are affordable for the second.
    assert distance_chars("ab" * 500, "cd" * 500, budget) == 1_000
    assert budget.pairs == 500_000
    assert distance_chars("ab" * 500, "ax" * 600, budget) == 1_200  # 700 edits: 500 b, 200 more


def test_words_and_characters_outside_ascii_cost_four_times_as_much() -> None:
    budget = Budget(4_000_000)
    assert distance_chars("ä" * 1_000, "ö" * 1_000, budget) == 1_000
    assert budget.pairs == 0
    budget = Budget(4_000_000)
    assert distance_words("a " * 999 + "a", "b " * 999 + "b", budget) == 1_000
    assert budget.pairs == 0


def test_a_small_distance_is_exact_with_nothing_left() -> None:
    assert distance_chars("a" * 3_000 + "queyr", "a" * 3_000 + "query", Budget(0)) == 2
