"""Sub-agents that ran as a tool: their messages stand only in the events of the models that they asked.

From Inspect's source; no real file with one was had.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from tracewright.convert.conversation import Turn
from tracewright.convert.place import Place, id_at, list_at, text_at
from tracewright.convert.runs import Placed


class Spawned(NamedTuple):
    """A sub-agent, the id of the call that spawned it, and the events of its models, of which there is at least one."""

    name: str
    call: str
    asked: list[Placed]


def flat(events: Sequence[Any], place: Place) -> Iterator[Placed]:
    """All events with their places; logs of 2024 have those of a tool in its event."""
    for index, event in enumerate(events):
        where = place.inside(index)
        yield Placed(event, where)
        yield from flat(list_at(event, "events"), where.inside("events"))


def spawned_in(events: Sequence[Placed], is_left: Iterable[Any]) -> list[Spawned]:
    """In the order of their calls. Of model events only those that are left count: the others made messages of the sample."""
    left = {id(event) for event in is_left}
    spans = {text_at(event, "id"): event for event, _ in events if text_at(event, "event") == "span_begin"}
    callers = {text_at(event, "agent_span_id"): event for event, _ in events if text_at(event, "agent_span_id")}
    found: dict[int, Spawned] = {}
    for event, place in events:
        if id(event) not in left:
            continue
        span = _nearest(text_at(event, "span_id"), spans, callers)
        caller = callers[span] if span else _around(place, events)
        if caller is not None:
            name = text_at(caller, "agent") or text_at(spans.get(span), "name") or text_at(caller, "function")
            spawned = found.setdefault(id(caller), Spawned(name, id_at(caller, "id"), []))
            spawned.asked.append(Placed(event, place))
    return list(found.values())


def _nearest(span: str, spans: dict[str, Any], callers: dict[str, Any]) -> str:
    """The span itself, or the nearest around it, in which a call's agent ran; "" where none is."""
    seen = {""}
    while span not in seen:
        if span in callers:
            return span
        seen.add(span)
        span = text_at(spans.get(span), "parent_id")
    return ""


def _around(place: Place, events: Sequence[Placed]) -> Any:
    """The tool's event that an event stands in; None for one that stands in none."""
    outer, _, inner = place.pointer.rpartition("/events/")
    return next((event for event, where in events if inner and where.pointer == outer), None)


def woven(turns: Iterable[Turn], below: dict[str, list[Turn]]) -> Iterator[Turn]:
    """The turns, each with those of the sub-agents that its calls spawned below it; `below` is by the ids of calls."""
    for turn in turns:
        yield turn
        for call in turn.get("tool_calls", ()):
            yield from woven(below.pop(str(call.get("id", "")), []), below)
