"""Whether a file holds the Messages API."""

from typing import Any

from tracewright.convert.converter import Sniff
from tracewright.convert.exchanges import Exchange
from tracewright.convert.place import list_at, object_at, text_at
from tracewright.convert.requests import certainty, conversations_in, exchanges_in
from tracewright.convert.source import Sample

BLOCKS = ("tool_use", "tool_result", "thinking")
STARTED = "message_start"


def sniff(sample: Sample) -> Sniff:
    exchanges = exchanges_in(sample)
    if any(map(_is_of_api, exchanges)):
        return Sniff(certainty(exchanges), "a request to v1/messages, or its answer")
    if sample.text.lstrip().startswith(("event:", "data:")) and STARTED in sample.text:
        return Sniff(1.0, "a stream that begins with message_start")
    messages = [message for each in conversations_in(sample) for message in each]
    if any(map(_is_marked, messages)):
        return Sniff(0.9, "messages with tool_use, tool_result or thinking blocks, or an image's source")
    if messages and any("system" in record or _has_schemas(record) for record in sample.objects):
        return Sniff(0.8, "messages beside a system, or tools with an input_schema")
    if any(text_at(message, "role") == "assistant" and _texts(message) for message in messages):
        return Sniff(0.7, "an agent's messages in blocks of text")
    if messages:
        return Sniff(0.3, "messages with role and content")
    return Sniff(0.0, "no messages, and no exchange, of the Messages API")


def _is_of_api(exchange: Exchange) -> bool:
    request, response = object_at(exchange.record.value, "request"), exchange.response
    if "/v1/messages" in (text_at(request, "uri") or text_at(request, "url")):
        return True
    if isinstance(response, str):
        return STARTED in response
    is_answer = text_at(response, "type") == "message" and text_at(response, "role") == "assistant"
    return is_answer and "content" in response and "model" in response  # an item of the Responses API has no model


def _is_marked(message: dict[str, Any]) -> bool:
    blocks = list_at(message, "content")
    return any(text_at(block, "type").endswith(BLOCKS) or object_at(block, "source") for block in blocks)


def _texts(message: dict[str, Any]) -> bool:
    return any(text_at(block, "type") == "text" for block in list_at(message, "content"))


def _has_schemas(record: dict[str, Any]) -> bool:
    return any(object_at(tool, "input_schema") for tool in list_at(record, "tools"))
