"""Small logs of our own, and what a converter makes of them."""

from pathlib import Path
from typing import Any

from tracewright.convert import CONVERTERS, Converted
from tracewright.errors import TraceFormatError

DATA = Path(__file__).parents[2] / "data"


def traces(converter: str, path: Path) -> list[Converted]:
    """All traces of a file; the first problem raises."""
    (source,) = CONVERTERS[converter].sources([path])
    return list(CONVERTERS[converter].convert(source))


def trace(converter: str, path: Path) -> Converted:
    (found,) = traces(converter, path)
    return found


def tried(converter: str, path: Path) -> tuple[list[Converted], list[TraceFormatError]]:
    """What could be converted, and what could not."""
    problems: list[TraceFormatError] = []
    (source,) = CONVERTERS[converter].sources([path])
    return list(CONVERTERS[converter].convert(source, problems.append)), problems


def turns(found: Converted) -> list[dict[str, Any]]:
    return list(found.document["structured_turns"])


def calls(found: Converted) -> list[dict[str, Any]]:
    return [call for turn in turns(found) for call in turn.get("tool_calls", ())]


def spoken(found: Converted) -> list[tuple[str, str]]:
    """Kind and text of each turn."""
    return [(turn["kind"], turn["content"]) for turn in turns(found)]
