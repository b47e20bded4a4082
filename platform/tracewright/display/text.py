"""The display type text: the value as it is. Also what every other type falls back to.

{"kind": "text", "text": "...", "chars": 120, "lines": 3, "code": false}; the text is cut when it is shorter than `chars`.
"""

from collections.abc import Mapping
from typing import Any

from tracewright.display.options import option_object
from tracewright.trace import text_of

name = "text"
CUT_CHARS = 20_000


def options(raw: Any, where: str) -> dict[str, Any]:
    option_object(raw, where)
    return {}


def part(value: Any, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """A text as it is, anything else as JSON.

    >>> part({"score": 1}, {})["text"]
    '{"score":1}'
    """
    text = text_of(value)
    return {
        "kind": name,
        "text": text[:CUT_CHARS],
        "chars": len(text),
        "lines": text.count("\n") + 1,
        "code": not isinstance(value, str),
    }
