"""One point of a scale, between two named ends or each with a name of its own."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common, numbers, potato_labels
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.trace import Document

name = "likert"
level: Level = "trace"
options = common.OPTIONS | {"size", "min_label", "max_label", "labels", "bad_text_label", "sequential_key_binding"}

BAD_TEXT = "bad_text"


def config(raw: Mapping[str, Any], where: str) -> Config:
    """With `labels` the scale has one point for each of them, and needs neither size nor ends."""
    labels = common.labels_option(raw, where) if raw.get("labels") else []
    return {
        **common.common_config(raw, where),
        "labels": labels,
        "size": len(labels) or numbers.points_option(raw, "size", None, where),
        "min_label": common.text_option(raw, "min_label", "", where, is_needed=not labels),
        "max_label": common.text_option(raw, "max_label", "", where, is_needed=not labels),
        "bad_text_label": common.extra_option(raw, "bad_text_label", "label_content", where),
        "sequential_key_binding": common.bool_option(raw, "sequential_key_binding", False, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"value": 1 to size, or null}; with `bad_text_label` also "bad_text": true or false, and true has no value"""
    if config["bad_text_label"] is None:
        fields = common.sent_fields(config, sent, "value")
        return {"value": numbers.sent_point(config, fields.get("value"), config["size"])}
    fields = common.sent_fields(config, sent, "value", BAD_TEXT)
    value, is_bad = numbers.sent_point(config, fields.get("value"), config["size"]), fields.get(BAD_TEXT, False)
    if not isinstance(is_bad, bool):
        raise AnswerError(config["name"], "needs true or false for bad_text")
    if is_bad and value is not None:
        raise AnswerError(config["name"], "takes a value or bad_text, not both")
    return {"value": value, BAD_TEXT: is_bad}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    is_answered = answer is not None and (answer["value"] is not None or answer.get(BAD_TEXT, False))
    return common.missing_answer(config, is_answered)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato names the point, or its label where the points have names."""
    chosen, names = potato_labels.only_ticked(config, labels), common.label_names(config)
    if chosen is None:
        return None
    if chosen == BAD_TEXT and BAD_TEXT not in names:
        return parse(config, {BAD_TEXT: True}, document)
    point = names.index(chosen) + 1 if chosen in names else numbers.read_number(config, chosen)
    return parse(config, {"value": point}, document)
