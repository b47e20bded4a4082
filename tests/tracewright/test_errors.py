from tracewright.errors import AnswerError, TracewrightError


def test_reads_as_place_and_problem() -> None:
    assert str(AnswerError("step 3 action", "needs a JSON object")) == "step 3 action: needs a JSON object"


def test_without_a_place_only_the_problem_stands() -> None:
    assert str(TracewrightError("", "nothing to export")) == "nothing to export"
