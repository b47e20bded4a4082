"""The display type json: a value as a tree that folds.

{"kind": "json", "root": NODE, "openDepth": 1, "more": 12}; `more` counts the values that were left out.

A NODE: ["object", [["key", NODE], ...], left out], ["list", [NODE, ...], left out], ["text", "...", its length],
        ["plain", "1.5"]. A number is text: a browser would round what is longer than its own numbers.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tracewright import json_text
from tracewright.display.options import option_object, whole_option

name = "json"
MAX_NODES = 1500
MAX_CHARS = 100_000  # of all texts together
MAX_ENTRIES = 200  # of one object or list
MAX_TEXT = 1000
MAX_KEY = 200
MAX_DEPTH = 50
MAX_READ_CHARS = 2_000_000  # a longer text is not taken apart

Node = list[Any]


def options(raw: Any, where: str) -> dict[str, Any]:
    given = option_object(raw, where)
    return {"open_depth": whole_option(given, "open_depth", 1, where, least=0)}


def part(value: Any, chosen: Mapping[str, Any]) -> dict[str, Any] | None:
    """None for a text that is no JSON."""
    if isinstance(value, str):
        try:
            if len(value) > MAX_READ_CHARS:
                return None
            value, _ = json_text.read(value.encode(errors="replace"))
        except json_text.NotJson:
            return None
    tree = _Tree()
    root = tree.node(value, 0)
    return {"kind": name, "root": root, "openDepth": chosen["open_depth"], "more": tree.more}


class _Tree:
    """The nodes so far: what comes when there are too many is counted only."""

    def __init__(self) -> None:
        self.nodes = MAX_NODES
        self.chars = MAX_CHARS
        self.more = 0

    def node(self, value: Any, depth: int) -> Node:
        self.nodes -= 1
        if isinstance(value, dict):
            entries = ([self.text(key, MAX_KEY), self.node(each, depth + 1)] for key, each in value.items())
            return self.inside("object", entries, len(value), depth)
        if isinstance(value, list):
            return self.inside("list", (self.node(each, depth + 1) for each in value), len(value), depth)
        if isinstance(value, str):
            return ["text", self.text(value, MAX_TEXT), len(value)]
        return ["plain", json_text.compact(value)[:MAX_TEXT]]

    def inside(self, kind: str, entries: Iterator[Any], size: int, depth: int) -> Node:
        shown: list[Any] = []
        while len(shown) < min(size, MAX_ENTRIES) and depth < MAX_DEPTH and self.nodes > 0 and self.chars > 0:
            shown.append(next(entries))
        self.more += size - len(shown)
        return [kind, shown, size - len(shown)]

    def text(self, text: str, most: int) -> str:
        found = text[: max(0, min(most, self.chars))]
        self.chars -= len(found)
        return found
