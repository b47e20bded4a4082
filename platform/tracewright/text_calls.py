"""A tool call that a step holds as text, such as `web_search(query='SF weather', limit=5)`.

The annotate page reads them alike (annotations/trace/text-call.js); tests/data/text_calls.json holds both to it.
"""

import re
from typing import NamedTuple

MOST_CHARS = 10_000
HEAD = re.compile(r"\s*([A-Za-z_][\w.-]*)\s*\(", re.ASCII)
NAMED = re.compile(r"""\s*([^\s=,()\[\]{}'"]+)\s*=(?!=)\s*""")
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
STRING = re.compile(r"""[rRbBfFuU]?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.DOTALL)
WORDS = {"true": "boolean", "false": "boolean", "null": "null", "none": "null"}
CLOSES = {"(": ")", "[": "]", "{": "}"}


class TextArgument(NamedTuple):
    """`json_type` is that of the value, "" where it is no plain one."""

    name: str
    json_type: str


class TextCall(NamedTuple):
    """`arguments` are those with a name."""

    tool: str
    arguments: list[TextArgument]


def text_call(text: str) -> TextCall | None:
    """The one call that the text is; None for any other text.

    >>> text_call("web_search(query='SF weather', limit=5)").arguments
    [TextArgument(name='query', json_type='string'), TextArgument(name='limit', json_type='number')]
    """
    head = HEAD.match(text) if len(text) <= MOST_CHARS else None
    pieces = _pieces(text, head.end()) if head else None
    if head is None or pieces is None:
        return None
    named = ((match[1], piece[match.end() :].strip()) for piece in pieces if (match := NAMED.match(piece)))
    return TextCall(head[1], [TextArgument(name, _type_of(value)) for name, value in named])


def _pieces(text: str, start: int) -> list[str] | None:
    """What stands between the commas of the outer brackets; None when these do not close at the text's end."""
    pieces: list[str] = []
    opened, at = [")"], start
    while at < len(text):
        sign = text[at]
        if sign in "'\"":
            string = STRING.match(text, at)
            if string is None:
                return None
            at = string.end()
            continue
        if sign in CLOSES:
            opened.append(CLOSES[sign])
        elif sign in ")]}":
            if opened.pop() != sign:
                return None
            if not opened:
                return [*pieces, text[start:at]] if not text[at + 1 :].strip() else None
        elif sign == "," and len(opened) == 1:
            pieces.append(text[start:at])
            start = at + 1
        at += 1
    return None


def _type_of(value: str) -> str:
    if STRING.fullmatch(value):
        return "string"
    if NUMBER.fullmatch(value):
        return "number"
    if value[:1] in ("[", "{") and value[-1:] == CLOSES[value[0]]:
        return "array" if value[0] == "[" else "object"
    return WORDS.get(value.lower(), "")
