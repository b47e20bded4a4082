from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import texts
from tracewright.errors import AnswerError
from tracewright.schemes import radio


def scheme(**options: Any) -> dict[str, Any]:
    return radio.config({"name": "verdict", "labels": ["good", "bad"], **options}, "scheme")


@given(st.none() | st.sampled_from(["good", "bad"]), texts)
def test_parse_undoes_as_sent(choice: str | None, free_response: str) -> None:
    config = scheme(has_free_response=True)
    answer = radio.parse(config, {"choice": choice, "free_response": free_response}, {})
    assert radio.parse(config, radio.as_sent(config, answer, {}), {}) == answer


@pytest.mark.parametrize("choice", ["ugly", 1, [], "Good"])
def test_an_unknown_choice_is_refused(choice: object) -> None:
    with pytest.raises(AnswerError, match="verdict: has no choice"):
        radio.parse(scheme(), {"choice": choice}, {})


def test_a_free_response_nobody_asked_for_is_refused() -> None:
    with pytest.raises(AnswerError, match="takes no free response"):
        radio.parse(scheme(), {"choice": "good", "free_response": "so"}, {})


@pytest.mark.parametrize("answer", [None, {"choice": None, "free_response": " "}])
def test_a_required_choice_is_missing_until_made(answer: dict[str, Any] | None) -> None:
    assert radio.missing(scheme(required=True), answer, {}) == [("", "answer")]
    assert radio.missing(scheme(), answer, {}) == []


def test_a_free_response_answers_the_question() -> None:
    assert radio.missing(scheme(required=True), {"choice": None, "free_response": "other"}, {}) == []


@pytest.mark.parametrize(
    ("labels", "answer"),
    [
        ({"good": "good"}, {"choice": "good", "free_response": ""}),
        ({"good": True, "bad": False}, {"choice": "good", "free_response": ""}),
        ({"free_response": "so"}, {"choice": None, "free_response": "so"}),
        ({"good": ""}, None),
        ({}, None),
    ],
)
def test_potato_labels_become_an_answer(labels: dict[str, Any], answer: dict[str, Any] | None) -> None:
    assert radio.from_potato(scheme(has_free_response=True), labels, {}) == answer


def test_two_choices_are_refused() -> None:
    with pytest.raises(AnswerError, match="more than one choice: good, bad"):
        radio.from_potato(scheme(), {"good": "good", "bad": "bad"}, {})
