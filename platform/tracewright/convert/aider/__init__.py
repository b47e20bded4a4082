"""Aider: its `.aider.chat.history.md`, the transcripts of its website, and Potato's form of both.

docs/reference/formats.md says what becomes of what.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.aider import potato
from tracewright.convert.aider.sessions import Session, chat_of, sessions
from tracewright.convert.aider.telling import Telling
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.report import Report
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising
from tracewright.trace import Document, check_document

name = "aider"
title = "Aider chats (.aider.chat.history.md)"
version = 2

STARTED = re.compile(r"^(?:\ufeff)?# aider chat started at \d{4}-\d\d-\d\d ", re.MULTILINE | re.IGNORECASE)
SAID = re.compile(r"^#### \S", re.MULTILINE)
TRANSCRIPT = re.compile(r'^[ \t]*<div class="chat-transcript"', re.MULTILINE)
DONE = re.compile(
    r"^(?:<{5,9} (?:SEARCH|ORIGINAL)|[>*_] ?(?:Applied edit to |Tokens: [\d.,k]+ sent|Aider v\d|Using git repo|\$ aider))",
    re.MULTILINE,
)


def sniff(sample: Sample) -> Sniff:
    if any(potato.is_chat(record) for record in sample.records):
        return Sniff(0.8, "a text in JSON with blocks of Aider's")
    if sample.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return Sniff(0.0, "JSON without blocks of Aider's")
    if STARTED.search(sample.text):
        return Sniff(0.95, 'a line "# aider chat started at"')
    if SAID.search(sample.text) and (TRANSCRIPT.search(sample.text) or DONE.search(sample.text)):
        return Sniff(0.9, 'lines "#### " and blocks or messages of Aider')
    return Sniff(0.0, 'no "# aider chat started at", and no lines "#### " with edits')


def sources(paths: Iterable[Path]) -> list[Source]:
    return runs.each_alone(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    report_problem = on_problem or raising
    try:
        raw = source.read()[source.path.name]
    except TraceFormatError as error:
        report_problem(error)
        return
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b'"'):
        yield from runs.converted(source, lambda run: potato.made(name, run), _is_one, on_problem)
    else:
        yield from _of_text(raw, source.name, report_problem)


def _is_one(values: Sequence[Any]) -> bool:
    """A list is a run for each of its values."""
    return False


def _of_text(raw: bytes, where: str, report_problem: OnProblem) -> Iterator[Converted]:
    """A trace for each session. One in which nothing was said is counted in the report of the one that follows it."""
    if not _is_chat(raw):
        report_problem(
            TraceFormatError(where, 'holds no chat: no "# aider chat started at", and no line that begins with "#### "')
        )
        return
    silent, seen, found = 0, dict[str, int](), False
    for session in sessions(raw):
        report = Report(records=1)
        document = _document(session, report)
        if not document["structured_turns"]:
            silent += bool(session.started)
            continue
        if silent:
            report.mended["session in which nothing was said"] = silent
        silent, found = 0, True
        seen[document["id"]] = nth = seen.get(document["id"], 0) + 1
        if nth > 1:
            document["id"] += f"-{nth}"
        try:
            check_document(document, f"{where} line {session.first}")
        except TraceFormatError as error:
            report_problem(error)
            continue
        report.count(document)
        yield Converted(document["id"], document, session.native, report)
    if not found:
        report_problem(TraceFormatError(where, "holds no turn"))


def _is_chat(raw: bytes) -> bool:
    text = raw.decode(errors="replace")
    return bool(STARTED.search(text) or SAID.search(text))


def _document(session: Session, report: Report) -> Document:
    told = Telling(report)
    told.tell(chat_of(session.native, report.repairs), is_log=bool(session.started))
    facts: dict[str, Any] = {"started_at": session.started, "metrics": {"cost_usd": told.cost} if told.cost else {}}
    return told.talk.document(_identity(session), {"format": name, "version": told.version}, **facts)


def _identity(session: Session) -> str:
    """By its header and the line that Aider writes below it, so that it stays when the session goes on; else by all of it."""
    head = [line.strip() for line in session.native.split(b"\n") if line.strip()][:2]
    return hashlib.sha256(b"\n".join(head) if session.started else session.native).hexdigest()[:32]
