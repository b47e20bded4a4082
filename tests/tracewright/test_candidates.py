from typing import Any

import pytest
from hypothesis import given

from tests.tracewright.strategies import json_values
from tracewright.candidates import Candidate, candidates
from tracewright.errors import TraceFormatError

RUN = {"label": "Run 1", "model": "coder-large", "structured_turns": [{"role": "assistant", "content": "Done."}]}


def test_texts_are_candidates_of_one_step() -> None:
    assert candidates({"text": ["Yes.", "No."]}, "text") == (
        Candidate("", "", False, ["Yes."]),
        Candidate("", "", False, ["No."]),
    )


def test_an_object_of_two_names_them() -> None:
    first, second = candidates({"runs": {"old": {"text": "Yes."}, "new": {"score": 1}}}, "runs")
    assert (first.label, first.steps, second.label, second.steps) == ("old", ["Yes."], "new", ['{"score":1}'])


def test_an_object_with_steps_is_a_trace_whose_final_answer_is_its_last_step() -> None:
    first, second = candidates({"runs": [RUN, {"steps": ["ls"], "final_answer": "a.py"}]}, "runs")
    assert first == Candidate("Run 1", "coder-large", True, RUN["structured_turns"])
    assert second == Candidate("", "", True, ["ls", {"final_answer": "a.py"}], True)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({}, "runs: is missing; it must hold two to compare"),
        ({"runs": "one"}, "runs: is a text; it must hold two to compare"),
        ({"runs": [RUN]}, "runs: has 1 to compare; it must be two"),
        ({"runs": {"a": 1, "b": 2, "c": 3}}, "runs: has 3 to compare; it must be two"),
        ({"runs": [RUN, {"steps": 3}]}, "runs[1]: steps is a number; it must be a list or null"),
        ({"runs": {"a": RUN, "b": {"steps": [3]}}}, "runs.b: steps[0] is a number; a step is text or an object"),
    ],
)
def test_what_cannot_be_compared_is_said_at_its_place(document: dict[str, Any], message: str) -> None:
    with pytest.raises(TraceFormatError) as error:
        candidates(document, "runs")
    assert str(error.value) == message


@given(json_values)
def test_whatever_stands_there_is_two_or_refused(value: Any) -> None:
    try:
        assert len(candidates({"text": value}, "text")) == 2
    except TraceFormatError as error:
        assert str(error).startswith("text")
