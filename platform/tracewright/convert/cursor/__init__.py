"""Cursor: transcripts of its agent, its databases, and the Markdown it exports.

docs/reference/formats.md says what becomes of what.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tracewright import json_text
from tracewright.convert import runs
from tracewright.convert.attachments import Attachments
from tracewright.convert.bundle import joined
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.cursor import database, export
from tracewright.convert.cursor.bubbles import Bubbles
from tracewright.convert.cursor.transcript import Transcript, first_prompt, is_line, spawning
from tracewright.convert.json_lines import json_lines
from tracewright.convert.place import Place, list_at, number_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.source import Sample, Source
from tracewright.convert.times import of_milliseconds
from tracewright.convert.woven import SubAgent, woven
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising
from tracewright.trace import Document

name = "cursor"
title = "Cursor sessions (transcripts, databases, exported Markdown)"
version = 2
verified = False

BELOW = "subagents"  # the folder beside a transcript that holds those of its sub-agents


def sniff(sample: Sample) -> Sniff:
    if database.is_store(sample.text) or database.is_state(sample.text):
        return Sniff(1.0, "a database with the tables of Cursor")
    if any(map(database.is_row, sample.objects[:1])):
        return Sniff(1.0, "rows of Cursor's database")
    if any(map(is_line, sample.objects)):
        return Sniff(0.9, "lines with a role and a message that has content, and no type")
    if export.is_export(sample.text):
        return Sniff(0.95, 'a line "_Exported on ... from Cursor"')
    return Sniff(0.0, "no transcript, database or export of Cursor")


def sources(paths: Iterable[Path]) -> list[Source]:
    """Each transcript with those of the sub-agents in the folder beside it, where it is told whose these are."""
    paths = list(paths)
    near, parts = defaultdict[Path, list[Path]](list), defaultdict[Path, list[Path]](list)
    for path in paths:
        near[path.parent].append(path)
    for path in paths:
        if path.parent.name == BELOW and (owner := _owner(path.parent.parent, near)):
            parts[owner].append(path)
    taken = {path for each in parts.values() for path in each}
    return [Source(path, str(path), tuple(sorted(parts[path]))) for path in paths if path not in taken]


def _owner(folder: Path, near: Mapping[Path, Sequence[Path]]) -> Path | None:
    """The only transcript in a folder, or the one that is called as it is."""
    found = near.get(folder, ())
    named = [path for path in found if path.stem == folder.name] or found
    return named[0] if len(named) == 1 else None


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    report_problem = on_problem or raising
    try:
        with source.path.open("rb") as file:
            is_database = file.read(len(database.MAGIC)) == database.MAGIC.encode()
        if not is_database:
            (own, native), *parts = source.read().items()
            yield from _converted(own, native, dict(parts), source.name, report_problem)
            return
        for number, rows in enumerate(database.sessions_of(source.path, source.name), start=1):
            native = b"".join(f"{json_text.line(row)}\n".encode() for row in rows)
            where = source.name if number == 1 else f"{source.name} session {number}"
            yield from _converted("", native, {}, where, report_problem)
    except OSError as error:
        report_problem(TraceFormatError(source.name, f"cannot be read: {error.strerror}"))
    except TraceFormatError as error:
        report_problem(error)


def _converted(
    own: str, native: bytes, others: Mapping[str, bytes], where: str, report_problem: OnProblem
) -> Iterator[Converted]:
    report = Report()
    run = runs.Run(where, joined({own: native, **others}), [runs.Placed(None, Place())], report)
    if export.is_export(native[:4000].decode(errors="replace")):
        report.records = 1
        yield from runs.made_of([run], partial(_of_export, native), report_problem)
        return
    values = [runs.Placed(line.value, Place(line.number, line.nth)) for line in json_lines(native, report)]
    if values:
        make = _of_rows if database.is_row(values[0].value) else partial(_of_lines, others)
        yield from runs.made_of([runs.Run(where, run.native, values, report)], make, report_problem)
    else:
        report_problem(TraceFormatError(where, "has no record of Cursor: no JSON on a line, and no exported chat"))


def _of_export(native: bytes, run: runs.Run) -> runs.Made:
    found = export.EXPORTED.search(native[:4000].decode(errors="replace"))
    identity = hashlib.sha256(native).hexdigest()[:32]
    talk = export.told(native, run.report)
    return runs.Made(identity, talk.document(identity, {"format": name, "version": found[1] if found else ""}))


def _of_rows(run: runs.Run) -> runs.Made:
    """A session of a database: its facts are the first row."""
    facts, rest = run.value["value"], run.values[1:]
    attachments, inner = Attachments(), [runs.Placed(row.get("value"), at.inside("value")) for row, at in rest]
    identity = text_at(facts, "agentId") or text_at(facts, "composerId") or run.hash()
    if text_at(run.value, "key").startswith("meta:"):
        told = Transcript(run.report, attachments)
        for value, place in inner:
            told.take(value, place)
        more: dict[str, Any] = {"system_prompt": told.system_prompt, "attachments": attachments.listed}
        document = told.talk.document(identity, {"format": name}, **more)
    else:
        place = run.place.inside("value", "conversation")
        held = [runs.Placed(each, place.inside(index)) for index, each in enumerate(list_at(facts, "conversation"))]
        bubbles = Bubbles(run.report)
        bubbles.take(inner or held)
        document = bubbles.talk.document(identity, {"format": name})
    return runs.Made(identity, _dated(document, facts))


def _dated(document: Document, facts: dict[str, Any]) -> Document:
    """With what only the session's facts tell: its beginning, and its model."""
    if "model" not in document and (model := text_at(facts, "lastUsedModel")):
        document["model"] = model
    if "started_at" not in document and (at := of_milliseconds(number_at(facts, "createdAt"))):
        document["started_at"] = at
    return document


