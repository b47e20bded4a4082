"""What a model says of a question, checked as an answer and never one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracewright.errors import AnswerError
from tracewright.predictions import of_marks, predicted
from tracewright.schemes import kind_of

TRACE = {"steps": ["look", "open()", "done"]}
REWARDS = kind_of("process_reward").config({"name": "rewards", "mode": "per_step", "allow_neutral": True}, "here")
EVAL = kind_of("trajectory_eval").config({"name": "eval"}, "here")
DONE = kind_of("radio").config({"name": "done", "labels": ["yes", "no"]}, "here")

reasons = st.fixed_dictionaries(
    {}, optional={"confidence": st.floats(0, 1), "reasoning": st.text(min_size=1, max_size=9)}
)
steps = st.dictionaries(st.sampled_from([0, 1, 2]), st.tuples(st.sampled_from([1, 0, -1]), reasons), min_size=1)


def refused(kind, config, given_):
    with pytest.raises(AnswerError) as error:
        predicted(kind, config, given_, TRACE)
    return error.value.at, str(error.value)


@given(steps)
def test_marks_that_wait_for_a_person_say_what_the_steps_said(said):
    """`of_marks` takes back apart what `predicted` made of the steps."""
    sent = [{"step": step, "value": value, **why} for step, (value, why) in said.items()]
    made = predicted("process_reward", REWARDS, {"steps": sent}, TRACE)
    assert all(mark["source"] == "ai" and not mark["verified"] for mark in made.answer["marks"].values())
    assert of_marks(made.answer) == made


def test_a_judgment_is_a_word_or_all_of_it():
    whole = {"correctness": "incorrect", "severity": "major"}
    sent = [{"step": 0, "value": "correct"}, {"step": 1, "value": whole}]
    made = predicted("trajectory_eval", EVAL, {"steps": sent}, TRACE)
    assert made.answer["steps"] == {"0": {"correctness": "correct"}, "1": whole}


@pytest.mark.parametrize("sent", [{}, {"choice": None}, {"choice": None, "free_response": ""}])
def test_a_prediction_that_says_nothing_is_refused(sent):
    at, text = refused("radio", DONE, {"answer": sent})
    assert (at, "says something" in text) == ("answer", True)


def test_marks_are_predicted_as_they_are_answered():
    spans = kind_of("span").config({"name": "claims", "labels": ["made_up"]}, "here")
    mark = {"label": "made_up", "step": "1", "pointer": "", "start": 0, "end": 4}
    made = predicted("span", spans, {"answer": {"spans": [mark]}, "confidence": 0.5}, TRACE)
    assert made.answer == {"spans": [{**mark, "text": "open"}]}
    with pytest.raises(AnswerError, match="says something"):
        predicted("span", spans, {"answer": {"spans": []}}, TRACE)
    with pytest.raises(AnswerError, match="characters 0 to 4"):
        predicted("span", spans, {"answer": {"spans": [{**mark, "text": "shut"}]}}, TRACE)


def test_a_score_alone_says_nothing():
    assert refused("trajectory_eval", EVAL, {"answer": {"score": 100}})[0] == "answer"


def test_a_question_of_the_whole_trace_takes_no_steps():
    at, text = refused("radio", DONE, {"steps": [{"step": 0, "value": "yes"}]})
    assert (at, "needs an answer, not steps (radio)" in text) == ("steps", True)


def test_what_a_person_marked_without_a_model_is_no_prediction():
    marks = {"0": {"reward": 1, "source": "human", "verified": True}}
    assert of_marks({"marks": marks, "first_error": None, "mode": "per_step"}) is None


@pytest.mark.parametrize("kind", ["trajectory_edit", "code_review"])
def test_nothing_can_be_suggested_for_what_is_done_in_the_texts(kind):
    at, text = refused(kind, {"name": "fix"}, {"answer": {"edits": []}})
    assert (at, kind in text) == ("scheme", True)


def test_that_a_run_did_not_fail_is_a_prediction():
    blame = kind_of("failure_attribution").config({"name": "blame"}, "here")
    made = predicted("failure_attribution", blame, {"answer": {"failed": False}}, TRACE)
    assert made.answer["failed"] is False
    assert refused("failure_attribution", blame, {"answer": {"failed": None}})[0] == "answer"
