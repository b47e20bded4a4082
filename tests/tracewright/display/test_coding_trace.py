"""What a project says about drawing coding sessions."""

from typing import Any

import pytest

from tracewright.display import coding_trace
from tracewright.errors import TracewrightError


def test_each_option_has_the_value_that_its_users_know() -> None:
    # potato-contract section 6
    assert coding_trace.options(None, "x") == {
        "show_file_tree": True,
        "diff_view": "unified",
        "collapse_long_outputs": True,
        "max_output_lines": 50,
        "terminal_theme": "dark",
        "show_step_numbers": True,
        "show_tool_badges": True,
        "show_reasoning": True,
        "compact": False,
    }


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"diff_view": "inline"}, "x diff_view: must be unified or split, not 'inline'"),
        ({"terminal_theme": "blue"}, "x terminal_theme: must be dark or light, not 'blue'"),
        ({"compact": "yes"}, "x compact: must be true or false, not 'yes'"),
        ({"max_output_lines": "many"}, "x max_output_lines: must be a whole number, not 'many'"),
        (["compact"], "x: must be an object"),
    ],
)
def test_an_option_that_makes_no_sense_is_named(given: Any, place: str) -> None:
    with pytest.raises(TracewrightError, match=place):
        coding_trace.options(given, "x")


@pytest.mark.parametrize(
    ("given", "most"),
    [({}, 50), ({"max_output_lines": 5}, 5), ({"max_output_lines": 0}, None), ({"collapse_long_outputs": False}, None)],
)
def test_outputs_are_cut_unless_somebody_wants_all(given: dict[str, Any], most: int | None) -> None:
    assert coding_trace.most_lines(coding_trace.options(given, "x")) == most


def test_the_first_coding_trace_of_a_project_counts() -> None:
    fields = [
        {"key": "task", "type": "text", "display_options": {"compact": True}},
        {"key": "structured_turns", "type": "coding_trace", "display_options": {"diff_view": "split"}},
    ]
    chosen = coding_trace.options_of(fields)
    assert (chosen["diff_view"], chosen["compact"]) == ("split", False)
