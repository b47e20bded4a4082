"""Free text, in one box or in one for each label."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "text"
level: Level = "trace"
options = common.OPTIONS | {"labels", "multiline", "textarea", "rows", "placeholder", "min_chars"}

ONLY_BOX = "text_box"


def config(raw: Mapping[str, Any], where: str) -> Config:
    """`textarea` ({on, rows}, Potato's older form) counts where `multiline` and `rows` say nothing."""
    textarea = raw.get("textarea") or {}
    if not isinstance(textarea, Mapping):
        raise SchemeError(f"{where} textarea", f"must have on and rows, not {shown(textarea)}")
    return {
        **common.common_config(raw, where),
        "labels": common.labels_option(raw, where) if raw.get("labels") else [],
        "multiline": common.bool_option(raw, "multiline", bool(textarea.get("on")), where),
        "rows": common.count_option(raw, "rows", common.count_option(textarea, "rows", 3, f"{where} textarea"), where),
        "placeholder": common.text_option(raw, "placeholder", "", where),
        "min_chars": common.count_option(raw, "min_chars", 0, where),
    }


def boxes(config: Config) -> list[str]:
    """The names of the text boxes, in order."""
    return common.label_names(config) or [ONLY_BOX]


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"texts": {box: text}} with every box, in the order of the config"""
    texts = common.sent_fields(config, sent, "texts").get("texts", {})
    if not isinstance(texts, dict):
        raise AnswerError(config["name"], f"needs the texts of its boxes, not {shown(texts)}")
    for box in texts:
        if box not in boxes(config):
            raise AnswerError(config["name"], f"has no box {shown(box)}")
    return {"texts": {box: common.sent_text(f"{config['name']} {box}", texts.get(box, "")) for box in boxes(config)}}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    """An empty box counts only when the scheme is required, a short text always."""
    texts = [text.strip() for text in answer["texts"].values()] if answer else [""]
    if config["required"] and not all(texts):
        return [Missing("", "answer")]
    if any(0 < len(text) < config["min_chars"] for text in texts):
        return [Missing("", "min_chars")]
    return []


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    texts = {box: text for box, text in labels.items() if text not in (None, "")}
    return parse(config, {"texts": texts}, document) if texts else None
