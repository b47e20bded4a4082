"""Messages in the forms that APIs and frameworks log: OpenAI's two APIs, Anthropic's, Google's, LangChain's, OpenTelemetry's,
OpenInference's and the AI SDK's. Which one it is nobody says, so each message is read by what it has.
"""

from collections.abc import Iterator
from typing import Any

from tracewright import json_text
from tracewright.convert.place import Place, list_at, object_at, text_at
from tracewright.convert.runs import Placed
from tracewright.convert.spans.message import CALL, DEFINITION, RESULT, TEXT, Message, Part
from tracewright.convert.spans.parts import calls_in, parts_of, role_of
from tracewright.trace import text_of

SYSTEMS = ("system", "instructions", "system_instruction", "systemInstruction", "systemPrompt")
# Under which an object keeps the messages; in the order they are asked.
HOLDERS = (
    *("messages", "contents", "choices", "generations", "candidates", "output", "input", "message", "new_message"),
    *("llm_output", "content", "prompt", "prompts", "response", "question", "query", "text", "args"),
)
ITEMS = ("message", "reasoning", "function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output")
SPOKEN = ("content", "parts", "contents", "tool_calls", "function_call", "reasoning_content", "toolCalls", "refusal")
LISTS_OF_CHOICES = ("choices", "candidates")
EMPTY: tuple[Any, ...] = (None, "", [], {})


def messages_in(placed: Placed, role: str) -> list[Message]:
    """All messages of a value of any shape; `role` speaks where the value does not say who does.

    Items that stand for one message, a thought, a text and calls of the agent one after the other, are joined.
    """
    return _joined(list(_read(parsed(placed), role, 0)))


def parsed(placed: Placed) -> Placed:
    """A text that is JSON as its value, in which a pointer leads on; some logs encode twice."""
    value, place = placed
    for _ in range(3):
        if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "[", '"'):
            break
        try:
            found, _ = json_text.read(value.encode(errors="replace"))
        except json_text.NotJson:
            break
        if not isinstance(found, dict | list | str):
            break
        value = found
    return Placed(value, place)


def _read(placed: Placed, role: str, depth: int) -> Iterator[Message]:
    value, place = placed
    if value in EMPTY or depth > 6:
        return
    if isinstance(value, list):
        yield from _of_list(value, place, role, depth)
    elif isinstance(value, dict) and is_message(value):
        yield _message(value, place, role)
    elif isinstance(value, dict):
        yield from _of_object(value, place, role, depth)
    else:
        yield Message(role, [Part(TEXT, place, text_of(value))], place, is_guessed=True)


def _of_list(values: list[Any], place: Place, role: str, depth: int) -> Iterator[Message]:
    """Messages, lists of them, or the parts of one message."""
    placed = [parsed(Placed(each, place.inside(index))) for index, each in enumerate(values)]
    if placed and not any(_is_or_holds_message(each.value) for each in placed):
        parts = parts_of(values, place)
        if parts and any(part.kind in (TEXT, CALL, RESULT) for part in parts):
            is_guessed = not any(part.kind == CALL for part in parts) and all(isinstance(each, str) for each in values)
            yield Message(role, parts, place, is_guessed)
            return
    for each in placed:
        yield from _read(each, role, depth + 1)


def _is_or_holds_message(value: Any) -> bool:
    if isinstance(value, list):
        return True
    if not isinstance(value, dict):
        return False
    return is_message(value) or any(value.get(key) not in EMPTY for key in ("message", "messages", "generations"))


def is_message(value: dict[str, Any]) -> bool:
    """Whether an object says who speaks."""
    if text_at(value, "type") in ITEMS and "lc" not in value:
        return text_at(value, "type") != "message" or "content" in value
    if object_at(value, "kwargs") and list_at(value, "id"):
        return bool(role_of(text_of(list_at(value, "id")[-1])))
    if role_of(text_at(value, "type")) and ("content" in value or object_at(value, "data")):
        return True
    return bool(text_at(value, "role")) and any(key in value for key in SPOKEN)


def _of_object(value: dict[str, Any], place: Place, role: str, depth: int) -> Iterator[Message]:
    """What holds messages somewhere; else its JSON is the text."""
    inner = object_at(value, "kwargs") if value.get("args") == [] else {}
    about, where = (inner, place.inside("kwargs")) if inner else (value, place)
    for holder, at in ((about, where), (object_at(about, "config"), where.inside("config"))):
        for key in SYSTEMS:
            if holder.get(key) not in EMPTY:
                for part in (each for each in parts_of(holder[key], at.inside(key)) if each.kind == TEXT):
                    yield Message("system", [part], part.place, is_guessed=True)
    key = next((key for key in HOLDERS if about.get(key) not in EMPTY), "")
    if key == "content" or not key:
        yield from _of_rest(about, where, role)
    elif key in LISTS_OF_CHOICES and isinstance(about[key], list):
        for number, each in enumerate(about[key]):
            for message in _read(parsed(Placed(each, where.inside(key, number))), role, depth + 1):
                yield message._replace(choice=number)
    else:
        found = list(_read(parsed(Placed(about[key], where.inside(key))), role, depth + 1))
        calls = calls_in(about, where)
        if calls and found and not found[-1].of(CALL):
            found[-1] = found[-1]._replace(parts=[*found[-1].parts, *calls])
        yield from found


