"""Any number of choices."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common, potato_labels
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "multiselect"
level: Level = "trace"
options = common.OPTIONS | {"labels", "sequential_key_binding", "has_free_response"}


def config(raw: Mapping[str, Any], where: str) -> Config:
    return {
        **common.common_config(raw, where),
        "labels": common.labels_option(raw, where),
        "sequential_key_binding": common.bool_option(raw, "sequential_key_binding", False, where),
        "has_free_response": common.free_response_option(raw, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"choices": [names in the order of the config], "free_response": text}"""
    fields = common.sent_fields(config, sent, "choices", "free_response")
    choices = fields.get("choices", [])
    if not isinstance(choices, list):
        raise AnswerError(config["name"], f"needs a list of choices, not {shown(choices)}")
    names = common.label_names(config)
    for choice in choices:
        if choice not in names:
            raise AnswerError(config["name"], f"has no choice {shown(choice)}")
    return {
        "choices": [known for known in names if known in choices],
        "free_response": common.sent_free_response(config, fields),
    }


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    is_answered = answer is not None and (answer["choices"] != [] or answer["free_response"].strip() != "")
    return common.missing_answer(config, is_answered)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    chosen = potato_labels.ticked(labels)
    free_response = labels.get(common.FREE_RESPONSE) or ""
    if not chosen and not free_response:
        return None
    return parse(config, {"choices": chosen, "free_response": free_response}, document)
