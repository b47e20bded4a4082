from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import rubric_eval


def scheme(**options: Any) -> dict[str, Any]:
    return rubric_eval.config({"name": "rubric", "criteria": ["clear", {"name": "right"}], **options}, "scheme")


scores = st.integers(min_value=1, max_value=5)


@given(st.fixed_dictionaries({}, optional={"clear": scores, "right": scores}), st.none() | scores)
def test_parse_undoes_as_sent(given_scores: dict[str, int], overall: int | None) -> None:
    config = scheme(show_overall=True)
    answer = rubric_eval.parse(config, {"scores": given_scores, "overall": overall}, {})
    assert rubric_eval.parse(config, rubric_eval.as_sent(config, answer, {}), {}) == answer
    assert answer == {"scores": given_scores, "overall": overall}


@pytest.mark.parametrize("score", [0, 6, -1, "4", 4.0, True, [4]])
def test_a_score_that_is_none_of_the_scale_is_refused_at_its_row(score: object) -> None:
    with pytest.raises(AnswerError, match="rubric: 'right' needs a score from 1 to 5, not ") as error:
        rubric_eval.parse(scheme(), {"scores": {"right": score}}, {})
    assert error.value.at == "right"


def test_an_unknown_criterion_is_refused() -> None:
    with pytest.raises(AnswerError, match="rubric: has no criterion 'price'"):
        rubric_eval.parse(scheme(), {"scores": {"price": 1}}, {})


def test_a_score_for_the_whole_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(AnswerError, match="rubric: knows no 'overall'"):
        rubric_eval.parse(scheme(), {"scores": {}, "overall": 3}, {})


def test_each_row_without_a_score_is_missing_where_all_are_required() -> None:
    config = scheme(required=True, show_overall=True)
    assert [at for at, _ in rubric_eval.missing(config, None, {})] == ["clear", "right", "overall"]
    assert rubric_eval.missing(config, {"scores": {"clear": 1, "right": 2}, "overall": None}, {}) == [
        ("overall", "answer")
    ]
    assert rubric_eval.missing(scheme(required=True), {"scores": {"clear": 1, "right": 2}}, {}) == []
    assert rubric_eval.missing(scheme(show_overall=True), None, {}) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, ["Poor", "Below Average", "Average", "Good", "Excellent"]),
        ({"scale_points": 3}, []),
        ({"scale_points": 2, "scale_labels": ["no", "yes"]}, ["no", "yes"]),
    ],
)
def test_five_points_have_words_of_their_own(options: dict[str, Any], words: list[str]) -> None:
    assert scheme(**options)["scale_labels"] == words


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"criteria": None}, "scheme criteria: must be a list with at least one criterion, not nothing"),
        ({"criteria": [{"description": "x"}]}, "scheme criteria[0] name: must be a text"),
        ({"criteria": [{"name": "a", "description": 3}]}, "scheme criteria[0] description: must be a text, not 3"),
        ({"criteria": ["overall"], "show_overall": True}, 'scheme criteria: has "overall"'),
        ({"scale_points": 1}, "scheme scale_points: must be from 2 to 20, not 1"),
        ({"scale_points": 3, "scale_labels": ["a", "b"]}, "scheme scale_labels: must be 3, one for each point, not 2"),
        ({"scale_labels": "Poor"}, "scheme scale_labels: must be a list of texts"),
    ],
)
def test_the_key_at_fault_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemeError) as error:
        scheme(**options)
    assert str(error.value).startswith(message)


def test_potato_labels_become_an_answer() -> None:
    assert rubric_eval.from_potato(scheme(), {"right": "5", "clear": ""}, {}) == {"scores": {"right": 5}}
    config = scheme(show_overall=True)
    assert rubric_eval.from_potato(config, {"clear": "1", "overall": "2"}, {}) == {"scores": {"clear": 1}, "overall": 2}
    assert rubric_eval.from_potato(config, {}, {}) is None


@pytest.mark.parametrize("stored", ["6", "good", "٤٤٤٤", True])
def test_a_stored_score_that_is_none_is_unreadable(stored: object) -> None:
    with pytest.raises(AnswerError, match="'clear' needs a score"):
        rubric_eval.from_potato(scheme(), {"clear": stored}, {})


def test_a_criterion_may_be_called_overall_where_the_whole_is_not_asked() -> None:
    config = scheme(criteria=["overall"])
    assert rubric_eval.from_potato(config, {"overall": "3"}, {}) == {"scores": {"overall": 3}}
