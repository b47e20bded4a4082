"""What the Responses API holds as content: texts, images and files."""

from collections.abc import Iterator
from typing import Any

from tracewright.convert.attachments import DOCUMENTS, IMAGES, Attachments
from tracewright.convert.layout import Piece
from tracewright.convert.place import Place, text_at
from tracewright.convert.report import Report
from tracewright.trace import text_of

TEXTS = ("input_text", "output_text", "text", "summary_text", "reasoning_text")
SCREENSHOT = "computer_screenshot"


def pieces_of(content: Any, place: Place, attachments: Attachments, report: Report) -> Iterator[Piece]:
    """Of a text, a list of parts, a part, or null; parts that are not known are counted."""
    if isinstance(content, list):
        for index, part in enumerate(content):
            yield from _pieces(part, place.inside(index), attachments, report)
    elif content is not None:
        yield from _pieces(content, place, attachments, report)


def _pieces(part: Any, place: Place, attachments: Attachments, report: Report) -> Iterator[Piece]:
    kind = text_at(part, "type")
    if not isinstance(part, dict):
        if text := text_of(part):
            yield Piece("text", text)
    elif kind in TEXTS:
        if text := text_at(part, "text"):
            yield Piece("text", text)
    elif kind == "refusal":
        yield Piece("text", text_at(part, "refusal"))
    elif kind in (*IMAGES, *DOCUMENTS, SCREENSHOT):
        found = attachments.part(part, place.source())
        yield Piece(found["type"], part=found)
    else:
        report.unknown[f"part {kind}" if kind else "part without type"] += 1
        yield Piece("text", text_of(part))


def text_in(pieces: list[Piece]) -> str:
    return "\n".join(piece.text for piece in pieces if piece.part is None)


def parts_in(pieces: list[Piece]) -> list[dict[str, Any]]:
    return [piece.part for piece in pieces if piece.part is not None]
