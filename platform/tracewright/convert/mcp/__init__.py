"""The Model Context Protocol: logs of its JSON-RPC messages between a client, in which an agent works, and servers.

docs/reference/formats.md says what becomes of what.
"""

import codecs
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from tracewright import json_text
from tracewright.convert import runs
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.json_lines import json_lines
from tracewright.convert.mcp.messages import LINE, Message, is_of_mcp, message_in, messages_of, of_interactions
from tracewright.convert.mcp.telling import CALL, READ, Telling
from tracewright.convert.place import Place, list_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising

name = "mcp"
title = "MCP message logs (JSON-RPC)"
version = 2
verified = False

LISTS = ("messages", "entries", "events", "records")  # of one JSON value, under which they may stand
SAMPLED_LINES = 200
TELLING = (CALL, READ, "prompts/get", "sampling/createMessage", "elicitation/create")


def sniff(sample: Sample) -> Sniff:
    placed = [runs.Placed(each, Place()) for record in sample.objects for each in (record, *_listed(record))]
    interactions = [message for record in sample.objects for message in of_interactions(record, Place())]
    if any(is_of_mcp(message.value) for message in (*messages_of(placed), *interactions)):
        return Sniff(1.0, "JSON-RPC messages with methods of MCP")
    if any(_of_line(line) for line in islice(sample.text.split("\n"), SAMPLED_LINES)):
        return Sniff(0.9, "lines with a message from a client or server of MCP")
    return Sniff(0.0, "no JSON-RPC message of MCP")


def _of_line(line: str) -> bool:
    found = message_in(line, Place(1))
    return found is not None and is_of_mcp(found.value)


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    """A trace for each session: what the log calls one, or what an `initialize` begins."""
    report_problem = on_problem or raising
    report = Report()
    try:
        raw = source.read()[source.path.name]
        messages = _messages(raw, source.name, report)
    except TraceFormatError as error:
        report_problem(error)
        return
    sessions = _sessions(messages)
    told = [session for session in sessions if any(message.method in TELLING for message in session)]
    if not told:
        what = "holds no turn: no tool was called, and nothing was said" if sessions else "holds no message of MCP"
        report_problem(TraceFormatError(source.name, what))
    elif silent := len(sessions) - len(told):
        report.mended["session in which nothing was called"] += silent
    lines = raw.split(b"\n") if len(sessions) > 1 else []
    for number, session in enumerate(told, start=1):
        where = source.name if number == 1 else f"{source.name} session {number}"
        own = report if number == 1 else Report(records=len(session))
        native, messages = (raw, session) if len(sessions) == 1 else _apart(lines, session)
        records = [runs.Placed(each.value, each.place) for each in messages]
        yield from runs.made_of([runs.Run(where, native, records, own)], partial(_made, messages), report_problem)


def _listed(value: object) -> list[object]:
    return [each for key in LISTS for each in list_at(value, key)]


def _messages(raw: bytes, where: str, report: Report) -> list[Message]:
    """Of one JSON value, of a value on each line, or of lines of text."""
    try:
        value, report.repairs = json_text.read(raw.removeprefix(codecs.BOM_UTF8))
    except json_text.NotJson as error:
        text = raw.removeprefix(codecs.BOM_UTF8).decode(errors="replace").split("\n")
        if any(map(LINE.match, text[:SAMPLED_LINES])):
            return list(_of_text(text, report))
        placed = [runs.Placed(line.value, Place(line.number, line.nth)) for line in json_lines(raw, report)]
        if not placed:
            raise TraceFormatError(where, str(error)) from error
        return _of_interactions(placed) or _counted(placed, report)
    if interactions := list(of_interactions(value, Place())):
        report.records = len(list_at(value, "interactions"))
        return interactions
    if isinstance(value, list):
        placed = [runs.Placed(each, Place().inside(index)) for index, each in enumerate(value)]
        if interactions := _of_interactions(placed):
            report.records = len(placed)
            return interactions
    else:
        inner = [(key, index, each) for key in LISTS for index, each in enumerate(list_at(value, key))]
        placed = [runs.Placed(each, Place().inside(key, index)) for key, index, each in inner]
        placed = placed or [runs.Placed(value, Place())]
    report.records = len(placed)
    return _counted(placed, report)


def _of_interactions(items: Sequence[runs.Placed]) -> list[Message]:
    return [message for each in items for message in of_interactions(*each)]


def _of_text(lines: Iterable[str], report: Report) -> Iterator[Message]:
    for number, line in enumerate(lines, start=1):
        report.records += bool(line.strip())
        if message := message_in(line, Place(number)):
            yield message
        elif LINE.match(line):
            report.unreadable += 1
            report.warn(
                f"line {number}", "has a message that is no JSON; it is kept in the native bytes and becomes no step"
            )
        elif line.strip():
            report.unknown["line without a message"] += 1


def _counted(placed: Sequence[runs.Placed], report: Report) -> list[Message]:
    found = list(messages_of(placed))
    if silent := len(placed) - len({message.record for message in found}):
        report.unknown["record without a message"] += silent
    return found


def _sessions(messages: Iterable[Message]) -> list[list[Message]]:
    """In the order in which they begin; a session of that name, or of none, ends where the next `initialize` comes.

    One that comes twice in a row was logged on both sides of a proxy.
    """
    found: list[list[Message]] = []
    open_: dict[str, list[Message]] = {}
    for message in messages:
        session = open_.get(message.session)
        begins = message.method == "initialize" and session is not None and message.value != session[-1].value
        if session is None or begins:
            session = open_[message.session] = []
            found.append(session)
        session.append(message)
    return found


def _apart(lines: Sequence[bytes], session: Sequence[Message]) -> tuple[bytes, list[Message]]:
    """The bytes of one of several sessions: its lines, or its messages on lines, and where in them they stand."""
    if not session[0].record.line:
        native = b"".join(f"{json_text.line(message.value)}\n".encode() for message in session)
        placed = [message._replace(place=Place(number)) for number, message in enumerate(session, start=1)]
        return native, placed
    numbers = dict[int, int]()
    for message in session:
        numbers.setdefault(message.record.line, len(numbers) + 1)
    native = b"".join(lines[line - 1] + b"\n" for line in numbers)
    return native, [
        message._replace(place=message.place._replace(line=numbers[message.record.line])) for message in session
    ]


def _made(messages: Sequence[Message], run: runs.Run) -> runs.Made:
    told = Telling(run.report)
    for message in messages:
        told.take(message)
    named = {"server": text_at(told.server, "name") or messages[0].server, "client": text_at(told.client, "name")}
    source = {"format": name, "version": text_at(told.server, "version"), **named}
    identity = _identity(messages)
    facts: dict[str, Any] = {"tools": told.tools, "attachments": told.attachments.listed}
    return runs.Made(identity, told.talk.document(identity, source, **facts))


def _identity(messages: Sequence[Message]) -> str:
    """The id of the item that holds it, else the hash of what was sent up to the first call, with its times, so that the name
    stays when the session goes on.
    """
    if messages[0].item:
        return messages[0].item
    first = next((nth for nth, message in enumerate(messages) if message.method == CALL), len(messages))
    told = [[message.session, message.at, message.value] for message in messages[: first + 1]]
    return hashlib.sha256(json_text.canonical(told).encode()).hexdigest()[:32]