def _of_rest(value: dict[str, Any], place: Place, role: str) -> Iterator[Message]:
    """An object that holds no messages: a content with or without its parts, calls alone, or anything."""
    content = parsed(Placed(value.get("content"), place.inside("content")))
    inner = content.value
    if isinstance(inner, dict) and is_message({"role": role, **inner}):  # Google's: {"content": {"parts": []}}
        yield _message({"role": role, **inner}, content.place, role)
        return
    parts = [*parts_of(inner, content.place), *calls_in(value, place)]
    if parts:
        is_guessed = not any(part.kind == CALL for part in parts)
        yield Message(role, parts, place, is_guessed)
    else:
        yield Message(role, [Part(TEXT, place, text_of(value))], place, is_guessed=True)


def _message(value: dict[str, Any], place: Place, role: str) -> Message:
    """One message, whose fields may stand in `kwargs` (LangChain), `data` (the same, older) or beside its role."""
    said, where, speaker = value, place, text_at(value, "role")
    kind = text_at(value, "type")
    if object_at(value, "kwargs") and list_at(value, "id"):
        said, where = object_at(value, "kwargs"), place.inside("kwargs")
        speaker = text_of(list_at(value, "id")[-1])
    elif kind in ITEMS and kind != "message":
        return Message(
            "tool" if kind.endswith("_output") else "assistant", parts_of([value], place, is_list=False), place
        )
    elif role_of(kind) and object_at(value, "data"):
        said, where, speaker = object_at(value, "data"), place.inside("data"), kind
    elif not speaker:
        speaker = kind if role_of(kind) else role
    known = role_of(speaker) or speaker
    parts = _spoken(said, where)
    if known == "tool":
        parts, known = _of_tool(parts, said, where)
    identity = text_at(said, "id")
    return Message(known, parts, place, id=identity)


def _spoken(said: dict[str, Any], place: Place) -> list[Part]:
    """In the order they are read: thoughts, content, calls."""
    thoughts = [
        Part("thinking", place.inside(key), text)
        for key in ("reasoning_content", "reasoning")
        if (text := text_at(said, key))
    ]
    aside = object_at(said, "additional_kwargs")
    if not thoughts and (text := text_at(aside, "reasoning_content")):
        thoughts = [Part("thinking", place.inside("additional_kwargs", "reasoning_content"), text)]
    content = [
        part
        for key in ("parts", "contents", "content")
        if key in said
        for part in parts_of(said[key], place.inside(key))
    ]
    calls = calls_in(said, place) or calls_in(aside, place.inside("additional_kwargs"))
    told = {part.id for part in content if part.kind == CALL and part.id}
    calls = [call for call in calls if not call.id or call.id not in told]
    refusal = text_at(said, "refusal")
    return [*thoughts, *content, *([Part(TEXT, place.inside("refusal"), refusal)] if refusal else []), *calls]


def _of_tool(parts: list[Part], said: dict[str, Any], place: Place) -> tuple[list[Part], str]:
    """What a tool says is one result; some logs put calls, or definitions of tools, under its name."""
    if any(part.kind in (RESULT, DEFINITION) for part in parts):
        return parts, "tool"
    if any(part.kind == CALL for part in parts):
        return parts, "assistant"
    texts = "\n".join(part.text for part in parts if part.kind == TEXT)
    files = [part for part in parts if part.kind not in (TEXT, "thinking")]
    identity = next((text for key in ("tool_call_id", "id", "toolCallId") if (text := text_at(said, key))), "")
    is_error = text_at(said, "status") == "error" or said.get("is_error") is True
    where = place.inside("content") if "content" in said else place
    return [Part(RESULT, where, texts, identity, text_at(said, "name"), is_error=is_error), *files], "tool"


def _joined(messages: list[Message]) -> list[Message]:
    """Those of the agent that follow one another, as items without a role of their own do."""
    found: list[Message] = []
    for message in messages:
        if found and message.role == found[-1].role == "assistant" and message.choice == found[-1].choice:
            before = found[-1]
            found[-1] = before._replace(
                parts=[*before.parts, *message.parts], is_guessed=before.is_guessed and message.is_guessed
            )
        else:
            found.append(message)
    return found
