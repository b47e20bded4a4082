from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.schemes.judging import MANY, SESSION, needs_golden, payload, stored
from tests.tracewright.strategies import json_values, texts
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import process_reward

RIGHT = {"reward": 1, "source": "human", "verified": True}
WRONG = {"reward": -1, "source": "human", "verified": True}
PENDING = {"reward": 1, "source": "ai", "verified": False, "ai_reward": 1, "ai_reasoning": "It ran.", "confidence": 0.7}


def scheme(**options: Any) -> dict[str, Any]:
    return process_reward.config({"name": "rewards", "steps_key": "structured_turns", **options}, "scheme")


def parsed(sent: Any, **options: Any) -> dict[str, Any]:
    return process_reward.parse(scheme(**options), sent, SESSION)


def imported(*entries: Any) -> dict[str, Any] | None:
    labels = stored("rewards", {"steps": entries, "mode": "first_error"})
    return process_reward.from_potato(scheme(), labels, SESSION)


def given_rewards(*rewards: int | None) -> list[dict[str, Any]]:
    """Potato's entries as a person's clicks leave them."""
    return [
        {"index": index, "reward": reward, "source": "human" if reward else None, "verified": bool(reward),
         "ai_reward": None, "ai_reasoning": "", "confidence": None}
        for index, reward in enumerate(rewards)
    ]  # fmt: skip


# ---- What is sent ----


def test_all_steps_before_the_first_error_are_right_and_it_and_all_behind_are_wrong() -> None:
    assert parsed({"first_error": "3"}) == {
        "marks": {"1": RIGHT, "2": RIGHT, "3": WRONG, "4": WRONG},
        "first_error": "3",
        "mode": "first_error",
    }


def test_without_an_error_all_steps_are_right() -> None:
    answer = parsed({"first_error": "none"})
    assert answer["marks"] == {"1": RIGHT, "2": RIGHT, "3": RIGHT, "4": RIGHT}


def test_rewards_that_were_sent_with_a_first_error_do_not_count() -> None:
    assert parsed({"first_error": "none", "marks": {"1": WRONG}}) == parsed({"first_error": "none"})


def test_a_first_error_keeps_what_a_model_said() -> None:
    answer = parsed({"first_error": "1", "marks": {"1": PENDING}})
    assert answer["marks"]["1"] == {**WRONG, "ai_reward": 1, "ai_reasoning": "It ran.", "confidence": 0.7}


def test_an_answer_that_was_taken_back_has_no_marks() -> None:
    nothing = {"marks": {}, "first_error": None, "mode": "first_error"}
    assert parsed({"first_error": None, "marks": {"1": RIGHT}}) == nothing
    assert parsed({"mode": "per_step"}) == nothing


def test_marks_are_given_one_by_one_and_stand_in_the_order_of_the_trace() -> None:
    answer = parsed({"marks": {"4": {"reward": -1}, "1": {"reward": 1}, "2": {"reward": None}}}, mode="per_step")
    assert answer == {"marks": {"1": RIGHT, "4": WRONG}, "first_error": None, "mode": "per_step"}
    assert list(answer["marks"]) == ["1", "4"]


def test_a_step_may_be_neutral_where_that_is_allowed() -> None:
    sent = {"marks": {"1": {"reward": 0}}}
    assert parsed(sent, mode="per_step", allow_neutral=True)["marks"]["1"]["reward"] == 0
    with pytest.raises(AnswerError, match="step 2: needs as reward 1 or -1, not 0"):
        parsed(sent, mode="per_step")


