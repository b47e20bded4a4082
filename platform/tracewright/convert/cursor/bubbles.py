"""A session of Cursor's editor: bubbles of the person (type 1) and of the agent (type 2), each a thought, a text or a call."""

from collections.abc import Iterable
from typing import Any

from tracewright import json_text
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.cursor.transcript import given_as
from tracewright.convert.place import Place, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.convert.times import of_milliseconds
from tracewright.trace import text_of

PERSON, AGENT = 1, 2


class Bubbles:
    """What was said so far. A thought, then a text, then calls are one turn."""

    def __init__(self, report: Report) -> None:
        self.talk, self.report = Conversation(report), report

    def take(self, bubbles: Iterable[Placed]) -> None:
        for value, place in bubbles:
            kind = number_at(value, "type")
            self.report.types[f"bubble {kind}"] += 1
            if kind == PERSON:
                self.talk.say("user", "prompt", text_at(value, "text"), place, at=_at(value))
            elif kind == AGENT:
                self._act(value, place)
            else:
                self.report.unknown[f"bubble {kind}"] += 1

    def _act(self, value: dict[str, Any], place: Place) -> None:
        thought, text = text_at(object_at(value, "thinking"), "text"), text_at(value, "text")
        tool = object_at(value, "toolFormerData")
        if not (thought or text or tool):
            return
        turn = self._turn(thought, text) or self.talk.say(
            "assistant", "agent", "", place, at=_at(value), model=text_at(object_at(value, "modelInfo"), "modelName")
        )
        if thought:
            turn["thinking"] = thought
        turn["content"] = turn["content"] or text
        if usage := _usage(value):
            before = turn.get("usage", {})
            turn["usage"] = {key: before.get(key, 0) + count for key, count in usage.items()}
        if tool:
            self._call(turn, tool, place.inside("toolFormerData"))

    def _turn(self, thought: str, text: str) -> Turn | None:
        """The turn that goes on with this bubble."""
        last = self.talk.turns[-1] if self.talk.turns else None
        if last is None or last["kind"] != "agent":
            return None
        is_over = (thought or text) and (last["tool_calls"] or last["content"] or (thought and "thinking" in last))
        return None if is_over else last

    def _call(self, turn: Turn, tool: dict[str, Any], place: Place) -> None:
        identity = text_at(tool, "toolCallId")
        given = given_as(tool.get("rawArgs") or tool.get("params"), place, self.report)
        self.talk.leave(identity)  # its result stands beside it, so one that waits is another's
        self.talk.call(turn, text_at(tool, "name"), given, place, identity=identity)
        status, is_rejected = text_at(tool, "status"), text_at(tool, "userDecision") == "rejected"
        error, result = tool.get("error"), tool.get("result")
        if not (error or result or is_rejected or status in ("error", "cancelled")):
            return
        output, code = _output(error or result)
        facts: dict[str, Any] = {"exit_code": code, "is_error": bool(code)}
        if is_rejected or status in ("error", "cancelled"):
            source = "rejected" if is_rejected else "cancelled" if status == "cancelled" else "agent"
            facts |= {"is_error": True, "error_source": source}
        self.talk.answer(identity, output, place, **facts)


def _output(told: Any) -> tuple[str, int | None]:
    """A result is JSON in a text; of a command it has the output and the exit code."""
    value = told
    if isinstance(told, str) and told.startswith("{"):
        try:
            value = json_text.read(told.encode())[0]
        except json_text.NotJson:
            value = told
    if not isinstance(value, dict):
        return "" if value is None else text_of(value), None
    said = next(
        (found for key in ("output", "clientVisibleErrorMessage", "error") if (found := text_at(value, key))), ""
    )
    code = next((code for key in ("exitCodeV2", "exitCode") if (code := number_at(value, key)) is not None), None)
    return said or text_of(told), code if isinstance(code, int) else None


def _usage(value: dict[str, Any]) -> dict[str, int]:
    counts = object_at(value, "tokenCount")
    found = {"input_tokens": number_at(counts, "inputTokens"), "output_tokens": number_at(counts, "outputTokens")}
    return {key: int(count) for key, count in found.items() if count}


def _at(value: dict[str, Any]) -> str:
    number = number_at(value, "createdAt")
    return text_at(value, "createdAt") if number is None else of_milliseconds(number)
