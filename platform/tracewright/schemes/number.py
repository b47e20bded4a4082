"""A number that is typed."""

from collections.abc import Mapping
from typing import Any

from tracewright.schemes import common, numbers
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.trace import Document

name = "number"
level: Level = "trace"
options = common.OPTIONS | {"min_value", "max_value", "min", "max", "step"}

STORED_AS = "number"  # Potato's name for the only box


def config(raw: Mapping[str, Any], where: str) -> Config:
    """`min` and `max` count where `min_value` and `max_value` say nothing. Without an end the range is open there."""
    low = numbers.number_option(raw, "min_value", numbers.number_option(raw, "min", None, where), where)
    high = numbers.number_option(raw, "max_value", numbers.number_option(raw, "max", None, where), where)
    numbers.check_range(low, high, f"{where} {'max' if raw.get('max_value') is None else 'max_value'}")
    return {
        **common.common_config(raw, where),
        "min_value": low,
        "max_value": high,
        "step": numbers.step_option(raw, None, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"value": number or null}"""
    value = common.sent_fields(config, sent, "value").get("value")
    return {"value": numbers.sent_number(config, value, config["min_value"], config["max_value"])}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    return common.missing_answer(config, answer is not None and answer["value"] is not None)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    value = numbers.stored_number(config, labels, STORED_AS)
    return None if value is None else parse(config, {"value": value}, document)
