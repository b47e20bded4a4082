"""Words that people wrote for an error, and the kind of the taxonomy that they mean since."""

from typing import Any

import pytest

from tests.tracewright.schemes.judging import STEPS
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import failure_attribution, trajectory_eval

TYPES = [{"name": "execution", "subtypes": ["wrong_tool"]}, "safety"]
PROMOTED = [
    {"text": "Forgets the user", "error_type": "safety"},
    {"text": "wrong  hammer", "error_type": "execution", "error_subtype": "wrong_tool"},
]


def scheme(**options: Any) -> dict[str, Any]:
    raw = {"name": "eval", "error_types": TYPES, "promoted_others": PROMOTED, **options}
    return trajectory_eval.config(raw, "scheme")


def error(judgment: dict[str, Any], **options: Any) -> dict[str, Any]:
    sent = {"steps": {"0": {"correctness": "incorrect", **judgment}}}
    stored = trajectory_eval.parse(scheme(**options), sent, STEPS)["steps"]["0"]
    return {key: value for key, value in stored.items() if key != "correctness"}


def test_promoted_words_bring_their_kind_along_and_are_kept() -> None:
    assert error({"other": " forgets the  USER"}) == {"error_type": "safety", "other": " forgets the  USER"}


def test_words_may_mean_a_subtype() -> None:
    found = {"error_type": "execution", "error_subtype": "wrong_tool", "other": "Wrong hammer"}
    assert error({"other": "Wrong hammer"}) == found
    assert error(found) == found  # what is stored is read as the same


def test_a_kind_that_somebody_chose_counts_whatever_words_stand_beside_it() -> None:
    assert error({"error_type": "execution", "other": "forgets the user"})["error_type"] == "execution"


def test_other_words_stay_words() -> None:
    assert error({"other": "forgets"}) == {"other": "forgets"}


def test_words_of_the_list_are_taken_where_no_others_are_allowed() -> None:
    assert error({"other": "forgets the user"}, allow_other=False)["error_type"] == "safety"
    with pytest.raises(AnswerError, match="takes no error but those of the list"):
        error({"other": "forgets"}, allow_other=False)


def test_an_attribution_reads_them_too() -> None:
    config = failure_attribution.config({"name": "why", "error_types": TYPES, "promoted_others": PROMOTED}, "why")
    answer = failure_attribution.parse(config, {"other": "Forgets the user"}, STEPS)
    assert (answer["failed"], answer["error_type"]) == (True, "safety")


def test_a_config_without_them_has_no_such_key() -> None:
    assert "promoted_others" not in trajectory_eval.config({"name": "eval", "error_types": TYPES}, "scheme")


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"a": "safety"}, "promoted_others: must be a list"),
        (["a"], r"promoted_others\[0\]: must have text and error_type"),
        ([{"error_type": "safety"}], r"promoted_others\[0\] text: must be a text"),
        ([{"text": "a", "error_type": "gone"}], r"promoted_others\[0\] error_type: has 'gone'"),
        ([{"text": "a", "error_type": "safety", "error_subtype": "x"}], "no subtype of 'safety'"),
        (
            [{"text": "a b", "error_type": "safety"}, {"text": "A  B", "error_type": "execution"}],
            "'a b' more than once",
        ),
    ],
)
def test_a_faulty_list_is_told_with_its_place(entries: Any, words: str) -> None:
    with pytest.raises(SchemeError, match=words):
        scheme(promoted_others=entries)
