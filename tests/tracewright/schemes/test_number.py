from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import number


def scheme(**options: Any) -> dict[str, Any]:
    return number.config({"name": "minutes", "min_value": 0, "max_value": 9, **options}, "scheme")


@given(st.none() | st.integers(0, 9) | st.floats(0, 9))
def test_parse_undoes_as_sent(value: float | None) -> None:
    answer = number.parse(scheme(), {"value": value}, {})
    assert number.parse(scheme(), number.as_sent(scheme(), answer, {}), {}) == answer == {"value": value}


@given(st.integers(0, 9) | st.floats(0, 9))
def test_what_potato_stored_as_text_becomes_the_number(value: float) -> None:
    assert number.from_potato(scheme(), {"number": str(value)}, {}) == {"value": value}


@pytest.mark.parametrize("labels", [{}, {"number": ""}, {"number": None}])
def test_nothing_stored_is_no_answer(labels: dict[str, Any]) -> None:
    assert number.from_potato(scheme(), labels, {}) is None


@pytest.mark.parametrize("labels", [{"number": "many"}, {"number": "nan"}, {"number": "12"}, {"minutes": "3"}])
def test_what_potato_stored_and_is_no_such_number_is_refused(labels: dict[str, Any]) -> None:
    with pytest.raises(AnswerError, match="minutes"):
        number.from_potato(scheme(), labels, {})


def test_a_number_outside_the_range_is_refused() -> None:
    with pytest.raises(AnswerError, match="minutes: needs a number from 0 to 9, not 9.5"):
        number.parse(scheme(), {"value": 9.5}, {})


def test_what_was_typed_and_is_no_number_is_refused() -> None:
    with pytest.raises(AnswerError, match="minutes: needs a number from 0 to 9, not a text"):
        number.parse(scheme(), {"value": ""}, {})


def test_without_ends_every_number_is_taken() -> None:
    config = number.config({"name": "minutes"}, "scheme")
    assert number.parse(config, {"value": -1.5}, {}) == {"value": -1.5}


def test_the_ends_have_a_shorter_name() -> None:
    config = number.config({"name": "minutes", "min": 1, "max": 5}, "scheme")
    assert (config["min_value"], config["max_value"]) == (1, 5)
    assert number.config({**config, "min_value": 2}, "scheme")["min_value"] == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_value": 0}, "scheme max_value: must be above 0, not 0"),
        ({"max_value": None, "max": -2}, "scheme max: must be above 0, not -2"),
        ({"min_value": "0"}, "scheme min_value: must be a number, not '0'"),
        ({"step": 0}, "scheme step: must be above 0, not 0"),
        ({"step": True}, "scheme step: must be a number, not True"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused_with_its_key(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemeError) as error:
        scheme(**options)
    assert str(error.value) == message


@pytest.mark.parametrize("answer", [None, {"value": None}])
def test_a_required_number_is_missing_until_typed(answer: dict[str, Any] | None) -> None:
    assert number.missing(scheme(required=True), answer, {}) == [("", "answer")]
    assert number.missing(scheme(), answer, {}) == []


def test_zero_is_an_answer() -> None:
    assert number.missing(scheme(required=True), {"value": 0}, {}) == []
