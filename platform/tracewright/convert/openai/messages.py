"""Messages of Chat Completions as turns: who speaks, the calls, and the results on them."""

import re
from collections.abc import Iterator
from typing import Any

from tracewright import json_text
from tracewright.convert.attachments import DOCUMENTS, IMAGES
from tracewright.convert.conversation import Call, Turn, write_result
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.pairing import Waiting
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.teller import Teller
from tracewright.trace import text_of

INSTRUCTIONS = ("system", "developer")
EXAMPLES = ("example_user", "example_assistant")  # names by which a system message shows an example
TEXTS = ("text", "input_text", "output_text")
THOUGHTS = ("reasoning_content", "reasoning", "thinking")  # of vendors with the same API
FAILED = re.compile(r"(?:Tool )?Error\b.{0,100}", re.IGNORECASE)


class Messages(Teller):
    def __init__(self, report: Report, errors_are_texts: bool = False) -> None:
        """`errors_are_texts`: every failure of a tool is told by a text that begins with "Error", and nothing else begins so."""
        super().__init__(report)
        self._errors_are_texts = errors_are_texts

    def begin(self) -> None:
        super().begin()
        self._unnamed = Waiting[Call]()  # the calls without an id, by their tool, and all of them under ""

    def take(self, message: Any, place: Place, **facts: Any) -> None:
        role = text_at(message, "role")
        self.report.types[role or "without role"] += 1
        if role == "assistant":
            self._act(message, place, facts)
        elif role in ("tool", "function"):
            self._observe(message, place)
        elif role in INSTRUCTIONS and not self.talk.turns and not self.system_prompt:
            self.system_prompt = "\n".join(piece.text for piece in self._pieces(message, place))
        elif role in (*INSTRUCTIONS, "user"):
            kind = "demonstration" if text_at(message, "name") in EXAMPLES else "instruction"
            speaker, kind = ("user", "prompt") if role == "user" else ("system", kind)
            turn = self.talk.say(speaker, kind, "", place)
            lay_out(turn, list(self._pieces(message, place)))
        else:
            self.report.unknown[f"role {role}" if role else "message without role"] += 1

    def answer(self, identity: str, output: str, place: Place, *, tool: str = "", **facts: Any) -> Turn | Call:
        """As a conversation's; without an id the call is the oldest that waits of this tool, else the oldest of all."""
        if not identity and (call := self._oldest(tool)):
            return write_result(call, output, place, **facts)
        return self.talk.answer(identity, output, place, **facts)

    def _oldest(self, tool: str) -> Call | None:
        for key in (tool, ""):
            while call := self._unnamed.take(key):
                if call["output"] is None:
                    return call
        return None

    def _act(self, message: dict[str, Any], place: Place, facts: dict[str, Any]) -> None:
        turn = self.talk.say("assistant", "agent", "", place, **facts)
        thought = next((found for key in THOUGHTS if (found := text_at(message, key))), "")
        pieces = [Piece("thinking", thought)] if thought else []
        pieces += self._pieces(message, place)
        if refusal := text_at(message, "refusal"):
            pieces.append(Piece("text", refusal))
        for index, call in enumerate(list_at(message, "tool_calls")):
            self._call(turn, call, place.inside("tool_calls", index))
        if legacy := object_at(message, "function_call"):
            self._call(turn, {"function": legacy}, place.inside("function_call"))
        calls = [Piece("call", part={"type": "call", "call": number}) for number in range(len(turn["tool_calls"]))]
        lay_out(turn, [*pieces, *calls])

    def _call(self, turn: Turn, call: Any, place: Place) -> None:
        function = object_at(call, "function") or object_at(call, "custom")
        given = function.get("arguments", function.get("input"))
        if not function:
            self.report.warn(str(place), "is a call without a function; it stands as it came")
            given = call
        if isinstance(given, str) and not object_at(call, "custom"):
            given = self._arguments(given, place)
        identity, tool = id_at(call, "id"), text_at(function, "name")
        made = self.talk.call(turn, tool, given, place, identity=identity, at=turn.get("at", ""))
        if not identity:
            self.talk.leave()  # it waits here
            for key in {tool, ""}:
                self._unnamed.add(key, made)

    def _arguments(self, text: str, place: Place) -> Any:
        """Models write them, so they may be no JSON; none at all are an empty object."""
        try:
            return json_text.read(text.encode())[0] if text.strip() else {}
        except json_text.NotJson as error:
            self.report.warn(str(place), f"has arguments that are no JSON: {error}; they stand as text")
            return text

    def _observe(self, message: dict[str, Any], place: Place) -> None:
        pieces = list(self._pieces(message, place))
        output = "\n".join(piece.text for piece in pieces if piece.part is None)
        told = FAILED.match(output)
        failed = message.get("is_error") is True or (self._errors_are_texts and output.startswith("Error"))
        identity, tool = id_at(message, "tool_call_id"), text_at(message, "name")
        found = self.answer(identity, output, place, tool=tool, is_error=failed or None)
        if told and not failed and "output" in found:
            found["soft_error"] = told[0].strip()
        if images := [piece.part for piece in pieces if piece.part is not None]:
            found["parts"] = images if "output" in found else [{"type": "text", "at": [0, len(output)]}, *images]

    def _pieces(self, message: dict[str, Any], place: Place) -> Iterator[Piece]:
        """The texts and images of a content, which may be a text, a list of parts or null."""
        content = message.get("content")
        if not isinstance(content, list):
            if content not in (None, ""):
                yield Piece("text", text_of(content))
            return
        for index, part in enumerate(content):
            kind = "text" if isinstance(part, str) else text_at(part, "type")
            if kind in TEXTS:
                yield Piece("text", part if isinstance(part, str) else text_at(part, "text"))
            elif kind == "refusal":
                yield Piece("text", text_at(part, "refusal"))
            elif kind in (*IMAGES, *DOCUMENTS):
                yield Piece("image", part=self.attachments.part(part, place.inside("content", index).source()))
            else:
                self.report.unknown[f"part {kind}"] += 1
