"""Potato's idea of a chat with Aider: texts in JSON, where a line "> ..." is a person's.

An item is a text, or an object with one under `chat_history`, `content` or `text`. A text of Aider's own is read as such.
"""

import re
from collections.abc import Sequence
from typing import Any

from tracewright.convert import runs
from tracewright.convert.aider.sessions import Line
from tracewright.convert.aider.speakers import USER
from tracewright.convert.aider.telling import Telling
from tracewright.convert.place import Place, text_at
from tracewright.errors import TraceFormatError

KEYS = ("chat_history", "content", "text")
HEAD, TAIL = re.compile(r"^<{3,9} ORIGINAL", re.M), re.compile(r"^>{3,9} UPDATED", re.M)
OWN = re.compile(r"^####(?: |$)", re.M)
SAID = re.compile(r"^(?:####|>) ", re.M)
DONE = re.compile(r"^(?:<{5,9} SEARCH|[>*_] ?(?:Applied edit to |Tokens: [\d.,k]+ sent))", re.M)


def chat_in(item: Any) -> tuple[str, str]:
    """The key and the text of a chat; "" for an item that is one."""
    if isinstance(item, str):
        return "", item
    return next(((key, text_at(item, key)) for key in KEYS if text_at(item, key)), ("", ""))


def is_chat(item: Any) -> bool:
    """Whether it has blocks as Potato or as Aider writes them."""
    text = chat_in(item)[1]
    return bool(HEAD.search(text) and TAIL.search(text)) or bool(OWN.search(text) and DONE.search(text))


def made(name: str, run: runs.Run) -> runs.Made:
    key, text = chat_in(run.value)
    if not text:
        raise TraceFormatError(run.where, f"is no text, and has none under {', '.join(KEYS)}")
    if not SAID.search(text):
        raise TraceFormatError(run.where, 'holds no chat: no line begins with "> " or "#### "')
    place = run.place.inside(key) if key else run.place
    told = Telling(run.report, lambda lines: place)
    lines = [Line(number, line.rstrip()) for number, line in enumerate(text.split("\n"), start=1)]
    if OWN.search(text):
        told.tell(lines)
    else:
        _tell(told, lines, place)
    facts: dict[str, Any] = {"model": text_at(run.value, "model"), "task_key": text_at(run.value, "id")}
    task = text_at(run.value, "task_description") or text_at(run.value, "task")
    return runs.Made(run.hash(), told.talk.document(run.hash(), {"format": name}, task=task, **facts))


def _tell(told: Telling, lines: Sequence[Line], place: Place) -> None:
    """Each line of a person is a turn, as Potato has it."""
    text = list[Line]()
    for line in [*lines, Line(0, "> ")]:
        if not line.text.startswith("> "):
            text.append(line)
            continue
        if any(each.text.strip() for each in text):
            told.act(_trimmed(text))
        text = []
        if said := line.text[2:].strip():
            told.talk.say(USER, "prompt", said, place)


def _trimmed(lines: Sequence[Line]) -> list[Line]:
    told = [index for index, line in enumerate(lines) if line.text.strip()]
    return list(lines[told[0] : told[-1] + 1])
