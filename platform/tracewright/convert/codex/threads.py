"""Threads that others spawned: which rollouts belong together, and where the turns of each stand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tracewright.convert.attachments import Attachments
from tracewright.convert.codex.records import Record, records_of
from tracewright.convert.codex.rollout import Told
from tracewright.convert.conversation import Call, Turn
from tracewright.convert.json_lines import json_lines
from tracewright.convert.place import Place, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.convert.source import Source, sample_of
from tracewright.errors import TraceFormatError


class Origin(NamedTuple):
    """Of a thread: its id, that of the thread that spawned it, and what kind of agent it is; "" where it is not told."""

    id: str = ""
    parent: str = ""
    kind: str = ""
    is_sub_agent: bool = False


def origin(meta: Mapping[str, Any]) -> Origin:
    """`source` of a session_meta is a text, {"subagent": "review"} or {"subagent": {"thread_spawn": {...}}}."""
    spawning = object_at(meta, "source").get("subagent")
    spawn = object_at(spawning, "thread_spawn")
    parent = text_at(spawn, "parent_thread_id") or text_at(meta, "parent_thread_id")
    kind = spawning if isinstance(spawning, str) else text_at(spawn, "agent_role") or text_at(spawn, "agent_nickname")
    return Origin(text_at(meta, "id") or text_at(meta, "session_id"), parent, kind, bool(spawning or parent))


def sources_of(paths: Iterable[Path]) -> list[Source]:
    """Each rollout with those of the threads it spawned, itself or through others, where they lie in its folder or below it."""
    paths = list(paths)
    known = {path: _origin_of(path) for path in paths} if len(paths) > 1 else {}
    by_id = {found.id: path for path, found in known.items() if found.id}
    parts = defaultdict[Path, list[Path]](list)
    for path in paths:
        if path in known and (root := _root(path, known, by_id)) != path:
            parts[root].append(path)
    taken = {path for each in parts.values() for path in each}
    return [Source(path, str(path), tuple(parts[path])) for path in paths if path not in taken]


def _origin_of(path: Path) -> Origin:
    try:
        records = sample_of(path, path.name).objects
    except TraceFormatError:
        return Origin()
    return origin(next((object_at(each, "payload") for each in records if text_at(each, "type") == "session_meta"), {}))


def _root(path: Path, known: Mapping[Path, Origin], by_id: Mapping[str, Path]) -> Path:
    """Goes up while the parent is there; threads that spawn one another in a circle are left alone."""
    seen, at = {path}, path
    while (above := by_id.get(known[at].parent)) is not None and path.is_relative_to(above.parent):
        if above in seen:
            return path
        seen.add(above)
        at = above
    return at


class Thread(NamedTuple):
    origin: Origin
    told: Told


def threads_of(files: Mapping[str, bytes], report: Report, attachments: Attachments) -> Iterator[Thread]:
    """The sub-agents of a run from their files, by name."""
    for name, raw in files.items():
        lines = json_lines(raw, report, name)
        records = list(records_of(Placed(line.value, Place(line.number, line.nth, name)) for line in lines))
        found = origin(meta_of(records))
        told = Told(records, report, attachments, is_sub_agent=True)
        for turn in told.all_turns():
            turn["agent"] = found.id or name
        yield Thread(found._replace(id=found.id or name), told)


def meta_of(records: Iterable[Record]) -> dict[str, Any]:
    """The first session_meta is the thread's own; a fork also has that of the thread it left."""
    return next((record.payload for record in records if record.type == "session_meta"), {})


class Woven:
    """The turns of all threads, each below the turn that spawned it, those that no call spawned at the end."""

    def __init__(self, main: Told, threads: Iterable[Thread]) -> None:
        threads = list(threads)
        self._below = defaultdict[int, list[Thread]](list)
        loose = [thread for thread in threads if not self._hang(thread, [main, *(each.told for each in threads)])]
        self.turns = list(self._with_sub_agents(main.talk.turns))
        for thread in loose:
            self.turns += self._with_sub_agents(thread.told.talk.turns)
        left = [each for told in (main, *(thread.told for thread in threads)) for each in told.left]
        ways = [(each, list(self._with_sub_agents(each.turns))) for each in left]
        while self._below:  # threads that name one another as spawned hang at no turn that was reached
            for thread in self._below.popitem()[1]:
                self.turns += self._with_sub_agents(thread.told.talk.turns)
        places = {id(turn): index for index, turn in enumerate(self.turns)}
        self.alternatives = [
            {
                "id": f"rollback-{number}",
                "fork": {"turn": places.get(id(each.after)) if each.after else None, "call": None},
                "turns": turns,
                **{"chosen": False, "by": None, "reason": None},
            }
            for number, (each, turns) in enumerate(ways, start=1)
        ]
        self.agents = [_listed(thread) for thread in threads]

    def _hang(self, thread: Thread, others: Iterable[Told]) -> bool:
        """Whether a call's output names the thread as the one it spawned."""
        for told in others:
            for turn in told.all_turns() if told is not thread.told else ():
                for call in turn.get("tool_calls", ()):
                    if "spawn" in call["tool"] and thread.origin.id in str(call["output"]):
                        self._below[id(call)].append(thread)
                        _sign(thread, call)
                        return True
        return False

    def _with_sub_agents(self, turns: Iterable[Turn]) -> Iterator[Turn]:
        for turn in turns:
            yield turn
            for call in turn.get("tool_calls", ()):
                for thread in self._below.pop(id(call), ()):
                    yield from self._with_sub_agents(thread.told.talk.turns)


def _sign(thread: Thread, call: Call) -> None:
    for turn in thread.told.all_turns():
        if "id" in call:
            turn["parent_call"] = call["id"]


def _listed(thread: Thread) -> dict[str, str]:
    call = next((str(turn["parent_call"]) for turn in thread.told.all_turns() if "parent_call" in turn), "")
    named = {"id": thread.origin.id, "type": thread.origin.kind, "parent_call": call}
    return {key: value for key, value in named.items() if value}
