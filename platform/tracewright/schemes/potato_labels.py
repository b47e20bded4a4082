"""Potato's stored labels, {label: value} of one scheme, as what a person chose."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tracewright.errors import AnswerError
from tracewright.schemes.common import FREE_RESPONSE
from tracewright.shown import SHOWN_CHARS, shown


def ticked(labels: Mapping[str, Any]) -> list[str]:
    """The names of Potato's labels that are chosen; the free response is none of them."""
    return [name for name, value in labels.items() if name != FREE_RESPONSE and value not in (None, False, "", "false")]


def only_ticked(config: Mapping[str, Any], labels: Mapping[str, Any]) -> str | None:
    """The name of the one label of Potato's that is chosen, None for none."""
    chosen = ticked(labels)
    if len(chosen) > 1:
        raise AnswerError(config["name"], f"has more than one choice: {', '.join(chosen)[:SHOWN_CHARS]}")
    return chosen[0] if chosen else None


def stored_text(config: Mapping[str, Any], labels: Mapping[str, Any], key: str) -> str:
    """The text under the one label by which Potato stores an answer; "" for none."""
    for label in ticked(labels):
        if label != key or not isinstance(labels[key], str):
            raise AnswerError(
                config["name"], f"has {shown(label)}: {shown(labels[label])}, where {key} and a text belong"
            )
    return str(labels.get(key) or "")


def listed(config: Mapping[str, Any], text: str, known: Iterable[str], separators: str = ",") -> list[tuple[str, str]]:
    """The known names that a text lists, each behind the separator before it; names may hold separators.

    >>> listed({"name": "why"}, "b=a, of course,a", ["a", "b", "a, of course"], ",=")
    [('', 'b'), ('=', 'a, of course'), (',', 'a')]
    """
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    next_name = re.compile(rf"\s*({names})\s*([{re.escape(separators)}]|\Z)")
    found, separator, at = [], "", 0
    while at < len(text) or separator:
        match = next_name.match(text, at)
        if match is None:
            raise AnswerError(config["name"], f"has no choice {shown(text[at:])}")
        found.append((separator, match[1]))
        separator, at = match[2], match.end()
    return found
