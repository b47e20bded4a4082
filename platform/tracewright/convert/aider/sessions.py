"""The sessions of a file of text: Aider appends each to the same history; a page of its website holds one."""

import codecs
import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import NamedTuple

from tracewright.repairs import Repairs, storable

HEADER = re.compile(r"# aider chat started at (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\s*$", re.IGNORECASE)
TITLE = re.compile(r"(?:# (?!aider chat started)|---\s*$|<)", re.IGNORECASE)
CHAT, END = re.compile(r'\s*<div class="chat-transcript"'), re.compile(r"\s*</div>\s*$")
MODELINE = re.compile(r"-\*-.*-\*-\s*$")


class Line(NamedTuple):
    """`number` counts from 1 in the session's own bytes; the text is without its end and the spaces before that.

    `broken` says that it ends with two spaces, a line break in Markdown: Aider writes them behind each line of a person.
    """

    number: int
    text: str
    broken: bool = False


class Session(NamedTuple):
    """`started` is its local time, "" for what stands before the first header, and for a page.

    `first` is its first line in the file.
    """

    native: bytes
    first: int
    started: str


def sessions(raw: bytes) -> Iterator[Session]:
    """Each with its own bytes, from its header to the next one; joined they are the file."""
    lines, begins = raw.split(b"\n"), [0]
    for index, line in enumerate(lines):
        if index and line[:2] == b"# " and _header(line) and not lines[index - 1].strip():
            begins.append(index)
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        own = b"\n".join(lines[begin:end]) + (b"\n" if end < len(lines) else b"")
        started = next((_header(line) for line in lines[begin:end] if line.strip(b"\xef\xbb\xbf \r\t")), "")
        yield Session(own, begin + 1, started)


def chat_of(native: bytes, repairs: Repairs) -> list[Line]:
    """The lines of a session that are chat: of a page only those of its transcripts."""
    text = storable(native.removeprefix(codecs.BOM_UTF8).decode(errors="replace"), repairs)
    lines = [
        Line(number, line.rstrip(), line.rstrip("\r").endswith("  "))
        for number, line in enumerate(text.split("\n"), start=1)
    ]
    if any(CHAT.match(line.text) for line in lines):
        return list(_of_page(lines))
    first = next((line for line in lines if line.text), None)
    if first and TITLE.match(first.text):
        begin = next((index for index, line in enumerate(lines) if line.text.startswith("#### ")), 0)
        return lines[begin:]
    return list(dropwhile(_is_of_head, lines))


def _is_of_head(line: Line) -> bool:
    """Further on the same words are what somebody says."""
    return not line.text or bool(HEADER.match(line.text) or MODELINE.match(line.text))


def _of_page(lines: list[Line]) -> Iterator[Line]:
    is_chat = False
    for line in lines:
        if CHAT.match(line.text) or END.match(line.text):
            is_chat = CHAT.match(line.text) is not None
        elif is_chat:
            yield line


def _header(line: bytes) -> str:
    found = HEADER.match(line.removeprefix(codecs.BOM_UTF8).decode(errors="replace"))
    return f"{found[1]}T{found[2]}" if found else ""
