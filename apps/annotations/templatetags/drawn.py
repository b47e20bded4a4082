"""What templates of a read trace cannot say: spans with their colours, a tree of JSON, the names of fields and speakers.

The classes are those that the annotate page's modules use (static/annotations/trace/blocks.js, displays/json.js).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django import template
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

register = template.Library()

SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}  # what a browser draws and cannot run

ICONS = {
    "read": "read",
    "search": "search",
    "edit": "pencil",
    "write": "plus",
    "bash": "terminal",
    "agent": "agent",
    "web": "link",
    "todo": "note",
}
SPEAKERS = {"prompt": "user", "system": "gear", "compaction": "note", "reminder": "note", "command": "terminal"}


@register.filter
def tool_icon(tool_class: str) -> str:
    return ICONS.get(tool_class, "tool")


@register.filter
def speaker_icon(kind: str) -> str:
    return SPEAKERS.get(kind, "thought")


@register.filter
def label_of(key: str) -> str:
    """What people call a key of the trace document."""
    words = {
        **dict.fromkeys(("thought", "thinking", "reasoning"), _("Thought")),
        **dict.fromkeys(("observation", "output"), _("Result")),
        "action": _("Action"),
        "content": _("Text"),
        "step": _("Step"),
        "final_answer": _("Answer"),
        "input": _("Input"),
        "call": _("Call"),
    }
    return words.get(key) or (key[:1].upper() + key[1:].replace("_", " "))


@register.filter
def head_of(kind: str) -> str:
    """Who speaks in a step."""
    heads = {
        "prompt": _("Prompt"),
        "system": _("System prompt"),
        "compaction": _("Summary of what came before"),
        "reminder": _("Reminder"),
        "command": _("Command"),
        "demonstration": _("Demonstration"),
        "instruction": _("Instruction"),
    }
    return heads.get(kind) or _("Agent")


@register.filter
def error_words(error: str) -> str:
    words = {
        "agent": _("Error"),
        "rejected": _("Rejected by the person"),
        "cancelled": _("Cancelled"),
        "environment": _("Error of the environment"),
    }
    return words.get(error, error)


@register.filter
def shown_image(attached: dict[str, Any]) -> bool:
    return attached["kind"] == "image" and (attached["type"] == "" or attached["type"] in SHOWN)


@register.filter
def styles(style: str) -> str:
    """
    >>> styles("red bold")
    't-red t-bold'
    """
    return " ".join(f"t-{part}" for part in style.split())


@register.filter
def marked(row: Sequence[Any]) -> Iterator[tuple[str, str, bool]]:
    """The spans of a difference's row, cut where what changed inside of the line begins or ends: text, voice, whether it changed.

    >>> [*marked(["added", None, 1, [["def", "word"], [" f", ""]], [[2, 4]]])]
    [('de', 'word', False), ('f', 'word', True), (' ', '', True), ('f', '', False)]
    """
    _kind, _old, _new, spans, marks = row
    at = 0  # in UTF-16 code units, as the marks are
    for text, voice in spans:
        if not marks:
            yield text, voice, False
            continue
        raw = text.encode("utf-16-le", "surrogatepass")
        end = at + len(raw) // 2
        for start, stop, is_marked in _cuts(at, end, marks):
            yield raw[2 * (start - at) : 2 * (stop - at)].decode("utf-16-le", "replace"), voice, is_marked
        at = end


def _cuts(start: int, end: int, marks: Iterable[Sequence[int]]) -> Iterator[tuple[int, int, bool]]:
    """The parts of a stretch, inside and outside of marks."""
    at = start
    for first, stop in marks:
        if stop <= at or first >= end:
            continue
        if first > at:
            yield at, first, False
        yield max(at, first), min(stop, end), True
        at = min(stop, end)
    if at < end:
        yield at, end, False


@register.filter
def json_lines(block: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A tree as the lines that draw it, one after the other: includes as deep as it may be would be deeper than Python goes.

    A line is {"what": "text" | "plain" | "begin", "key": "a" or 0 or None, ...}, with "text" and "left" of a text, "count" and
    "is_open" of what begins; {"what": "end", "left": 2} closes what began last.
    """
    return _lines(None, block["root"], block["openDepth"])


def _lines(key: str | int | None, node: Sequence[Any], depth: int) -> Iterator[dict[str, Any]]:
    named = {"key": key, "is_index": isinstance(key, int)}
    if node[0] == "text":
        yield {"what": "text", **named, "text": node[1], "left": node[2] - len(node[1])}
        return
    if node[0] == "plain":
        yield {"what": "plain", **named, "text": node[1]}
        return
    kind, inside, left = node
    if not inside and not left:
        yield {"what": "plain", **named, "text": "{}" if kind == "object" else "[]"}
        return
    yield {"what": "begin", **named, "kind": kind, "count": len(inside) + left, "is_open": depth > 0}
    for inner, each in inside if kind == "object" else enumerate(inside):
        yield from _lines(inner, each, depth - 1)
    yield {"what": "end", "left": left}


@register.filter
def clock(moment: str) -> str:
    """The time of day of "2026-03-02T09:00:03+00:00" in the server's zone; of one without a zone, as it was logged.

    >>> clock("2026-03-02T09:00:03")
    '09:00:03'
    """
    at = datetime.fromisoformat(moment)
    return (localtime(at) if at.tzinfo else at).strftime("%H:%M:%S")
