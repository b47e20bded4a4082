from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import bws


def scheme(**options: Any) -> dict[str, Any]:
    return bws.config({"name": "pick", **options}, "scheme")


letters = st.none() | st.sampled_from("ABCD")


@given(st.tuples(letters, letters).filter(lambda ends: ends[0] is None or ends[0] != ends[1]))
def test_parse_undoes_as_sent(ends: tuple[str | None, str | None]) -> None:
    answer = bws.parse(scheme(), {"best": ends[0], "worst": ends[1]}, {})
    assert answer == {"best": ends[0], "worst": ends[1]}
    assert bws.parse(scheme(), bws.as_sent(scheme(), answer, {}), {}) == answer


@pytest.mark.parametrize("letter", ["E", "a", "", "AB", 1, ["A"]])
def test_what_is_no_letter_of_the_tuple_is_refused_at_its_row(letter: object) -> None:
    with pytest.raises(AnswerError, match="pick: has no .*, only A, B, C, D") as error:
        bws.parse(scheme(), {"best": letter}, {})
    assert error.value.at == "best"


def test_nothing_is_the_best_and_the_worst() -> None:
    with pytest.raises(AnswerError, match="pick: has 'B' as the best and as the worst") as error:
        bws.parse(scheme(), {"best": "B", "worst": "B"}, {})
    assert error.value.at == "worst"


def test_the_tuple_says_how_many_letters_there_are() -> None:
    assert bws.letters(scheme(tuple_size=2)) == ["A", "B"]
    assert bws.letters(scheme(tuple_size=26))[-1] == "Z"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tuple_size": 1}, "scheme tuple_size: must be from 2 to 26, not 1"),
        ({"tuple_size": 27}, "scheme tuple_size: must be from 2 to 26, not 27"),
        ({"tuple_size": "4"}, "scheme tuple_size: must be a number from 0, not '4'"),
        ({"best_description": 3}, "scheme best_description: must be a text, not 3"),
    ],
)
def test_the_key_at_fault_is_named(options: dict[str, Any], message: str) -> None:
    with pytest.raises(SchemeError) as error:
        scheme(**options)
    assert str(error.value) == message


def test_each_end_that_is_not_chosen_is_missing_where_it_is_required() -> None:
    config = scheme(required=True)
    assert bws.missing(config, None, {}) == [("best", "answer"), ("worst", "answer")]
    assert bws.missing(config, {"best": "A", "worst": None}, {}) == [("worst", "answer")]
    assert bws.missing(scheme(), None, {}) == []


def test_potato_labels_become_an_answer() -> None:
    assert bws.from_potato(scheme(), {"best": "B", "worst": "D"}, {}) == {"best": "B", "worst": "D"}
    assert bws.from_potato(scheme(), {"best": "B", "worst": ""}, {}) == {"best": "B", "worst": None}
    assert bws.from_potato(scheme(), {}, {}) is None


def test_another_stored_label_is_unreadable() -> None:
    with pytest.raises(AnswerError, match="pick: knows no 'middle', only best, worst"):
        bws.from_potato(scheme(), {"middle": "B"}, {})
