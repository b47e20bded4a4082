"""The lines of a rollout, of both generations, as records of one kind."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from tracewright.convert.place import Place, list_at, object_at, text_at
from tracewright.convert.runs import Placed

WRAPPED = ("session_meta", "turn_context", "response_item", "event_msg", "compacted", "world_state")


class Record(NamedTuple):
    """`payload` is what was logged, `place` where that stands; `name` the payload's type, or the record's where it has none."""

    type: str
    name: str
    payload: dict[str, Any]
    place: Place
    at: str


def is_wrapped(value: Any) -> bool:
    return isinstance(value, dict) and text_at(value, "type") in WRAPPED and isinstance(value.get("payload"), dict)


def is_bare_header(value: Any) -> bool:
    """The first line of the first generation: {"id", "timestamp", "instructions", "git"}."""
    return isinstance(value, dict) and "type" not in value and {"id", "timestamp", "instructions"} <= value.keys()


def is_bare_item(value: Any) -> bool:
    """A line of the first generation, or of the one before it."""
    if not isinstance(value, dict) or "payload" in value:
        return False
    return bool(text_at(value, "type") or text_at(value, "record_type") or text_at(value, "role"))


def records_of(values: Iterable[Placed]) -> Iterator[Record]:
    for value, place in values:
        if isinstance(value, dict):
            yield _record(value, place)


def _record(value: dict[str, Any], place: Place) -> Record:
    at = text_at(value, "timestamp") or text_at(value, "created_at")
    kind, payload = text_at(value, "type"), object_at(value, "payload")
    if payload:
        return Record(kind or "without type", _name(payload, kind), payload, place.inside("payload"), at)
    if is_bare_header(value):
        return Record("session_meta", "session_meta", value, place, at)
    if is_bare_item(value) and kind not in WRAPPED:
        return Record("response_item", _name(value, "without type"), value, place, at)
    return Record(kind or "without type", kind or "without type", value, place, at)


def _name(payload: dict[str, Any], otherwise: str) -> str:
    named = text_at(payload, "type") or text_at(payload, "record_type")
    return named or ("message" if text_at(payload, "role") else otherwise)


def texts_of(payload: dict[str, Any], key: str = "content") -> list[str]:
    """The texts of a message's content, or of a reasoning's summary."""
    found = payload.get(key)
    if isinstance(found, str):
        return [found]
    return [each if isinstance(each, str) else text_at(each, "text") for each in list_at(payload, key)]
