"""What the API answered: a response and its items, a stream that tells of one, or an error."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from tracewright.convert.exchanges import Exchange, Inside
from tracewright.convert.openai_responses.stream import response_of
from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.convert.sse import events
from tracewright.trace import text_of


class Answer(NamedTuple):
    """`facts` are those of a turn: model, usage, time. `error` is what the API said instead of items, or after them."""

    id: str
    items: list[Placed]
    place: Place
    facts: dict[str, Any]
    error: str
    body: dict[str, Any]


def read(exchange: Exchange, report: Report) -> Answer:
    body, place = _body(exchange, report)
    inner = place.inside("output")
    items = [Placed(item, inner.inside(index)) for index, item in enumerate(list_at(body, "output"))]
    facts = {
        "model": text_at(body, "model"),
        "at": _at(body),
        "usage": object_at(body, "usage"),
        "cost_usd": number_at(exchange.record.value, "cost"),
        "stop_reason": text_at(object_at(body, "incomplete_details"), "reason"),
    }
    return Answer(text_at(body, "id"), items, place, facts, _error(body, exchange), body)


def _body(exchange: Exchange, report: Report) -> tuple[dict[str, Any], Place]:
    response, place = exchange.response, exchange.answered
    if isinstance(response, dict):
        return response, place
    text = response if isinstance(response, str) else ""
    told = response if isinstance(response, list) else events(text, str(place), report)
    return response_of([each for each in told if isinstance(each, dict)], str(place), report), Inside(*place)


def _error(body: dict[str, Any], exchange: Exchange) -> str:
    """ "server_error: The model ..."; the status where the body says nothing."""
    error = body.get("error")
    if not error and exchange.status < 400:
        return ""
    code = text_at(error, "code") or text_at(error, "type") or (f"HTTP {exchange.status}" if exchange.status else "")
    said = text_at(error, "message") or text_of(error or exchange.response or "")
    return f"{code}: {said}" if code else said


def _at(body: dict[str, Any]) -> str:
    """When the answer was begun, which the API gives in seconds."""
    seconds = number_at(body, "created_at")
    try:
        return "" if not seconds else datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (OverflowError, ValueError, OSError):
        return ""
