from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracewright.schemes.judging import stored
from tests.tracewright.strategies import json_values, texts
from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import tool_call_review

# Three calls of the agent, 1.0, 1.1 and 3.0; one in a demonstration, which nobody is asked about.
SESSION: dict[str, Any] = {
    "structured_turns": [
        {"role": "user", "content": "Fix it."},
        {"role": "assistant", "tool_calls": [{"tool": "Read", "input": {}}, {"tool": "Grep", "input": {}}]},
        {"role": "assistant", "kind": "demonstration", "tool_calls": [{"tool": "Bash", "input": {}}]},
        {"role": "assistant", "tool_calls": [{"tool": "Edit", "input": {"file_path": "a.py"}}]},
        {"role": "assistant", "content": "Done."},
    ],
}
WRONG = {"verdict": "wrong_args", "right_arguments": {"file_path": "b.py"}, "rationale": "Another file."}


def scheme(**options: Any) -> dict[str, Any]:
    return tool_call_review.config({"name": "review", "steps_key": "structured_turns", **options}, "scheme")


def parsed(calls: Any, **options: Any) -> Any:
    return tool_call_review.parse(scheme(**options), {"calls": calls}, SESSION)["calls"]


def imported(*entries: Any, document: dict[str, Any] = SESSION, **options: Any) -> Any:
    answer = tool_call_review.from_potato(scheme(**options), stored("review", entries), document)
    return answer and answer["calls"]


# ---- What is sent ----


def test_each_call_has_its_verdict_in_the_order_of_the_trace() -> None:
    answer = parsed({"3.0": WRONG, "1.1": {"verdict": "unnecessary"}, "1.0": {"verdict": "correct"}})
    assert list(answer) == ["1.0", "1.1", "3.0"]
    assert answer == {"1.0": {"verdict": "correct"}, "1.1": {"verdict": "unnecessary"}, "3.0": WRONG}


def test_a_correct_call_keeps_its_rationale_and_nothing_that_would_be_right() -> None:
    told = {"verdict": "correct", "right_tool": "Grep", "right_arguments": "{}", "rationale": "Needed."}
    assert parsed({"1.0": told}) == {"1.0": {"verdict": "correct", "rationale": "Needed."}}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ('{"file_path": "b.py"}', {"file_path": "b.py"}),
        (' {"n": 1}', {"n": 1}),
        ({"n": 1}, {"n": 1}),
        ("the test, not the module", "the test, not the module"),
        ('{"file_path": ', '{"file_path": '),
        ("[1]", "[1]"),
    ],
)
def test_the_right_arguments_are_an_object_where_they_read_as_one(typed: Any, kept: Any) -> None:
    answer = parsed({"3.0": {"verdict": "wrong_args", "right_arguments": typed}})
    assert answer["3.0"]["right_arguments"] == kept


def test_the_page_gets_arguments_as_text() -> None:
    sent = tool_call_review.as_sent(scheme(), {"calls": {"3.0": WRONG}}, SESSION)
    assert sent["calls"]["3.0"]["right_arguments"] == '{"file_path":"b.py"}'


def test_what_says_nothing_is_no_review() -> None:
    assert parsed({"1.0": {"verdict": None, "rationale": ""}, "1.1": {}}) == {}


