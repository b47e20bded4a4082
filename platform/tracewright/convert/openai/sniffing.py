"""Whether a file holds Chat Completions."""

from typing import Any

from tracewright.convert.converter import Sniff
from tracewright.convert.exchanges import Exchange
from tracewright.convert.openai.rendered import SPEAKER
from tracewright.convert.place import list_at, number_at, object_at, text_at
from tracewright.convert.requests import certainty, conversations_in, exchanges_in
from tracewright.convert.source import Sample

CHUNK = "chat.completion.chunk"
BLOCKS = ("tool_use", "tool_result", "thinking", "image", "document")  # of Anthropic's messages


def sniff(sample: Sample) -> Sniff:
    objects = sample.objects
    exchanges = exchanges_in(sample)
    if any(map(_is_of_api, exchanges)):
        return Sniff(certainty(exchanges), "a request to chat/completions, or its answer")
    if any(map(is_chunk, objects)):
        return Sniff(1.0, "a chat.completion.chunk")
    if sample.text.lstrip().startswith("data:") and CHUNK in sample.text:
        return Sniff(1.0, "a stream of chat.completion.chunk")
    if any(map(is_tau_bench, objects)):
        return Sniff(1.0, "a task_id, a reward and a traj of messages")
    if any(SPEAKER.match(text_at(record, "messages_display")) for record in objects):
        return Sniff(0.9, "messages_display, as tau-bench renders messages")
    messages = [message for each in conversations_in(sample) for message in each]
    if any(map(_is_marked, messages)):
        return Sniff(0.8, "messages with tool_calls, a tool's answer, or parts of OpenAI")
    if messages and not any(_is_others(message) for message in messages):
        return Sniff(0.6, "messages with role and content")
    return Sniff(0.0, "no messages, and no exchange, of Chat Completions")


def is_tau_bench(value: Any) -> bool:
    return "task_id" in (value if isinstance(value, dict) else {}) and bool(list_at(value, "traj"))


def is_chunk(value: Any) -> bool:
    return text_at(value, "object") == CHUNK


def _is_of_api(exchange: Exchange) -> bool:
    request, response = object_at(exchange.record.value, "request"), exchange.response
    if "chat/completions" in (text_at(request, "uri") or text_at(request, "url")):
        return True
    if isinstance(response, str):
        return CHUNK in response
    choices = list_at(response, "choices")
    return text_at(response, "object").startswith("chat.completion") or any(
        object_at(choice, "message") and number_at(choice, "index") is not None for choice in choices
    )


def _is_marked(message: dict[str, Any]) -> bool:
    calls, parts = list_at(message, "tool_calls"), list_at(message, "content")
    return (
        any(object_at(call, "function") or object_at(call, "custom") for call in calls)
        or bool(text_at(message, "tool_call_id") or object_at(message, "function_call"))
        or text_at(message, "role") in ("developer", "function")
        or any(text_at(part, "type") in ("image_url", "input_audio") for part in parts)
    )


def _is_others(message: dict[str, Any]) -> bool:
    parts = list_at(message, "content")
    return any(text_at(part, "type").endswith(BLOCKS) for part in parts)