def _of_lines(others: Mapping[str, bytes], run: runs.Run) -> runs.Made:
    """A transcript, with those of its sub-agents below the calls that gave them their prompts."""
    attachments = Attachments()
    main = _told(run.values, run.report, attachments)
    inner = {}
    for file, raw in others.items():
        lines = [
            runs.Placed(line.value, Place(line.number, line.nth, file)) for line in json_lines(raw, run.report, file)
        ]
        inner[Path(file).stem] = _told(lines, run.report, attachments)
    asking = spawning(turn for told in (main, *inner.values()) for turn in told.talk.turns)
    agents = []
    for identity, told in inner.items():
        prompt = first_prompt(told.talk.turns)
        nth = next((nth for nth, (asked, _call) in enumerate(asking) if asked == prompt), None)
        if nth is None:
            run.report.warn(f"sub-agent {identity}", "no call has its prompt; it stands at the end")
        call = None if nth is None else asking.pop(nth)[1]
        agents.append(
            SubAgent(identity, told.talk.turns, call, text_at(call["input"], "subagent_type") if call else "")
        )
    turns = woven(main.talk.turns, agents)
    identity = _identity(run.values)
    facts: dict[str, Any] = {"agents": [agent.listed() for agent in agents], "attachments": attachments.listed}
    document = main.talk.document(identity, {"format": name}, system_prompt=main.system_prompt, **facts)
    return runs.Made(identity, document | {"structured_turns": turns})


def _told(values: Iterable[runs.Placed], report: Report, attachments: Attachments) -> Transcript:
    told = Transcript(report, attachments)
    for value, place in values:
        told.take(value, place)
    return told


def _identity(values: Sequence[runs.Placed]) -> str:
    """A transcript has no id: what was said up to the agent's first message names it, so that it stays when it goes on."""
    records = [value for value, _place in values]
    first = next((nth for nth, each in enumerate(records) if text_at(each, "role") == "assistant"), len(records))
    return hashlib.sha256(json_text.canonical(records[: first + 1]).encode()).hexdigest()[:32]
