from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import slider


def scheme(**options: Any) -> dict[str, Any]:
    return slider.config({"name": "trust", "min_value": 0, "max_value": 10, "starting_value": 5, **options}, "scheme")


@given(st.none() | st.integers(0, 10) | st.floats(0, 10))
def test_parse_undoes_as_sent(value: float | None) -> None:
    answer = slider.parse(scheme(), {"value": value}, {})
    assert slider.parse(scheme(), slider.as_sent(scheme(), answer, {}), {}) == answer == {"value": value}


def test_what_nobody_set_is_no_answer() -> None:
    assert slider.parse(scheme(), {}, {}) == {"value": None}
    assert slider.missing(scheme(required=True), {"value": None}, {}) == [("", "answer")]
    assert slider.missing(scheme(), None, {}) == []


def test_the_lowest_value_is_an_answer() -> None:
    assert slider.missing(scheme(required=True), {"value": 0}, {}) == []


def test_the_handle_waits_at_the_lower_end_unless_said_otherwise() -> None:
    assert (scheme(starting_value=None)["starting_value"], scheme()["step"]) == (0, 1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_value": None}, "scheme min_value: must be a number, not nothing"),
        ({"max_value": "ten"}, "scheme max_value: must be a number, not 'ten'"),
        ({"max_value": 0}, "scheme max_value: must be above 0, not 0"),
        ({"starting_value": 11}, "scheme starting_value: must be from 0 to 10, not 11"),
        ({"step": 0}, "scheme step: must be above 0, not 0"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused_with_its_key(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemeError) as error:
        scheme(**options)
    assert str(error.value) == message


def test_a_value_outside_the_line_is_refused() -> None:
    with pytest.raises(AnswerError, match="trust: needs a number from 0 to 10, not 11"):
        slider.parse(scheme(), {"value": 11}, {})


@pytest.mark.parametrize(
    ("labels", "answer"),
    [
        ({"slider": "7"}, {"value": 7}),
        ({"slider": "5"}, {"value": 5}),  # its starting value: set there or never touched, nothing tells
        ({"slider": "7.5"}, {"value": 7.5}),  # between two steps of an earlier config
        ({"slider": ""}, None),
        ({}, None),
    ],
)
def test_potato_labels_become_an_answer(labels: dict[str, Any], answer: dict[str, Any] | None) -> None:
    assert slider.from_potato(scheme(), labels, {}) == answer


@pytest.mark.parametrize("labels", [{"slider": "11"}, {"slider": "far"}, {"trust": "7"}])
def test_what_is_no_place_on_the_line_is_refused(labels: dict[str, Any]) -> None:
    with pytest.raises(AnswerError, match="trust"):
        slider.from_potato(scheme(), labels, {})
