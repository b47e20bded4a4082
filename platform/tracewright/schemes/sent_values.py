"""What an entry of a sent answer puts in its place: a text as a person typed it, or a JSON value."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tracewright.errors import AnswerError
from tracewright.pointer import ABSENT
from tracewright.repairs import Repairs, repaired
from tracewright.schemes import common
from tracewright.trace import TypeChanged, content_hash, of_same_type, text_of, value_of

MAX_TEXT_BYTES = 5_000_000

Entry = Mapping[str, Any]


class Place(NamedTuple):
    """A place in words and as the page names it, and what stands there; only arguments can be taken away."""

    where: str
    at: str
    original: Any
    is_argument: bool


def new_value(place: Place, entry: Entry) -> Any:
    """The entry's `text` or `new`, of the JSON type that stood there; ABSENT when it takes an argument away.

    An argument that is added takes JSON, or text. AnswerError for another type, for a text that is too long, and where
    `old` is not the content hash of what stands there.
    """
    _check_old(place, entry)
    stood = place.original if place.original is not ABSENT else (None if place.is_argument else "")
    try:
        if "new" in entry:
            return of_same_type(_sent_json(place, entry), stood)
        if place.is_argument and entry.get("text", "") is None:
            return ABSENT
        return value_of(_sent_text(place, entry), stood)
    except TypeChanged as error:
        raise AnswerError(place.where, str(error), place.at) from error


def check_size(where: str, at: str, value: Any) -> None:
    size = len(text_of(value).encode())
    if size > MAX_TEXT_BYTES:
        raise AnswerError(where, f"has a text of {size} bytes; the bound is {MAX_TEXT_BYTES}", at)


def _sent_text(place: Place, entry: Entry) -> str:
    text = common.sent_text(place.where, entry.get("text"), place.at)
    check_size(place.where, place.at, text)
    return text


def _sent_json(place: Place, entry: Entry) -> Any:
    if "text" in entry:
        raise AnswerError(place.where, "needs a text or a new value, not both", place.at)
    new = repaired(entry["new"], Repairs())
    check_size(place.where, place.at, new)
    return new


def _check_old(place: Place, entry: Entry) -> None:
    old = entry.get("old")
    if old is not None and old != ("" if place.original is ABSENT else content_hash(place.original)):
        what = "was edited in another version of the trace: what stands here is not what the edit was made on"
        raise AnswerError(place.where, what, place.at)
