"""Schemes as people write them: Potato's keys in YAML, without what a kind fills in by itself."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any

from tracewright import json_text, yaml_text
from tracewright.errors import SchemeError
from tracewright.schemes import Config, kind_of
from tracewright.schemes.display_logic import ASKED_WHEN

FIRST = ("annotation_type", "name", "description")
MOST_CHARS = (
    2_000_000  # that are read in search of keys to leave out; a config of thousands of labels stays as it is stored
)


def as_yaml(schemes: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """The `annotation_schemes` of (kind, config), as they stand in a config.yaml."""
    return yaml_text.write({"annotation_schemes": [written(kind, config) for kind, config in schemes]})


def written(kind: str, config: Mapping[str, Any]) -> Config:
    """The shortest config that the kind reads as this one.

    >>> from tracewright.schemes import radio
    >>> config = radio.config({"name": "done", "labels": ["yes", "no"]}, "done")
    >>> written("radio", config)
    {'annotation_type': 'radio', 'name': 'done', 'labels': ['yes', 'no']}
    """
    whole = {"annotation_type": kind, **deepcopy({key: value for key, value in config.items() if key != ASKED_WHEN})}
    ordered = {**{key: whole[key] for key in FIRST if key in whole}, **whole}
    tries = iter(range(MOST_CHARS // len(json_text.compact(whole))))

    def is_same() -> bool:
        if next(tries, None) is None:
            return False
        try:
            return _own(kind_of(kind).config(ordered, "")) == _own(config)
        except SchemeError:
            return False

    _shorten(ordered, is_same)
    return ordered


def _own(config: Mapping[str, Any]) -> Config:
    """What the kind reads by itself: not its name, of which Potato has several, nor what was made of it among the others."""
    return {key: value for key, value in config.items() if key not in ("annotation_type", ASKED_WHEN)}


def _shorten(part: Any, is_same: Callable[[], bool]) -> None:
    """Leave out, in place, every key without which the whole is the same, and write an entry of a list by its name alone."""
    if isinstance(part, dict):
        for key, value in list(part.items()):
            if key not in ("annotation_type", "name") and not _can_do_without(part, key, is_same):
                _shorten(value, is_same)
    elif isinstance(part, list):
        for index, entry in enumerate(part):
            if isinstance(entry, dict) and isinstance(entry.get("name"), str):
                part[index] = entry["name"]
                if is_same():
                    continue
                part[index] = entry
            _shorten(entry, is_same)


def _can_do_without(part: dict[str, Any], key: str, is_same: Callable[[], bool]) -> bool:
    before = dict(part)
    del part[key]
    if is_same():
        return True
    part.clear()
    part.update(before)  # in the order it had
    return False
