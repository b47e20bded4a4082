"""The parts of a message's content: texts, thoughts, calls, results and files, in the form of any API."""

from collections.abc import Iterator
from typing import Any

from tracewright import json_text
from tracewright.convert.attachments import DOCUMENTS, IMAGES, holds_file
from tracewright.convert.place import Place, list_at, object_at, text_at
from tracewright.convert.spans.message import CALL, DEFINITION, FILE, RESULT, TEXT, THINKING, UNKNOWN, Part
from tracewright.trace import text_of

ROLES = {
    **dict.fromkeys(("system", "developer"), "system"),
    **dict.fromkeys(("user", "human"), "user"),
    **dict.fromkeys(("assistant", "ai", "model", "chatbot"), "assistant"),
    **dict.fromkeys(("tool", "function"), "tool"),
}
TEXTS = ("text", "input_text", "output_text", "summary_text")
THOUGHTS = ("thinking", "reasoning", "redacted_thinking", "thought")
CALLS = (
    "tool_use",
    "server_tool_use",
    "tool_call",
    "tool-call",
    "function_call",
    "custom_tool_call",
    "server_tool_call",
)
RESULTS = ("tool_result", "tool_call_response", "tool-result", "function_call_output", "custom_tool_call_output")
FILES = (*IMAGES, *DOCUMENTS, "blob", "uri", "audio", "video", "media")
NAMES = ("name", "toolName", "tool_name")
BEDROCK = ("toolUse", "toolResult", "reasoningContent")
PARTS_IN_TEXT = {"text", *BEDROCK}
IDS = ("toolUseId", "tool_call_id", "call_id", "tool_use_id", "toolCallId", "id")
ARGUMENTS = ("arguments", "input", "args", "parameters")
RETURNS = ("response", "result", "output", "content")


def role_of(name: str) -> str:
    """system, user, assistant or tool; "" for a name that is none of theirs.

    >>> role_of("AIMessageChunk"), role_of("human"), role_of("critic")
    ('assistant', 'user', '')
    """
    return ROLES.get(name.lower().removesuffix("chunk").removesuffix("message"), "")


def parts_of(content: Any, place: Place, *, is_list: bool = True) -> list[Part]:
    """Of a text, an object or a list of them; `is_list` is false for an item in a list that the log does not have."""
    if content in (None, "", [], {}):
        return []
    if isinstance(content, str):
        return _parts_in_text(content, place) or [Part(TEXT, place, content)]
    if not isinstance(content, list):
        return list(_part(content, place))
    return [
        part for index, each in enumerate(content) for part in _part(each, place.inside(index) if is_list else place)
    ]


def calls_in(said: dict[str, Any], place: Place) -> list[Part]:
    """The calls that stand beside a content. LangChain writes them a second time, as the API had them, and those whose arguments
    are no JSON apart.
    """
    found = [
        call_of(each, place.inside(key, index))
        for key in ("tool_calls", "toolCalls", "invalid_tool_calls")
        for index, each in enumerate(list_at(said, key))
    ]
    if legacy := object_at(said, "function_call"):
        found.append(call_of({"function": legacy}, place.inside("function_call")))
    elif name := text_at(said, "function_call_name"):
        found.append(Part(CALL, place, name=name, value=given_of(said.get("function_call_arguments_json"))))
    return found


def call_of(call: Any, place: Place) -> Part:
    """A call of any API; one that is no object stands as it came."""
    inner = object_at(call, "tool_call") or object_at(call, "toolCall") or (call if isinstance(call, dict) else {})
    function = object_at(inner, "function") or inner
    name = next((text for key in NAMES if (text := text_at(function, key))), "")
    raw = next((function[key] for key in ARGUMENTS if function.get(key) is not None), {} if name else call)
    return Part(CALL, place, id=_id(inner), name=name, value=given_of(raw))


def given_of(raw: Any) -> Any:
    """Arguments as their value; a text that is no JSON stays text."""
    if not isinstance(raw, str):
        return {} if raw is None else raw
    try:
        return json_text.read(raw.encode(errors="replace"))[0] if raw.strip() else {}
    except json_text.NotJson:
        return raw


def _id(fields: dict[str, Any]) -> str:
    """An id may be a list of ids, of which the whole names the call."""
    found = next((fields[key] for key in IDS if fields.get(key) not in (None, "")), "")
    return id_text(found)


def id_text(value: Any) -> str:
    """An id as text: some programs write a list, as it is or as JSON."""
    return (
        value
        if isinstance(value, str)
        else ""
        if value in (None, []) or isinstance(value, bool)
        else json_text.compact(value)
    )


