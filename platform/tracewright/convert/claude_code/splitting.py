"""The bytes of each session, where a file holds several. Nearly always it is one, and then they are the file's, to the last."""

import re
from collections import defaultdict
from collections.abc import Iterable

from tracewright.convert.place import text_at
from tracewright.convert.runs import Placed

_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


def split(native: bytes, records: Iterable[Placed]) -> list[bytes]:
    """The lines of each session, in the order that the sessions begin. A line of none belongs to the one before it.

    What is one JSON value stays whole.
    """
    named: dict[int, str] = {}
    for record, place in records:
        if session := text_at(record, "sessionId"):
            named.setdefault(place.line, session)
    if len(set(named.values())) < 2:
        return [native]
    lines = defaultdict[str, list[bytes]](list)
    session = next(iter(named.values()))
    for number, line in enumerate(_LINE.findall(native), start=1):
        session = named.get(number, session)
        lines[session].append(line)
    return [b"".join(found) for found in lines.values()]
