"""Marks inside the texts of a trace: what people select in a step, or in a text beside the steps, gets a label."""

from collections.abc import Iterable, Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common, potato_labels, potato_spans
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.schemes.marked_texts import sent_marks
from tracewright.trace import Document

name = "span"
level: Level = "trace"
options = common.OPTIONS | {
    "labels", "sequential_key_binding", "title", "steps_key", "target_field", "text_key", "allow_overlap", "min_spans",
    "bad_text_label",
}  # fmt: skip

BAD_TEXT = "bad_text"


def config(raw: Mapping[str, Any], where: str) -> Config:
    """`text_key` is the field into which those of Potato's spans point that name none; the import fills it in."""
    return {
        **common.common_config(raw, where),
        "labels": [_label(label, f"{where} labels[{n}]") for n, label in enumerate(common.labels_option(raw, where))],
        "sequential_key_binding": common.bool_option(raw, "sequential_key_binding", False, where),
        "title": common.text_option(raw, "title", "", where),
        "steps_key": common.text_option(raw, "steps_key", "", where),
        "target_field": common.text_option(raw, "target_field", "", where),
        "text_key": common.text_option(raw, "text_key", "text", where),
        "allow_overlap": common.bool_option(raw, "allow_overlap", True, where),
        "min_spans": common.count_option(raw, "min_spans", 0, where),
        "bad_text_label": common.extra_option(raw, "bad_text_label", "label_content", where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"spans": [MARK, ...]}, a mark as in `marked_texts`; with `bad_text_label` also "bad_text": true or false"""
    keys = ("spans",) if config["bad_text_label"] is None else ("spans", BAD_TEXT)
    fields = common.sent_fields(config, sent, *keys)
    marks = sent_marks(config, fields.get("spans"), document)
    if config["bad_text_label"] is None:
        return {"spans": marks}
    is_bad = fields.get(BAD_TEXT, False)
    if not isinstance(is_bad, bool):
        raise AnswerError(config["name"], "needs true or false for bad_text")
    return {"spans": marks, BAD_TEXT: is_bad}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    """`not_kept` says nothing about what a person submits."""
    return {key: part for key, part in answer.items() if key != "not_kept"}


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    """A text that cannot be judged needs no spans."""
    if answer and answer.get(BAD_TEXT):
        return []
    needed = least(config)
    return [Missing("", "answer")] if needed > len(answer["spans"] if answer else []) else []


def least(config: Mapping[str, Any]) -> int:
    """How many spans a submit needs."""
    return max(int(config["min_spans"]), int(config["required"]))


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Of its labels alone; spans lie in a store of their own."""
    return from_potato_spans(config, labels, (), document)


def from_potato_spans(
    config: Config, labels: Mapping[str, Any], spans: Iterable[Any], document: Document
) -> Answer | None:
    """The answer, with `not_kept` where something of it could not be read: [{"span": Potato's, "why": "..."}]."""
    marks, not_kept = potato_spans.placed(config, spans, document)
    is_bad = config["bad_text_label"] is not None and BAD_TEXT in potato_labels.ticked(labels)
    answer = parse(config, {"spans": marks, **({BAD_TEXT: True} if is_bad else {})}, document)
    if not marks and not is_bad and not not_kept:
        return None
    return {**answer, "not_kept": not_kept} if not_kept else answer


def _label(label: dict[str, Any], where: str) -> dict[str, Any]:
    texts = {key: common.text_option(label, key, "", where) for key in ("color", "abbreviation")}
    return {**label, **texts}
