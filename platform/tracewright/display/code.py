"""The display type code: lines with their numbers, highlighted.

{"kind": "code", "path": "", "first": 1 or None, "lines": [SPANS, ...], "more": 12}, spans as highlight.py has them; `more`
counts the lines that were left out.
"""

import re
from collections.abc import Mapping
from typing import Any

from tracewright import json_text
from tracewright.display.diffs import lines_of
from tracewright.display.highlight import MAX_LINE_CHARS, highlighted, language_of
from tracewright.display.options import option_object, whole_option
from tracewright.errors import ConfigError
from tracewright.schemes import common
from tracewright.shown import shown

name = "code"
MAX_LINES = 1000
MAX_CHARS = 60_000
_DETECTED_CHARS = 2000
# What only one language begins a line with; the first that holds wins.
_LOOKS_LIKE = (
    ("diff", re.compile(r"(?:diff --git |--- \S.*\n\+\+\+ |@@ -\d)")),
    ("html", re.compile(r"\s*(?:<!DOCTYPE html|<html)", re.I)),
    ("python", re.compile(r"^(?:\s*(?:async )?def \w+\(.*:|class \w+[(:]|from [\w.]+ import |import [\w.]+$)", re.M)),
    ("javascript", re.compile(r"^(?:const|let|export|function|import)\b.*[;{(]", re.M)),
    ("c", re.compile(r"^#include [<\"]", re.M)),
    ("sql", re.compile(r"\s*(?:SELECT|INSERT INTO|CREATE TABLE|UPDATE)\b", re.I)),
)


def options(raw: Any, where: str) -> dict[str, Any]:
    """`language` "" is found out. ConfigError names the option that makes no sense."""
    given = option_object(raw, where)
    language = common.text_option(given, "language", "", where)
    if language and not language_of("", language):
        raise ConfigError(f"{where} language", f"must be a language that Pygments knows, not {shown(language)}")
    return {
        "language": language.lower(),
        "show_line_numbers": common.bool_option(given, "show_line_numbers", True, where),
        "max_lines": whole_option(given, "max_lines", 50, where, least=1),
    }


def part(value: Any, chosen: Mapping[str, Any]) -> dict[str, Any] | None:
    """None for what is no text, and for lines too long to be shown as such."""
    if not isinstance(value, str) or value == "":
        return None
    lines = lines_of(value)
    shown_lines = _first_lines(lines, min(chosen["max_lines"], MAX_LINES))
    if any(len(line) > MAX_LINE_CHARS for line in shown_lines):
        return None
    language = chosen["language"] or detected(value)
    return {
        "kind": name,
        "path": "",
        "first": 1 if chosen["show_line_numbers"] else None,
        "lines": highlighted("\n".join(shown_lines), language),
        "more": len(lines) - len(shown_lines),
    }


def detected(code: str) -> str:
    """The language by how the text begins; "" where nothing tells.

    >>> detected("#!/bin/bash\\nls"), detected('{"a": 1}'), detected("x = 1")
    ('bash', 'json', '')
    """
    head = code[:_DETECTED_CHARS]
    if by_shebang := language_of("", content=head):
        return by_shebang
    if head.lstrip()[:1] in ("{", "[") and len(code) <= MAX_CHARS and _is_json(code):
        return "json"
    return next((language for language, pattern in _LOOKS_LIKE if pattern.search(head)), "")


def _first_lines(lines: list[str], most: int) -> list[str]:
    """At most that many lines and 60,000 characters, but at least one."""
    chars = 0
    for position, line in enumerate(lines[:most]):
        chars += len(line) + 1
        if chars > MAX_CHARS and position:
            return lines[:position]
    return lines[:most]


def _is_json(text: str) -> bool:
    try:
        json_text.read(text.encode(errors="replace"))
    except json_text.NotJson:
        return False
    return True
