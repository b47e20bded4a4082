from typing import Any

import pytest
from hypothesis import given

from tests.tracewright.strategies import calls, json_values
from tracewright.display.outputs import OUTPUT_TYPES, exit_status, output_text, output_type

DIFF = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("2 failed\n[exit code: 1]", 1),
        ("Exit code 127\nbash: x: command not found", 127),
        ("Error: Exit code 1\n[test] $ make", 1),
        ("Exit code: 2\nWall time: 1.2 seconds\nOutput:\nFAILED", 2),
        ("Chunk ID: ab\nWall time: 0.1 seconds\nProcess exited with code 3\nOutput:\n", 3),
        ('{"output":"","metadata":{"exit_code":4,"duration_seconds":0.1}}', 4),
        ({"output": "", "metadata": {"exit_code": 5}}, 5),
        ("<returncode>6</returncode>\n<output>\n</output>", 6),
        ("ls\n[The command completed with exit code 7.]\n[Current working directory: /]", 7),
        ("Output: x\nError: (none)\nExit Code: 8\nSignal: 0\nBackground PIDs: (none)\nProcess Group PGID: 9", 8),
        ("[exit code: -1]", -1),
        ("all good", None),
        ("it said: Exit code 1", None),
        ("x\n" * 500 + "Exit code 1\n" + "x\n" * 500, None),  # the program's own words
        (None, None),
        (7, None),
    ],
)
def test_an_exit_status_is_found_in_what_agents_write(output: Any, expected: int | None) -> None:
    assert exit_status(output) == expected


def test_a_calls_own_exit_code_goes_before_its_output() -> None:
    assert exit_status("Exit code 1\n", 0) == 0


def test_true_is_no_exit_code() -> None:
    assert exit_status("", True) is None


@pytest.mark.parametrize("said", OUTPUT_TYPES)
def test_an_output_type_that_is_given_is_honoured(said: str) -> None:
    assert output_type({"tool": "Read", "output": "x", "output_type": said}) == said


@pytest.mark.parametrize(
    ("tool", "output", "expected"),
    [
        ("Bash", "ok", "terminal"),
        ("Bash", DIFF, "diff"),
        ("Read", DIFF, "code"),  # a file that is a diff is read as a file
        ("Grep", "a.py:1:x", "code"),
        ("Edit", "Edit applied", "diff"),
        ("Write", "File written", "code"),
        ("Mystery", DIFF, "diff"),
        ("Mystery", '{"a": 1}', "json"),
        ("Mystery", {"a": 1}, "json"),
        ("Mystery", "[not json", "generic"),
        ("Mystery", "\x1b[31mred\x1b[0m", "terminal"),
        ("Mystery", "words", "generic"),
        (None, None, "generic"),
    ],
)
def test_an_output_type_left_out_is_told_by_tool_and_text(tool: Any, output: Any, expected: str) -> None:
    assert output_type({"tool": tool, "output": output}) == expected


def test_an_unknown_output_type_counts_as_left_out() -> None:
    assert output_type({"tool": "Bash", "output": "ok", "output_type": "hologram"}) == "terminal"


def test_blocks_are_joined_and_an_image_keeps_them_json() -> None:
    assert output_text([{"type": "text", "text": "a"}, "b"]) == "a\nb"
    assert output_text([{"type": "image"}]) == '[{"type":"image"}]'


def test_an_image_with_its_data_is_no_text() -> None:
    assert output_text([{"type": "text", "text": "a"}, {"type": "image", "source": {"data": "iVBORw0KGgo"}}]) == "a"


@given(json_values | calls)
def test_no_value_is_refused(value: Any) -> None:
    assert isinstance(output_text(value), str)
    assert exit_status(value, value) is None or isinstance(exit_status(value, value), int)
    assert output_type(value) in OUTPUT_TYPES
