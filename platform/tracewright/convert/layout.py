"""The texts of a turn, and `parts` where the order of what it holds is not the usual one."""

from collections.abc import Sequence
from typing import Any, NamedTuple

ORDER = ("thinking", "text", "call")  # in which a turn without `parts` is read
FIELDS = {"thinking": "thinking", "text": "content"}


class Piece(NamedTuple):
    """Something a turn holds. A text or a thought has its `text`, a call or an image the `part` that stands for it."""

    type: str
    text: str = ""
    part: dict[str, Any] | None = None


def lay_out(turn: dict[str, Any], pieces: Sequence[Piece]) -> None:
    """Writes `content` and `thinking`, pieces joined by line ends, and `parts` when a reader needs them.

    A part of text names its characters, [start, end) in its field, so that no text stands twice.

    >>> turn = {}
    >>> lay_out(turn, [Piece("text", "First"), Piece("call", part={"type": "call", "call": 0}), Piece("text", "then")])
    >>> turn["content"], turn["parts"][2]
    ('First\\nthen', {'type': 'text', 'at': [6, 10]})
    """
    texts: dict[str, list[str]] = {"text": [], "thinking": []}
    parts = []
    for piece in pieces:
        if piece.part is None:
            start = sum(len(text) + 1 for text in texts[piece.type])
            texts[piece.type].append(piece.text)
            parts.append({"type": piece.type, "at": [start, start + len(piece.text)]})
        else:
            parts.append(piece.part)
    turn["content"] = "\n".join(texts["text"])
    if texts["thinking"]:
        turn["thinking"] = "\n".join(texts["thinking"])
    if not _is_usual([piece.type for piece in pieces]):
        turn["parts"] = parts


def _is_usual(types: Sequence[str]) -> bool:
    return set(types) <= set(ORDER) and list(types) == sorted(types, key=ORDER.index)
