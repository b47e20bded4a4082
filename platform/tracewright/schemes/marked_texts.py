"""Marks in the texts of a trace: a stretch of one text, under one label.

{"label": "claim", "step": "4", "pointer": "/content", "start": 4, "end": 9, "text": "sunny"}; the step is null for a text of
the record itself, such as "/final_answer". Characters are Unicode code points, counted from 0; `end` is behind the last one.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from tracewright import pointer
from tracewright.errors import AnswerError
from tracewright.schemes import common
from tracewright.schemes.kind import Config
from tracewright.schemes.sent_steps import original_step
from tracewright.shown import shown
from tracewright.step_names import by_number, said
from tracewright.trace import STEP_LISTS, Document, json_type, steps

KEYS = ("label", "step", "pointer", "start", "end", "text")
MOST_MARKS = 10_000
MOST_CHARS = 5_000_000  # of all marked texts together: each is stored

Mark = dict[str, Any]


def sent_marks(config: Config, sent: Any, document: Document) -> list[Mark]:
    """The marks in the order of the trace, equal ones once. AnswerError names the place."""
    if sent is None:
        return []
    if not isinstance(sent, list):
        raise AnswerError(config["name"], f"needs a list of spans, not {json_type(sent)}")
    if len(sent) > MOST_MARKS:
        raise AnswerError(config["name"], f"has {len(sent)} spans; an answer may have {MOST_MARKS}")
    marks: list[Mark] = []
    chars = 0
    for number, entry in enumerate(sent, start=1):
        marks.append(sent_mark(config, f"span {number}", entry, document))
        chars += len(marks[-1]["text"])
        if chars > MOST_CHARS:
            raise AnswerError(config["name"], f"marks more than {MOST_CHARS} characters in all, from span {number} on")
    found = in_order(config, marks)
    check_overlaps(config, found)
    return found


def sent_mark(config: Config, where: str, sent: Any, document: Document) -> Mark:
    """The canonical mark; `text` may be left out of what was sent, and is checked where it is given."""
    fields = common.sent_object(where, sent, KEYS)
    label = common.sent_name(where, "label", fields.get("label"), common.label_names(config))
    if label is None:
        raise AnswerError(where, "needs a label")
    step, place = fields.get("step"), str(fields.get("pointer", "no pointer"))
    whole = text_at(config, where, step, place, document)
    start, end = fields.get("start"), fields.get("end")
    name, at = said_place(step, place), f"{step or ''}:{place}"
    _check_stretch(f"{where} ({name})", start, end, len(whole), at)
    text = whole[start:end]
    if fields.get("text") is not None and fields["text"] != text:
        differs = f"characters {start} to {end} are {shown(text)}, not {shown(fields['text'])}"
        raise AnswerError(f"{where} ({name})", differs, at)
    return {"label": label, "step": step, "pointer": place, "start": start, "end": end, "text": text}


def text_at(config: Config, where: str, step: Any, place: str, document: Document) -> str:
    """The text of the document that a mark lies in. AnswerError where there is none, or the scheme does not ask about it."""
    if not pointer.is_pointer(place):
        raise AnswerError(where, f"needs the pointer of a text, not {shown(place)}")
    key = common.steps_key(config, document)
    root: Any = document if step is None else original_step(step, steps(document, key))
    found = pointer.found(root, place)
    if not isinstance(found, str):
        is_there = "nothing" if found is pointer.ABSENT else json_type(found)
        of = "the record" if step is None else said(step)
        raise AnswerError(where, f"needs a text, and there is {is_there} at {shown(place)} of {of}", step or "")
    if not is_asked(config, key if step is not None else pointer.tokens(place)[0]):
        raise AnswerError(f"{where} ({said_place(step, place)})", f"is outside of {shown(config['target_field'])}")
    return found


def is_asked(config: Config, key: str) -> bool:
    """Whether texts under this key of the record are marked: all, unless the scheme names one."""
    target = config["target_field"]
    return not target or target == key or (target in STEP_LISTS and key in STEP_LISTS)


def in_order(config: Config, marks: Sequence[Mark]) -> list[Mark]:
    """Those of the record itself first, then step by step, each text from its beginning; equal ones once."""
    labels = common.label_names(config)
    by_place = {_rank(mark, labels): mark for mark in marks}
    return [by_place[rank] for rank in sorted(by_place)]


def check_overlaps(config: Config, marks: Sequence[Mark]) -> None:
    """AnswerError for two marks that share a character, where the scheme does not allow it."""
    if config["allow_overlap"]:
        return
    for first, second in pairwise(marks):
        if is_overlapping(first, second):
            where = said_place(second["step"], second["pointer"])
            what = f"has overlapping spans, {_said(first)} and {_said(second)}; the scheme allows none"
            raise AnswerError(where, what, f"{second['step'] or ''}:{second['pointer']}")


def is_overlapping(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    is_one_text = one["step"] == other["step"] and one["pointer"] == other["pointer"]
    return bool(is_one_text and one["start"] < other["end"] and other["start"] < one["end"])


def said_place(step: Any, place: str) -> str:
    """As people count: "step 5, content", or the key of a text of the record.

    >>> said_place("4", "/content"), said_place(None, "/task_description")
    ('step 5, content', 'task_description')
    """
    return said(step, place) if step is not None else pointer.field_name(place)


def _said(mark: Mark) -> str:
    return f"{mark['start']} to {mark['end']} ({mark['label']})"


def _check_stretch(where: str, start: Any, end: Any, chars: int, at: str) -> None:
    for key, value in (("start", start), ("end", end)):
        if type(value) is not int:  # true is 1 to Python
            raise AnswerError(where, f"needs as {key} a whole number, not {shown(value)}", at)
    if not 0 <= start < end <= chars:
        raise AnswerError(where, f"is from {shown(start)} to {shown(end)} of a text of {chars} characters", at)


def _rank(mark: Mark, labels: Sequence[str]) -> tuple[Any, ...]:
    step = () if mark["step"] is None else by_number(mark["step"])
    return step, mark["pointer"], mark["start"], mark["end"], labels.index(mark["label"])
