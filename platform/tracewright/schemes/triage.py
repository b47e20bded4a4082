"""One quick decision: take the trace, leave it, or neither."""

from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "triage"
level: Level = "trace"

DECISIONS = ("accept", "reject", "skip")
STORED_AS = "decision"  # Potato's name for the only answer
_KEYS = dict(zip(DECISIONS, "123", strict=True))

options = common.OPTIONS | {f"{decision}_{part}" for decision in DECISIONS for part in ("label", "key")}


def config(raw: Mapping[str, Any], where: str) -> Config:
    """A label that is not given is "": the page has words of its own for it."""
    labels = {f"{each}_label": common.text_option(raw, f"{each}_label", "", where) for each in DECISIONS}
    keys = {f"{each}_key": common.key_option(raw, f"{each}_key", _KEYS[each]) for each in DECISIONS}
    return {**common.common_config(raw, where), **labels, **keys}


def digits(config: Mapping[str, Any]) -> dict[str, str]:
    """The digit that chooses each decision: the config's own where they are three of 1 to 9, else 1, 2 and 3.

    Letters are the keys of the steps.
    """
    own = {each: config[f"{each}_key"] for each in DECISIONS}
    are_digits = all(key in tuple("123456789") for key in own.values()) and len(set(own.values())) == len(own)
    return own if are_digits else _KEYS


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"decision": "accept", "reject", "skip" or null}"""
    decision = common.sent_fields(config, sent, "decision").get("decision")
    if decision is not None and decision not in DECISIONS:
        raise AnswerError(config["name"], f"needs {', '.join(DECISIONS)} or null, not {shown(decision)}")
    return {"decision": decision}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    """Who decides for neither has decided."""
    return common.missing_answer(config, answer is not None and answer["decision"] is not None)


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    decision = common.sent_fields(config, dict(labels), STORED_AS).get(STORED_AS)
    return None if decision in (None, "") else parse(config, {"decision": decision}, document)
