"""Lines of code as spans of text and voice: [["def", "word"], [" f():", ""]].

The voices are the four of the page's design: word (keywords and what belongs to the language), text (strings), number, note
(comments); "" is the rest. Lexers are Pygments'.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from posixpath import basename, splitext
from typing import Any

from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name, find_lexer_class_for_filename
from pygments.token import Comment, Keyword, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound

from tracewright.convert.tools import LANGUAGES

# Lexers are regular expressions: some take their time, most of all over long lines of minified files.
MAX_CHARS = 100_000
MAX_LINE_CHARS = 5000

_ENDINGS = LANGUAGES | {
    ".h": "c",
    ".hpp": "cpp",
    ".cs": "csharp",
    ".swift": "swift",
    ".kt": "kotlin",
    ".scala": "scala",
    ".r": "r",
    ".bash": "bash",
    ".zsh": "bash",
    ".xml": "xml",
    ".toml": "toml",
    ".ini": "ini",
    ".cfg": "ini",
    ".dockerfile": "dockerfile",
    ".txt": "",
}
# Names of languages that Pygments has under another one.
_ALIASES = {"jsx": "javascript", "tsx": "typescript", "dockerfile": "docker", "shell": "bash"}
_SHEBANG = re.compile(r"#!\s*\S*/(?:env\s+(?:-S\s+)?)?([a-z]+)")
_PROGRAMS = {
    "python": "python",
    "bash": "bash",
    "sh": "bash",
    "zsh": "bash",
    "node": "javascript",
    "ruby": "ruby",
    "perl": "perl",
}
# The first that holds wins.
_VOICES = ((Comment, "note"), (String, "text"), (Number, "number"), (Keyword, "word"), (Operator.Word, "word"))

Span = list[str]


def highlighted(code: str, language: str) -> list[list[Span]]:
    """One list of spans for each line of the code, split at "\\n" alone; an empty line has none.

    Plain above 100 kB, with a line above 5,000 characters, and in a language that is not known.

    >>> highlighted("x = 1  # one", "python")
    [[['x = ', ''], ['1', 'number'], ['  ', ''], ['# one', 'note']]]
    """
    lines = code.split("\n")
    lexer = _lexer(language) if len(code) <= MAX_CHARS and max(map(len, lines)) <= MAX_LINE_CHARS else None
    if lexer is not None:
        found = _lines(_voiced(lexer, code))
        if ["".join(text for text, _ in line) for line in found] == lines:  # a lexer may lose what it does not expect
            return found
    return [[[line, ""]] if line else [] for line in lines]


def language_of(path: Any, given: Any = None, content: str = "") -> str:
    """The language: the one `given` where it is known, else by the path, else by the first line's `#!`; "" for none.

    By path goes Potato's table, then what Pygments knows of file names.

    >>> language_of("src/a.tsx"), language_of("Makefile"), language_of("run", content="#!/usr/bin/env python3\\n")
    ('tsx', 'make', 'python')
    """
    if isinstance(given, str) and _lexer(given.lower()) is not None:
        return given.lower()
    name = basename(path) if isinstance(path, str) else ""
    ending = splitext(name)[1].lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    found = _by_name(name) if 0 < len(name) < 256 else ""
    shebang = _SHEBANG.match(content) if not found else None
    return _PROGRAMS.get(shebang[1], "") if shebang else found


def _voiced(lexer: Lexer, code: str) -> Iterator[tuple[str, str]]:
    """The tokens as the lexer tells them apart; `get_tokens` would change line ends and strip blank lines.

    Many rules end with a line end, so the last line gets one for the while.
    """
    end = len(code)
    for at, kind, text in lexer.get_tokens_unprocessed(f"{code}\n"):
        yield text[: end - at] if at + len(text) > end else text, _voice(kind)


@lru_cache(maxsize=1024)
def _voice(kind: _TokenType) -> str:
    return next((voice for family, voice in _VOICES if kind in family), "")


def _lines(tokens: Iterator[tuple[str, str]]) -> list[list[Span]]:
    """Neighbours of one voice are one span; blanks alone have none of their own."""
    lines: list[list[Span]] = [[]]
    for token, voice in tokens:
        for position, text in enumerate(token.split("\n")):
            if position:
                lines.append([])
            line = lines[-1]
            own = voice if text.strip() else ""
            if line and line[-1][1] == own:
                line[-1][0] += text
            elif text:
                line.append([text, own])
    return lines


@lru_cache(maxsize=128)
def _lexer(language: str) -> Lexer | None:
    try:
        return find_lexer_class_by_name(_ALIASES.get(language, language))() if 0 < len(language) < 64 else None
    except ClassNotFound:
        return None


@lru_cache(maxsize=1024)
def _by_name(name: str) -> str:
    found = find_lexer_class_for_filename(name)
    return str(found.aliases[0]) if found and found.aliases else ""
