"""The same short scale for each of several things."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common, potato_labels
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "multirate"
level: Level = "trace"
options = common.OPTIONS | {"options", "labels", "sequential_key_binding"}


def config(raw: Mapping[str, Any], where: str) -> Config:
    return {
        **common.common_config(raw, where),
        "options": common.named_option(raw, "options", where, "option"),
        "labels": common.labels_option(raw, where),
        "sequential_key_binding": common.bool_option(raw, "sequential_key_binding", False, where),
    }


def rows(config: Config) -> list[str]:
    """The names of what is rated, in order."""
    return common.names(config["options"])


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"ratings": {option: name of a label}} of the options that are rated, in the order of the config"""
    fields = common.sent_fields(config, sent, "ratings")
    ratings = common.sent_rows(config, fields.get("ratings", {}), rows(config), "option")
    for option, rating in ratings.items():
        if rating not in common.label_names(config):
            raise AnswerError(config["name"], f"has no rating {shown(rating)} for {shown(option)}", option)
    return {"ratings": ratings}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    return common.missing_rows(config, answer["ratings"] if answer else {}, rows(config))


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato stores {option: rating}."""
    ratings = {option: labels[option] for option in potato_labels.ticked(labels)}
    return parse(config, {"ratings": ratings}, document) if ratings else None
