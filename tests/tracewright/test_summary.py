from datetime import UTC, datetime

import pytest

from tracewright.summary import SEARCHED_BYTES, model_of, outcome_of, said, summary

EDIT = {"tool": "Edit", "input": {"file_path": "a.py"}}
FAILED = {**EDIT, "output": "String to replace not found", "is_error": True}


def of_calls(*calls):
    return summary({"structured_turns": [{"role": "assistant", "tool_calls": [call]} for call in calls]})


def test_errors_that_were_recovered_and_others_are_counted_apart():
    found = of_calls(FAILED, {**EDIT, "output": "edited"}, {"tool": "Fetch", "output": "no", "is_error": True})
    assert (found.errors(recovered=True), found.errors(recovered=False)) == (1, 1)


def test_a_soft_error_is_a_failure_and_no_error():
    found = of_calls({**EDIT, "output": "Traceback", "soft_error": "traceback"})
    assert [each.is_soft for each in found.failures] == [True]
    assert found.errors(recovered=False) == 0


def test_failures_are_those_of_the_steps_that_the_outline_shows():
    turns = [{"role": "assistant", "tool_calls": [FAILED]}]
    assert summary({"steps": ["look"], "structured_turns": turns}).failures == []


def test_the_documents_own_model_comes_first():
    assert model_of({"model": "large"}, [{"model": "small"}]) == "large"


def test_what_a_harness_writes_where_no_model_spoke_is_no_model():
    assert model_of({}, [{"model": "<synthetic>"}, {"model": "large"}]) == "large"


@pytest.mark.parametrize("outcome", [None, [], {}, {"resolved": "maybe"}, {"reward": True}, 7])
def test_an_outcome_that_says_nothing_is_none(outcome):
    assert outcome_of({"outcome": outcome}) == ""


def test_a_run_begins_with_its_first_step_in_utc_where_no_zone_is_told():
    found = summary({"steps": [{"at": "2026-03-02T09:00:03"}, {"at": "2026-03-02T09:00:01"}]})
    assert found.began == datetime(2026, 3, 2, 9, 0, 1, tzinfo=UTC)


def test_a_document_without_steps_has_no_failures():
    assert summary({"steps": None}).failures == []


def test_what_is_searched_ends_after_64_kilobytes_between_two_letters():
    found = said({"task": "Go.", "steps": ["ä" * SEARCHED_BYTES, "never"]})
    assert SEARCHED_BYTES - 1 <= len(found.encode()) <= SEARCHED_BYTES and "never" not in found


def test_results_and_bookkeeping_are_not_searched():
    call = {"id": "c1", "tool": "Read", "input": {"path": "a.py"}, "output": "text"}
    assert (
        said({"structured_turns": [{"role": "assistant", "content": "Look.", "tool_calls": [call]}]})
        == "\nLook.\nRead\na.py"
    )
