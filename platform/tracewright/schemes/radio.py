"""One choice of several."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common, potato_labels
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "radio"
level: Level = "trace"
options = common.OPTIONS | {"labels", "sequential_key_binding", "has_free_response", "horizontal"}


def config(raw: Mapping[str, Any], where: str) -> Config:
    return {
        **common.common_config(raw, where),
        "labels": common.labels_option(raw, where),
        "sequential_key_binding": common.bool_option(raw, "sequential_key_binding", False, where),
        "has_free_response": common.free_response_option(raw, where),
        "horizontal": common.bool_option(raw, "horizontal", False, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"choice": name or null, "free_response": text}"""
    fields = common.sent_fields(config, sent, "choice", "free_response")
    choice = fields.get("choice")
    if choice is not None and choice not in common.label_names(config):
        raise AnswerError(config["name"], f"has no choice {shown(choice)}")
    return {"choice": choice, "free_response": common.sent_free_response(config, fields)}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    is_answered = answer is not None and (answer["choice"] is not None or answer["free_response"].strip() != "")
    return common.missing_answer(config, is_answered)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    choice = potato_labels.only_ticked(config, labels)
    free_response = labels.get(common.FREE_RESPONSE) or ""
    if choice is None and not free_response:
        return None
    return parse(config, {"choice": choice, "free_response": free_response}, document)
