"""The conversation of a task with the API: messages as Anthropic's, with calls in blocks or as XML in a text."""

from collections.abc import Iterable, Iterator
from typing import Any

from tracewright.convert.anthropic.messages import Block, Messages
from tracewright.convert.cline import texts
from tracewright.convert.cline.requests import Requests
from tracewright.convert.layout import lay_out
from tracewright.convert.place import Place, id_at, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.times import of_milliseconds
from tracewright.trace import text_of


class Told(Messages):
    def __init__(self, report: Report, requests: Requests) -> None:
        super().__init__(report)
        self._requests = requests
        self._native = False  # the calls of the last message are blocks, whose results are blocks too

    def tell_all(self, messages: Iterable[tuple[Any, Place]]) -> None:
        for message, place in messages:
            before = len(self.talk.turns)
            at = of_milliseconds(number_at(message, "ts"))
            if text_at(message, "role") == "assistant":
                facts = self._requests.next()
                model = text_at(object_at(message, "modelInfo"), "modelId")
                self.take(
                    message, place, **(facts | {"at": at or facts.get("at"), "model": model or facts.get("model")})
                )
            else:
                self.take(message, place)
            for turn in self.talk.turns[before:]:
                if at:
                    turn.setdefault("at", at)
                if isinstance(message, dict) and message.get("isSummary") is True:
                    turn["kind"] = "compaction"

    def _act(self, blocks: list[Block], place: Place, facts: dict[str, Any]) -> None:
        self.talk.leave()  # a call in a text has no id: one that nobody answered takes no later result
        self._native = any(block.kind == "tool_use" for block in blocks)
        super()._act([part for block in blocks for part in self._parted(block)], place, facts)

    def _parted(self, block: Block) -> Iterator[Block]:
        if block.kind == "reasoning" and (text := text_at(block.value, "text")):
            yield Block("thinking", {"thinking": text}, block.place)
        elif block.kind != "text" or self._native:
            yield block
        else:
            for each in texts.said(text_at(block.value, "text")):
                if each.kind == "call":
                    yield Block("tool_use", {"name": each.tool, "input": each.given}, block.place)
                else:
                    yield Block(each.kind, {each.kind: each.text}, block.place)

    def _hear(self, blocks: list[Block]) -> None:
        """The heading of a result may be a text of its own, before that of the result."""
        tool = ""
        for block in blocks:
            text = text_at(block.value, "text")
            head = texts.result_head(text) if block.kind == "text" and not self._native else None
            if block.kind == "tool_result":
                self._answer(block)
            elif head and not text[head.end() :].strip():
                tool = head[1]
                continue
            elif head or (tool and block.kind == "text"):
                output, tool = (text[head.end() :], head[1]) if head else (text, tool)
                self.talk.answer("", output, block.place, **texts.facts_of(output, tool))
            else:
                self._say(block)
            tool = ""

    def _say(self, block: Block) -> None:
        kind, text = texts.kind_of(text_at(block.value, "text"))
        for piece in self._pieces(block):
            lay_out(self.talk.say("user", kind, "", block.place), [piece._replace(text=text) if piece.text else piece])

    def _answer(self, block: Block) -> None:
        """Native results say of a failure what those in texts say; the heading of theirs is no part of the output."""
        super()._answer(block)
        identity = id_at(block.value, "tool_use_id")
        for call in list_at(self._last_act(), "tool_calls"):
            if call.get("id", "") == identity and call["output"] is not None and not call.get("is_error"):
                head = texts.result_head(call["output"])
                call["output"] = text_of(call["output"])[head.end() :] if head else call["output"]
                facts = texts.facts_of(call["output"], call["tool"])
                call |= {key: fact for key, fact in facts.items() if fact is not None}
                if call["is_error"]:
                    call.setdefault("error_source", "agent")

    def _last_act(self) -> dict[str, Any]:
        return next((turn for turn in reversed(self.talk.turns) if turn["kind"] == "agent"), {})
