"""LangGraph: `events` that name their `node` (also Potato's items), and streamed updates, objects by node."""

from collections.abc import Sequence
from typing import Any

from tracewright.convert.converter import Sniff
from tracewright.convert.multi_agent.team import Team
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.runs import Placed
from tracewright.trace import text_of

ROLES = {
    "human": "user",
    "ai": "assistant",
    "aimessagechunk": "assistant",
    "humanmessage": "user",
    "aimessage": "assistant",
}
ROLES |= {"systemmessage": "system", "toolmessage": "tool", "user": "user", "assistant": "assistant"}
ROLES |= {"system": "system", "tool": "tool"}
SAYS = ("content", "output", "message", "text", "result")
STATES = ("data", "state", "update", "output", "values")
TIMES = ("timestamp", "ts", "time")
SEEN = ("observation", "tool_output")
TOOLS, INPUTS = ("tool", "tool_name"), ("tool_input", "input", "args")
READ = {"node", "messages", "type", "event", "next", "step", "id", *SAYS, *STATES, *TIMES, *SEEN, *TOOLS, *INPUTS}


def sniff(record: dict[str, Any]) -> Sniff:
    if any(text_at(event, "node") for event in list_at(record, "events")):
        return Sniff(0.9, "events that name their node")
    if is_update(record):
        return Sniff(0.8, "updates of a graph, messages by node")
    return Sniff(0.0, "no events of a graph")


def is_update(value: Any) -> bool:
    """{"researcher": {"messages": [{"type": "ai", "content": "..."}]}}"""
    nodes = value.values() if isinstance(value, dict) else ()
    return bool(nodes) and all(any(map(_role, list_at(node, "messages"))) for node in nodes)


def tell_object(record: dict[str, Any], team: Team, values: Sequence[Placed]) -> None:
    for given in list_at(record, "agents"):
        team.introduce(given)
    place, told = values[0].place.inside("events"), set[str]()
    for index, event in enumerate(list_at(record, "events")):
        team.report.types["event"] += 1
        if isinstance(event, dict):
            _event(team, event, place.inside(index), told)
        else:
            team.report.unknown["event that is no object"] += 1


def tell_updates(team: Team, values: Sequence[Placed]) -> None:
    told = set[str]()
    for value, place in values:
        team.report.types["update"] += 1
        for node in value if isinstance(value, dict) else ():
            _messages(team, node, list_at(value[node], "messages"), place.inside(node, "messages"), told)


def _event(team: Team, event: dict[str, Any], place: Place, told: set[str]) -> None:
    node = text_at(event, "node")
    for key in event.keys() - READ:
        team.report.unknown[f"field {key} of an event"] += 1
    if messages := list_at(event, "messages"):
        _messages(team, node, messages, place.inside("messages"), told)
        return
    for key in STATES:
        if messages := list_at(object_at(event, key), "messages"):
            _messages(team, node, messages, place.inside(key, "messages"), told)
            return
    said = next((text_of(event[key]) for key in (*SAYS, *STATES) if event.get(key) not in (None, "", {}, [])), "")
    at = next((found for key in TIMES if (found := text_at(event, key))), "")
    seen = next((event[key] for key in SEEN if event.get(key) is not None), None)
    tool = next((found for key in TOOLS if (found := text_at(event, key))), "")
    if tool:
        turn = team.talk.say("assistant", "agent", "" if seen is None else said, place, **team.named(node), at=at)
        given = next((event[key] for key in INPUTS if key in event), None)
        team.talk.leave()
        team.talk.call(turn, tool, given, place)
        if seen is not None or said:
            team.talk.answer("", said if seen is None else text_of(seen), place)
    elif said:
        team.speak(node, {"content": said}, place, at=at)
    else:
        team.report.unknown["event that says nothing"] += 1


def _messages(team: Team, node: str, messages: Sequence[Any], place: Place, told: set[str]) -> None:
    """Messages of LangChain; the state of a graph may bring those that were there before once more."""
    for index, given in enumerate(messages):
        message, identity = _plain(given), id_at(_plain(given), "id")
        if identity and identity in told:
            team.report.mended["messages that the state repeats"] += 1
            continue
        told.add(identity)
        _message(team, node, message, _role(given), place.inside(index))


def _message(team: Team, node: str, message: dict[str, Any], role: str, place: Place) -> None:
    team.report.types[role or "message without type"] += 1
    calls = [{"id": id_at(call, "id"), "function": _function(call)} for call in list_at(message, "tool_calls")]
    said = {"role": role, "content": message.get("content"), "tool_calls": calls}
    if role == "tool":
        failed = {"is_error": True} if text_at(message, "status") == "error" else {}
        output = text_of(message.get("content") or "")
        team.answer(id_at(message, "tool_call_id"), output, place, tool=text_at(message, "name"), **failed)
    elif role == "user":
        team.speak("user", said, place)
    elif role:
        about = object_at(message, "response_metadata")
        model = text_at(about, "model_name") or text_at(about, "model")
        name = text_at(message, "name") or node
        team.speak(name, said, place, usage=object_at(message, "usage_metadata"), model=model)
    else:
        team.report.unknown["message without type"] += 1


def _function(call: Any) -> dict[str, Any]:
    own = object_at(call, "function")
    return own or {"name": text_at(call, "name"), "arguments": call.get("args") if isinstance(call, dict) else call}


def _plain(message: Any) -> dict[str, Any]:
    """The fields of a message, also of one that LangChain has written as a constructor or with its data apart."""
    return object_at(message, "kwargs") or object_at(message, "data") or (message if isinstance(message, dict) else {})


def _role(message: Any) -> str:
    """system, user, assistant or tool; "" for what is no message."""
    constructor = list_at(message, "id")
    names = (str(constructor[-1]) if constructor else "", text_at(message, "type"), text_at(message, "role"))
    return next((ROLES[found.casefold()] for found in names if found.casefold() in ROLES), "")
