"""Harbor's Agent Trajectory Interchange Format, ATIF 1.x: trajectories, what goes on with them, and those of their sub-agents.

docs/reference/formats.md says what becomes of what.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.atif import potato
from tracewright.convert.atif.files import Trajectories, sources_of
from tracewright.convert.atif.telling import Told
from tracewright.convert.bundle import joined
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.place import list_at, number_at, object_at, text_at
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising

name = "atif"
title = "Harbor ATIF trajectories (1.x)"
version = 2

SOURCES = ("system", "user", "agent")


def sniff(sample: Sample) -> Sniff:
    if any(text_at(record, "schema_version").startswith("ATIF") for record in sample.objects):
        return Sniff(1.0, "a schema_version of ATIF")
    if any(potato.is_item(record) for record in sample.objects):
        return Sniff(0.8, "a trace_id with steps of thought, action and observation")
    if any(_is_step(step) for record in sample.objects for step in list_at(record, "steps")):
        return Sniff(0.8, "steps with a step_id, a source and a message")
    return Sniff(0.0, "no schema_version of ATIF, and no steps of it")


def _is_step(value: Any) -> bool:
    return text_at(value, "source") in SOURCES and {"step_id", "message"} <= value.keys()


def sources(paths: Iterable[Path]) -> list[Source]:
    return sources_of(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    """A file is one trace, or one for each trajectory of a list or of lines; its parts are told in it."""
    try:
        files = source.read() if source.parts else {}
    except TraceFormatError as error:
        (on_problem or raising)(error)
        return
    files.pop(source.path.name, None)
    own = Source(source.path, source.name)
    for found in runs.converted(own, partial(_made, files), runs.each_is_a_run, on_problem):
        yield found._replace(native=joined({source.path.name: found.native, **files}))


def _made(files: Mapping[str, bytes], run: runs.Run) -> runs.Made:
    if potato.is_item(run.value):
        return potato.made(run)
    main = run.values[0]
    told = Told(run.report, Trajectories(main, files, run.report))
    told.run(main)
    told.rest()
    about, spent = object_at(main.value, "agent"), object_at(told.last, "final_metrics")
    tokens = {key: spent.get(f"total_{key}") for key in ("prompt_tokens", "completion_tokens", "cached_tokens")}
    cost = number_at(spent, "total_cost_usd")
    facts: dict[str, Any] = {
        "system_prompt": told.system_prompt,
        "tools": list_at(about, "tool_definitions"),
        "agents": told.agents,
        "usage": {key: value for key, value in tokens.items() if isinstance(value, int)},
        "metrics": {} if cost is None else {"cost_usd": cost},
        "notes": text_at(main.value, "notes"),
        "extra": object_at(main.value, "extra"),
        "attachments": told.attachments.listed,
    }
    source = {"format": name, "version": text_at(about, "version"), "agent": text_at(about, "name")}
    source["schema"] = text_at(main.value, "schema_version")
    identity = _identity(main.value) or run.hash()
    return runs.Made(identity, told.talk.document(identity, source, **facts))


def _identity(trajectory: Any) -> str:
    """A trajectory that goes on with another has its session id: the number tells them apart."""
    found = text_at(trajectory, "trajectory_id") or text_at(trajectory, "session_id")
    number = number_at(object_at(object_at(trajectory, "agent"), "extra"), "continuation_index")
    return f"{found}-cont-{number}" if found and number else found
