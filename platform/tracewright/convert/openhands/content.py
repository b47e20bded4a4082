"""The content of a message or an observation: texts, and images as attachments."""

from typing import Any

from tracewright.convert.layout import Piece
from tracewright.convert.place import Place, list_at, text_at
from tracewright.trace import text_of


class Images:
    """The document's `attachments`; each one's source is the place of its URL."""

    def __init__(self) -> None:
        self.listed: list[dict[str, Any]] = []

    def piece(self, url: Any, place: Place) -> Piece:
        identity = f"image-{len(self.listed) + 1}"
        media_type = ""
        if isinstance(url, str) and url.startswith("data:"):
            media_type = url[5:100].partition(";")[0]
        self.listed.append({"id": identity, "media_type": media_type, "source": place.source()})
        return Piece("image", part={"type": "image", "attachment": identity})

    def pieces(self, content: Any, place: Place) -> list[Piece]:
        """Of a text, or of a list of {"type": "text", "text"} and {"type": "image", "image_urls": []}; the rest as JSON."""
        if content is None:
            return []
        if not isinstance(content, list):
            return [Piece("text", text_at(content, "text") or text_of(content))]
        found: list[Piece] = []
        for index, part in enumerate(content):
            urls = list_at(part, "image_urls")
            for nth, url in enumerate(urls):
                found.append(self.piece(url, place.inside(index, "image_urls", nth)))
            text = text_at(part, "text")
            if text or not (urls or text_at(part, "type") == "text"):
                found.append(Piece("text", text or text_of(part)))
        return found


def text_in(pieces: list[Piece]) -> str:
    return "\n".join(piece.text for piece in pieces if piece.part is None)


def parts_in(pieces: list[Piece]) -> list[dict[str, Any]]:
    return [piece.part for piece in pieces if piece.part is not None]
