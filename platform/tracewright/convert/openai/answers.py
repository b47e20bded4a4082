"""What the API answered: its choices, or an error."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tracewright.convert.exchanges import Exchange, Inside
from tracewright.convert.openai.chunks import completion_of
from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.sse import END, events
from tracewright.convert.teller import Answer
from tracewright.trace import text_of


def read(exchange: Exchange, report: Report) -> list[Answer]:
    """A message for each choice, or the error. The tokens are of all choices together."""
    place = exchange.answered
    if isinstance(exchange.response, dict):
        body = exchange.response
    else:
        body, place = _joined(exchange.response, place, report), Inside(*place)
    error = _error(body, exchange)
    found = list(_choices(body, place, exchange))
    if found:
        return [*found[:-1], found[-1]._replace(error=error)]
    return [Answer({}, place, {}, error)] if error else []


def _choices(body: dict[str, Any], place: Place, exchange: Exchange) -> Iterator[Answer]:
    spent = {"usage": object_at(body, "usage"), "cost_usd": number_at(exchange.record.value, "cost")}
    for number, choice in enumerate(list_at(body, "choices")):
        facts = {"model": text_at(body, "model"), "at": _at(body), **spent}
        if (reason := text_at(choice, "finish_reason")) in ("length", "content_filter"):
            facts["stop_reason"] = reason
        inner = place.inside("choices", number, "message")
        if message := object_at(choice, "message"):
            yield Answer({"role": "assistant", **message}, inner, facts)
        elif text := text_at(choice, "text"):
            yield Answer({"role": "assistant", "content": text}, place.inside("choices", number), facts)


def _joined(response: Any, place: Place, report: Report) -> dict[str, Any]:
    text = response if isinstance(response, str) else ""
    chunks = response if isinstance(response, list) else list(events(text, str(place), report))
    found = completion_of(chunk for chunk in chunks if isinstance(chunk, dict))
    if chunks and END not in text and not any(choice["finish_reason"] for choice in found["choices"]):
        report.warn(str(place), "is a stream that breaks off")
    return found


def _error(body: dict[str, Any], exchange: Exchange) -> str:
    """ "model_not_found: The model ..."; the status where the body says nothing."""
    error = body.get("error")
    if not error and exchange.status < 400:
        return ""
    code = text_at(error, "code") or text_at(error, "type") or f"HTTP {exchange.status}"
    return f"{code}: {text_at(error, 'message') or text_of(error or exchange.response or '')}"


def _at(body: dict[str, Any]) -> str:
    """The time of an answer, which the API gives in seconds."""
    seconds = number_at(body, "created")
    try:
        return "" if not seconds else datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return ""
