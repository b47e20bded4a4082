"""The display type coding_trace: what its `display_options` say about drawing a coding session."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracewright.display import three_pane
from tracewright.display.options import option_object, whole_option
from tracewright.schemes import common

name = "coding_trace"
MOST_LINES = 50
# Each draws something, or leaves it out, and what it is by default.
SWITCHES = {
    "show_file_tree": True,
    "collapse_long_outputs": True,
    "show_step_numbers": True,
    "show_tool_badges": True,
    "show_reasoning": True,
    "compact": False,
}
PANES = (three_pane.name, "eval_trace")
CHOICES = {"diff_view": ("unified", "split"), "terminal_theme": ("dark", "light")}


def options(raw: Any, where: str) -> dict[str, Any]:
    """Every option with its value. `max_output_lines` of 0 or less shows all lines, and so does `collapse_long_outputs: false`.

    ConfigError or SchemeError names the option that makes no sense.

    >>> options({"diff_view": "split"}, "display_options")["diff_view"]
    'split'
    """
    given = option_object(raw, where)
    return {
        **{key: common.bool_option(given, key, default, where) for key, default in SWITCHES.items()},
        **{key: common.one_of_option(given, key, names, where) for key, names in CHOICES.items()},
        "max_output_lines": whole_option(given, "max_output_lines", MOST_LINES, where),
    }


def options_of(display: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How the steps of a project are drawn, by its fields, which were checked when they were imported.

    The options of the first coding_trace, else the default ones. `panes` are the headings of a three_pane, "" for the page's
    own words, and None where there is none; it has some options too, which hold unless there is a coding_trace beside it.
    """
    given = next((field.get("display_options") for field in display if field.get("type") == name), None)
    chosen = {**options(given, name), "panes": None}
    panes = next((field for field in display if field.get("type") in PANES), None)
    if panes is None:
        return chosen
    of_panes = three_pane.options(panes.get("display_options"), three_pane.name)
    shared = {key: value for key, value in of_panes.items() if key in chosen and given is None}
    return {**chosen, **shared, "panes": of_panes["pane_labels"] or ["", "", ""]}


def most_lines(chosen: Mapping[str, Any]) -> int | None:
    """How many lines a block begins with; None for all."""
    most = chosen["max_output_lines"]
    return most if chosen["collapse_long_outputs"] and most > 0 else None
