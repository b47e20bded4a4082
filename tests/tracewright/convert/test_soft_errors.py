"""Which results that are marked good tell of a failure."""

from typing import Any

import pytest

from tracewright.convert.soft_errors import mark_soft_errors


def marked(tool: str, output: str | None, **fields: Any) -> str | None:
    call = {"tool": tool, "input": {}, "output": output, **fields}
    mark_soft_errors({"structured_turns": [{"tool_calls": [call, "ls"]}]})
    return call.get("soft_error")


@pytest.mark.parametrize("tool", ["get_reservation", "search", "mcp__shop__find_order", "Read"])
def test_a_result_that_begins_with_an_error_is_one_whatever_the_tool(tool: str) -> None:
    assert marked(tool, "Error: reservation not found\nTry another.") == "Error: reservation not found"


@pytest.mark.parametrize("output", ["Error executing tool find: no row", "Tool error: no row", "ERROR (42): no row"])
def test_an_error_may_say_what_failed(output: str) -> None:
    assert marked("find", output) == output


@pytest.mark.parametrize(
    "output", ["errors.py: 3 lines", "Error handling is in errors.py", "3 rows\nError: in the fourth", "", None]
)
def test_a_text_that_speaks_of_errors_is_none(output: str | None) -> None:
    assert marked("find", output) is None


def test_a_shell_tells_of_a_failure_anywhere() -> None:
    assert marked("Bash", "3 files\ngo: command not found\nbye") == "go: command not found"


def test_an_error_of_the_log_is_no_soft_one() -> None:
    assert marked("find", "Error: no row", is_error=True) is None


def test_a_soft_error_of_a_way_that_was_left_is_marked_too() -> None:
    call: dict[str, Any] = {"tool": "find", "output": "Error: no row"}
    mark_soft_errors({"alternatives": [{"turns": [{"tool_calls": [call]}]}]})
    assert call["soft_error"] == "Error: no row"
