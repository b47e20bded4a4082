"""Messages that are told by a span's events, as conventions before 1.37 have them, or by an attribute that lists these."""

from collections.abc import Iterable, Iterator
from typing import Any

from tracewright.convert.exchanges import Inside
from tracewright.convert.otel.attributes import Attributes, plain
from tracewright.convert.place import Place, list_at, object_at, text_at
from tracewright.convert.runs import Placed
from tracewright.convert.spans.reading import parsed

ROLES = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}
CHOICE, DETAILS, EXCEPTION = "gen_ai.choice", "gen_ai.client.inference.operation.details", "exception"
BODIES = ("gen_ai.event.content", "event_body", "body")
PROMPTS, COMPLETIONS = "gen_ai.content.prompt", "gen_ai.content.completion"


class Event:
    """An event of a span, or a log record that belongs to one."""

    def __init__(self, value: Any, place: Place) -> None:
        self.fields = value if isinstance(value, dict) else {}
        self.place = place
        self.attributes = Attributes(self.fields.get("attributes"), place.inside("attributes"))
        named = (text_at(self.fields, key) for key in ("name", "eventName"))
        self.name = next(filter(None, named), "") or self.attributes.text("event.name")

    @property
    def is_known(self) -> bool:
        return self.name in (*ROLES, CHOICE, DETAILS, EXCEPTION, PROMPTS, COMPLETIONS)

    def message(self) -> Placed:
        """Its fields as one object. What the conventions call the body may be JSON in one attribute."""
        body = self.attributes.first(*BODIES) or plain(self.fields.get("body"), self.place.inside("body"))
        said = parsed(body).value
        fields: dict[str, Any] = dict(said) if isinstance(said, dict) else {"content": said} if said else {}
        for key in self.attributes:
            found = self.attributes.first(key)
            if found is not None and key not in BODIES:
                fields.setdefault(key, parsed(found).value if key in ("tool_calls", "message") else found.value)
        content = self.attributes.first("content") or (body if said else Placed(None, self.place))
        return Placed(_with_role(self.name, fields), Inside(*content.place))


def events_of(span: dict[str, Any], place: Place, logs: Iterable[Placed] = ()) -> list[Event]:
    """Of the span itself, then the log records that belong to it."""
    found = [Event(each, place.inside("events", index)) for index, each in enumerate(list_at(span, "events"))]
    return found + [Event(*log) for log in logs]


def told(events: list[Event], attributes: Attributes) -> tuple[list[Placed], list[Placed]]:
    """What went in and what came out, by events; else by the attribute `events` of Logfire."""
    messages = [(event.name, event.message()) for event in events if event.name in ROLES or event.name == CHOICE]
    if not messages:
        messages = list(_of_attribute(attributes))
    said = [message for name, message in messages if name != CHOICE]
    choices = [message for name, message in messages if name == CHOICE]
    if choices:
        given = Placed({"choices": [each.value for each in choices]}, Inside(*choices[0].place))
        return said, [given]
    return said, []


def contents(events: list[Event], name: str, key: str) -> list[Placed]:
    """Of the events of OpenLLMetry and OpenLIT, which hold all messages in one attribute."""
    found = [event.attributes.first(key) for event in events if event.name == name]
    return [each for each in found if each is not None]


def exception(events: list[Event]) -> str:
    """ "ValueError: no such file", of the last exception."""
    found = _last_exception(events)
    told = (found.text("exception.type"), found.text("exception.message")) if found else ()
    return ": ".join(filter(None, told))


def stack_trace(events: list[Event]) -> str:
    """Of the last exception."""
    found = _last_exception(events)
    return found.text("exception.stacktrace").strip() if found else ""


def _last_exception(events: list[Event]) -> Attributes | None:
    return next((event.attributes for event in reversed(events) if event.name == EXCEPTION), None)


def _of_attribute(attributes: Attributes) -> Iterator[tuple[str, Placed]]:
    for each in attributes.items("events"):
        name = text_at(each.value, "event.name")
        if name in ROLES or name == CHOICE:
            yield name, Placed(_with_role(name, each.value), each.place)


def _with_role(name: str, fields: dict[str, Any]) -> dict[str, Any]:
    if name == CHOICE:
        message = object_at(fields, "message") or {key: value for key, value in fields.items() if key != "index"}
        if isinstance(fields.get("message"), str | list):
            message = {"content": fields["message"]}
        return {"message": {"role": "assistant", "content": None, **message}}
    found = {"content": None, **fields, "role": text_at(fields, "role") or ROLES[name]}
    if ROLES[name] == "tool" and "id" in fields:
        found["tool_call_id"] = fields["id"]
    return found
