"""OpenCode: its storage of a file for each piece, `opencode export`, and the events of `opencode run --format json`.

docs/reference/formats.md says what becomes of what.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.attachments import Attachments
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.opencode import storage
from tracewright.convert.opencode.records import (
    Session,
    is_event,
    is_export,
    is_message,
    is_part,
    is_session,
    of_events,
    of_export,
)
from tracewright.convert.opencode.telling import Telling
from tracewright.convert.place import object_at, text_at
from tracewright.convert.source import Sample, Source
from tracewright.convert.woven import SubAgent, woven
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising

name = "opencode"
title = "OpenCode sessions (storage, export, run --format json)"
version = 2
verified = False

LONE = "is part of an OpenCode session; give the folder that holds session, message and part"


def sniff(sample: Sample) -> Sniff:
    objects = sample.objects
    if any(map(is_export, objects)):
        return Sniff(1.0, "an info, and messages with info and parts")
    if any(map(is_event, objects)):
        return Sniff(1.0, "events with a sessionID and a part of a message")
    if any(is_session(each) or is_message(each) for each in objects):
        return Sniff(1.0, "a session with its projectID, or a message with its sessionID")
    if any(map(is_part, objects)):
        return Sniff(0.9, "a part with its messageID")
    return Sniff(0.0, "no session, message or part of OpenCode")


def sources(paths: Iterable[Path]) -> list[Source]:
    return storage.sources_of(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    if not source.parts:
        yield from runs.converted(source, _made, _is_one, on_problem)
        return
    report_problem = on_problem or raising
    try:
        found = storage.read(source)
    except TraceFormatError as error:
        report_problem(error)
        return
    yield from runs.made_of([found.run], partial(_of_sessions, sessions=found.sessions), report_problem)


def _is_one(values: Sequence[Any]) -> bool:
    return any(map(is_event, values))


def _made(run: runs.Run) -> runs.Made:
    """A run that stands in one file."""
    if is_export(run.value) or isinstance(run.value, dict) and "messages" in run.value:
        return _of_sessions(run, [of_export(run.value, run.place)])
    if any(is_event(each.value) for each in run.values):
        return _of_sessions(run, [of_events(_events(run))])
    if any(each(run.value) for each in (is_session, is_message, is_part)):
        raise TraceFormatError(run.where, LONE)
    raise TraceFormatError(run.where, "holds no session of OpenCode: no export, and no event with a part")


def _events(run: runs.Run) -> list[runs.Placed]:
    for each in run.values:
        run.report.types[f"event {text_at(each.value, 'type')}"] += 1
        if not is_event(each.value):
            run.report.unknown[f"event {text_at(each.value, 'type') or 'without type'}"] += 1
    return [each for each in run.values if is_event(each.value)]


def _of_sessions(run: runs.Run, sessions: Sequence[Session]) -> runs.Made:
    """The first session with the turns of the others, which it spawned, below its calls."""
    attachments = Attachments()
    main, *others = (Telling(session, run.report, attachments) for session in sessions)
    calls = {child: call for told in (main, *others) for child, call in told.spawned.items()}
    agents = [SubAgent(told.session.id, told.talk.turns, calls.get(told.session.id), told.agent) for told in others]
    turns = woven(main.talk.turns, agents)
    info, identity = main.session.info, main.session.id or run.hash()
    places = {id(turn): index for index, turn in enumerate(turns)}
    fork = places[id(main.talk.turns[-1])] if main.talk.turns else None
    cwd = next((at for message in main.session.messages if (at := text_at(object_at(message.info, "path"), "cwd"))), "")
    cost = sum(told.cost for told in (main, *others))
    facts: dict[str, Any] = {
        "system_prompt": main.system_prompt,
        "cwd": text_at(info, "directory") or cwd,
        "metrics": {"cost_usd": cost} if cost else {},
        "agents": [agent.listed() for agent in agents],
        "attachments": attachments.listed,
        "alternatives": [_left(main.left, fork)] if main.left else [],
    }
    document = main.talk.document(identity, {"format": name, "version": text_at(info, "version")}, **facts)
    document["structured_turns"] = turns
    return runs.Made(identity, document)


def _left(turns: list[dict[str, Any]], fork: int | None) -> dict[str, Any]:
    named = {"id": "reverted", "fork": {"turn": fork, "call": None}, "turns": turns}
    return {**named, "chosen": False, "by": None, "reason": None}
