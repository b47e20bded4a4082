"""The best and the worst of a few things: best-worst scaling."""

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common, potato_labels
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "bws"
level: Level = "trace"
options = common.OPTIONS | {"tuple_size", "best_description", "worst_description", "sequential_key_binding"}

ENDS = ("best", "worst")
FEWEST, MOST = 2, len(ascii_uppercase)


def config(raw: Mapping[str, Any], where: str) -> Config:
    size = common.count_option(raw, "tuple_size", 4, where)
    if not FEWEST <= size <= MOST:
        raise SchemeError(f"{where} tuple_size", f"must be from {FEWEST} to {MOST}, not {size}")
    return {
        **common.common_config(raw, where),
        "tuple_size": size,
        "best_description": common.text_option(raw, "best_description", "", where),
        "worst_description": common.text_option(raw, "worst_description", "", where),
        "sequential_key_binding": common.bool_option(raw, "sequential_key_binding", True, where),
    }


def letters(config: Config) -> list[str]:
    """What the things are called, by their places: A, B, C, ..."""
    return list(ascii_uppercase[: config["tuple_size"]])


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"best": letter or null, "worst": another letter or null}"""
    fields = common.sent_fields(config, sent, *ENDS)
    answer: Answer = {end: fields.get(end) for end in ENDS}
    for end, letter in answer.items():
        if letter is not None and letter not in letters(config):
            raise AnswerError(config["name"], f"has no {shown(letter)}, only {', '.join(letters(config))}", end)
    if answer["best"] is not None and answer["best"] == answer["worst"]:
        raise AnswerError(config["name"], f"has {shown(answer['best'])} as the best and as the worst", "worst")
    return answer


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    return common.missing_rows(config, answer or {}, ENDS)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato stores {"best": "B", "worst": "D"}."""
    ends = {end: labels[end] for end in potato_labels.ticked(labels)}
    return parse(config, ends, document) if ends else None
