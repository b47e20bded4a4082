"""Codex CLI: the rollouts that it keeps of each session, one JSON record a line.

Read from versions of 2025-06 to 0.146; docs/reference/formats.md says what becomes of what.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.attachments import Attachments
from tracewright.convert.bundle import joined
from tracewright.convert.codex.records import is_bare_header, is_bare_item, is_wrapped, records_of
from tracewright.convert.codex.rollout import Told
from tracewright.convert.codex.threads import Woven, meta_of, origin, sources_of, threads_of
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import list_at, object_at, text_at
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising

name = "codex"
title = "Codex CLI rollouts (JSONL)"
version = 2
verified = False  # fixtures of both generations only

ITEMS = ("message", "reasoning", "function_call", "function_call_output", "local_shell_call", "function_result")


def sniff(sample: Sample) -> Sniff:
    wrapped = [record for record in sample.objects if is_wrapped(record)]
    if any(record["type"] == "session_meta" for record in wrapped):
        return Sniff(1.0, "a session_meta with its payload")
    bare = [record for record in sample.objects if is_bare_item(record)]
    if any(is_bare_header(record) for record in sample.objects[:1]):
        if any("record_type" in record or text_at(record, "type") in ITEMS for record in bare):
            return Sniff(0.9, "a header with instructions, then bare response items")
        return Sniff(0.5, "a header with id, timestamp and instructions")
    if wrapped:
        return Sniff(0.8, "records of a rollout with their payload, without a session_meta")
    return Sniff(0.0, "no session_meta, and no records of a rollout")


def sources(paths: Iterable[Path]) -> list[Source]:
    return sources_of(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    """A file is one trace, with the threads that it spawned where they are parts of the source."""
    try:
        files = source.read() if source.parts else {}
    except TraceFormatError as error:
        (on_problem or raising)(error)
        return
    files.pop(source.path.name, None)
    own = Source(source.path, source.name)
    for found in runs.converted(own, partial(_made, files), _is_one, on_problem):
        yield found._replace(native=joined({source.path.name: found.native, **files}))


def _is_one(values: Sequence[Any]) -> bool:
    """A file is one rollout; a fork has its parent's session_meta too."""
    return bool(values)


def _made(files: Mapping[str, bytes], run: runs.Run) -> runs.Made:
    records, attachments = list(records_of(run.values)), Attachments()
    meta = meta_of(records)
    begun = origin(meta)
    told = Told(records, run.report, attachments, begun.is_sub_agent)
    threads = list(threads_of(files, run.report, attachments))
    woven = Woven(told, threads)
    identity = begun.id
    if not identity:
        run.report.warn("the rollout", "has no session id; the hash of its first record names it")
        identity = run.hash()
    contexts = [record.payload for record in records if record.type == "turn_context"]
    facts: dict[str, Any] = {
        "system_prompt": _system_prompt(meta),
        "tools": list_at(meta, "dynamic_tools"),
        "cwd": next((found for each in [*contexts[::-1], meta] if (found := text_at(each, "cwd"))), ""),
        "git_branch": text_at(object_at(meta, "git"), "branch"),
        "usage": _sum([told.usage, *(thread.told.usage for thread in threads)]),
        "alternatives": woven.alternatives,
        "agents": woven.agents,
        "attachments": attachments.listed,
    }
    source = {"format": name, "version": text_at(meta, "cli_version"), "parent": begun.parent, "agent": begun.kind}
    source["forked_from"] = text_at(meta, "forked_from_id")
    document = told.talk.document(identity, source, **facts)
    return runs.Made(identity, document | {"structured_turns": woven.turns})


def _sum(usages: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """The tokens of all threads."""
    total = Counter[str]()
    for usage in usages:
        total.update({key: value for key, value in usage.items() if isinstance(value, int) and value > 0})
    return dict(total)


def _system_prompt(meta: dict[str, Any]) -> str:
    """What every session begins with, then what this one was told; either may be all there is."""
    base = meta.get("base_instructions")
    told = (base if isinstance(base, str) else text_at(base, "text"), text_at(meta, "instructions"))
    return "\n\n".join(dict.fromkeys(filter(None, told)))
