"""The errors in answers that the taxonomy of their scheme does not name, and how words become a kind of it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from tracewright.errors import SchemeError
from tracewright.schemes import common, failure_attribution, promoted, trajectory_eval
from tracewright.schemes.kind import Answer, Config

Errors = Iterator[tuple[str, dict[str, Any]]]
# By kind: each part of an answer that may name an error, with its step; "" where it is of the whole trace.
ERRORS: Mapping[str, Callable[[Answer], Errors]] = {
    trajectory_eval.name: trajectory_eval.errors,
    failure_attribution.name: failure_attribution.errors,
}
BETWEEN = "::"  # stands on the page between a kind of error and its subtype


class Other(NamedTuple):
    """An error in somebody's own words, at the step "4" or "" for the whole, with the note beside it."""

    step: str
    words: str
    note: str


def others(kind: str, answer: Answer) -> list[Other]:
    """The errors of an answer of which only the words are known, in its order."""
    return [
        Other(step, error["other"], error.get("rationale") or error.get("reason") or "")
        for step, error in ERRORS[kind](answer)
        if error.get("other") and not error.get("error_type")
    ]


def as_written(kind: str, config: Config, answer: Answer) -> Answer:
    """The answer as it was before its words were led into the taxonomy: without the types that these mean there."""
    copy = deepcopy(answer)
    for _step, error in ERRORS[kind](copy) if kind in ERRORS else ():
        meant = promoted.promoted(config, error.get("other", ""))
        if meant and meant == {part: error[part] for part in promoted.CHOSEN if error.get(part)}:
            for part in meant:
                del error[part]
    return copy


def names(config: Config, parent: str = "") -> list[str]:
    """The kinds of errors, or the subtypes of one."""
    types = config["error_types"]
    return next((each["subtypes"] for each in types if each["name"] == parent), []) if parent else common.names(types)


def with_promoted(config: Config, words: Collection[str], name: str, parent: str = "") -> Config:
    """The config that takes these words for the error `name`, below `parent` where one is given.

    A name that is there already, as it is written or as it is read, is used as it is. SchemeError says why a name cannot be.
    """
    name, where = " ".join(name.split()), str(config["name"])
    if not name or len(name) > common.NAME_CHARS or BETWEEN in name:
        what = f"must have 1 to {common.NAME_CHARS} characters, and no {BETWEEN} among them"
        raise SchemeError(f"{where} error_types", what)
    if parent and parent not in names(config):
        raise SchemeError(f"{where} error_types", f"has no {parent!r} any more")
    changed = deepcopy(config)
    known = next((each for each in names(config, parent) if _read(each) == _read(name)), None)
    if known is None and parent:
        next(each for each in changed["error_types"] if each["name"] == parent)["subtypes"].append(name)
    elif known is None:
        changed["error_types"].append({"name": name, "subtypes": []})
    error_type, subtype = (parent, known or name) if parent else (known or name, "")
    entries = [{"text": each, "error_type": error_type, "error_subtype": subtype} for each in words]
    changed[promoted.OPTION] = [*changed.get(promoted.OPTION, []), *entries]
    return changed


def _read(name: str) -> str:
    """A name as people read it: `wrong_tool` and "Wrong tool" are the same."""
    return promoted.folded(name.replace("_", " "))
