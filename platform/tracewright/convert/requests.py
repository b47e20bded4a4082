"""What the messages APIs have in common: a list of messages with a role and a content, alone or in a request."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from tracewright import json_text
from tracewright.convert.exchanges import Exchange, chat_of, exchanges_of
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.runs import Placed, Run
from tracewright.convert.source import Sample

ROLES = ("system", "developer", "user", "assistant", "tool", "function")
SAID = ("content", "tool_calls", "function_call")


def is_message(value: Any) -> bool:
    return text_at(value, "role") in ROLES and any(key in value for key in SAID) and "type" not in value


def messages_of(run: Run) -> list[Placed]:
    """The messages of a run: its records, or those in its only one, which is a list or has `messages` or `traj`."""
    value, place = run.values[0]
    if len(run.values) > 1 or is_message(value):
        return run.values
    if isinstance(value, list):
        return [Placed(each, place.inside(index)) for index, each in enumerate(value)]
    key = "messages" if list_at(value, "messages") else "traj"
    return [Placed(each, place.inside(key, index)) for index, each in enumerate(list_at(value, key))]


def identity_of(run: Run) -> str:
    """Names a run by what its record holds; a recording by its first exchange, messages by those up to the agent's first."""
    if chat := chat_of(run):
        return _hash(chat.exchanges[0].record.value)
    if not is_message(run.value):
        return run.hash()
    values = [each.value for each in run.values]
    first = next((number for number, each in enumerate(values) if text_at(each, "role") == "assistant"), len(values))
    return _hash(values[: first + 1])


def _hash(value: Any) -> str:
    return hashlib.sha256(json_text.canonical(value).encode()).hexdigest()[:32]


def of_requests(requests: Iterable[Any]) -> dict[str, Any]:
    """The tools of the last request that has some, as they came; older ones call them functions."""
    tools = [list_at(request, "tools") or list_at(request, "functions") for request in requests]
    return {"tools": next(filter(None, reversed(tools)), [])}


def of_item(value: Any) -> dict[str, Any]:
    """What an item says beside its messages: its id, which may name what several runs were asked, its model and usage."""
    return {"task_key": id_at(value, "id"), "model": text_at(value, "model"), "usage": object_at(value, "usage")}


def exchanges_in(sample: Sample) -> list[Exchange]:
    """The exchanges of each record that is one, or a recording of some."""
    return [each for record in sample.records for each in exchanges_of([Placed(record, Place())])]


def certainty(exchanges: list[Exchange]) -> float:
    """Of a recording that has exchanges of an API; one that speaks to the Responses API too is more likely that one's."""
    return 0.7 if any("input" in each.request for each in exchanges) else 1.0


def conversations_in(sample: Sample) -> Iterator[list[dict[str, Any]]]:
    """Each list of messages: the records themselves, or what they hold."""
    if sample.objects and all(map(is_message, sample.records)):
        yield sample.objects
        return
    for record in sample.records:
        found = record if isinstance(record, list) else list_at(record, "messages") or list_at(record, "traj")
        if found and all(map(is_message, found)):
            yield found
