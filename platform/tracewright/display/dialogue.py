"""The display type dialogue: who said what, one turn after the other.

{"kind": "dialogue", "turns": [["Ann", "Hello.", 6], ...], "speakers": ["Ann", "Ben"], "shaded": true, "numbered": false,
 "more": 12}: a turn's speaker ("" where nobody is named), its text, and how long that is when it is whole. `more` counts
the turns that were left out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tracewright.display.options import option_object
from tracewright.display.outputs import output_text
from tracewright.schemes import common

name = "dialogue"
MAX_TURNS = 300
MAX_CHARS = 100_000
MAX_TURN_CHARS = 4000
MAX_SPEAKER = 80
# Names that traces give to who speaks and to what is said, after those of the options.
SPEAKERS = ("speaker", "role", "name", "from", "author")
TEXTS = ("text", "content", "message", "value", "utterance")
_SPOKEN = re.compile(r"([^\s:][^:\n]{0,39}):(?:\s+|$)(.*)", re.S)
_ADDRESS = re.compile(r"https?$", re.I)


def options(raw: Any, where: str) -> dict[str, Any]:
    """`speaker_extraction` takes the speaker out of a line such as "Ann: Hello."."""
    given = option_object(raw, where)
    return {
        "alternating_shading": common.bool_option(given, "alternating_shading", True, where),
        "speaker_extraction": common.bool_option(given, "speaker_extraction", True, where),
        "show_turn_numbers": common.bool_option(given, "show_turn_numbers", False, where),
        "speaker_key": common.text_option(given, "speaker_key", SPEAKERS[0], where),
        "text_key": common.text_option(given, "text_key", TEXTS[0], where),
    }


def part(value: Any, chosen: Mapping[str, Any]) -> dict[str, Any] | None:
    """A list of turns (objects, texts or pairs), or a text of lines; None for all else."""
    if isinstance(value, str):
        turns = [*_of_lines(value, chosen)]
    elif isinstance(value, list) and all(isinstance(turn, dict | str) for turn in value):
        turns = [_turn(turn, chosen) for turn in value]
    else:
        return None
    if not turns:
        return None
    shown: list[list[Any]] = []
    left = MAX_CHARS
    for speaker, text in turns[:MAX_TURNS]:
        left -= min(len(text), MAX_TURN_CHARS)
        if left < 0 and shown:
            break
        shown.append([speaker[:MAX_SPEAKER], text[:MAX_TURN_CHARS], len(text)])
    return {
        "kind": name,
        "turns": shown,
        "speakers": list(dict.fromkeys(turn[0] for turn in shown if turn[0])),
        "shaded": chosen["alternating_shading"],
        "numbered": chosen["show_turn_numbers"],
        "more": len(turns) - len(shown),
    }


def _of_lines(text: str, chosen: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A line that names nobody goes on with what was said before."""
    speaker = ""
    said: list[str] = []
    for line in text.split("\n"):
        found = _spoken(line) if chosen["speaker_extraction"] else ("", line)
        if found[0] or not chosen["speaker_extraction"]:
            if "\n".join(said).strip():
                yield speaker, "\n".join(said).strip()
            speaker, said = found[0], [found[1]]
        else:
            said.append(line)
    if "\n".join(said).strip():
        yield speaker, "\n".join(said).strip()


def _turn(turn: Mapping[str, Any] | str, chosen: Mapping[str, Any]) -> tuple[str, str]:
    if isinstance(turn, str):
        return _spoken(turn) if chosen["speaker_extraction"] else ("", turn)
    speaker = next((turn[key] for key in (chosen["speaker_key"], *SPEAKERS) if isinstance(turn.get(key), str)), "")
    text = next((turn[key] for key in (chosen["text_key"], *TEXTS) if turn.get(key) is not None), None)
    return speaker, output_text(turn if text is None else text)


def _spoken(line: str) -> tuple[str, str]:
    """
    >>> _spoken("Ann: Hello: you."), _spoken("see https://a.test")
    (('Ann', 'Hello: you.'), ('', 'see https://a.test'))
    """
    found = _SPOKEN.match(line)
    return (found[1].strip(), found[2]) if found and not _ADDRESS.search(found[1]) else ("", line)
