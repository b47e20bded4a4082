"""OpenHands: the events of its first generation, and the conversations of its SDK, which are folders.

Read from evaluations and trajectories (V0) and from the SDK 1.x; docs/reference/formats.md says what becomes of what.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tracewright.convert import runs
from tracewright.convert.converter import Converted, Sniff
from tracewright.convert.openhands import classic, entries, folder, sdk
from tracewright.convert.place import list_at
from tracewright.convert.source import Sample, Source
from tracewright.errors import TraceFormatError
from tracewright.records import OnProblem, raising

name = "openhands"
title = "OpenHands trajectories, evaluations and conversations (V0 and V1)"
version = 2

LISTS = ("history", "trajectory", "events", "entries")
LONE = "is part of an OpenHands conversation; give the folder"


def sniff(sample: Sample) -> Sniff:
    objects = sample.objects
    if any(sdk.is_event(record) for record in objects):
        return Sniff(1.0, "events with a kind and a source of the OpenHands SDK")
    if any(folder.is_state(record) for record in objects):
        return Sniff(1.0, "the base state of a conversation")
    if any(map(_is_told, sample.records)):
        return Sniff(0.9, "events with an action or observation and their args or extras")
    if any(map(_is_told, _inner(objects))):
        return Sniff(0.9, "a list of events with an action or observation")
    return Sniff(0.0, "no event of OpenHands, with a kind or with an action or observation")


def sources(paths: Iterable[Path]) -> list[Source]:
    return folder.sources_of(paths)


def convert(source: Source, on_problem: OnProblem | None = None) -> Iterator[Converted]:
    if not source.parts:
        yield from runs.converted(source, _made, _is_one, on_problem)
        return
    report_problem = on_problem or raising
    try:
        found = folder.read(source)
    except TraceFormatError as error:
        report_problem(error)
        return
    make = partial(sdk.made, state=found.state, left=found.left)
    yield from runs.made_of([found.run], make, report_problem)


def _is_told(value: Any) -> bool:
    """Whether a value is an event as a list of them holds it, or an action with its observation."""
    if isinstance(value, list):
        return any(map(classic.is_event, value))
    return classic.is_event(value) or sdk.is_event(value) or entries.is_entry(value)


def _inner(records: Iterable[Any]) -> Iterator[Any]:
    for record in records:
        for key in LISTS:
            yield from list_at(record, key)


def _is_one(values: Sequence[Any]) -> bool:
    return any(map(_is_told, values))


def _made(run: runs.Run) -> runs.Made:
    """A run that stands in one file: its events are the records, or are a list in the only one."""
    if not run.place.pointer and len(run.values) == 1 and (sdk.is_event(run.value) or folder.is_state(run.value)):
        raise TraceFormatError(run.where, LONE)
    about: dict[str, Any] = {}
    events = run.values
    if len(events) == 1 and isinstance(run.value, dict) and not _is_told(run.value):
        about = run.value
        key = next((key for key in LISTS if list_at(about, key)), LISTS[0])
        place = run.place.inside(key)
        events = [runs.Placed(each, place.inside(index)) for index, each in enumerate(list_at(about, key))]
    values = [event.value for event in events]
    if any(map(sdk.is_event, values)):
        return sdk.made(runs.Run(run.where, run.native, events, run.report), state=about)
    if any(map(entries.is_entry, values)):
        return entries.made(run, events)
    return classic.made(run, events, about)
