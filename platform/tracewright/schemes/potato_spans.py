"""Potato's spans as marks: {"schema", "name", "title", "start", "end", "id"}, and "target_field" where one was named.

Its page counts `start` and `end` in UTF-16 code units, as browsers do, in the text of the field. A field with a list of turns
has the texts of all turns that are not the user's, joined by a line end.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tracewright import pointer
from tracewright.errors import AnswerError
from tracewright.schemes import common
from tracewright.schemes.kind import Config
from tracewright.schemes.marked_texts import KEYS as MARK_KEYS
from tracewright.schemes.marked_texts import MOST_MARKS, Mark, in_order, is_overlapping, sent_mark
from tracewright.shown import shown
from tracewright.trace import Document, json_type
from tracewright.utf16 import code_points, units

READ = {"schema", "name", "title", "start", "end", "id", "target_field"}
TEXT_KEYS = ("reasoning", "content", "text")  # the first that a turn has is its text
EMPTY: tuple[Any, ...] = (None, "", [], {})


class Stretch(NamedTuple):
    """A text of the trace, and where it begins in the text that Potato showed, in UTF-16 code units."""

    step: str | None
    pointer: str
    text: str
    begin: int

    @property
    def end(self) -> int:
        return self.begin + units(self.text)


def placed(config: Config, spans: Iterable[Any], document: Document) -> tuple[list[Mark], list[dict[str, Any]]]:
    """The marks, and {"span": Potato's, "why": "..."} for each that is none here or lost something."""
    marks: list[Mark] = []
    not_kept = []
    for number, span in enumerate(spans, start=1):
        try:
            mark = _mark(config, f"span {number}", span, document)
            _check_room(config, mark, marks)
            marks.append(mark)
        except AnswerError as error:
            not_kept.append({"span": span, "why": str(error)})
            continue
        if rest := _rest(span):
            not_kept.append({"span": span, "why": f"span {number}: it is marked, without its {', '.join(rest)}"})
    return in_order(config, marks), not_kept


def _mark(config: Config, where: str, span: Any, document: Document) -> Mark:
    if not isinstance(span, Mapping):
        raise AnswerError(where, f"is {json_type(span)}; it must be an object")
    if span.get("additional_parts") not in EMPTY:
        raise AnswerError(where, "has several parts; a mark is one stretch of text")
    start, end = _offset(where, span, "start"), _offset(where, span, "end")
    field = span.get("target_field") or config["target_field"] or config["text_key"]
    for stretch in _stretches(config, where, document, field):
        if stretch.begin <= start < stretch.end:
            return sent_mark(config, where, _in_stretch(where, span, stretch, start, end), document)
    raise AnswerError(where, f"from {start} to {end} lies outside of the text of {shown(field)}")


def _in_stretch(where: str, span: Mapping[str, Any], stretch: Stretch, start: int, end: int) -> Mark:
    first, last = (code_points(stretch.text, at - stretch.begin) for at in (start, end))
    if first is None or last is None:
        raise AnswerError(where, f"from {start} to {end} does not begin and end between characters of one text")
    return dict(zip(MARK_KEYS, (span.get("name"), stretch.step, stretch.pointer, first, last, None), strict=True))


def _stretches(config: Config, where: str, document: Document, field: Any) -> Iterator[Stretch]:
    value = document.get(field) if isinstance(field, str) else None
    if isinstance(value, str):
        yield Stretch(None, pointer.escape(field), value, 0)
    elif isinstance(value, list) and field == common.steps_key(config, document):
        yield from _of_turns(value)
    else:
        has = "no such field" if value is None else f"{json_type(value)} there, not a text"
        raise AnswerError(where, f"is in {shown(field)}, and the record has {has}")


def _of_turns(turns: list[Any]) -> Iterator[Stretch]:
    begin = 0
    for index, turn in enumerate(turns):
        if not isinstance(turn, dict) or turn.get("role") == "user":  # a turn that is a text is the user's
            continue
        key = next((key for key in TEXT_KEYS if key in turn), "")
        text = _text_of(turn.get(key))
        if text and isinstance(turn[key], str):
            yield Stretch(str(index), pointer.escape(key), text, begin)
        begin += units(text) + 1 if text else 0


def _text_of(value: Any) -> str:
    """A text, or the texts among blocks, which cannot be marked but take their room."""
    blocks = value if isinstance(value, list) else [{"type": "text", "text": value}]
    found = (block.get("text") for block in blocks if isinstance(block, dict) and block.get("type") == "text")
    return "\n".join(text for text in found if isinstance(text, str))


def _offset(where: str, span: Mapping[str, Any], key: str) -> int:
    """Imports from elsewhere store numbers as texts, as pages do."""
    value = span.get(key)
    if isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) < 10:
        return int(value)
    if type(value) is not int or value < 0:
        raise AnswerError(where, f"needs as {key} a whole number, not {shown(value)}")
    return value


def _check_room(config: Config, mark: Mark, marks: list[Mark]) -> None:
    if len(marks) == MOST_MARKS:
        raise AnswerError(config["name"], f"may have {MOST_MARKS} spans")
    other = None if config["allow_overlap"] else next((each for each in marks if is_overlapping(each, mark)), None)
    if other is not None:
        raise AnswerError(
            config["name"], f"allows no overlaps, and {shown(mark['text'])} overlaps {shown(other['text'])}"
        )


def _rest(span: Mapping[str, Any]) -> list[str]:
    """What else was stored with it, such as the entry of a knowledge base that it was linked to."""
    return sorted(str(key) for key, value in span.items() if key not in READ and value not in EMPTY)
