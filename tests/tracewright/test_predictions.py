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


def test_nothing_can_be_suggested_for_what_is_done_in_the_texts():
    at, text = refused("trajectory_edit", {"name": "fix"}, {"answer": {"edits": []}})
    assert (at, "trajectory_edit" in text) == ("scheme", True)


REVIEW = kind_of("code_review").config({"name": "review", "comment_categories": ["bug"]}, "here")
REMARK = {"id": "c1", "step": "1", "category": "bug", "text": "It is never closed."}


def test_a_review_is_predicted_as_it_is_answered():
    ratings = {"a.py": {"quality": 2}}
    sent = {"verdict": "request_changes", "comments": [REMARK], "file_ratings": ratings}
    made = predicted("code_review", REVIEW, {"answer": sent, "confidence": 0.6}, TRACE)
    (comment,) = made.answer["comments"]
    assert (made.answer["verdict"], made.answer["file_ratings"]) == ("request_changes", ratings)
    assert {key: comment[key] for key in REMARK} == REMARK
    assert (comment["line"], comment["replies"], made.details) == (None, [], {"confidence": 0.6})


@pytest.mark.parametrize(
    "said", [{"verdict": "approve"}, {"comments": [REMARK]}, {"file_ratings": {"a.py": {"correctness": 1}}}]
)
def test_each_part_of_a_review_is_a_prediction_alone(said):
    made = predicted("code_review", REVIEW, {"answer": said}, TRACE)
    assert {key for key, part in made.answer.items() if part} == set(said)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"verdict": None, "comments": [], "file_ratings": {"a.py": {}}}, "says something"),
        ({"comments": [{**REMARK, "step": "7"}]}, "step 8: is not in this version"),
        ({"comments": [REMARK, REMARK]}, "has the id 'c1' of another one"),
        ({"file_ratings": {"a.py": {"quality": 9}}}, "from 1 to 5, not 9"),
    ],
)
def test_a_predicted_review_is_refused_as_an_answer_would_be(sent, words):
    at, text = refused("code_review", REVIEW, {"answer": sent})
    assert at == "answer"
    assert words in text


def test_a_review_is_predicted_as_a_whole_and_not_by_steps():
    at, text = refused("code_review", REVIEW, {"steps": [{"step": 1, "value": "bug"}]})
    assert (at, "needs an answer, not steps (code_review)" in text) == ("steps", True)


def test_that_a_run_did_not_fail_is_a_prediction():
    blame = kind_of("failure_attribution").config({"name": "blame"}, "here")
    made = predicted("failure_attribution", blame, {"answer": {"failed": False}}, TRACE)
    assert made.answer["failed"] is False
    assert refused("failure_attribution", blame, {"answer": {"failed": None}})[0] == "answer"
