"""A streamed answer: its chunks joined to the completion that they are pieces of."""

from collections.abc import Iterable
from typing import Any

from tracewright.convert.place import list_at, object_at, text_at

JOINED = ("content", "reasoning_content", "reasoning", "refusal", "arguments", "name")


def completion_of(chunks: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """{"choices": [{"index", "message", "finish_reason"}], "model", "created", "usage"} as an unstreamed answer has it.

    >>> chunks = [{"choices": [{"index": 0, "delta": {"content": text}}]} for text in ("Hel", "lo")]
    >>> completion_of(chunks)["choices"][0]["message"]
    {'role': 'assistant', 'content': 'Hello'}
    """
    found: dict[str, Any] = {}
    choices: dict[int, dict[str, Any]] = {}
    for chunk in chunks:
        found |= {key: value for key, value in chunk.items() if key != "choices" and value is not None}
        for each in list_at(chunk, "choices"):
            index = _index(each, 0)
            choice = choices.setdefault(
                index, {"index": index, "message": {"role": "assistant"}, "finish_reason": None}
            )
            _join(choice["message"], object_at(each, "delta"))
            choice["finish_reason"] = text_at(each, "finish_reason") or choice["finish_reason"]
    return found | {"choices": [choices[index] for index in sorted(choices)]}


def _join(message: dict[str, Any], delta: dict[str, Any]) -> None:
    for key, value in delta.items():
        if key in JOINED and isinstance(value, str):
            message[key] = f"{message.get(key) or ''}{value}"
        elif key == "function_call" and isinstance(value, dict):
            _join(message.setdefault(key, {}), value)
        elif key == "tool_calls" and isinstance(value, list):
            for position, piece in enumerate(value):
                _join_call(message.setdefault(key, []), piece, position)
        elif value is not None and key != "index":
            message[key] = value


def _join_call(calls: list[dict[str, Any]], piece: Any, position: int) -> None:
    """The pieces of a call have its `index`; only the first has its id."""
    index = _index(piece, position)
    call = next((each for each in calls if each["index"] == index), None)
    if call is None:
        call = {"index": index, "function": {}}
        calls.append(call)
    call |= {key: value for key in ("id", "type") if (value := text_at(piece, key))}
    _join(call["function"], object_at(piece, "function"))


def _index(piece: Any, position: int) -> int:
    found = piece.get("index") if isinstance(piece, dict) else None
    return found if isinstance(found, int) else position
