"""The errors that a taxonomy does not name, and how words become a kind of it."""

from typing import Any

import pytest

from tests.tracewright.schemes.judging import STEPS
from tracewright.errors import SchemeError
from tracewright.schemes import failure_attribution, trajectory_eval, written
from tracewright.schemes.other_errors import Other, as_written, names, others, with_promoted

RAW = {"name": "eval", "error_types": [{"name": "execution", "subtypes": ["wrong_tool"], "colour": "red"}, "safety"]}
WORDS = {"correctness": "incorrect", "other": "Too slow"}


def scheme(**options: Any) -> dict[str, Any]:
    return trajectory_eval.config({**RAW, **options}, "scheme")


def judged(config: dict[str, Any], **judgment: Any) -> dict[str, Any]:
    return trajectory_eval.parse(config, {"steps": {"0": {**WORDS, **judgment}}}, STEPS)


def test_the_words_of_an_answer_are_found_with_their_step_and_note() -> None:
    assert others("trajectory_eval", judged(scheme(), rationale="A minute.")) == [Other("0", "Too slow", "A minute.")]


def test_words_beside_a_kind_are_none() -> None:
    assert others("trajectory_eval", judged(scheme(), error_type="safety")) == []


def test_an_attribution_has_one_with_its_decisive_step() -> None:
    config = failure_attribution.config(RAW, "why")
    answer = failure_attribution.parse(config, {"step": "1", "other": "Gives up", "reason": "Too early."}, STEPS)
    assert others("failure_attribution", answer) == [Other("1", "Gives up", "Too early.")]


def test_words_become_a_kind_of_their_own_and_all_else_stays() -> None:
    config = scheme(my_key="kept")
    changed = trajectory_eval.config(with_promoted(config, ["Too slow"], " too  slow "), "scheme")
    assert names(changed) == ["execution", "safety", "too slow"]
    assert (changed["error_types"][0]["colour"], changed["my_key"]) == ("red", "kept")
    assert judged(changed)["steps"]["0"]["error_type"] == "too slow"
    assert "promoted_others" not in config  # the one that was given is not changed


def test_words_become_a_subtype() -> None:
    changed = with_promoted(scheme(), ["Too slow"], "slow", "execution")
    assert names(changed, "execution") == ["wrong_tool", "slow"]
    assert judged(changed)["steps"]["0"]["error_subtype"] == "slow"


@pytest.mark.parametrize(("name", "parent"), [("Safety", ""), ("Wrong tool", "execution")])
def test_a_name_that_is_there_is_used_as_it_is(name: str, parent: str) -> None:
    changed = with_promoted(scheme(), ["Too slow"], name, parent)
    assert changed["error_types"] == scheme()["error_types"]


@pytest.mark.parametrize(("name", "parent"), [("", ""), ("x" * 201, ""), ("a::b", ""), ("slow", "gone")])
def test_a_name_that_cannot_be_is_refused(name: str, parent: str) -> None:
    with pytest.raises(SchemeError, match="eval error_types"):
        with_promoted(scheme(), ["Too slow"], name, parent)


def test_a_second_promotion_keeps_the_first() -> None:
    once = with_promoted(scheme(), ["Too slow"], "slow")
    twice = with_promoted(once, ["Too fast"], "fast")
    assert [entry["text"] for entry in twice["promoted_others"]] == ["Too slow", "Too fast"]


def test_an_answer_is_read_back_as_it_was_written() -> None:
    changed = with_promoted(scheme(), ["Too slow"], "slow")
    assert as_written("trajectory_eval", changed, judged(changed)) == judged(scheme())


def test_a_kind_that_was_chosen_by_hand_stays_when_it_is_read_back() -> None:
    changed = with_promoted(scheme(), ["Too slow"], "slow")
    by_hand = judged(changed, error_type="safety")
    assert as_written("trajectory_eval", changed, by_hand) == by_hand


def test_the_text_of_a_promotion_is_read_as_the_same_scheme() -> None:
    changed = trajectory_eval.config(with_promoted(scheme(), ["Too slow"], "slow", "execution"), "scheme")
    text = written.written("trajectory_eval", changed)
    assert text["promoted_others"] == [{"text": "Too slow", "error_type": "execution", "error_subtype": "slow"}]
    assert trajectory_eval.config(text, "scheme") == {**changed, "annotation_type": "trajectory_eval"}
