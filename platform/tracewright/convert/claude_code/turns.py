"""Turns from the messages of one speaker, each result on the call that it answers."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from tracewright.convert.attachments import Attachments
from tracewright.convert.claude_code.entries import Block, Entry
from tracewright.convert.claude_code.messages import Turn, agent_turn
from tracewright.convert.claude_code.results import answer, error_source, output_of
from tracewright.convert.claude_code.speakers import kind_of
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.pairing import Waiting
from tracewright.convert.place import Place, text_at
from tracewright.convert.report import Report


class Spot(NamedTuple):
    """Where an entry went: its turn, and the call when it holds that call's result."""

    turn: Turn
    call: int | None


class Turns:
    """The turns of some entries, and by the place of each entry its spot."""

    def __init__(self, entries: Sequence[Entry], attachments: Attachments, report: Report) -> None:
        self.turns: list[Turn] = []
        self.spots: dict[Place, Spot] = {}
        self._waiting = Waiting[Spot]()
        self._attachments, self._report = attachments, report
        self._add_all(_messages(entries))

    def _add_all(self, messages: Sequence[Sequence[Entry]]) -> None:
        """All calls before the first result: some results stand before the last call of their message."""
        agents = [self._agent_turn(message) if message[0].type == "assistant" else None for message in messages]
        for message, turn in zip(messages, agents, strict=True):
            if turn is not None:
                self.turns.append(turn)
            for entry in message:
                for block in entry.results():
                    self._take_result(block, entry)
                if turn is None:
                    self._add_texts(entry)

    def _agent_turn(self, message: Sequence[Entry]) -> Turn:
        turn = agent_turn(message, self._attachments, self._report)
        for number, call in enumerate(turn["tool_calls"]):
            self._waiting.add(call.get("id", ""), Spot(turn, number))
        for entry in message:
            self.spots[entry.place] = Spot(turn, None)
        return turn

    def _take_result(self, block: Block, entry: Entry) -> None:
        spot = self._waiting.take(text_at(block.value, "tool_use_id"))
        if spot is None:
            spot = Spot(self._orphan(block, entry), None)
            self.turns.append(spot.turn)
            self._report.warn(str(entry.place), "is the result of a call that is not there; it stands by itself")
        else:
            answer(spot.turn["tool_calls"][spot.call], block, entry, self._attachments)
        self.spots[entry.place] = spot

    def _orphan(self, block: Block, entry: Entry) -> Turn:
        output, images = output_of(block, entry, self._attachments)
        turn: Turn = {"role": "tool", "kind": "result", "content": output}
        if images:
            turn["parts"] = [{"type": "text", "at": [0, len(output)]}, *images]
        if block.value.get("is_error") is True:
            turn |= {"is_error": True, "error_source": error_source(output)}
        return turn | _when_and_where(entry, block.pointer)

    def _add_texts(self, entry: Entry) -> None:
        """One turn for each stretch of blocks that the same speaker said."""
        said = [block for block in entry.blocks if not block.kind.endswith("tool_result")]
        for kind, stretch in groupby(said, key=lambda block: kind_of(text_at(block.value, "text"), entry)):
            blocks = list(stretch)
            pieces = list(self._pieces(blocks, entry))
            if pieces:
                turn: Turn = {"role": "user", "kind": kind}
                lay_out(turn, pieces)
                self.turns.append(turn | _when_and_where(entry, blocks[0].pointer))
                self.spots[entry.place] = Spot(self.turns[-1], None)
        if not entry.blocks:
            self._report.warn(str(entry.place), "is a message without content")

    def _pieces(self, blocks: Iterable[Block], entry: Entry) -> Iterator[Piece]:
        for block in blocks:
            if block.kind == "text":
                if text := text_at(block.value, "text"):
                    yield Piece("text", text)
            elif block.kind in ("image", "document"):
                yield Piece(block.kind, part=self._attachments.part(block.value, entry.place.source(block.pointer)))
            else:
                self._report.unknown[f"block {block.kind}"] += 1


def _messages(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The entries by message, in the order of each message's first entry; a user's entry is a message of its own."""
    found: dict[Any, list[Entry]] = {}
    for entry in entries:
        key = entry.message_id if entry.type == "assistant" and entry.message_id else entry.place
        found.setdefault(key, []).append(entry)
    return list(found.values())


def _when_and_where(entry: Entry, pointer: str) -> dict[str, Any]:
    source = {"source": entry.place.source(pointer)}
    return {"at": entry.at, **source} if entry.at else source
