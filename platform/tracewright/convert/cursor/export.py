"""The Markdown of Cursor's "Export chat", which has texts alone: no call, no result, no time of a message."""

import re
from collections.abc import Iterable, Iterator

from tracewright.convert.conversation import Conversation
from tracewright.convert.place import Place
from tracewright.convert.report import Report
from tracewright.repairs import storable

EXPORTED = re.compile(r"^_Exported on .{1,80} from Cursor \((.{1,40})\)_\s*$", re.MULTILINE)
SPEAKER = re.compile(r"\*\*(User|Cursor)\*\*\s*$")
PERSON, RULE = "**User**", "---"


def is_export(text: str) -> bool:
    """The line stands below the title."""
    return EXPORTED.search(text[:2000]) is not None


def told(native: bytes, report: Report) -> Conversation:
    """A speaker's name stands by itself behind a rule; the rule before the next one is not part of what is said."""
    talk = Conversation(report)
    lines = storable(native.decode(errors="replace"), report.repairs).split("\n")
    begins = list(_begins(lines))
    for begin, end in zip(begins, [*begins, len(lines)][1:], strict=True):
        text = "\n".join(lines[begin + 1 : end]).strip().removesuffix(RULE).rstrip()
        role, kind = ("user", "prompt") if lines[begin].startswith(PERSON) else ("assistant", "agent")
        talk.say(role, kind, text, Place(begin + 1, lines=end - begin))
    return talk


def _begins(lines: Iterable[str]) -> Iterator[int]:
    before = ""
    for index, line in enumerate(lines):
        if before == RULE and SPEAKER.match(line):
            yield index
        before = line.strip() or before
