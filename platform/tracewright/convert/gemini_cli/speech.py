"""Turns from parts: texts, thoughts, images, calls and results."""

import re
from collections.abc import Sequence
from typing import Any

from tracewright.convert.attachments import Attachments, holds_file
from tracewright.convert.conversation import Call, Conversation, Turn
from tracewright.convert.gemini_cli.outputs import Output, output_of
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.place import Place, object_at, text_at
from tracewright.convert.report import Report
from tracewright.trace import text_of

KINDS = (
    (
        "reminder",
        re.compile(r"<session_context>|This is the Gemini CLI\. We are setting up the context|<hook_context>"),
    ),
    ("compaction", re.compile(r"<state_snapshot>")),
    ("command", re.compile(r"System: Please continue\.$")),
)
SILENT = {"thought", "thoughtSignature", "videoMetadata"}
IMAGES = ("image", "document")
FAILED = ("error", "cancelled")


class Speech:
    """`talk` may be exchanged for another, when what is said goes on elsewhere."""

    def __init__(self, report: Report) -> None:
        self.talk, self.report, self.attachments = Conversation(report), report, Attachments()

    def answer(self, identity: str, output: Output, place: Place, status: str = "", at: str = "") -> Turn | Call:
        facts = {"is_error": output.failed or status in FAILED, "error_source": output.error_source(status)}
        return self.talk.answer(identity, output.text, place, exit_code=output.exit_code, ended_at=at, **facts)

    def say(
        self,
        role: str,
        parts: Sequence[Any],
        places: Sequence[Place],
        place: Place,
        *,
        in_chunks: bool = False,
        **facts: Any,
    ) -> Turn:
        """A turn of what the parts say. Results among them go to their calls, images beside them too; no turn is left then."""
        pieces: list[Piece] = []
        calls: list[tuple[dict[str, Any], Place]] = []
        answered: Turn | Call = {}
        for part, where in zip(parts, places, strict=True):
            if call := object_at(part, "functionCall"):
                pieces.append(Piece("call", part={"type": "call", "call": len(calls)}))
                calls.append((call, where.inside("functionCall")))
            elif response := object_at(part, "functionResponse"):
                answered = self._response(response, where.inside("functionResponse"), facts.get("at", ""))
            elif found := self._piece(part, where):
                pieces.append(found)
        if calls:
            role = "assistant"  # nobody else calls a tool
        if answered and role != "assistant" and all(piece.type in IMAGES for piece in pieces):
            if pieces:
                answered["parts"] = [piece.part for piece in pieces]
            return {}
        said = "".join(piece.text for piece in pieces if piece.type == "text")
        turn = self.talk.say("assistant" if role == "assistant" else "user", _kind(role, said), "", place, **facts)
        lay_out(turn, _joined(pieces) if in_chunks else pieces)
        for call, where in calls:
            identity, at = text_at(call, "id"), facts.get("at", "")
            self.talk.call(turn, text_at(call, "name"), call.get("args"), where, identity=identity, at=at)
        return turn

    def _piece(self, part: Any, place: Place) -> Piece | None:
        if isinstance(part, str):
            return Piece("text", part)
        if isinstance(part, dict) and "text" in part:
            text = text_of(part["text"] or "")
            return Piece("thinking" if part.get("thought") is True else "text", text) if text else None
        if holds_file(part):
            made = self.attachments.part(part, place.source())
            return Piece(made["type"], part=made)
        keys = sorted(set(part) - SILENT) if isinstance(part, dict) else ["no object"]
        if keys:
            self.report.unknown[f"part {', '.join(keys[:3])}"] += 1
        return None

    def _response(self, response: dict[str, Any], place: Place, at: str) -> Turn | Call:
        output = output_of(response.get("response"), text_at(response, "name"))
        return self.answer(text_at(response, "id"), output, place, at=at)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Texts that follow one another are one text that came in chunks."""
    found: list[Piece] = []
    for piece in pieces:
        if found and piece.part is None and piece.type == found[-1].type == "text" and found[-1].part is None:
            found[-1] = found[-1]._replace(text=found[-1].text + piece.text)
        else:
            found.append(piece)
    return found


def _kind(role: str, text: str) -> str:
    if role != "user":
        return "agent" if role == "assistant" else role
    return next((kind for kind, pattern in KINDS if pattern.match(text.lstrip())), "prompt")
