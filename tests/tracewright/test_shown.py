from typing import Any

import pytest

from tracewright.shown import shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        ("", "''"),
        ("yes", "'yes'"),
        (True, "True"),
        (3, "3"),
        ([], "a list, []"),
        ({}, "an object, {}"),
    ],
)
def test_a_small_value_is_shown_whole(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "json_type"),
    [
        ("x" * 1_000_000, "a text"),
        (10**4000, "a number"),
        ([[1] * 1000] * 1000, "a list"),
        ({"x" * 1000: "y" * 1000}, "an object"),
    ],
)
def test_of_a_large_value_60_characters_are_shown_behind_its_type(value: Any, json_type: str) -> None:
    found, _, text = shown(value).partition(", ")
    assert (found, len(text)) == (json_type, 60)
