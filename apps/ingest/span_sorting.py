"""Which spans of an export belong to which project and trace."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from apps.ingest.span_wire import MOST_BYTES, too_large
from tracewright import json_text
from tracewright.convert.otel.attributes import Attributes
from tracewright.convert.otel.reading import conversation_of
from tracewright.convert.otel.records import Record, logs_of, records_of
from tracewright.convert.place import Place, list_at, object_at
from tracewright.convert.runs import Placed

PROJECT = "tracewright.project"  # the attribute of a resource
TRACE_ID, SPAN_ID = re.compile(r"(?!0{32})[0-9a-fA-F]{32}"), re.compile(r"(?!0{16})[0-9a-fA-F]{16}")
BAD_TRACE_ID, BAD_SPAN_ID = "its traceId is no 32 hexadecimal digits", "its spanId is no 16 hexadecimal digits"
MOST_LINE_BYTES = 4 * MOST_BYTES  # of all spans of an export: each repeats its resource and scope
NO_PROJECT = f"no project is named: send the header x-tracewright-project, or the resource attribute {PROJECT}"


class Key(NamedTuple):
    project: str  # its slug
    trace_id: str


@dataclass
class Arrival:
    """What an export holds of one trace."""

    lines: list[bytes] = field(default_factory=list)
    spans: int = 0
    conversation: str = ""
    has_root: bool = False

    def add(self, record: Record, line: bytes, *, is_log: bool) -> None:
        self.lines.append(line)
        if not is_log:
            self.spans += 1
            self.conversation = self.conversation or conversation_of(record)
            self.has_root = self.has_root or _is_ended_root(record)


@dataclass
class Sorted:
    arrivals: dict[Key, Arrival] = field(default_factory=lambda: defaultdict(Arrival))
    refused: Counter[str] = field(default_factory=Counter)  # why, and how many spans


def sort(export: dict[str, Any], project: str) -> Sorted:
    """The spans, or log records, of an export by project and trace. `project` goes before what resources say; "" names none.

    Raises NotTaken 413 as soon as their lines, the refused ones' too, have more than MOST_LINE_BYTES.
    """
    found, room = Sorted(), MOST_LINE_BYTES
    for record, is_log in _records(export):
        line = json_text.line(record.alone).encode()
        room -= len(line)
        if room < 0:
            raise too_large()
        wanted = project or _project_of(record)
        if not wanted:
            found.refused[NO_PROJECT] += 1
        elif not TRACE_ID.fullmatch(record.trace):
            found.refused[BAD_TRACE_ID] += 1
        elif not is_log and not SPAN_ID.fullmatch(record.id):
            found.refused[BAD_SPAN_ID] += 1
        else:
            found.arrivals[Key(wanted, record.trace.lower())].add(record, line, is_log=is_log)
    return found


def _records(export: dict[str, Any]) -> Iterator[tuple[Record, bool]]:
    placed = Placed(export, Place())
    yield from ((record, False) for record in records_of(placed))
    yield from ((record, True) for record in logs_of(placed))


def _project_of(record: Record) -> str:
    (holder,) = record.alone.values()
    resource = object_at(holder[0], "resource")
    return Attributes(list_at(resource, "attributes"), Place()).text(PROJECT)


def _is_ended_root(record: Record) -> bool:
    return not record.parent and record.span.get("endTimeUnixNano") not in (None, "", "0", 0)
