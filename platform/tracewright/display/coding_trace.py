"""The display type coding_trace: what its `display_options` say about drawing a coding session."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracewright.errors import ConfigError
from tracewright.schemes import common
from tracewright.shown import shown

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
CHOICES = {"diff_view": ("unified", "split"), "terminal_theme": ("dark", "light")}


def options(raw: Any, where: str) -> dict[str, Any]:
    """Every option with its value. `max_output_lines` of 0 or less shows all lines, and so does `collapse_long_outputs: false`.

    ConfigError or SchemeError names the option that makes no sense.

    >>> options({"diff_view": "split"}, "display_options")["diff_view"]
    'split'
    """
    given = {} if raw is None else raw
    if not isinstance(given, Mapping):
        raise ConfigError(where, f"must be an object, not {shown(given)}")
    return {
        **{key: common.bool_option(given, key, default, where) for key, default in SWITCHES.items()},
        **{key: common.one_of_option(given, key, names, where) for key, names in CHOICES.items()},
        "max_output_lines": _most_lines(given, where),
    }


def options_of(display: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The options of the first coding_trace of a project's fields, checked when they were imported; else the default ones."""
    found = (field.get("display_options") for field in display if field.get("type") == name)
    return options(next(found, None), name)


def most_lines(chosen: Mapping[str, Any]) -> int | None:
    """How many lines a block begins with; None for all."""
    most = chosen["max_output_lines"]
    return most if chosen["collapse_long_outputs"] and most > 0 else None


def _most_lines(given: Mapping[str, Any], where: str) -> int:
    value = given.get("max_output_lines")
    if value is None:
        return MOST_LINES
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigError(f"{where} max_output_lines", f"must be a whole number, not {shown(value)}")
    return value
