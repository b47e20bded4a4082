"""One choice of a list that unfolds."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "select"
level: Level = "trace"
options = common.OPTIONS | {"labels"}

STORED_AS = "select-one"  # Potato's name for the only box


def config(raw: Mapping[str, Any], where: str) -> Config:
    return {**common.common_config(raw, where), "labels": common.labels_option(raw, where)}


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"choice": name or null}"""
    choice = common.sent_fields(config, sent, "choice").get("choice")
    if choice is not None and choice not in common.label_names(config):
        raise AnswerError(config["name"], f"has no choice {shown(choice)}")
    return {"choice": choice}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    return common.missing_answer(config, answer is not None and answer["choice"] is not None)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    choice = common.sent_fields(config, dict(labels), STORED_AS).get(STORED_AS)
    return None if choice in (None, "") else parse(config, {"choice": choice}, document)
