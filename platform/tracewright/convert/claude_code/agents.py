"""Sub-agents: their messages, from wherever a version of Claude Code has put them, and the call that spawned each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from tracewright import json_text
from tracewright.convert.claude_code.entries import Entry, entries_of, entry_of
from tracewright.convert.claude_code.forms import records_of
from tracewright.convert.claude_code.queued import with_queued
from tracewright.convert.place import Place, text_at
from tracewright.convert.report import Report


@dataclass
class Agent:
    """One agent with its messages. The session's own has the id "", and so has a sub-agent that is read by itself.

    `call` is the id of the call that spawned it, "" when the log does not name it; `fork` the message of the session that
    an inline one hangs at.
    """

    id: str
    kind: str = ""
    call: str = ""
    fork: Entry | None = None
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_spawned(self) -> bool:
        return bool(self.id) or all(entry.is_side for entry in self.entries if entry.is_message)

    @property
    def prompt(self) -> str:
        texts = (text_at(block.value, "text") for entry in self.entries for block in entry.blocks)
        return next(texts, "")


def sub_agents(own: Sequence[Entry], side: Sequence[Entry], files: Mapping[str, bytes], report: Report) -> list[Agent]:
    """Every sub-agent once: from its own file if there is one, else inline, else from the notices of its progress.

    `own` are the session's entries, `side` those of sub-agents that stand among them.
    """
    found = {agent.id: agent for agent in _from_files(files, report)}
    everywhere = [*own, *side, *(entry for agent in found.values() for entry in agent.entries)]
    for agent in (*_inline(own, side), *_from_progress(everywhere)):
        known = found.setdefault(agent.id, agent)
        known.call = known.call or agent.call
    spawned = _spawned(everywhere)
    for agent in found.values():
        agent.call = agent.call or spawned.get(agent.id, "")
    return list(found.values())


def _from_files(files: Mapping[str, bytes], report: Report) -> Iterator[Agent]:
    for name, raw in files.items():
        path = PurePosixPath(name)
        if path.suffix == ".jsonl":
            meta = files.get(path.with_suffix(".meta.json").as_posix(), b"{}")
            entries = with_queued(entries_of(records_of(raw, report, name), report))
            yield Agent(path.stem.removeprefix("agent-"), _agent_type(meta, name, report), entries=entries)


def _agent_type(meta: bytes, name: str, report: Report) -> str:
    try:
        value, _ = json_text.read(meta)
    except json_text.NotJson as error:
        report.warn(name, f"its .meta.json cannot be read: {error}")
        return ""
    return text_at(value, "agentType") if isinstance(value, dict) else ""


def _inline(own: Iterable[Entry], side: Iterable[Entry]) -> Iterator[Agent]:
    """Up to version 1.0, and in a stream, their messages stand in the session, as trees of their own."""
    found: dict[str, Agent] = {}
    roots: dict[str, str] = {}
    main = {entry.uuid: entry for entry in own if entry.uuid}
    for entry in side:
        root = entry.agent or roots.get(entry.parent) or entry.uuid or str(entry.place)
        roots[entry.uuid] = root
        agent = found.setdefault(
            root, Agent(root, call=text_at(entry.record, "parent_tool_use_id"), fork=main.get(entry.parent))
        )
        agent.entries.append(entry)
    return iter(found.values())


def _from_progress(entries: Iterable[Entry]) -> Iterator[Agent]:
    """From version 2.1 on, notices repeat a sub-agent's messages: the new one, and often all of them so far."""
    found: dict[str, Agent] = {}
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        data = entry.record.get("data")
        if entry.type == "progress" and isinstance(data, dict) and data.get("type") == "agent_progress":
            name = text_at(data, "agentId") or text_at(entry.record, "parentToolUseID")
            agent = found.setdefault(name, Agent(name, call=text_at(entry.record, "parentToolUseID")))
            for pointer, message in _repeated(data):
                key = (name, text_at(message, "uuid") or json_text.canonical(message))
                if key not in seen:
                    seen.add(key)
                    place = Place(entry.place.line, entry.place.nth, entry.place.file, pointer)
                    agent.entries.append(entry_of(message, place))
    return iter(found.values())


def _repeated(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    earlier = data.get("normalizedMessages")
    for index, message in enumerate(earlier if isinstance(earlier, list) else ()):
        if isinstance(message, dict):
            yield f"/data/normalizedMessages/{index}", message
    message = data.get("message")
    if isinstance(message, dict):
        yield "/data/message", message


def _spawned(entries: Iterable[Entry]) -> dict[str, str]:
    """The id of the call by the id of the sub-agent, as the call's result tells it."""
    found: dict[str, str] = {}
    for entry in entries:
        told = entry.record.get("toolUseResult")
        if isinstance(told, dict) and (agent := text_at(told, "agentId")):
            for block in entry.results():
                found.setdefault(agent, text_at(block.value, "tool_use_id"))
    return found
