from tracewright.display.coding_trace import MOST_LINES, options_of
from tracewright.display.three_pane import MOST_LINES as MOST_OF_PANES
from tracewright.display.three_pane import options


def test_without_one_there_are_no_panes() -> None:
    assert options_of([{"key": "steps", "type": "coding_trace"}])["panes"] is None


def test_its_headings_are_the_pages_own_unless_they_are_given() -> None:
    assert options_of([{"key": "steps", "type": "three_pane"}])["panes"] == ["", "", ""]
    given = {"key": "trace", "type": "eval_trace", "display_options": {"pane_labels": ["a", "b", "c"]}}
    assert options_of([given])["panes"] == ["a", "b", "c"]


def test_its_options_hold_unless_a_coding_trace_has_its_own() -> None:
    panes = {"key": "steps", "type": "three_pane", "display_options": {"show_step_numbers": False}}
    alone = options_of([panes])
    assert (alone["show_step_numbers"], alone["max_output_lines"]) == (False, MOST_OF_PANES)
    both = options_of([{"key": "steps", "type": "coding_trace", "display_options": {"compact": True}}, panes])
    assert (both["show_step_numbers"], both["max_output_lines"]) == (True, MOST_LINES)


def test_every_option_has_a_default() -> None:
    assert options(None, "display_options") == {
        "pane_labels": [],
        "show_step_numbers": True,
        "collapse_long_outputs": True,
        "max_output_lines": 12,
        "link_steps": True,
    }
