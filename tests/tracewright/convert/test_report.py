"""What a report counts of a document."""

from typing import Any

from tracewright.convert import Report

FAILED = {"is_error": True, "error_source": "environment"}


def counted(**document: Any) -> Report:
    report = Report()
    report.count(document)
    return report


def said(*calls: Any, **fields: Any) -> dict[str, Any]:
    return {"role": "assistant", "kind": "agent", "content": "", "tool_calls": list(calls), **fields}


def test_an_error_of_a_turn_counts_like_one_of_a_call() -> None:
    stopped = {"role": "user", "kind": "command", "content": "LimitsExceeded", **FAILED}
    report = counted(structured_turns=[said({"output": "no", **FAILED}, {"output": "ok", "is_error": False}), stopped])
    assert (report.turns, report.calls, report.errors) == (2, 2, 2)


def test_a_way_that_was_left_counts_like_the_one_that_was_taken() -> None:
    report = counted(structured_turns=[said()], alternatives=[{"turns": [said({"output": None}, **FAILED)]}])
    assert (report.turns, report.calls, report.unanswered, report.errors) == (2, 1, 1, 1)


def test_a_call_that_is_no_object_is_not_counted() -> None:
    report = counted(steps=["text", said("ls", None)])
    assert (report.turns, report.calls, report.errors) == (2, 0, 0)
