from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.schemes.judging import MANY, SESSION, STEPS, needs_golden, payload, stored
from tests.tracewright.strategies import json_values, texts
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import trajectory_eval

TYPES = [{"name": "execution", "subtypes": ["wrong_tool", "wrong_args"]}, "safety"]
MAJOR = {"correctness": "incorrect", "error_type": "execution", "error_subtype": "wrong_args", "severity": "major"}
OUTCOMES = ["success", "failure"]


def scheme(**options: Any) -> dict[str, Any]:
    return trajectory_eval.config({"name": "eval", "error_types": TYPES, **options}, "scheme")


def parsed(steps: Any, **options: Any) -> dict[str, Any]:
    return trajectory_eval.parse(scheme(**options), {"steps": steps}, STEPS)


def imported(
    *entries: Any, score: Any = 100, document: dict[str, Any] = STEPS, **options: Any
) -> dict[str, Any] | None:
    labels = stored("eval", {"steps": entries, "score": score})
    return trajectory_eval.from_potato(scheme(**options), labels, document)


# ---- What is sent ----


def test_a_judgment_is_stored_with_its_score() -> None:
    # 100 - 5 for one major error
    told = {"1": {**MAJOR, "rationale": "Another file."}}
    assert parsed(told) == {"steps": told, "outcome": None, "score": 95, "raw": -5}


def test_the_weights_of_all_wrong_steps_are_taken_from_the_best_score() -> None:
    # 20 - (5 + 10) = 5; a wrong step without a severity costs nothing
    steps = {
        "0": MAJOR,
        "1": {"correctness": "partially_correct", "severity": "critical"},
        "2": {"correctness": "incorrect"},
    }
    answer = parsed(steps, max_score=20)
    assert (answer["score"], answer["raw"]) == (5, -15)


def test_the_score_ends_at_zero_and_the_raw_sum_does_not() -> None:
    # 8 - 10 is below zero
    answer = parsed({"0": {"correctness": "incorrect", "severity": "critical"}}, max_score=8)
    assert (answer["score"], answer["raw"]) == (0, -10)


def test_weights_may_be_fractions_of_either_sign() -> None:
    # 1 - (0.1 + 0.2) = 0.7, which binary fractions miss
    severities = [{"name": "low", "weight": 0.1}, {"name": "high", "weight": -0.2}]
    steps = {
        "0": {"correctness": "incorrect", "severity": "low"},
        "1": {"correctness": "incorrect", "severity": "high"},
    }
    answer = parsed(steps, severities=severities, max_score=1)
    assert (answer["score"], answer["raw"]) == (0.7, -0.3)


def test_a_correct_step_keeps_what_somebody_wrote_but_no_error_and_costs_nothing() -> None:
    answer = parsed({"0": {**MAJOR, "correctness": "correct", "rationale": "bad", "other": "odd"}})
    assert answer == {
        "steps": {"0": {"correctness": "correct", "rationale": "bad"}},
        "outcome": None,
        "score": 100,
        "raw": 0,
    }


@pytest.mark.parametrize(
    ("options", "correct"),
    [
        ({"correctness_options": ["good", "bad", "correct"]}, ["good", "correct"]),
        ({"correctness_options": ["good", "fair", "bad"], "correct_options": ["good", "fair"]}, ["good", "fair"]),
        ({"preset": "basic"}, ["correct"]),
    ],
)
def test_the_first_option_and_correct_are_correct_unless_the_scheme_says_which(
    options: dict[str, Any], correct: list[str]
) -> None:
    assert scheme(**options)["correct_options"] == correct


def test_scores_that_were_sent_do_not_count() -> None:
    sent = {"steps": {"0": MAJOR}, "score": 1000, "raw": 3, "imported_score": 7}
    assert trajectory_eval.parse(scheme(), sent, STEPS) == parsed({"0": MAJOR})


def test_an_error_may_be_told_before_the_step_is_judged() -> None:
    assert parsed({"0": {"severity": "minor"}})["steps"] == {"0": {"correctness": None, "severity": "minor"}}


def test_what_says_nothing_is_left_out() -> None:
    nothing = {"correctness": None, "error_type": "", "severity": None, "rationale": "", "other": ""}
    assert parsed({"0": nothing, "1": {}})["steps"] == {}


