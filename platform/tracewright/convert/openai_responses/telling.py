"""Items of the Responses API as turns, one after the other; the items of one answer are one turn."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from tracewright.convert.attachments import Attachments
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.openai_responses.answers import Answer
from tracewright.convert.openai_responses.calls import Calls
from tracewright.convert.openai_responses.contents import pieces_of
from tracewright.convert.openai_responses.kinds import (
    COMPACTION,
    MESSAGE,
    REASONING,
    TOOLS,
    is_call,
    is_result,
    kind_of,
)
from tracewright.convert.place import Place, list_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.trace import Document

INSTRUCTING = ("system", "developer")


class Told:
    """What was said so far. `alternatives` are answers that the conversation did not go on with."""

    def __init__(self, report: Report) -> None:
        self.report, self.talk, self.attachments = report, Conversation(report), Attachments()
        self.calls = Calls(self.talk, report, self.attachments)
        self.alternatives: list[dict[str, Any]] = []
        self.system_prompt, self._instructions = "", ""
        self._turn: Turn | None = None  # the agent's turn that is being told, and what it holds so far
        self._pieces: list[Piece] = []

    def history(self, items: Iterable[Placed]) -> None:
        """Items whose answers are not there: what the agent does up to the next result or speaker is a turn."""
        for item, place in items:
            self._take(item, place, is_answer=False)
        self._close()

    def answer(self, answer: Answer) -> None:
        if answer.items:
            self._open(answer.place, **answer.facts)
            for item, place in answer.items:
                self._take(item, place, is_answer=True)
            self._close()
        if answer.error:
            facts = {"is_error": True, "error_source": "environment", "at": answer.facts["at"]}
            self.talk.say("user", "command", answer.error, answer.place, **facts)

    def put_aside(self, answer: Answer) -> None:
        """An answer that the conversation does not go on with is an alternative to what comes next."""
        aside = copy(self)
        aside.talk = Conversation(self.report)
        aside.calls = Calls(aside.talk, self.report, self.attachments)
        aside.answer(answer)
        fork = {"turn": len(self.talk.turns) - 1 if self.talk.turns else None, "call": None}
        named = {"id": f"answer-{len(self.alternatives) + 1}", "fork": fork, "turns": aside.talk.turns}
        self.alternatives.append({**named, "chosen": False, "by": None, "reason": None})

    def instruct(self, instructions: str, place: Place) -> None:
        """Another agent that takes over has other instructions."""
        if not instructions or instructions == self._instructions:
            return
        self._instructions = instructions
        if self.talk.turns or self.system_prompt:
            self.talk.say("system", "instruction", instructions, place)
        else:
            self.system_prompt = instructions

    def document(self, identity: str, source: dict[str, Any], **facts: Any) -> Document:
        facts |= {"alternatives": self.alternatives, "attachments": self.attachments.listed}
        return self.talk.document(identity, source, system_prompt=self.system_prompt, **facts)

    def _take(self, item: Any, place: Place, *, is_answer: bool) -> None:
        kind = kind_of(item)
        self.report.types[kind or "without type"] += 1
        if kind == MESSAGE and text_at(item, "role") == "assistant":
            self._speak(item, place, is_answer)
        elif kind == MESSAGE:
            self._hear(item, place)
        elif kind == REASONING:
            self._think(item, place, is_answer)
        elif is_call(item):
            turn = self._turn or self._open(place)
            before = len(turn["tool_calls"])
            self.calls.call(turn, item, place)
            self._pieces += [
                Piece("call", part={"type": "call", "call": n}) for n in range(before, len(turn["tool_calls"]))
            ]
        elif is_result(item):
            if not is_answer:
                self._close()
            self.calls.result(item, place)
        elif kind in COMPACTION:
            self._compact(item, place, is_answer)
        elif kind in TOOLS and not text_at(item, "error"):
            self.report.types[f"{kind} tools"] += len(list_at(item, "tools"))
        else:
            self.report.unknown[f"item {kind}" if kind else "item without type"] += 1

    def _speak(self, item: dict[str, Any], place: Place, is_answer: bool) -> None:
        pieces = list(pieces_of(item.get("content"), place.inside("content"), self.attachments, self.report))
        if not pieces:
            return
        if not is_answer and any(piece.type != "thinking" for piece in self._pieces):
            self._close()
        turn = self._turn or self._open(place)
        if not is_answer:
            turn["source"] = place.source()
        self._pieces += pieces

    def _hear(self, item: dict[str, Any], place: Place) -> None:
        self._close()
        pieces = list(pieces_of(item.get("content"), place.inside("content"), self.attachments, self.report))
        role = text_at(item, "role")
        if role in INSTRUCTING:
            if self.talk.turns or self.system_prompt or any(piece.part for piece in pieces):
                lay_out(self.talk.say("system", "instruction", "", place), pieces)
            else:
                self.system_prompt = "\n".join(piece.text for piece in pieces)
        elif role == "user":
            lay_out(self.talk.say("user", "prompt", "", place), pieces)
        else:
            self.report.unknown[f"role {role}" if role else "message without role"] += 1

    def _think(self, item: dict[str, Any], place: Place, is_answer: bool) -> None:
        if not is_answer and any(piece.type != "thinking" for piece in self._pieces):
            self._close()
        turn = self._turn or self._open(place)
        listed = [*list_at(item, "summary"), *list_at(item, "content")]
        texts = [text for each in listed if (text := each if isinstance(each, str) else text_at(each, "text"))]
        self._pieces += [Piece("thinking", text) for text in texts]
        if not texts:
            turn["thinking_withheld"] = turn.get("thinking_withheld", 0) + 1

    def _compact(self, item: dict[str, Any], place: Place, is_answer: bool) -> None:
        """What was before is replaced by a summary, which only the API can read where it is encrypted."""
        turn = self._turn
        if not is_answer:
            self._close()
        text = text_at(item, "summary") or text_at(item, "content")
        said = self.talk.say("user", "compaction", text, place)
        if turn is not None and self._turn is turn:  # it stands before what the same answer goes on with
            at = next(index for index, each in enumerate(self.talk.turns) if each is turn)
            self.talk.turns[at:] = [said, *self.talk.turns[at:-1]]

    def _open(self, place: Place, **facts: Any) -> Turn:
        self._close()
        self._turn = self.talk.say("assistant", "agent", "", place, **facts)
        return self._turn

    def _close(self) -> None:
        """A turn that says nothing is none, unless it cost something."""
        if self._turn is not None:
            lay_out(self._turn, self._pieces)
            if not _says_something(self._turn) and "usage" not in self._turn:
                self.talk.turns.remove(self._turn)
        self._turn, self._pieces = None, []


def _says_something(turn: Turn) -> bool:
    return any(turn.get(key) for key in ("content", "thinking", "thinking_withheld", "tool_calls", "parts"))
