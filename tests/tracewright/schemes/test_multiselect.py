from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.strategies import texts
from tracewright.errors import AnswerError
from tracewright.schemes import multiselect


def scheme(**options: Any) -> dict[str, Any]:
    return multiselect.config({"name": "why", "labels": ["x", "y", "z"], **options}, "scheme")


@given(st.lists(st.sampled_from("xyz")), texts)
def test_parse_undoes_as_sent(choices: list[str], free_response: str) -> None:
    config = scheme(has_free_response={"instruction": "else"})
    answer = multiselect.parse(config, {"choices": choices, "free_response": free_response}, {})
    assert multiselect.parse(config, multiselect.as_sent(config, answer, {}), {}) == answer


def test_choices_are_stored_once_in_the_order_of_the_config() -> None:
    answer = multiselect.parse(scheme(), {"choices": ["z", "x", "z"]}, {})
    assert answer == {"choices": ["x", "z"], "free_response": ""}


@pytest.mark.parametrize("choices", [["w"], [None], "x", {"x": 1}])
def test_what_is_no_list_of_known_choices_is_refused(choices: object) -> None:
    with pytest.raises(AnswerError, match="why: "):
        multiselect.parse(scheme(), {"choices": choices}, {})


def test_a_required_choice_is_missing_until_made() -> None:
    config = scheme(label_requirement={"required": True})
    assert multiselect.missing(config, None, {}) == [("", "answer")]
    assert multiselect.missing(config, {"choices": ["x"], "free_response": ""}, {}) == []


def test_potato_labels_become_an_answer() -> None:
    config = scheme(has_free_response=True)
    labels = {"z": "z", "x": "x", "free_response": "and so on"}
    assert multiselect.from_potato(config, labels, {}) == {"choices": ["x", "z"], "free_response": "and so on"}
    assert multiselect.from_potato(config, {}, {}) is None