def test_another_error_is_told_in_words() -> None:
    assert parsed({"0": {"correctness": "incorrect", "other": "slow"}})["steps"]["0"]["other"] == "slow"
    with pytest.raises(AnswerError, match="step 1: takes no error but those of the list, not 'slow'"):
        parsed({"0": {"other": "slow"}}, allow_other=False)


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"steps": []}, "eval: needs an object with the names of steps, not a list"),
        ({"steps": {"9": MAJOR}}, "step 10: is not in this version of the trace, which has 3 steps"),
        ({"steps": {"0": "good"}}, "step 1: needs an object, not a text"),
        ({"steps": {"0": {"correctness": "good"}}}, "step 1: has no correctness 'good'"),
        ({"steps": {"1": {"error_type": "magic"}}}, "step 2: has no error_type 'magic'"),
        ({"steps": {"1": {"error_type": "safety", "error_subtype": "leak"}}}, "step 2: has no error_subtype 'leak'"),
        ({"steps": {"1": {"error_subtype": "wrong_args"}}}, "step 2: has no error_subtype 'wrong_args'"),
        ({"steps": {"1": {"severity": ["minor"]}}}, "step 2: has no severity a list"),
        ({"steps": {"1": {"rationale": 5}}}, "step 2: needs a text, not a number"),
        ({"steps": {"1": {"weight": 5}}}, "step 2: knows no 'weight'"),
        ({"outcome": "success"}, "eval: has no outcome 'success'"),
    ],
)
def test_a_refusal_names_the_step_and_the_value(sent: Any, error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        trajectory_eval.parse(scheme(), sent, STEPS)


def test_users_turns_are_judged_where_the_scheme_rates_them() -> None:
    sent = {"steps": {"0": {"correctness": "correct"}}}
    turns = {"steps_key": "structured_turns"}
    with pytest.raises(AnswerError, match="step 1: is no step of the agent"):
        trajectory_eval.parse(scheme(**turns), sent, SESSION)
    assert trajectory_eval.parse(scheme(**turns, rate_user_turns=True), sent, SESSION)["steps"] == sent["steps"]


names = st.sampled_from(["0", "1", "2"])
judgments = st.fixed_dictionaries(
    {},
    optional={
        "correctness": st.sampled_from(["correct", "incorrect", "partially_correct", None]),
        "error_type": st.sampled_from(["safety", "", None]),
        "severity": st.sampled_from(["minor", "major", "critical", None]),
        "rationale": texts,
        "other": texts,
    },
) | st.just(MAJOR)


@given(st.dictionaries(names, judgments), st.sampled_from([*OUTCOMES, None]))
def test_parse_undoes_as_sent(steps: dict[str, Any], outcome: str | None) -> None:
    config = scheme(outcome_options=OUTCOMES)
    answer = trajectory_eval.parse(config, {"steps": steps, "outcome": outcome}, STEPS)
    assert trajectory_eval.parse(config, trajectory_eval.as_sent(config, answer, STEPS), STEPS) == answer


anything = st.fixed_dictionaries(
    {},
    optional={
        "steps": st.dictionaries(
            names | texts, judgments | st.dictionaries(st.sampled_from(trajectory_eval.KEYS), json_values)
        )
        | json_values,
        "outcome": json_values,
        "user_steps": json_values,
    },
)


@given(anything | json_values)
def test_whatever_is_sent_is_parsed_or_refused(sent: Any) -> None:
    try:
        trajectory_eval.parse(scheme(), sent, STEPS)
    except AnswerError as error:
        assert len(str(error)) < 400


# ---- What a submit needs ----


def test_each_step_needs_its_correctness_and_the_trace_its_outcome() -> None:
    config = scheme(required=True, outcome_options=OUTCOMES)
    answer = parsed({"0": MAJOR, "1": {"severity": "minor"}})
    assert trajectory_eval.missing(config, answer, STEPS) == [("1:", "answer"), ("2:", "answer"), ("", "answer")]
    assert trajectory_eval.missing(scheme(required=True), None, SESSION) == []  # it has no steps, only turns
    assert trajectory_eval.missing(scheme(outcome_options=OUTCOMES), None, STEPS) == []


def test_users_turns_need_no_correctness() -> None:
    config = scheme(required=True, steps_key="structured_turns")
    assert [gap.at for gap in trajectory_eval.missing(config, None, SESSION)] == ["1:", "2:", "3:", "4:"]


# ---- What Potato stored ----


@needs_golden
@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "steps", "scores"),
    [
        # one critical error: 100 - 10
        (
            "trajectory_eval_incorrect",
            {"0": {**MAJOR, "severity": "critical", "rationale": "bad args"}},
            {"score": 90, "raw": -10},
        ),
        # the same, then set to correct: the established tool still takes 10 away
        (
            "trajectory_eval_then_correct",
            {"0": {"correctness": "correct", "rationale": "bad args"}},
            {"score": 100, "raw": 0, "imported_score": 90},
        ),
        # two nulls before the only card that was touched, a minor error: 100 - 1
        (
            "trajectory_eval_only_step3",
            {"2": {"correctness": "incorrect", "severity": "minor"}},
            {"score": 99, "raw": -1},
        ),
    ],
)
def test_answers_of_the_established_tool_are_read(name: str, steps: Any, scores: dict[str, Any]) -> None:
    config = scheme(name="step_evaluation")
    answer = trajectory_eval.from_potato(config, payload(name), STEPS)
    assert answer == {"steps": steps, "outcome": None, **scores}
    sent = trajectory_eval.as_sent(config, answer, STEPS)
    assert trajectory_eval.parse(config, sent, STEPS) == {key: answer[key] for key in answer if key != "imported_score"}


