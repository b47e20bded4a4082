"""A conversation of the SDK as it is stored: `<id>/base_state.json`, and a file for each event in `<id>/events/`."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert.bundle import joined
from tracewright.convert.place import Place, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed, Run
from tracewright.convert.source import Source
from tracewright.errors import TraceFormatError

STATE = "base_state.json"
EVENTS = "events"
EVENT = re.compile(r"event-(\d{1,9})-.*\.json")


class Conversation(NamedTuple):
    """`run` has the events of the history that goes on; `left` those of each that was left at its beginning."""

    run: Run
    state: dict[str, Any]
    left: list[list[Placed]]


def is_state(value: Any) -> bool:
    return bool(object_at(value, "agent")) and "execution_status" in value and "secret_registry" in value


def sources_of(paths: Iterable[Path]) -> list[Source]:
    """Each folder as one run. What stands in no such folder, and a base state or an event that was given without the others, is
    a source by itself.
    """
    paths = list(paths)
    with_events = {
        path.parent.parent for path in paths if _number(path.name) is not None and path.parent.name == EVENTS
    }
    folders = {path.parent for path in paths if path.name == STATE and path.parent in with_events}
    found = [Source(at / STATE, str(at), tuple(_events(at / EVENTS))) for at in sorted(folders)]
    apart = defaultdict[Path, list[Path]](list)  # events that were given without their base state
    for path in paths:
        if _number(path.name) is not None and path.parent.name == EVENTS and path.parent.parent not in folders:
            apart[path.parent].append(path)
    for at, events in apart.items():
        if len(events) > 1:
            first, *others = sorted(events, key=_order)
            found.append(Source(first, str(at.parent), tuple(others)))
    taken = {path for source in found for path in (source.path, *source.parts)}
    return [*found, *(Source(path, str(path)) for path in paths if path not in taken)]


def read(source: Source) -> Conversation:
    """What cannot be read of it stands in the report; TraceFormatError when no event can."""
    files, report = source.read(), Report()
    values: dict[str, Any] = {}
    for name, raw in files.items():
        try:
            values[name] = json_text.read(raw.removeprefix(b"\xef\xbb\xbf"))[0]
            report.records += 1
        except json_text.NotJson as error:
            report.unreadable += 1
            report.warn(name, f"is no JSON: {error}")
    state = values.pop(STATE, {})
    if STATE not in files:
        report.warn(STATE, "is not there; the conversation has neither an id nor its costs")
    if not values:
        raise TraceFormatError(source.name, "has no event that can be read")
    histories = _histories({_place(name, files): value for name, value in values.items()}, files, report)
    run = Run(source.name, joined(files), histories[-1], report)
    return Conversation(run, state if isinstance(state, dict) else {}, histories[:-1])


def _histories(values: dict[Place, Any], files: Iterable[str], report: Report) -> list[list[Placed]]:
    """The events by their numbers, which alone give the order. Where a number occurs twice the folder was written to anew:
    there the times tell which events go together; the last such history is the one that goes on.
    """
    numbers = [number for name in files if (number := _number(PurePosixPath(name).name)) is not None]
    for missing in sorted(set(range(max(numbers, default=0))) - set(numbers))[:20]:
        report.warn(f"event {missing}", "is not there")
    events = [Placed(value, place) for place, value in values.items()]
    if max(Counter(numbers).values(), default=1) == 1:
        return [events]
    report.warn("the folder", "holds several histories: numbers of events occur twice; the latest one is the trace")
    found: list[list[Placed]] = []
    last = -1
    for event in sorted(events, key=lambda each: text_at(each.value, "timestamp")):
        number = _number(PurePosixPath(event.place.file).name) or 0
        if not found or number <= last:
            found.append([])
        found[-1].append(event)
        last = number
    return found


def _place(name: str, files: Sequence[str] | dict[str, bytes]) -> Place:
    return Place(file=name if len(files) > 1 else "")


def _events(folder: Path) -> list[Path]:
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in found if _number(path.name) is not None), key=_order)


def _order(path: Path) -> tuple[int, str]:
    return _number(path.name) or 0, path.name


def _number(name: str) -> int | None:
    found = EVENT.fullmatch(name)
    return int(found[1]) if found else None
