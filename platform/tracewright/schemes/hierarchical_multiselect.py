"""Any number of choices from a tree of them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from tracewright.errors import AnswerError, SchemeError
from tracewright.schemes import common, potato_labels, taxonomy
from tracewright.schemes.kind import Answer, Config, Level, Missing
from tracewright.shown import shown
from tracewright.trace import Document

name = "hierarchical_multiselect"
level: Level = "trace"
options = common.OPTIONS | {
    "taxonomy",
    "auto_select_children",
    "auto_select_parent",
    "show_search",
    "max_selections",
    "expand_depth",
}

STORED = "selected_labels"


def config(raw: Mapping[str, Any], where: str) -> Config:
    tree = taxonomy.nodes(raw.get("taxonomy"), f"{where} taxonomy")
    if not tree:
        raise SchemeError(f"{where} taxonomy", f"must have at least one name, not {shown(raw.get('taxonomy'))}")
    return {
        **common.common_config(raw, where),
        "taxonomy": tree,
        "auto_select_children": common.bool_option(raw, "auto_select_children", False, where),
        "auto_select_parent": common.bool_option(raw, "auto_select_parent", False, where),
        "show_search": common.bool_option(raw, "show_search", False, where),
        "max_selections": common.count_option(raw, "max_selections", 0, where) or None,
        "expand_depth": common.count_option(raw, "expand_depth", 1, where),
    }


def parse(config: Config, sent: Any, document: Document) -> Answer:
    """{"choices": [["parent", "child"], ...]}: paths from the root, in the order of the taxonomy, each once"""
    choices = common.sent_fields(config, sent, "choices").get("choices", [])
    if not isinstance(choices, list):
        raise AnswerError(config["name"], f"needs a list of choices, not {shown(choices)}")
    known = {path: list(path) for path in taxonomy.paths(config["taxonomy"])}
    chosen = {_known(config, known, choice) for choice in choices}
    most = config["max_selections"]
    if most is not None and len(chosen) > most:
        raise AnswerError(config["name"], f"takes at most {most} choices, not {len(chosen)}")
    return {"choices": [names for path, names in known.items() if path in chosen]}


def as_sent(config: Config, answer: Answer, document: Document) -> Answer:
    return answer


def missing(config: Config, answer: Answer | None, document: Document) -> list[Missing]:
    is_answered = answer is not None and answer["choices"]
    return [Missing("", "answer")] if config["required"] and not is_answered else []


def from_potato(config: Config, labels: Mapping[str, Any], document: Document) -> Answer | None:
    """Potato stores {"selected_labels": "Physics,Optics"}, names without their parents."""
    stored = potato_labels.stored_text(config, labels, STORED)
    if not stored:
        return None
    places = defaultdict(list)
    for path in taxonomy.paths(config["taxonomy"]):
        places[path[-1]].append(list(path))
    return parse(
        config,
        {"choices": [_only(config, places[n]) for _, n in potato_labels.listed(config, stored, places)]},
        document,
    )


def _known(config: Config, known: Mapping[taxonomy.Path, Any], choice: Any) -> taxonomy.Path:
    path = tuple(choice) if isinstance(choice, list) and all(isinstance(each, str) for each in choice) else ()
    if path not in known:
        raise AnswerError(config["name"], f"has no choice {shown(choice)}")
    return path


def _only(config: Config, places: list[list[str]]) -> list[str]:
    if len(places) > 1:
        raise AnswerError(
            config["name"], f"has {shown(places[0][-1])} at {len(places)} places of the taxonomy, so it says not which"
        )
    return places[0]
