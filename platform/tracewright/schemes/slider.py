"""A number that is set on a line between two ends."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import SchemeError
from tracewright.schemes import common, numbers
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "slider"
level: Level = "trace"
options = common.OPTIONS | {"min_value", "max_value", "starting_value", "step", "show_labels", "labels"}

STORED_AS = "slider"  # Potato's name for the only control


def config(raw: Mapping[str, Any], where: str) -> Config:
    """`starting_value` is where the handle waits; it is no answer before somebody has set it."""
    low, high = (numbers.needed_number(raw, key, where) for key in ("min_value", "max_value"))
    numbers.check_range(low, high, f"{where} max_value")
    start = numbers.number_option(raw, "starting_value", low, where)
    if start is None or not low <= start <= high:
        raise SchemeError(f"{where} starting_value", f"must be from {low} to {high}, not {shown(start)}")
    return {
        **common.common_config(raw, where),
        "min_value": low,
        "max_value": high,
        "starting_value": start,
        "step": numbers.step_option(raw, 1, where),
        "show_labels": common.bool_option(raw, "show_labels", True, where),
        "labels": common.labels_option(raw, where) if raw.get("labels") else [],
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"value": number, or null until it is set}"""
    value = common.sent_fields(config, sent, "value").get("value")
    return {"value": numbers.sent_number(config, value, config["min_value"], config["max_value"])}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    return common.missing_answer(config, answer is not None and answer["value"] is not None)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato stores a slider that nobody touched as well; nothing tells it from one that was set there, so both count."""
    value = numbers.stored_number(config, labels, STORED_AS)
    return None if value is None else parse(config, {"value": value}, document)
