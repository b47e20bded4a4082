from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import json_values
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import numbers

CONFIG = {"name": "score"}


@given(json_values)
def test_a_number_is_its_own_number_and_equal_to_what_was_sent(value: Any) -> None:
    number = numbers.number_of(value)
    assert numbers.number_of(number) == number
    assert number is None or number == value


@pytest.mark.parametrize("value", [True, "3", float("nan"), float("inf"), 2**53, 10**400, [], {}])
def test_what_a_browser_cannot_hold_as_a_number_is_none(value: object) -> None:
    assert numbers.number_of(value) is None


@given(st.floats(allow_nan=False, min_value=-1e15, max_value=1e15) | st.integers(-(2**53) + 1, 2**53 - 1))
def test_a_number_is_read_from_its_text(number: float) -> None:
    assert numbers.number_of(numbers.read_number(CONFIG, str(number))) == number


@pytest.mark.parametrize(
    ("low", "high", "message"),
    [
        (0, 9, "score: needs a number from 0 to 9, not 12"),
        (13, None, "score: needs a number from 13, not 12"),
        (None, 9.5, "score: needs a number up to 9.5, not 12"),
    ],
)
def test_a_number_outside_the_range_is_refused_with_the_range(
    low: float | None, high: float | None, message: str
) -> None:
    with pytest.raises(AnswerError) as error:
        numbers.sent_number(CONFIG, 12, low, high)
    assert str(error.value) == message


def test_both_ends_belong_to_the_range() -> None:
    assert [numbers.sent_number(CONFIG, end, 0, 9) for end in (0, 9)] == [0, 9]


@pytest.mark.parametrize("value", [True, "4", float("nan"), [4]])
def test_what_is_no_number_is_no_answer(value: object) -> None:
    with pytest.raises(AnswerError, match="score: needs a number"):
        numbers.sent_number(CONFIG, value, None, None)
    with pytest.raises(AnswerError, match="score: needs a whole number from 1 to 5"):
        numbers.sent_point(CONFIG, value, 5)


@pytest.mark.parametrize("value", [0, 6, 2.5])
def test_a_point_outside_the_scale_is_refused(value: object) -> None:
    with pytest.raises(AnswerError, match=f"score: needs a whole number from 1 to 5, not {value}"):
        numbers.sent_point(CONFIG, value, 5)


def test_a_stored_text_that_is_no_number_is_named() -> None:
    with pytest.raises(AnswerError, match="score: needs a number, not 'many'"):
        numbers.read_number(CONFIG, "many")


@pytest.mark.parametrize("value", [0, 1, 101, 10**9, 2.5, "5", True, None])
def test_a_scale_has_two_to_a_hundred_points(value: object) -> None:
    with pytest.raises(SchemeError, match="scheme size: must be a whole number from 2 to 100"):
        numbers.points_option({"size": value}, "size", None, "scheme")


def test_a_step_is_above_nothing() -> None:
    with pytest.raises(SchemeError, match="scheme step: must be above 0, not -1"):
        numbers.step_option({"step": -1}, None, "scheme")
