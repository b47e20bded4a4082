from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import select


def scheme(**options: Any) -> dict[str, Any]:
    return select.config({"name": "domain", "labels": ["code", "web"], **options}, "scheme")


@given(st.none() | st.sampled_from(["code", "web"]))
def test_parse_undoes_as_sent(choice: str | None) -> None:
    answer = select.parse(scheme(), {"choice": choice}, {})
    assert select.parse(scheme(), select.as_sent(scheme(), answer, {}), {}) == answer == {"choice": choice}


@pytest.mark.parametrize("choice", ["", "Code", 1, []])
def test_an_unknown_choice_is_refused(choice: object) -> None:
    with pytest.raises(AnswerError, match="domain: has no choice"):
        select.parse(scheme(), {"choice": choice}, {})


def test_a_file_of_labels_is_refused_with_its_name() -> None:
    with pytest.raises(SchemeError, match="scheme labels: must be a list with at least one label, not 'labels.txt'"):
        scheme(labels="labels.txt")


@pytest.mark.parametrize("answer", [None, {"choice": None}])
def test_a_required_choice_is_missing_until_made(answer: dict[str, Any] | None) -> None:
    assert select.missing(scheme(required=True), answer, {}) == [("", "answer")]
    assert select.missing(scheme(), answer, {}) == []


def test_a_choice_is_no_gap() -> None:
    assert select.missing(scheme(required=True), {"choice": "web"}, {}) == []


@pytest.mark.parametrize(
    ("labels", "answer"),
    [({"select-one": "web"}, {"choice": "web"}), ({"select-one": ""}, None), ({"select-one": None}, None)],
)
def test_potato_labels_become_an_answer(labels: dict[str, Any], answer: dict[str, Any] | None) -> None:
    assert select.from_potato(scheme(), labels, {}) == answer


@pytest.mark.parametrize("labels", [{"select-one": "data"}, {"web": "web"}])
def test_what_is_no_choice_of_the_list_is_refused(labels: dict[str, Any]) -> None:
    with pytest.raises(AnswerError, match="domain"):
        select.from_potato(scheme(), labels, {})
