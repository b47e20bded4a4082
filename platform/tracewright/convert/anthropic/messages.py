"""Messages of the Messages API as turns. A message of the user holds results, then what the user says; one of the agent may hold
calls of tools that run at the API, with their results.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from tracewright.convert.anthropic.results import result_of
from tracewright.convert.attachments import DOCUMENTS, IMAGES
from tracewright.convert.conversation import Turn
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.place import Place, id_at, text_at
from tracewright.convert.teller import Teller
from tracewright.trace import text_of

THOUGHTS = ("thinking", "redacted_thinking")
INJECTED = re.compile(r"\s*<system-reminder>.*</system-reminder>\s*", re.DOTALL)


class Block(NamedTuple):
    kind: str
    value: dict[str, Any]
    place: Place


class Messages(Teller):
    def take(self, message: Any, place: Place, **facts: Any) -> None:
        role = text_at(message, "role")
        self.report.types[role or "without role"] += 1
        if role == "assistant":
            self._act(list(_blocks(message, place)), place, facts)
        elif role == "user":
            self._hear(list(_blocks(message, place)))
        elif role == "system":
            self._instruct(list(_blocks(message, place)))
        else:
            self.report.unknown[f"role {role}" if role else "message without role"] += 1

    def instruct(self, system: Any, place: Place) -> None:
        """The `system` of a request: a text, or a list of them."""
        self._instruct(list(_blocks({"content": system}, place)) if system else [])

    def _instruct(self, blocks: list[Block]) -> None:
        text = "\n".join(text_at(block.value, "text") for block in blocks)
        if not text:
            return
        if self.talk.turns or self.system_prompt:
            self.talk.say("system", "instruction", text, blocks[0].place)
        else:
            self.system_prompt = text

    def _act(self, blocks: list[Block], place: Place, facts: dict[str, Any]) -> None:
        turn = self.talk.say("assistant", "agent", "", place, **facts)
        pieces: list[Piece] = []
        for block in _whole(blocks):
            if block.kind.endswith("tool_use"):
                tool, given = text_at(block.value, "name"), block.value.get("input")
                self.talk.call(turn, tool, given, block.place, identity=id_at(block.value, "id"))
                pieces.append(Piece("call", part={"type": "call", "call": len(turn["tool_calls"]) - 1}))
            elif block.kind in THOUGHTS:
                pieces += _thought(turn, block)
            elif not block.kind.endswith("tool_result"):
                pieces += self._pieces(block)
        lay_out(turn, pieces)
        for block in blocks:  # when all calls are there: what has no call stands by itself, behind the message
            if block.kind.endswith("tool_result"):
                self._answer(block)

    def _hear(self, blocks: list[Block]) -> None:
        for block in blocks:
            if block.kind.endswith("tool_result"):
                self._answer(block)
        said = [block for block in blocks if not block.kind.endswith("tool_result")]
        for kind, stretch in groupby(said, key=_kind):
            together = list(stretch)
            if pieces := [piece for block in together for piece in self._pieces(block)]:
                lay_out(self.talk.say("user", kind, "", together[0].place), pieces)

    def _answer(self, block: Block) -> None:
        output, parts, facts = result_of(block.value, block.place, self.attachments)
        found = self.talk.answer(id_at(block.value, "tool_use_id"), output, block.place, **facts)
        if parts:
            found["parts"] = parts if "output" in found else [{"type": "text", "at": [0, len(output)]}, *parts]

    def _pieces(self, block: Block) -> Iterator[Piece]:
        if block.kind == "text":
            if text := text_at(block.value, "text"):
                yield Piece("text", text)
        elif block.kind in (*IMAGES, *DOCUMENTS):
            part = self.attachments.part(block.value, block.place.source())
            yield Piece(part["type"], part=part)
        else:
            self.report.unknown[f"block {block.kind}"] += 1


def _thought(turn: Turn, block: Block) -> Iterator[Piece]:
    """One that is withheld has only a signature, or data that nobody can read."""
    if thought := text_at(block.value, "thinking"):
        yield Piece("thinking", thought)
    else:
        turn["thinking_withheld"] = turn.get("thinking_withheld", 0) + 1


def _whole(blocks: Iterable[Block]) -> list[Block]:
    """What is quoted from a source is a block of its own, in the middle of a sentence: it is joined with those around it."""
    found: list[Block] = []
    for block in blocks:
        before = found[-1] if found else None
        is_text = before is not None and before.kind == block.kind == "text"
        if before and is_text and ("citations" in before.value or "citations" in block.value):
            text = text_at(before.value, "text") + text_at(block.value, "text")
            found[-1] = before._replace(value={**before.value, **block.value, "text": text})
        else:
            found.append(block)
    return found


def _kind(block: Block) -> str:
    return "reminder" if INJECTED.fullmatch(text_at(block.value, "text")) else "prompt"


def _blocks(message: dict[str, Any], place: Place) -> Iterator[Block]:
    """A content that is a text is one block of text; blocks that are none stand as their JSON."""
    content, place = message.get("content"), place.inside("content")
    if not isinstance(content, list):
        if content not in (None, ""):
            yield Block("text", {"text": text_of(content)}, place)
        return
    for index, each in enumerate(content):
        block = each if isinstance(each, dict) else {"type": "text", "text": text_of(each)}
        yield Block(text_at(block, "type"), block, place.inside(index))