def _part(value: Any, place: Place) -> Iterator[Part]:
    if not isinstance(value, dict):
        if value not in (None, ""):
            yield Part(TEXT, place, text_of(value))
        return
    inner = object_at(value, "message_content")
    kind = text_at(inner or value, "type")
    if inner:
        yield from _part(inner, place.inside("message_content"))
    elif kind in TEXTS or (not kind and isinstance(value.get("text"), str) and not value.get("toolCallId")):
        is_thought = value.get("thought") is True
        key = "text" if "text" in value else "content"
        if text := text_of(value.get(key) or ""):
            yield Part(THINKING if is_thought else TEXT, place, text)
    elif kind in THOUGHTS:
        yield from _thoughts(value, place)
    elif call := object_at(value, "function_call") or object_at(value, "functionCall"):
        yield call_of(call, place.inside("function_call" if "function_call" in value else "functionCall"))
    elif answer := object_at(value, "function_response") or object_at(value, "functionResponse"):
        yield _result(answer, place.inside("function_response" if "function_response" in value else "functionResponse"))
    elif part := next((object_at(value, key) for key in BEDROCK if object_at(value, key)), None):
        yield from _of_bedrock(value, part, place)
    elif kind in RESULTS or ("toolCallId" in value and ("result" in value or "output" in value)):
        yield _result(value, place)
    elif kind in CALLS or "toolCallId" in value or object_at(value, "tool_call"):
        yield call_of(value, place)
    elif kind == "function" and "parameters" in object_at(value, "function"):
        yield Part(DEFINITION, place, value=value)
    elif kind == "function" and object_at(value, "function"):
        yield call_of(value, place)
    elif kind == "refusal":
        yield Part(TEXT, place, text_at(value, "refusal"))
    elif kind in FILES or holds_file(value):
        yield Part(FILE, place, value=value)
    else:
        yield Part(UNKNOWN, place, name=kind or "without type")


def _of_bedrock(value: dict[str, Any], part: dict[str, Any], place: Place) -> Iterator[Part]:
    """Amazon's Converse API: an object for each kind, by its name."""
    if "toolUse" in value:
        yield call_of(part, place.inside("toolUse"))
    elif "toolResult" in value:
        texts = [
            text_of(each["json"]) if "json" in each else text_at(each, "text")
            for each in list_at(part, "content")
            if isinstance(each, dict)
        ]
        where = place.inside("toolResult")
        yield Part(RESULT, where, "\n".join(texts), _id(part), is_error=text_at(part, "status") == "error")
    else:
        yield Part(THINKING, place, text_at(object_at(part, "reasoningText"), "text"))


def _thoughts(value: dict[str, Any], place: Place) -> Iterator[Part]:
    """One that is withheld has no text; OpenAI's have a list of summaries."""
    texts = [text for key in ("thinking", "content", "text", "reasoning", "thought") if (text := text_at(value, key))]
    texts = texts[:1] or [text_at(each, "text") for key in ("summary", "content") for each in list_at(value, key)]
    yield Part(THINKING, place, "\n".join(filter(None, texts)))


def _result(value: dict[str, Any], place: Place) -> Part:
    found = next((value[key] for key in RETURNS if value.get(key) is not None), "")
    if isinstance(found, dict) and text_at(found, "type") in ("text", "json", "error-text", "error-json"):
        is_error, found = text_at(found, "type").startswith("error"), found.get("value")  # the AI SDK's
    else:
        is_error = value.get("is_error") is True or value.get("isError") is True
    name = next((text for key in NAMES if (text := text_at(value, key))), "")
    return Part(RESULT, place, result_text(found), _id(value), name, is_error=is_error)


def result_text(value: Any) -> str:
    """What a tool gave back: the texts of blocks by line ends, anything else as JSON.

    >>> result_text([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}])
    'a\\nb'
    """
    blocks = list_at(value, "content") if isinstance(value, dict) else value
    if isinstance(blocks, list) and blocks and all(text_at(each, "type") == "text" for each in blocks):
        return "\n".join(text_at(each, "text") for each in blocks)
    return "" if value is None else text_of(value)


def _parts_in_text(text: str, place: Place) -> list[Part]:
    """Some write a list of parts, or of calls, as JSON in the place of a text (Strands, Koog)."""
    found = given_of(text) if text.startswith("[{") else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        return []
    if all(
        text_at(object_at(each, "function"), "name") and "arguments" in object_at(each, "function") for each in found
    ):
        return [call_of(each, place.inside(index)) for index, each in enumerate(found)]
    is_parts = all(set(each) <= PARTS_IN_TEXT or text_at(each, "type") in (*TEXTS, *CALLS, *RESULTS) for each in found)
    return parts_of(found, place) if is_parts else []
