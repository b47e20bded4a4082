"""What the API answered: a message, whole or streamed, or an error."""

from typing import Any

from tracewright.convert.anthropic.stream import message_of
from tracewright.convert.exchanges import Exchange, Inside
from tracewright.convert.place import list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.sse import events
from tracewright.convert.teller import Answer
from tracewright.trace import text_of

USUAL = ("end_turn", "tool_use", "stop_sequence", "")


def read(exchange: Exchange, report: Report) -> list[Answer]:
    """The message, the error, or both where a stream began and failed; nothing for what is no answer (a count of tokens)."""
    body, place = exchange.response, exchange.answered
    if isinstance(body, str | list):
        place = Inside(*place)
        told = (
            events(body, str(place), report)
            if isinstance(body, str)
            else (each for each in body if isinstance(each, dict))
        )
        body = message_of(told, str(place), report)
    error = _error(body, exchange)
    if list_at(body, "content"):
        return [Answer({"role": "assistant", **body}, place, _facts(body), error)]
    return [Answer({}, place, {}, error)] if error else []


def _facts(body: dict[str, Any]) -> dict[str, Any]:
    reason = text_at(body, "stop_reason")
    facts = {"model": text_at(body, "model"), "usage": object_at(body, "usage")}
    return facts if reason in USUAL else facts | {"stop_reason": reason}


def _error(body: Any, exchange: Exchange) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    if not error and exchange.status < 400:
        return ""
    kind = text_at(error, "type") or f"HTTP {exchange.status}"
    return f"{kind}: {text_at(error, 'message') or text_of(error or body or '')}"