def test_a_call_of_a_step_that_nobody_is_asked_about_may_be_judged() -> None:
    assert parsed({"2.0": {"verdict": "correct"}}) == {"2.0": {"verdict": "correct"}}


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"calls": []}, "review: needs an object with the names of calls, not a list"),
        ({"steps": {}}, "review: knows no 'steps', only calls"),
        ({"calls": {"1.2": {}}}, "step 2, call 3: is not in this version of the trace, where the step has 2 calls"),
        ({"calls": {"4.0": {}}}, "step 5, call 1: is not in this version of the trace, where the step has 0 calls"),
        ({"calls": {"9.0": {}}}, "step 10: is not in this version of the trace, which has 5 steps"),
        ({"calls": {"1": {}}}, "step 2: is no name of a call of the trace, such as 4.1"),
        ({"calls": {"1.+1": {}}}, r"step 2, call \+1: is no name of a call of the trace"),
        ({"calls": {"1.0": {"verdict": "good"}}}, "step 2, call 1: has no verdict 'good'"),
        ({"calls": {"1.0": {"right_tool": 5}}}, "step 2, call 1: needs a text, not a number"),
        ({"calls": {"1.0": {"score": 5}}}, "step 2, call 1: knows no 'score'"),
    ],
)
def test_a_refusal_names_the_call_and_the_value(sent: Any, error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        tool_call_review.parse(scheme(), sent, SESSION)


reviews = st.fixed_dictionaries(
    {},
    optional={
        "verdict": st.sampled_from([*tool_call_review.VERDICTS, None, ""]),
        "right_tool": texts,
        "right_arguments": texts | st.dictionaries(texts, json_values, max_size=3) | st.sampled_from(['{"n": 1e999}']),
        "rationale": texts | st.none(),
    },
)


@given(st.dictionaries(st.sampled_from(["1.0", "1.1", "2.0", "3.0"]), reviews))
def test_what_is_stored_is_sent_again_as_it_was(calls: Any) -> None:
    config = scheme()
    answer = tool_call_review.parse(config, {"calls": calls}, SESSION)
    assert tool_call_review.parse(config, tool_call_review.as_sent(config, answer, SESSION), SESSION) == answer


# ---- What a submit needs ----


def test_a_required_review_needs_a_verdict_on_each_call_of_the_agent() -> None:
    gaps = tool_call_review.missing(scheme(required=True), {"calls": {"1.1": {"verdict": "correct"}}}, SESSION)
    assert gaps == [("1.0:", "answer"), ("3.0:", "answer")]
    assert len(tool_call_review.missing(scheme(required=True, rate_user_turns=True), None, SESSION)) == 4
    assert tool_call_review.missing(scheme(), None, SESSION) == []


def test_a_call_that_is_not_correct_needs_a_rationale_where_the_scheme_asks_for_one() -> None:
    calls = {"1.0": {"verdict": "correct"}, "1.1": {"verdict": "unnecessary", "rationale": " "}, "3.0": WRONG}
    assert tool_call_review.missing(scheme(require_rationale=True), {"calls": calls}, SESSION) == [("1.1:", "reason")]


# ---- What Potato stored ----


def entry(index: int, step: int, verdict: str, notes: str = "") -> dict[str, Any]:
    return {"index": index, "step": step, "tool": "Read", "verdict": verdict, "notes": notes}


def test_entries_are_found_by_their_index_among_all_calls() -> None:
    # Calls count on from step to step: 1.0, 1.1, 2.0, 3.0.
    answer = imported(entry(3, 3, "wrong_args", "Another file."), entry(1, 1, "correct"))
    assert answer == {"1.1": {"verdict": "correct"}, "3.0": {"verdict": "wrong_args", "rationale": "Another file."}}


def test_a_note_without_a_verdict_is_kept() -> None:
    assert imported(entry(0, 1, "", "Hm.")) == {"1.0": {"verdict": None, "rationale": "Hm."}}


def test_absent_keys_are_tolerated() -> None:
    assert imported({"index": 0, "verdict": "correct"}, None) == {"1.0": {"verdict": "correct"}}
    assert imported({"step": 3, "verdict": "correct", "args_ok": True}) == {"3.0": {"verdict": "correct"}}


def test_steps_that_are_calls_themselves_are_counted() -> None:
    steps = [{"tool": "Read"}, {"tool_call": {"name": "x"}}, {"action_type": "tool"}, "ls", {"tool_calls": [{}]}]
    answer = imported({"index": 3, "verdict": "correct"}, document={"structured_turns": steps})
    assert answer == {"4.0": {"verdict": "correct"}}


def test_nothing_judged_is_no_answer() -> None:
    assert imported() is None
    assert imported({"index": 0, "verdict": "", "notes": ""}) is None
    assert tool_call_review.from_potato(scheme(), {"review": ""}, SESSION) is None


@pytest.mark.parametrize(
    ("entries", "error"),
    [
        (({"index": 4},), "review entry 1: is on the call 4; the calls of this version of the trace count 4 from 0"),
        (({"index": "0"},), "review entry 1: is on the call '0'"),
        ((None, {"index": 0, "step": 3}), "review entry 2: is on a call of step 2, not of the step 3 that it names"),
        (({"step": 1, "verdict": "correct"},), "review entry 1: does not say which call of the step 1 it is on"),
        (({"index": 0}, {"index": 0}), "step 2, call 1: is listed twice"),
        (("correct",), "review entry 1: is a text; it must be an object or null"),
        (({"index": 0, "verdict": "great"},), "step 2, call 1: has no verdict 'great'"),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(entries: Any, error: str) -> None:
    with pytest.raises(AnswerError, match=error):
        imported(*entries)


def test_reviews_that_are_no_list_are_refused() -> None:
    with pytest.raises(AnswerError, match="review: holds an object; stored reviews are a list"):
        tool_call_review.from_potato(scheme(), stored("review", {"calls": []}), SESSION)


def test_a_step_that_is_a_call_itself_has_no_place_for_a_review() -> None:
    with pytest.raises(AnswerError, match="review entry 1: is on step 1, which is a call itself"):
        imported({"index": 0, "verdict": "correct"}, document={"structured_turns": [{"tool": "Read"}]})


# ---- The scheme ----


def test_a_scheme_has_its_defaults() -> None:
    config = tool_call_review.config({"name": "review"}, "scheme")
    assert config["verdict_options"] == ["correct", "wrong_tool", "wrong_args", "unnecessary", "wrong_order"]
    assert (config["correct_options"], config["steps_key"]) == (["correct"], "steps")
    assert (config["ask_right_call"], config["require_rationale"]) == (True, False)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"verdict_options": []}, "scheme verdict_options: must have at least one name"),
        ({"verdict_options": ["a", "a"]}, "scheme verdict_options: has 'a' more than once"),
        ({"correct_options": ["fine"]}, "scheme correct_options: has 'fine', which is none of verdict_options"),
        ({"ask_right_call": "no"}, "scheme ask_right_call: must be true or false"),
        ({"require_rationale": 1}, "scheme require_rationale: must be true or false"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, Any], error: str) -> None:
    with pytest.raises(SchemeError, match=error):
        scheme(**options)
