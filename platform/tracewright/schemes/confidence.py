"""How sure somebody is of their answer: a point of a scale, or a place on a line."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import SchemeError
from tracewright.schemes import common, numbers, potato_labels
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "confidence"
level: Level = "trace"
options = common.OPTIONS | {
    "target_schema",
    "scale_type",
    "scale_points",
    "labels",
    "sequential_key_binding",
    "slider_min",
    "slider_max",
    "step",
}

SCALE, LINE = "likert", "slider"
STORED_AS = "confidence_level"  # Potato's name for the line; a point of a scale is stored under its number


def config(raw: Mapping[str, Any], where: str) -> Config:
    """`target_schema` is the name of the question that is meant: told to who reads the answers, and not looked up here."""
    scale_type = common.text_option(raw, "scale_type", SCALE, where)
    if scale_type not in (SCALE, LINE):
        raise SchemeError(f"{where} scale_type", f"must be {SCALE} or {LINE}, not {shown(scale_type)}")
    low = numbers.number_option(raw, "slider_min", 0, where)
    high = numbers.number_option(raw, "slider_max", 100, where)
    numbers.check_range(low, high, f"{where} slider_max")
    return {
        **common.common_config(raw, where),
        "target_schema": common.text_option(raw, "target_schema", "", where),
        "scale_type": scale_type,
        **_points(raw, where),
        "sequential_key_binding": common.bool_option(raw, "sequential_key_binding", False, where),
        "slider_min": low,
        "slider_max": high,
        "step": numbers.step_option(raw, 1, where),
    }


def _points(raw: Mapping[str, Any], where: str) -> Config:
    labels = common.labels_option(raw, where) if raw.get("labels") else []
    points = numbers.points_option(raw, "scale_points", len(labels) or 5, where)
    if labels and len(labels) != points:
        raise SchemeError(f"{where} labels", f"must be one for each of the {points} points, not {len(labels)}")
    return {"scale_points": points, "labels": labels}


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"value": 1 to scale_points, on a line any number of it; null until it is given}"""
    value = common.sent_fields(config, sent, "value").get("value")
    if config["scale_type"] == LINE:
        return {"value": numbers.sent_number(config, value, config["slider_min"], config["slider_max"])}
    return {"value": numbers.sent_point(config, value, config["scale_points"])}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    return common.missing_answer(config, answer is not None and answer["value"] is not None)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """As for likert and slider; points are stored by their numbers, also where they have labels."""
    if config["scale_type"] == LINE:
        value = numbers.stored_number(config, labels, STORED_AS)
    else:
        value = numbers.read_number(config, potato_labels.only_ticked(config, labels))
    return None if value is None else parse(config, {"value": value}, document)
