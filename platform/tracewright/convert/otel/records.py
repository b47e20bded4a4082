"""The spans of a value: of an OTLP export, or of a span as exporters and stores write it by itself."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from tracewright.convert.place import Place, list_at, object_at, text_at
from tracewright.convert.runs import Placed

RESOURCES, SCOPES = ("resourceSpans", "resource_spans"), ("scopeSpans", "scope_spans", "instrumentationLibrarySpans")
TRACES, SPANS = ("traceId", "trace_id", "context.trace_id"), ("spanId", "span_id", "context.span_id", "id")
PARENTS = ("parentSpanId", "parent_span_id", "parent_id", "parentId")


class Record(NamedTuple):
    """A span as it is logged; `alone` is the value that holds it and nothing else, with its resource and scope."""

    span: dict[str, Any]
    place: Place
    alone: Any

    @property
    def trace(self) -> str:
        return _id(self.span, TRACES)

    @property
    def id(self) -> str:
        return _id(self.span, SPANS)

    @property
    def parent(self) -> str:
        return _id(self.span, PARENTS)


def records_of(placed: Placed) -> Iterator[Record]:
    value, place = placed
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from records_of(Placed(each, place.inside(index)))
    elif is_otlp(value):
        yield from _of_otlp(value, place)
    elif is_flat(value):
        yield Record(value, place, value)
    else:
        for key in ("spans", "data"):
            for index, each in enumerate(list_at(value, key)):
                if is_flat(each):
                    yield Record(each, place.inside(key, index), each)


def logs_of(placed: Placed) -> Iterator[Record]:
    """The log records of an OTLP export: Python's instrumentations tell messages by them, each with the ids of its span."""
    value, place = placed
    for number, resource in enumerate(list_at(value, "resourceLogs")):
        for index, scope in enumerate(list_at(resource, "scopeLogs")):
            around = place.inside("resourceLogs", number, "scopeLogs", index, "logRecords")
            for nth, log in enumerate(list_at(scope, "logRecords")):
                if isinstance(log, dict):
                    own = {**_without(scope, "logRecords"), "logRecords": [log]}
                    alone = {"resourceLogs": [{**_without(resource, "scopeLogs"), "scopeLogs": [own]}]}
                    yield Record(log, around.inside(nth), alone)


def is_otlp(value: Any) -> bool:
    return any(list_at(value, key) for key in RESOURCES)


def is_flat(value: Any) -> bool:
    """Whether an object is a span by itself: with ids of trace and span, a name, and attributes."""
    if not isinstance(value, dict) or not _id(value, TRACES) or not _id(value, SPANS):
        return False
    has_attributes = isinstance(value.get("attributes"), dict | list) or any(
        key.startswith("attributes.") for key in value
    )
    return has_attributes and bool(text_at(value, "name") or text_at(value, "span_name"))


def _of_otlp(value: dict[str, Any], place: Place) -> Iterator[Record]:
    for outer in RESOURCES:
        for number, resource in enumerate(list_at(value, outer)):
            for inner in SCOPES:
                for index, scope in enumerate(list_at(resource, inner)):
                    around = place.inside(outer, number, inner, index, "spans")
                    for nth, span in enumerate(list_at(scope, "spans")):
                        if isinstance(span, dict):
                            own = {**_without(scope, "spans"), "spans": [span]}
                            alone = {outer: [{**_without(resource, inner), inner: [own]}]}
                            yield Record(span, around.inside(nth), alone)


def _without(fields: Any, key: str) -> dict[str, Any]:
    return {each: value for each, value in fields.items() if each != key and each not in SCOPES}


def _id(span: dict[str, Any], keys: tuple[str, ...]) -> str:
    """The id under the first of the keys, or in the `context` of a span as Python's SDK prints it."""
    context = object_at(span, "context")
    for key in keys:
        found = text_at(span, key) or text_at(context, key)
        if found:
            return found.removeprefix("0x")
    return ""
