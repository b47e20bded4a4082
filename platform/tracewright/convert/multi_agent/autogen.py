"""AutoGen: messages that name their `sender` (0.2 and Potato's items), or their `source` and `type` (0.4 and later)."""

from collections.abc import Sequence
from typing import Any

from tracewright.convert.converter import Sniff
from tracewright.convert.multi_agent.team import Team
from tracewright.convert.place import Place, id_at, list_at, number_at, object_at, text_at
from tracewright.convert.runs import Placed
from tracewright.trace import text_of

LISTS = ("messages", "chat_history")
ENDINGS = ("Message", "Event")  # of the types of 0.4
REQUEST, EXECUTION = "ToolCallRequestEvent", "ToolCallExecutionEvent"
REPEATED = ("ModelClientStreamingChunkEvent", "ToolCallSummaryMessage", "UserInputRequestedEvent")
COMMANDS = ("SelectSpeakerEvent", "SelectorEvent", "StopMessage")


def sniff(record: dict[str, Any]) -> Sniff:
    if _is_typed(record):
        return Sniff(0.9, "messages with the source and type of AutoGen")
    for key in LISTS:
        messages = list_at(record, key)
        if any(map(_is_typed, messages)):
            return Sniff(0.95, "messages with the source and type of AutoGen")
        if any("sender" in each for each in messages if isinstance(each, dict)):
            return Sniff(0.9, "messages that name their sender")
    if any(text_at(each, "name") and text_at(each, "role") for each in list_at(record, "chat_history")):
        return Sniff(0.8, "a chat_history of messages with names")
    return Sniff(0.0, "no messages with a sender or source")


def _is_typed(value: Any) -> bool:
    return text_at(value, "type").endswith(ENDINGS) and "source" in value and "content" in value


def is_message(value: Any) -> bool:
    """Whether it is a message by itself, not an object with a list of them."""
    return _is_typed(value) or (text_at(value, "sender") != "" and "content" in value)


def tell_object(record: dict[str, Any], team: Team, values: Sequence[Placed]) -> None:
    for given in list_at(record, "agents"):
        team.introduce(given)
    key = next(key for key in LISTS if list_at(record, key))
    place = values[0].place.inside(key)
    tell(team, [Placed(each, place.inside(index)) for index, each in enumerate(list_at(record, key))])


def tell(team: Team, values: Sequence[Placed]) -> None:
    for value, place in values:
        if not isinstance(value, dict):
            team.report.unknown["message that is no object"] += 1
        elif _is_typed(value):
            _typed(team, value, place)
        else:
            _sent(team, value, place)


def _sent(team: Team, message: dict[str, Any], place: Place) -> None:
    """A message of 0.2. The role in it is how one agent sees the other, so the sender tells who speaks."""
    name = next((found for key in ("sender", "name", "role") if (found := text_at(message, key))), "")
    responses = list_at(message, "tool_responses")
    for index, response in enumerate(responses):
        if isinstance(response, dict):
            team.take({**response, "role": "tool"}, place.inside("tool_responses", index))
    if responses:
        return  # its content is the same again
    to = text_at(message, "recipient") or text_at(message, "receiver") or text_at(message, "addressee")
    team.speak(name, message, place, addressee=to, at=_at(message))


def _typed(team: Team, message: dict[str, Any], place: Place) -> None:
    kind, name, content = text_at(message, "type"), text_at(message, "source"), message.get("content")
    facts: dict[str, Any] = {"usage": object_at(message, "models_usage"), "at": _at(message)}
    team.report.types[kind] += 1
    if kind == REQUEST:
        team.request(name, list_at(message, "content"), place, **facts)
    elif kind == EXECUTION:
        for index, result in enumerate(list_at(message, "content")):
            _result(team, result, place.inside("content", index), _at(message))
    elif kind == "CodeExecutionEvent":
        result = object_at(message, "result")
        code = number_at(result, "exit_code")
        facts = {"is_error": True, "error_source": "agent"} if code else {}
        team.talk.say("tool", "result", text_at(result, "output"), place, exit_code=code, **facts)
    elif kind == "ThoughtEvent":
        team.talk.say("assistant", "agent", "", place, thinking=text_of(content), **team.named(name), **facts)
    elif kind == "MemoryQueryEvent":
        team.talk.say("user", "reminder", text_of(content), place)
    elif kind in COMMANDS:
        team.talk.say("user", "command", text_of(content), place, at=_at(message))
    elif kind in REPEATED:
        team.report.mended[f"{kind}, which another message repeats"] += 1
    else:
        said = {**message, "role": "", "content": text_of(content) if isinstance(content, dict) else content}
        team.speak(name, said, place, addressee=text_at(message, "target"), **facts)


def _result(team: Team, result: Any, place: Place, at: str) -> None:
    fields = result if isinstance(result, dict) else {"content": result}
    output = text_of(fields.get("content") or "")
    facts: dict[str, Any] = {"is_error": fields.get("is_error") is True, "ended_at": at}
    team.answer(id_at(fields, "call_id"), output, place, tool=text_at(fields, "name"), **facts)


def _at(message: dict[str, Any]) -> str:
    return text_at(message, "created_at") or text_at(message, "timestamp")