def test_a_user_turn_that_was_judged_stands_apart_and_costs_nothing() -> None:
    wrong = {"correctness": "incorrect", "severity": "major"}
    entries = [{"step_index": 0, **wrong}, {"step_index": 1, **wrong}]
    answer = imported(*entries, score=90, document=SESSION, steps_key="structured_turns")
    # One step of the agent: 100 - 5; the established tool also counts the turn: 100 - 5 - 5.
    assert answer == {
        "steps": {"1": wrong}, "outcome": None, "score": 95, "raw": -5, "user_steps": {"0": wrong}, "imported_score": 90
    }  # fmt: skip


@pytest.mark.parametrize("entries", [(), (None, None), ({"step_index": 0, "correctness": None},)])
def test_nothing_judged_is_no_answer(entries: Any) -> None:
    assert imported(*entries) is None


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        ({"step_index": 1, "correctness": "good"}, "step 2: has no correctness 'good'"),
        ({"step_index": 1, "error_type": "magic"}, "step 2: has no error_type 'magic'"),
        ({"step_index": 1, "severity": "huge"}, "step 2: has no severity 'huge'"),
        ({"step_index": 3, "correctness": "correct"}, "step 4: is not in this version"),
        ({"step_index": 0, "correctness": "correct"}, "step 1: is listed twice"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(entry: Any, error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        imported({"step_index": 0, "correctness": "correct"}, entry)


# ---- The scheme ----


def test_a_scheme_has_its_defaults() -> None:
    config = trajectory_eval.config({"name": "eval"}, "scheme")
    assert config["correctness_options"] == ["correct", "incorrect", "partially_correct"]
    assert [(each["name"], each["weight"]) for each in config["severities"]] == [
        ("minor", -1),
        ("major", -5),
        ("critical", -10),
    ]
    assert (config["max_score"], config["show_score"]) == (100, True)
    assert (config["error_types"], config["allow_other"], config["outcome_options"]) == ([], False, [])


def test_types_have_their_names_and_subtypes_in_every_form() -> None:
    config = scheme(error_types=["a", {"label": "b", "subtypes": "c"}, {"name": "d", "subtypes": ["e"], "hint": "f"}])
    assert [(each["name"], each["subtypes"]) for each in config["error_types"]] == [
        ("a", []),
        ("b", ["c"]),
        ("d", ["e"]),
    ]
    assert config["error_types"][2]["hint"] == "f"
    assert config["allow_other"] is True


def test_a_preset_fills_what_the_scheme_does_not_say() -> None:
    mast = trajectory_eval.config({"name": "eval", "preset": "mast"}, "scheme")
    # Cemri et al. 2025: 14 failure modes, 5 + 6 + 3 in the three categories
    assert [len(each["subtypes"]) for each in mast["error_types"]] == [5, 6, 3]
    basic = trajectory_eval.config({"name": "eval", "preset": "basic", "error_types": ["own"]}, "scheme")
    assert basic["correctness_options"] == ["correct", "unnecessary", "wrong"]
    assert [each["name"] for each in basic["error_types"]] == ["own"]
    assert trajectory_eval.config(mast, "scheme") == mast


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"preset": "mats"}, "scheme preset: must be basic or mast, not 'mats'"),
        ({"correctness_options": []}, "scheme correctness_options: must have at least one name"),
        ({"correct_options": ["fine"]}, "scheme correct_options: has 'fine', which is none of correctness_options"),
        ({"error_types": "all"}, "scheme error_types: must be a list, not 'all'"),
        ({"error_types": [{"subtypes": ["a"]}]}, r"scheme error_types\[0\] label: must be a text, not nothing"),
        ({"error_types": ["a", "a"]}, "scheme error_types: has 'a' more than once"),
        ({"severities": ["minor"]}, r"scheme severities\[0\]: must have a name and a weight, not 'minor'"),
        ({"severities": [{"name": "minor"}]}, r"scheme severities\[0\] weight: must be a number"),
        ({"max_score": "100"}, "scheme max_score: must be a number"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, Any], error: str) -> None:
    with pytest.raises(SchemeError, match=error):
        scheme(**options)


def test_fifty_thousand_steps_are_answered_and_refused_at_once() -> None:
    config, judged = scheme(), {str(index): MAJOR for index in range(50_000)}
    start = process_time()
    assert trajectory_eval.parse(config, {"steps": judged}, MANY)["raw"] == -250_000
    with pytest.raises(AnswerError, match="step 50001: is not in this version"):
        trajectory_eval.parse(config, {"steps": {**judged, "50000": MAJOR}}, MANY)
    assert process_time() - start < 5  # far above the half second that it takes, far below what is quadratic
