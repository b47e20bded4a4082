"""Messages of Cursor's agent: the lines of a transcript, `{role, message{content}}`, and those of a store, `{role, content}`."""

import re
from collections.abc import Iterable
from typing import Any

from tracewright import json_text
from tracewright.convert.attachments import DOCUMENTS, IMAGES, Attachments
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.trace import text_of

CALLS, RESULTS = ("tool_use", "tool_call", "tool-call"), ("tool_result", "tool-result")
THOUGHTS = ("thinking", "reasoning")
WITHHELD = ("redacted-reasoning", "redacted_thinking")
IDS = ("id", "toolCallId", "tool_use_id", "tool_call_id")
ASKED = ("<user_query>", "</user_query>")
INJECTED = re.compile(
    r"\s*<([a-z_]{3,60})>.*</\1>\s*", re.DOTALL
)  # <user_info>, <attached_files>, <system_reminder>, ...
REJECTED = re.compile(r"(?:User |The user )?[Rr]ejected|The user chose to skip")


class Transcript:
    """What was said so far. Calls of a transcript have no ids: their results stand in the next message, in their order."""

    def __init__(self, report: Report, attachments: Attachments) -> None:
        self.talk, self.report, self.attachments = Conversation(report), report, attachments
        self.system_prompt = ""

    def take(self, record: Any, place: Place) -> None:
        role = text_at(record, "role")
        self.report.types[role or "without role"] += 1
        message = object_at(record, "message")
        inner = place.inside("message", "content") if message else place.inside("content")
        content = (message or record).get("content") if isinstance(record, dict) else None
        blocks = _blocks(content, inner)
        if role == "assistant":
            self._act(record, blocks, place)
        elif role == "system":
            self.system_prompt = self.system_prompt or "\n".join(text_at(block.value, "text") for block in blocks)
        elif role in ("user", "tool"):
            self._hear(record, blocks)
        else:
            self.report.unknown[f"role {role}" if role else "record without role"] += 1

    def _act(self, record: dict[str, Any], blocks: Iterable[Placed], place: Place) -> None:
        self.talk.leave()  # calls without an id that nobody answered take no later result
        turn = self.talk.say("assistant", "agent", "", place, model=_model(record), at=text_at(record, "timestamp"))
        pieces: list[Piece] = []
        for value, at in blocks:
            kind = text_at(value, "type")
            if kind in CALLS:
                self._call(turn, value, at)
                pieces.append(Piece("call", part={"type": "call", "call": len(turn["tool_calls"]) - 1}))
            elif kind in THOUGHTS and (text := text_at(value, "thinking") or text_at(value, "text")):
                pieces.append(Piece("thinking", text))
            elif kind in (*THOUGHTS, *WITHHELD):
                turn["thinking_withheld"] = turn.get("thinking_withheld", 0) + 1
            elif kind in RESULTS:
                self._answer(value, at, False)
            elif piece := self._piece(kind, value, at):
                pieces.append(piece)
        lay_out(turn, pieces)

    def _hear(self, record: dict[str, Any], blocks: Iterable[Placed]) -> None:
        has_failed = text_at(object_at(record, "metadata"), "toolResultStatus") in ("error", "failed", "failure")
        for value, at in blocks:
            kind = text_at(value, "type")
            if kind in RESULTS:
                self._answer(value, at, has_failed)
            elif piece := self._piece(kind, value, at):
                self._say(piece, at, text_at(record, "timestamp"))

    def _say(self, piece: Piece, place: Place, at: str) -> None:
        """Around what a person typed Cursor writes what it adds itself."""
        before, begin, rest = piece.text.partition(ASKED[0])
        asked, end, after = rest.partition(ASKED[1])
        is_marked = bool(begin and end)
        added = f"{before}{after}".strip() if is_marked else piece.text if INJECTED.fullmatch(piece.text) else ""
        if added:
            self.talk.say("user", "reminder", added, place, at=at)
        if is_marked or not added:
            said = self.talk.say("user", "prompt", "", place, at=at)
            lay_out(said, [piece._replace(text=asked.strip()) if is_marked else piece])

    def _piece(self, kind: str, value: Any, place: Place) -> Piece | None:
        """A block that is not known is counted, and its text told all the same."""
        if kind in (*IMAGES, *DOCUMENTS):
            part = self.attachments.part(value, place.source())
            return Piece(part["type"], part=part)
        if kind != "text":
            self.report.unknown[f"block {kind}" if kind else "block without type"] += 1
        return Piece("text", text) if (text := text_at(value, "text")) else None

    def _call(self, turn: Turn, value: dict[str, Any], place: Place) -> None:
        tool = text_at(value, "name") or text_at(value, "toolName")
        given = next((value[key] for key in ("input", "args", "arguments") if key in value), None)
        self.talk.call(turn, tool, given, place, identity=_id(value))

    def _answer(self, value: dict[str, Any], place: Place, has_failed: bool) -> None:
        output = _output(next((value[key] for key in ("content", "result", "output") if key in value), None))
        told = any(value.get(key) is True for key in ("is_error", "isError"))
        facts: dict[str, Any] = {"is_error": has_failed or told}
        if facts["is_error"]:
            facts["error_source"] = "rejected" if REJECTED.match(output) else "agent"
        self.talk.answer(_id(value), output, place, **facts)


def is_line(value: Any) -> bool:
    """A line of a transcript."""
    has_content = "content" in object_at(value, "message")
    return has_content and text_at(value, "role") in ("user", "assistant") and "type" not in value


def given_as(arguments: Any, where: Place, report: Report) -> Any:
    """Arguments that are told as JSON in a text, as what they say."""
    if not isinstance(arguments, str) or not arguments:
        return arguments or {}
    try:
        return json_text.read(arguments.encode())[0]
    except json_text.NotJson as error:
        report.warn(str(where), f"has arguments that are no JSON: {error}; they stand as text")
        return arguments


def _model(record: dict[str, Any]) -> str:
    cursor = object_at(object_at(record, "providerOptions"), "cursor")
    return text_at(record, "model") or text_at(cursor, "modelName")


def _id(value: dict[str, Any]) -> str:
    return next((found for key in IDS[1:] + IDS[:1] if (found := id_at(value, key))), "")


def _output(content: Any) -> str:
    if isinstance(content, list):
        return "\n".join(text_at(each, "text") or text_of(each) for each in content)
    return "" if content is None else text_of(content)


def _blocks(content: Any, place: Place) -> list[Placed]:
    if not isinstance(content, list):
        return [Placed({"type": "text", "text": text_of(content)}, place)] if content not in (None, "") else []
    listed = enumerate(content)
    return [
        Placed(each if isinstance(each, dict) else {"type": "text", "text": text_of(each)}, place.inside(index))
        for index, each in listed
    ]


def first_prompt(turns: Iterable[Turn]) -> str:
    return next((str(turn["content"]) for turn in turns if turn["role"] == "user" and turn["kind"] != "reminder"), "")


def spawning(turns: Iterable[Turn]) -> list[tuple[str, dict[str, Any]]]:
    """The calls that were given a prompt, as those are that spawn a sub-agent, with it."""
    calls = [call for turn in turns for call in list_at(turn, "tool_calls")]
    return [(prompt, call) for call in calls if (prompt := text_at(call["input"], "prompt"))]
