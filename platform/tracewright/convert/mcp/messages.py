"""The JSON-RPC messages of a log: bare ones, ones that a proxy put into records of its own, and those in lines of text."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracewright import json_text
from tracewright.convert.exchanges import Inside
from tracewright.convert.place import Place, id_at, list_at, number_at, object_at, text_at
from tracewright.convert.runs import Placed
from tracewright.convert.times import of_milliseconds

INSIDE = ("message", "payload", "data", "body", "msg", "rpc", "json")  # under which proxies keep a message
TIMES = ("timestamp", "time", "ts", "at", "date")
SESSIONS = ("sessionId", "session_id", "session", "server", "serverName", "server_name")
# "2026-03-02T09:00:00.000Z [files] [info] Message from client: {...} { metadata: undefined }"
LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT[\d:.]+Z?)? ?(?:\[(?P<server>[^\]]{1,80})\] )?.{0,40}?Message from (?:client|server): (?=\{)"
)
METHODS = ("tools/", "resources/", "prompts/", "notifications/", "sampling/", "elicitation/", "roots/", "completion/")
SECONDS_UNTIL_MILLISECONDS = 1e11


class Message(NamedTuple):
    """`session` is what the record around it calls its session, or the server; `at` is ISO 8601; "" where they are not told.

    Of an item that holds the whole session `item` is the id, and `server` what it calls the server.
    """

    value: dict[str, Any]
    place: Place
    record: Place
    session: str
    at: str
    item: str = ""
    server: str = ""

    @property
    def id(self) -> str:
        return id_at(self.value, "id")

    @property
    def method(self) -> str:
        """Of a request or notification; "" for an answer."""
        return text_at(self.value, "method")


def is_rpc(value: Any) -> bool:
    fields = value if isinstance(value, dict) else {}
    return fields.get("jsonrpc") == "2.0" and any(key in fields for key in ("method", "result", "error"))


def is_of_mcp(message: dict[str, Any]) -> bool:
    """Whether it is one that other protocols of JSON-RPC do not have."""
    if text_at(message, "method") == "initialize":
        return bool(text_at(object_at(message, "params"), "protocolVersion"))
    result = object_at(message, "result")
    return text_at(message, "method").startswith(METHODS) or "protocolVersion" in result


def messages_of(records: Iterable[Placed]) -> Iterator[Message]:
    """Those of a record: itself, what it holds, or those of a batch that it holds. A message may stand as JSON in a text."""
    for value, place in records:
        for inner, at in _inside(value, place):
            yield Message(inner, at, place, _session(value), _time(value))


def of_interactions(value: Any, place: Place) -> Iterator[Message]:
    """The messages of {"interactions": [{"method", "params", "result" or "error"}]}, which have no envelopes: a request, and what
    answers it.
    """
    for nth, each in enumerate(list_at(value, "interactions")):
        if not text_at(each, "method"):
            continue
        at = place.inside("interactions", nth)
        around = (at, at, id_at(value, "id"), _time(each), id_at(value, "id"), text_at(value, "server"))
        named = {} if each["method"].startswith("notifications/") else {"id": nth + 1}
        asked = {"jsonrpc": "2.0", **named, "method": each["method"], "params": each.get("params")}
        yield Message(asked, *around)
        if told := {key: each[key] for key in ("result", "error") if each.get(key) is not None}:
            yield Message({"jsonrpc": "2.0", **named, **told}, *around)


def message_in(line: str, place: Place) -> Message | None:
    """That of a line of text."""
    if not (found := LINE.match(line)):
        return None
    begin = found.end()
    end = line.rfind("}", 0, line.rfind("{ metadata:") if "{ metadata:" in line else len(line)) + 1
    value = _read(line[begin:end])
    return Message(value, Inside(*place), place, found["server"] or "", found["at"] or "") if is_rpc(value) else None


def _inside(value: Any, place: Place) -> Iterator[tuple[dict[str, Any], Place]]:
    if is_rpc(value):
        yield value, place
        return
    for key in INSIDE if isinstance(value, dict) else ():
        inner, at = value.get(key), place.inside(key)
        if isinstance(inner, str) and inner.startswith(("{", "[")):
            inner, at = _read(inner), Inside(*at)
        listed = inner if isinstance(inner, list) else [inner]
        found = [
            (each, at.inside(nth) if isinstance(inner, list) else at) for nth, each in enumerate(listed) if is_rpc(each)
        ]
        if found:
            yield from found
            return


def _read(text: str) -> Any:
    try:
        return json_text.read(text.encode())[0]
    except json_text.NotJson:
        return None


def _session(record: Any) -> str:
    if is_rpc(record):
        return ""
    return next((found for key in SESSIONS if (found := id_at(record, key))), "")


def _time(record: Any) -> str:
    """A time is ISO 8601, or seconds or milliseconds."""
    for key in TIMES:
        if found := text_at(record, key):
            return found
        if (number := number_at(record, key)) is not None:
            return of_milliseconds(number if number > SECONDS_UNTIL_MILLISECONDS else number * 1000)
    return ""
