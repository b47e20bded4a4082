"""The display type markdown: a text that the server renders and cleans (apps.projects.markdown); here is how much of it.

{"kind": "markdown", "text": "...", "more": 0}; `more` counts the characters that were left out.
"""

from collections.abc import Mapping
from typing import Any

from tracewright.display.options import option_object

name = "markdown"
# Rendering takes its time, and some texts are made to take it.
MAX_CHARS = 50_000


def options(raw: Any, where: str) -> dict[str, Any]:
    option_object(raw, where)
    return {}


def part(value: Any, chosen: Mapping[str, Any]) -> dict[str, Any] | None:
    """The text up to its last whole line within the bound; None for what is no text."""
    if not isinstance(value, str):
        return None
    text = value if len(value) <= MAX_CHARS else value[: value.rfind("\n", 0, MAX_CHARS) + 1] or value[:MAX_CHARS]
    return {"kind": name, "text": text, "more": len(value) - len(text)}
