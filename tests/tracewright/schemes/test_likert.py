from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import likert

ENDS = {"size": 5, "min_label": "poor", "max_label": "good"}


def scheme(**options: Any) -> dict[str, Any]:
    return likert.config({"name": "quality", **ENDS, **options}, "scheme")


@given(st.none() | st.integers(1, 5))
def test_parse_undoes_as_sent(value: int | None) -> None:
    answer = likert.parse(scheme(), {"value": value}, {})
    assert likert.parse(scheme(), likert.as_sent(scheme(), answer, {}), {}) == answer == {"value": value}


@pytest.mark.parametrize("key", ["size", "min_label", "max_label"])
def test_a_scale_without_names_of_its_points_needs_size_and_ends(key: str) -> None:
    with pytest.raises(SchemeError, match=f"scheme {key}"):
        scheme(**{key: None})


def test_labels_say_how_many_points_there_are() -> None:
    config = likert.config({"name": "quality", "labels": ["poor", "fair", "good"]}, "scheme")
    assert (config["size"], likert.parse(config, {"value": 3}, {})) == (3, {"value": 3})


def test_what_cannot_be_judged_is_an_answer_of_its_own() -> None:
    config = scheme(bad_text_label={"label_content": "broken"}, required=True)
    answer = likert.parse(config, {"bad_text": True}, {})
    assert (answer, likert.missing(config, answer, {})) == ({"value": None, "bad_text": True}, [])


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"value": 4, "bad_text": True}, "a value or bad_text, not both"),
        ({"bad_text": 1}, "true or false for bad_text"),
    ],
)
def test_what_contradicts_itself_is_refused(sent: dict[str, Any], message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        likert.parse(scheme(bad_text_label=True), sent, {})


def test_bad_text_nobody_asked_for_is_refused() -> None:
    with pytest.raises(AnswerError, match="quality: knows no 'bad_text', only value"):
        likert.parse(scheme(), {"bad_text": True}, {})


@pytest.mark.parametrize("answer", [None, {"value": None}, {"value": None, "bad_text": False}])
def test_a_required_point_is_missing_until_chosen(answer: dict[str, Any] | None) -> None:
    assert likert.missing(scheme(required=True), answer, {}) == [("", "answer")]
    assert likert.missing(scheme(), answer, {}) == []


@pytest.mark.parametrize(
    ("options", "labels", "answer"),
    [
        ({}, {"4": "4"}, {"value": 4}),
        ({}, {"4": ""}, None),
        ({"bad_text_label": True}, {"bad_text": "bad_text"}, {"value": None, "bad_text": True}),
        ({"bad_text_label": True}, {"4": "4"}, {"value": 4, "bad_text": False}),
        ({"labels": ["poor", "fair"]}, {"fair": "fair"}, {"value": 2}),
        ({"labels": ["5", "1"]}, {"5": "5"}, {"value": 1}),  # the name counts, not the number in it
    ],
)
def test_potato_labels_become_an_answer(
    options: dict[str, Any], labels: dict[str, Any], answer: dict[str, Any] | None
) -> None:
    assert likert.from_potato(scheme(**options), labels, {}) == answer


@pytest.mark.parametrize("labels", [{"6": "6"}, {"4": "4", "5": "5"}, {"good": "good"}])
def test_labels_that_are_no_point_are_refused(labels: dict[str, Any]) -> None:
    with pytest.raises(AnswerError, match="quality"):
        likert.from_potato(scheme(), labels, {})
