"""A scheme whose kind is not built: its config and answers are kept as they came, to be read and exported."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "raw"
level: Level = "trace"
options = common.OPTIONS


def config(raw: Mapping[str, Any], where: str) -> Config:
    """`annotation_type` goes on naming the kind that it was made for."""
    return common.common_config(raw, where)


def parse(config: Config, sent: Any, document: Document) -> Answer:
    made_for = config.get("annotation_type") or "unknown"
    raise AnswerError(config["name"], f"is read-only: the kind {shown(made_for)} is not built yet")


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    return []


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """{"labels": {label name: value}, "spans": []}; the importer puts the spans of the scheme in."""
    return {"labels": dict(labels), "spans": []}
