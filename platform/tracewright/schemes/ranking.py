"""An order of several things, the best first."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes import common, potato_labels
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "ranking"
level: Level = "trace"
options = common.OPTIONS | {"labels", "allow_ties"}

STORED = "rank_order"
Groups = list[list[str]]  # what is equally good stands in one group


def config(raw: Mapping[str, Any], where: str) -> Config:
    return {
        **common.common_config(raw, where),
        "labels": common.labels_option(raw, where),
        "allow_ties": common.bool_option(raw, "allow_ties", False, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"order": [names, best first]}, with ties [[names that are equally good], ...] in the order of the config; null for none"""
    order = common.sent_fields(config, sent, "order").get("order")
    if order is None:
        return {"order": None}
    if not isinstance(order, list):
        raise AnswerError(config["name"], f"needs a list of names, best first, not {shown(order)}")
    groups = [entry if isinstance(entry, list) else [entry] for entry in order]
    _check(config, groups)
    if not config["allow_ties"]:
        return {"order": [name for (name,) in groups]}
    return {"order": [[name for name in common.label_names(config) if name in group] for group in groups]}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    is_answered = answer is not None and answer["order"] is not None
    return [Missing("", "answer")] if config["required"] and not is_answered else []


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato stores {"rank_order": "b,a=c"}, where "=" stands between what is equally good."""
    stored = potato_labels.stored_text(config, labels, STORED)
    if not stored:
        return None
    groups: Groups = []
    for separator, label in potato_labels.listed(config, stored, common.label_names(config), ",="):
        if separator == "=":
            groups[-1].append(label)
        else:
            groups.append([label])
    return parse(config, {"order": groups}, document)


def _check(config: Config, groups: list[list[Any]]) -> None:
    """Every name once, and together only where ties are allowed."""
    names, scheme = common.label_names(config), config["name"]
    given = [entry for group in groups for entry in group]
    for entry in given:
        if entry not in names:
            raise AnswerError(scheme, f"has nothing called {shown(entry)} to rank")
    for entry, count in Counter(given).items():
        if count > 1:
            raise AnswerError(scheme, f"ranks {shown(entry)} {count} times")
    for label in names:
        if label not in given:
            raise AnswerError(scheme, f"ranks no {shown(label)}")
    for group in groups:
        if not group:
            raise AnswerError(scheme, "has a rank with nothing on it")
        if len(group) > 1 and not config["allow_ties"]:
            raise AnswerError(scheme, f"takes no ties, but has {shown(group)} on one rank")
