from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import confidence


def scheme(**options: Any) -> dict[str, Any]:
    return confidence.config({"name": "sure", **options}, "scheme")


SCALE, LINE = scheme(), scheme(scale_type="slider")


@given(st.none() | st.integers(1, 5))
def test_parse_undoes_as_sent_on_a_scale(value: int | None) -> None:
    answer = confidence.parse(SCALE, {"value": value}, {})
    assert confidence.parse(SCALE, confidence.as_sent(SCALE, answer, {}), {}) == answer == {"value": value}


@given(st.none() | st.integers(0, 100) | st.floats(0, 100))
def test_parse_undoes_as_sent_on_a_line(value: float | None) -> None:
    answer = confidence.parse(LINE, {"value": value}, {})
    assert confidence.parse(LINE, confidence.as_sent(LINE, answer, {}), {}) == answer == {"value": value}


def test_what_is_not_said_is_a_scale_of_five_points() -> None:
    assert (SCALE["scale_type"], SCALE["scale_points"], SCALE["target_schema"]) == ("likert", 5, "")


def test_labels_say_how_many_points_there_are() -> None:
    assert scheme(labels=["guess", "think", "know"])["scale_points"] == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"scale_type": "stars"}, "scheme scale_type: must be likert or slider, not 'stars'"),
        ({"scale_points": 1}, "scheme scale_points: must be a whole number from 2 to 100, not 1"),
        ({"scale_points": 5, "labels": ["a", "b"]}, "scheme labels: must be one for each of the 5 points, not 2"),
        ({"slider_min": 100}, "scheme slider_max: must be above 100, not 100"),
        ({"step": 0}, "scheme step: must be above 0, not 0"),
        ({"target_schema": 3}, "scheme target_schema: must be a text, not 3"),
    ],
)
def test_a_scheme_that_makes_no_sense_is_refused_with_its_key(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemeError) as error:
        scheme(**options)
    assert str(error.value) == message


@pytest.mark.parametrize(("config", "value"), [(SCALE, 0), (SCALE, 6), (SCALE, 2.5), (LINE, -1), (LINE, 101)])
def test_a_value_outside_is_refused(config: dict[str, Any], value: float) -> None:
    with pytest.raises(AnswerError, match="sure: needs a"):
        confidence.parse(config, {"value": value}, {})


@pytest.mark.parametrize("answer", [None, {"value": None}])
def test_a_required_confidence_is_missing_until_given(answer: dict[str, Any] | None) -> None:
    assert confidence.missing(scheme(required=True), answer, {}) == [("", "answer")]
    assert confidence.missing(scheme(), answer, {}) == []


def test_no_confidence_at_all_is_an_answer() -> None:
    assert confidence.missing(scheme(scale_type="slider", required=True), {"value": 0}, {}) == []


@pytest.mark.parametrize(
    ("config", "labels", "answer"),
    [
        (SCALE, {"4": "4"}, {"value": 4}),
        (SCALE, {}, None),
        (scheme(labels=["guess", "know"]), {"2": "2"}, {"value": 2}),
        (LINE, {"confidence_level": "75"}, {"value": 75}),
        (LINE, {"confidence_level": ""}, None),
    ],
)
def test_potato_labels_become_an_answer(
    config: dict[str, Any], labels: dict[str, Any], answer: dict[str, Any] | None
) -> None:
    assert confidence.from_potato(config, labels, {}) == answer


@pytest.mark.parametrize(
    ("config", "labels"),
    [(SCALE, {"6": "6"}), (SCALE, {"1": "1", "2": "2"}), (SCALE, {"confidence_level": "75"}), (LINE, {"4": "4"})],
)
def test_what_is_stored_for_another_scale_is_refused(config: dict[str, Any], labels: dict[str, Any]) -> None:
    with pytest.raises(AnswerError, match="sure"):
        confidence.from_potato(config, labels, {})
