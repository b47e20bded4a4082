"""Claude Code: the session files that it keeps for each project, what it prints without a terminal, and the web's log.

Sessions are read from versions 1.0 to 2.1; docs/reference/formats.md says what becomes of what.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert.bundle import joined
from tracewright.convert.claude_code.entries import SET_ASIDE, Entry, entries_of
from tracewright.convert.claude_code.files import sources_of
from tracewright.convert.claude_code.forms import WEB, records_of
from tracewright.convert.claude_code.queued import with_queued
from tracewright.convert.claude_code.session import document_of
from tracewright.convert.claude_code.splitting import split
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import list_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.soft_errors import mark_soft_errors
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising
from tracewright.trace import check_document

name = "claude_code"
title = "Claude Code sessions (JSONL), stream-json and the web's log"
version = 5
# Records that name no session, with a key of each. A session that goes on may begin with hundreds of them.
BEFORE = {"summary": "leafUuid", "file-history-snapshot": "messageId"}


def sniff(sample: Sample) -> Sniff:
    records = sample.objects
    messages = [record for record in records if _is_message(record)]
    if any(text_at(record, "sessionId") and text_at(record, "uuid") for record in messages):
        return Sniff(1.0, "messages with sessionId and uuid")
    if any(text_at(record, "session_id") and "parent_tool_use_id" in record for record in messages):
        return Sniff(1.0, "messages with session_id and parent_tool_use_id, as a stream has them")
    if any(_is_message(each) for record in records for each in list_at(record, WEB)):
        return Sniff(0.95, "messages under loglines, as the web application logs them")
    if any(text_at(record, "session_id") and _frames_a_stream(record) for record in records):
        return Sniff(0.9 if len(records) > 1 else 0.4, "the beginning or end of a stream, without a message so far")
    if any(text_at(record, "sessionId") and text_at(record, "type") in SET_ASIDE for record in records):
        return Sniff(0.9, "records of a session, without a message so far")
    if messages and any(text_at(record, "type") == "tool_call" for record in records):
        return Sniff(
            0.3, "messages of a user or an assistant, with calls beside them as no version of Claude Code has them"
        )
    if messages:
        return Sniff(0.6, "messages of a user or an assistant, without sessionId and uuid")
    if any(text_at(record, BEFORE.get(text_at(record, "type"), "")) for record in records):
        return Sniff(0.7, "summaries or snapshots as they stand before a session, without a message so far")
    return Sniff(0.0, "no record has a type of Claude Code and a message")


def _is_message(record: Any) -> bool:
    return text_at(record, "type") in ("user", "assistant") and "message" in record


def _frames_a_stream(record: dict[str, Any]) -> bool:
    """Whether it begins or ends what Claude Code prints; other programs print records of these types with fewer keys."""
    begins = text_at(record, "subtype") == "init" and "tools" in record
    return begins or (text_at(record, "type") == "result" and "total_cost_usd" in record)


def sources(paths: Iterable[Path]) -> list[Source]:
    return sources_of(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    """One trace for each sessionId of the file; the files of sub-agents belong to its first session."""
    report_problem = on_problem or raising
    try:
        (own, native), *parts = source.read().items()
    except TraceFormatError as error:
        report_problem(error)
        return
    others = dict(parts)
    for number, session in enumerate(_sessions(native), start=1):
        where = source.name if number == 1 else f"{source.name} session {number}"
        try:
            yield _converted(own, session, others if number == 1 else {}, where)
        except TraceFormatError as error:
            report_problem(error)


class _Read(NamedTuple):
    """The records of one session that have a place in its tree, and the bytes that they were read from."""

    native: bytes
    entries: list[Entry]
    report: Report


def _read(native: bytes) -> _Read:
    report = Report()
    return _Read(native, with_queued(entries_of(records_of(native, report), report)), report)


def _sessions(native: bytes) -> Iterator[_Read]:
    """Those of a file, nearly always one."""
    read = _read(native)
    if len({session for entry in read.entries if (session := text_at(entry.record, "sessionId"))}) < 2:
        yield read
    else:
        yield from map(_read, split(native, records_of(native, Report())))


def _converted(own: str, session: _Read, others: Mapping[str, bytes], where: str) -> Converted:
    native, entries, report = session
    if not any(entry.is_message for entry in entries):
        raise TraceFormatError(where, "has no message of a Claude Code session")
    identity = _identity(own, entries, native, report)
    document = document_of(identity, entries, others, report)
    if not document["structured_turns"]:
        raise TraceFormatError(where, "holds no turn")
    check_document(document, where)
    mark_soft_errors(document)
    report.count(document)
    return Converted(identity, document, joined({own: native, **others}), report)


def _identity(own: str, entries: Sequence[Entry], native: bytes, report: Report) -> str:
    """The sessionId; with the sub-agent's name when only a sub-agent speaks; the first record's hash when there is none."""
    session = next((found for entry in entries if (found := text_at(entry.record, "sessionId"))), "")
    if not session:
        report.warn("the session", "has no sessionId; the hash of its first record names it")
        is_on_lines = entries[0].place.line > 0
        first = native.split(b"\n", 1)[0].strip() if is_on_lines else json_text.canonical(entries[0].record).encode()
        return hashlib.sha256(first).hexdigest()[:32]
    if any(entry.is_message and not entry.is_side for entry in entries):
        return session
    agent = next((entry.agent for entry in entries if entry.agent), PurePosixPath(own).stem.removeprefix("agent-"))
    return session if session.endswith(agent) else f"{session}/agent-{agent}"
