"""One message of the agent as a turn: its thoughts, its text, its calls."""

from collections.abc import Iterator, Sequence
from typing import Any

from tracewright.convert import tools
from tracewright.convert.attachments import Attachments
from tracewright.convert.claude_code.entries import Block, Entry
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.place import number_at, text_at
from tracewright.convert.report import Report

Turn = dict[str, Any]


def agent_turn(entries: Sequence[Entry], attachments: Attachments, report: Report) -> Turn:
    """The turn of one message from its entries, most of which hold one block of it."""
    turn: Turn = {"role": "assistant", "kind": "agent", "content": "", "tool_calls": []}
    pieces: list[Piece] = []
    for entry in entries:
        for block in entry.blocks:
            pieces += _pieces(turn, block, entry, attachments, report)
    lay_out(turn, pieces)
    turn |= _facts(entries)
    if not any(entry.blocks for entry in entries):
        report.warn(str(entries[0].place), "is a message without content")
    return turn


def _pieces(turn: Turn, block: Block, entry: Entry, attachments: Attachments, report: Report) -> Iterator[Piece]:
    if block.kind == "text":
        yield Piece("text", text_at(block.value, "text"))
    elif block.kind in ("thinking", "redacted_thinking"):
        if thought := text_at(block.value, "thinking"):
            yield Piece("thinking", thought)
        else:
            turn["thinking_withheld"] = turn.get("thinking_withheld", 0) + 1
    elif block.kind.endswith("tool_use"):
        turn["tool_calls"].append(_call(block, entry))
        yield Piece("call", part={"type": "call", "call": len(turn["tool_calls"]) - 1})
    elif block.kind in ("image", "document"):
        yield Piece(block.kind, part=attachments.part(block.value, entry.place.source(block.pointer)))
    elif not block.kind.endswith("tool_result"):
        report.unknown[f"block {block.kind}"] += 1


def _call(block: Block, entry: Entry) -> dict[str, Any]:
    """A call that nobody has answered yet: its output is null."""
    tool, given = text_at(block.value, "name"), block.value.get("input")
    call: dict[str, Any] = {}
    if identity := text_at(block.value, "id"):
        call["id"] = identity
    call |= {"tool": tool, "input": given, "output": None, "output_type": tools.output_type(tool)}
    if language := tools.language(given):
        call["language"] = language
    if entry.at:
        call["started_at"] = entry.at
    return call | {"source": entry.place.source(block.pointer)}


def _facts(entries: Sequence[Entry]) -> Iterator[tuple[str, Any]]:
    """Model, time, usage, cost and source. What a message spent is repeated in its entries and grows: the last one counts."""
    first = entries[0]
    if model := text_at(first.message, "model"):
        yield "model", model
    if first.at:
        yield "at", first.at
    usages = [usage for entry in entries if isinstance(usage := entry.message.get("usage"), dict)]
    if usages:
        yield "usage", usages[-1]
    costs = [cost for entry in entries if (cost := number_at(entry.record, "costUSD")) is not None]
    if costs:
        yield "cost_usd", costs[-1]
    if any(entry.record.get("isApiErrorMessage") is True for entry in entries):
        yield from (("kind", "command"), ("is_error", True), ("error_source", "environment"))
    yield "source", first.place.source("/message")