def test_users_turns_are_steps_where_the_scheme_rates_them() -> None:
    assert list(parsed({"first_error": "0"}, rate_user_turns=True)["marks"]) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ([], "rewards: needs an object, not a list"),
        ({"first_error": "0"}, "step 1: is no step of the agent"),
        ({"first_error": "9"}, "step 10: is not in this version of the trace, which has 5 steps"),
        ({"first_error": "+1"}, "step .1: is no step's name"),
        ({"first_error": 3}, "step 3: is no step's name"),
        ({"mode": "all"}, "rewards: is answered first_error, not 'all'"),
        ({"marks": []}, "rewards: needs an object with the names of steps, not a list"),
        ({"marks": {"0": RIGHT}}, "step 1: is no step of the agent"),
        ({"marks": {"1": 1}}, "step 2: needs an object, not a number"),
        ({"marks": {"1": {"reward": True}}}, "step 2: needs as reward 1 or -1, not True"),
        ({"marks": {"1": {"reward": 1, "source": "me"}}}, "step 2: needs the source human or ai, not 'me'"),
        ({"marks": {"1": {"reward": 1, "verified": 1}}}, "step 2: needs verified as true or false, not 1"),
        ({"marks": {"1": {"reward": 1, "confidence": "high"}}}, "step 2: needs a number as confidence, not a text"),
        ({"marks": {"1": {"reward": 1, "ai_reward": 2}}}, "step 2: needs as ai_reward 1 or 0 or -1, not 2"),
        ({"marks": {"1": {"rewards": 1}}}, "step 2: knows no 'rewards'"),
        ({"user_marks": {"1": RIGHT}}, "step 2: is judged as a step, not as a user's turn"),
    ],
)
def test_a_refusal_names_the_step_and_the_value(sent: Any, error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        parsed(sent)


def test_a_scheme_of_marks_takes_no_first_error() -> None:
    with pytest.raises(AnswerError, match="takes a mark for each step"):
        parsed({"first_error": "3"}, mode="per_step")
    with pytest.raises(AnswerError, match="is answered per_step, not 'first_error'"):
        parsed({"mode": "first_error"}, mode="per_step")


names = st.sampled_from(["1", "2", "3", "4"])
marks = st.fixed_dictionaries(
    {"reward": st.sampled_from([1, 0, -1, None])},
    optional={
        "source": st.sampled_from(["human", "ai"]),
        "verified": st.booleans(),
        "ai_reward": st.sampled_from([1, 0, -1, None]),
        "ai_reasoning": texts,
        "confidence": st.none() | st.floats(0, 1),
    },
)
of_steps = st.dictionaries(names, marks)
configs = st.sampled_from([scheme(mode="per_step", allow_neutral=True), scheme()])


@given(configs, of_steps, st.none() | names | st.just("none"), st.dictionaries(st.just("0"), marks))
def test_parse_undoes_as_sent(
    config: dict[str, Any], marks: Any, first_error: str | None, turns: dict[str, Any]
) -> None:
    sent = {"marks": marks, "user_marks": turns, "first_error": first_error}
    if config["mode"] == "per_step":
        del sent["first_error"]
    elif any(mark["reward"] == 0 for mark in [*marks.values(), *turns.values()]):
        return
    answer = process_reward.parse(config, sent, SESSION)
    assert process_reward.parse(config, process_reward.as_sent(config, answer, SESSION), SESSION) == answer


anything = st.fixed_dictionaries(
    {},
    optional={
        "marks": st.dictionaries(names | texts, marks | json_values, max_size=3) | json_values,
        "first_error": names | json_values,
        "mode": st.sampled_from(["first_error", "per_step"]) | json_values,
        "user_marks": json_values,
    },
)


@given(configs, anything | json_values)
def test_whatever_is_sent_is_parsed_or_refused(config: dict[str, Any], sent: Any) -> None:
    try:
        process_reward.parse(config, sent, SESSION)
    except AnswerError as error:
        assert len(str(error)) < 400


# ---- What a submit needs ----


def test_a_required_first_error_is_missing_until_given() -> None:
    config = scheme(required=True)
    assert process_reward.missing(config, None, SESSION) == [("", "answer")]
    assert process_reward.missing(config, parsed({"first_error": None}), SESSION) == [("", "answer")]
    assert process_reward.missing(config, parsed({"first_error": "none"}), SESSION) == []
    assert process_reward.missing(scheme(), None, SESSION) == []


def test_each_step_of_the_agent_needs_its_mark() -> None:
    config = scheme(required=True, mode="per_step")
    answer = parsed({"marks": {"1": RIGHT, "3": WRONG}}, mode="per_step")
    assert process_reward.missing(config, answer, SESSION) == [("2:", "answer"), ("4:", "answer")]


def test_imported_marks_on_all_steps_answer_the_question_for_the_first_error() -> None:
    config = scheme(required=True)
    answer = imported(*given_rewards(None, 1, -1, 1, 1))
    assert answer is not None and answer["first_error"] is None
    assert process_reward.missing(config, answer, SESSION) == []


def test_a_models_mark_needs_a_persons_word_where_the_scheme_says_so() -> None:
    config = scheme(mode="per_step", require_verification=True)
    marks = {"1": PENDING, "2": {**PENDING, "verified": True}, "3": RIGHT}
    answer = process_reward.parse(config, {"marks": marks}, SESSION)
    assert process_reward.missing(config, answer, SESSION) == [("1:", "verify")]
    assert process_reward.missing(scheme(mode="per_step"), answer, SESSION) == []


# ---- What Potato stored ----


@needs_golden
@pytest.mark.golden
def test_a_click_of_the_established_tool_becomes_a_first_error() -> None:
    labels = payload("process_reward_first_error_click_step3")
    config = scheme(name="step_rewards")
    answer = process_reward.from_potato(config, labels, SESSION)
    # Its cards count the user's turn: card 3 is index 2, and index 0 got a reward as well.
    assert answer == {
        "marks": {"1": RIGHT, "2": WRONG, "3": WRONG, "4": WRONG},
        "first_error": "2",
        "mode": "first_error",
        "user_marks": {"0": RIGHT},
    }
    assert process_reward.parse(config, answer, SESSION) == answer


def test_a_trace_whose_steps_are_all_right_has_no_error() -> None:
    answer = imported(*given_rewards(1, 1, 1, 1, 1))
    assert answer is not None and answer["first_error"] == "none"


@pytest.mark.parametrize("rewards", [(0, 1, 0, 0, 0), (0, 1, -1, 1, 1)])
def test_marks_that_no_first_error_explains_stay_marks(rewards: tuple[int, ...]) -> None:
    answer = imported(*given_rewards(*rewards))
    assert answer is not None
    assert (answer["first_error"], answer["mode"]) == (None, "per_step")
    assert {int(step): mark["reward"] for step, mark in answer["marks"].items()} == {
        index: reward for index, reward in enumerate(rewards) if reward
    }
    assert process_reward.parse(scheme(), answer, SESSION) == answer


def test_a_first_error_stays_marks_where_the_scheme_asks_for_marks() -> None:
    entries = given_rewards(0, 1, 1, -1, -1)
    of_error = imported(*entries)
    labels = stored("rewards", {"steps": entries, "mode": "first_error"})
    of_marks = process_reward.from_potato(scheme(mode="per_step"), labels, SESSION)
    assert of_error is not None and of_marks is not None
    assert of_error["first_error"] == "3"
    assert of_marks == {"marks": of_error["marks"], "first_error": None, "mode": "per_step"}


def test_a_models_marks_do_not_become_a_persons() -> None:
    answer = imported(*({"index": index, **PENDING} for index in range(1, 5)))
    assert answer is not None
    assert (answer["first_error"], answer["marks"]["1"]) == (None, PENDING)


def test_a_suggestion_is_kept_without_a_reward() -> None:
    waiting = {"source": "ai", "verified": False, "ai_reward": -1}
    answer = imported({"index": 2, "reward": 0, **waiting, "ai_reasoning": "", "confidence": None})
    assert answer is not None and answer["marks"] == {"2": {"reward": None, **waiting}}


def test_the_older_form_is_a_persons() -> None:
    answer = imported({"index": 1, "reward": 1}, {"index": 2, "reward": -1})
    assert answer is not None and answer["marks"] == {"1": RIGHT, "2": WRONG}


def test_nulls_are_passed_over_and_an_entry_without_index_is_at_its_position() -> None:
    answer = imported(None, None, {"reward": -1}, {"index": 4, "reward": 1})
    assert answer is not None and answer["marks"] == {"2": WRONG, "4": RIGHT}


def test_null_is_unmarked_and_zero_neutral_where_that_is_allowed() -> None:
    labels = stored("rewards", {"steps": given_rewards(None, 0, None), "mode": "per_step"})
    answer = process_reward.from_potato(scheme(mode="per_step", allow_neutral=True), labels, SESSION)
    assert answer is not None and {step: mark["reward"] for step, mark in answer["marks"].items()} == {"1": 0}


@pytest.mark.parametrize("entries", [(), given_rewards(0, 0, 0, 0, 0), (None, None)])
def test_nothing_marked_is_no_answer(entries: Any) -> None:
    assert imported(*entries) is None


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        ({"index": 9, "reward": 1}, "step 10: is not in this version of the trace"),
        ({"index": -1, "reward": 1}, "is no step's name"),
        ({"index": "1", "reward": 1}, "rewards: holds as entry 2 the index '1'"),
        ({"index": 1, "reward": 7}, "step 2: needs as reward 1 or -1, not 7"),
        ({"index": 1, "reward": "1"}, "step 2: needs as reward 1 or -1, not '1'"),
        ({"index": 0, "reward": 1}, "step 1: is listed twice"),
        ("right", "rewards: holds as entry 2 a text"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(entry: Any, error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        imported({"index": 0, "reward": 1}, entry)


# ---- What exporters get ----


def test_each_step_of_the_agent_has_its_reward() -> None:
    config = scheme(mode="per_step")
    answer = process_reward.parse(config, {"marks": {"2": WRONG}, "user_marks": {"0": RIGHT}}, SESSION)
    unmarked: list[tuple[int, None, dict[str, Any]]] = [(1, None, {}), (3, None, {}), (4, None, {})]
    assert process_reward.rewards(config, answer, SESSION) == sorted(
        [*unmarked, (2, -1, WRONG)], key=lambda each: each[0]
    )
    with_turns = process_reward.rewards(config, answer, SESSION, user_turns=True)
    assert with_turns[0] == (0, 1, RIGHT) and len(with_turns) == 5


# ---- The scheme ----


def test_a_scheme_has_its_defaults() -> None:
    config = process_reward.config({"name": "rewards"}, "scheme")
    assert (config["mode"], config["steps_key"], config["step_text_key"]) == ("first_error", "steps", "action")
    assert config["reward_labels"] == {"correct": "", "neutral": "", "incorrect": ""}
    assert not any(config[key] for key in (*process_reward.SWITCHES, "rate_user_turns"))


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"mode": "last_error"}, "scheme mode: must be first_error or per_step, not 'last_error'"),
        ({"allow_neutral": "no"}, "scheme allow_neutral: must be true or false"),
        ({"reward_labels": ["good"]}, "scheme reward_labels: must have correct, neutral, incorrect"),
        ({"reward_labels": {"correct": 1}}, "scheme reward_labels correct: must be a text, not 1"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, Any], error: str) -> None:
    with pytest.raises(SchemeError, match=error):
        scheme(**options)


def test_fifty_thousand_steps_are_answered_and_refused_at_once() -> None:
    config = scheme(steps_key="steps")
    start = process_time()
    answer = process_reward.parse(config, {"first_error": "49999"}, MANY)
    with pytest.raises(AnswerError, match="step 50001: is not in this version"):
        process_reward.parse(config, {**answer, "first_error": "50000"}, MANY)
    assert len(process_reward.missing(scheme(steps_key="steps", mode="per_step", required=True), None, MANY)) == 50_000
    assert process_time() - start < 5  # far above the half second that it takes, far below what is quadratic
