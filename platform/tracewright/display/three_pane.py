"""The display type three_pane: each step's reasoning beside its calls, and the final answer beside both.

It chooses how the steps are drawn, as coding_trace does. Potato calls it eval_trace.
"""

from typing import Any

from tracewright.display.options import option_object, whole_option
from tracewright.errors import ConfigError
from tracewright.schemes import common
from tracewright.shown import shown

name = "three_pane"
MOST_LINES = 12


def options(raw: Any, where: str) -> dict[str, Any]:
    """`pane_labels` [] are the page's own words.

    >>> options({"pane_labels": ["Why", "What", "Result"]}, "display_options")["pane_labels"]
    ['Why', 'What', 'Result']
    """
    given = option_object(raw, where)
    labels = common.names_option(given, "pane_labels", [], where)
    if len(labels) not in (0, 3):
        raise ConfigError(f"{where} pane_labels", f"must be three names, not {shown(labels)}")
    return {
        "pane_labels": labels,
        "show_step_numbers": common.bool_option(given, "show_step_numbers", True, where),
        "collapse_long_outputs": common.bool_option(given, "collapse_long_outputs", True, where),
        "max_output_lines": whole_option(given, "max_output_lines", MOST_LINES, where),
        "link_steps": common.bool_option(given, "link_steps", True, where),
    }
