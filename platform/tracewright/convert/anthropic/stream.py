"""A streamed answer: its events joined to the message that they tell."""

from collections.abc import Iterable
from typing import Any

from tracewright import json_text
from tracewright.convert.place import object_at, text_at
from tracewright.convert.report import Report

PIECES = {
    "text_delta": "text",
    "thinking_delta": "thinking",
    "signature_delta": "signature",
    "input_json_delta": "partial_json",
}


def message_of(events: Iterable[dict[str, Any]], where: str, report: Report) -> dict[str, Any]:
    """{"role", "model", "content": [blocks], "usage"}; {"error": {...}} as well when the stream told of one.

    The usage of the end counts: it is of the whole message. Events of an unknown type are counted.
    """
    message: dict[str, Any] = {}
    blocks: dict[int, dict[str, Any]] = {}
    is_ended = False
    for event in events:
        kind, found = text_at(event, "type"), event.get("index")
        index = found if isinstance(found, int) else 0
        if kind == "message_start":
            message = dict(object_at(event, "message"))
        elif kind == "content_block_start":
            blocks[index] = dict(object_at(event, "content_block"))
        elif kind == "content_block_delta":
            _join(blocks.setdefault(index, {"type": "text"}), object_at(event, "delta"), report)
        elif kind == "message_delta":
            usage = object_at(message, "usage") | object_at(event, "usage")
            message |= {**object_at(event, "delta"), "usage": usage}
        elif kind == "error":
            message["error"] = event.get("error")
        elif kind not in ("content_block_stop", "message_stop", "ping"):
            report.unknown[f"event {kind}"] += 1
        is_ended = is_ended or kind in ("message_stop", "error")
    if not is_ended:
        report.warn(where, "is a stream that breaks off")
    message["content"] = [_whole(blocks[index], where, report) for index in sorted(blocks)]
    return message


def _join(block: dict[str, Any], delta: dict[str, Any], report: Report) -> None:
    kind = text_at(delta, "type")
    if kind == "citations_delta":
        block["citations"] = [*(block.get("citations") or []), delta.get("citation")]
    elif kind in PIECES:
        # The text of a delta stands under the name of what it adds to.
        key = PIECES[kind]
        block[key] = text_at(block, key) + text_at(delta, key)
    else:
        report.unknown[f"delta {kind}"] += 1


def _whole(block: dict[str, Any], where: str, report: Report) -> dict[str, Any]:
    """The input of a call comes as pieces of JSON text; one that is cut off stays text."""
    text = block.pop("partial_json", "")
    if text:
        try:
            block["input"] = json_text.read(text.encode())[0]
        except json_text.NotJson as error:
            block["input"] = text
            report.warn(where, f"has an input that is no JSON: {error}; it stands as text")
    return block
