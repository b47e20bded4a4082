from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.potato.keys import kind_name
from tracewright.schemes import multirate


def scheme(**options: Any) -> dict[str, Any]:
    raw = {"name": "rate", "options": ["speed", "care"], "labels": ["low", "mid", "high"], **options}
    return multirate.config(raw, "scheme")


ratings = st.fixed_dictionaries(
    {}, optional={row: st.sampled_from(["low", "mid", "high"]) for row in ("speed", "care")}
)


@given(ratings)
def test_parse_undoes_as_sent(given_ratings: dict[str, str]) -> None:
    answer = multirate.parse(scheme(), {"ratings": given_ratings}, {})
    assert multirate.parse(scheme(), multirate.as_sent(scheme(), answer, {}), {}) == answer
    assert answer["ratings"] == given_ratings


def test_the_rows_are_stored_in_the_order_of_the_config_and_unrated_ones_are_not() -> None:
    answer = multirate.parse(scheme(options=["a", "b", "c"]), {"ratings": {"c": "low", "a": "high", "b": None}}, {})
    assert list(answer["ratings"].items()) == [("a", "high"), ("c", "low")]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"ratings": {"price": "low"}}, "rate: has no option 'price'"),
        ({"ratings": {"speed": "worse"}}, "rate: has no rating 'worse' for 'speed'"),
        ({"ratings": {"speed": ["low"]}}, "rate: has no rating a list"),
        ({"ratings": ["low"]}, "rate: needs an object with a value for each option"),
        ({"scores": {}}, "rate: knows no 'scores', only ratings"),
    ],
)
def test_what_is_no_rating_of_a_row_is_refused(sent: dict[str, Any], message: str) -> None:
    with pytest.raises(AnswerError) as error:
        multirate.parse(scheme(), sent, {})
    assert str(error.value).startswith(message)


def test_a_wrong_rating_names_its_row() -> None:
    with pytest.raises(AnswerError) as error:
        multirate.parse(scheme(), {"ratings": {"care": "worse"}}, {})
    assert error.value.at == "care"


def test_each_row_that_is_not_rated_is_missing_where_all_are_required() -> None:
    config = scheme(required=True)
    assert multirate.missing(config, None, {}) == [("speed", "answer"), ("care", "answer")]
    assert multirate.missing(config, {"ratings": {"speed": "low"}}, {}) == [("care", "answer")]
    assert multirate.missing(scheme(), None, {}) == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"options": []}, "scheme options: must be a list with at least one option"),
        ({"options": ["a", "a"]}, "scheme options: has 'a' more than once"),
        ({"options": ["a", {"tooltip": "x"}]}, "scheme options[1] name: must be a text, not nothing"),
        ({"labels": None}, "scheme labels: must be a list with at least one label"),
    ],
)
def test_the_key_at_fault_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemeError) as error:
        scheme(**options)
    assert str(error.value).startswith(message)


def test_potato_labels_become_an_answer() -> None:
    assert multirate.from_potato(scheme(), {"care": "high", "speed": ""}, {}) == {"ratings": {"care": "high"}}
    assert multirate.from_potato(scheme(), {}, {}) is None


def test_rows_that_come_from_the_data_are_not_built() -> None:
    assert kind_name({"annotation_type": "multirate", "options": ["a"]}) == "multirate"
    assert kind_name({"annotation_type": "multirate", "options_from_data": "step_summaries"}) == "raw"
