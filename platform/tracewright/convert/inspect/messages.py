"""The messages of a sample as turns: who speaks, the calls, and the results on them."""

from collections.abc import Iterable, Iterator
from typing import Any

from tracewright.convert.attachments import Attachments
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.failures import with_error
from tracewright.convert.inspect.events import Events, message_of
from tracewright.convert.inspect.held import Held
from tracewright.convert.inspect.sub_agents import Spawned, woven
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.trace import text_of

FILES = {"image": "image", "audio": "input_audio", "video": "file", "document": "document"}
PEOPLE = ("input", "operator")  # the `source` of what the dataset or a person says
# Whose error it is, where it is not the agent's.
SOURCES = {"approval": "rejected", "cancelled": "cancelled", "sandbox_unavailable": "environment"}


class Told:
    """What was said so far."""

    def __init__(self, report: Report, events: Events, held: Held) -> None:
        self.talk, self.report, self.attachments = Conversation(report), report, Attachments()
        self.system_prompt = ""
        self._events, self._held = events, held
        self._is_begun = False  # the agent has spoken
        self._is_inside = False  # a sub-agent is told of

    def take(self, message: Any, place: Place) -> None:
        role = text_at(message, "role")
        self.report.types[role or "without role"] += 1
        if role == "assistant":
            self._act(message, place)
        elif role == "tool":
            self._observe(message, place)
        elif role == "system":
            self._instruct(message, place)
        elif role == "user":
            lay_out(self.talk.say("user", self._kind(message), "", place), list(self._pieces(message, place)))
        else:
            self.report.unknown[f"role {role}" if role else "message without role"] += 1

    def sub_agents(self, found: Iterable[Spawned]) -> list[dict[str, str]]:
        """Tells each below the call that spawned it, and lists them."""
        listed, below = [], dict[str, list[Turn]]()
        main, self._is_inside = self.talk.turns, True
        for name, call, asked in found:
            self.talk.turns = []
            self._converse(asked)
            for turn in self.talk.turns:
                turn |= {"agent": name, "parent_call": call}
                if turn["kind"] == "prompt":  # nobody but an agent speaks to it
                    turn["kind"] = "agent"
            below.setdefault(call, []).extend(self.talk.turns)
            listed.append({"id": name, "parent_call": call})
        self.talk.turns = list(woven(main, below))
        while below:
            self.talk.turns += woven(below.pop(next(iter(below))), below)
        return listed

    def _converse(self, asked: list[Placed]) -> None:
        """The last request repeats all that was said; one that names its messages only has nothing but the answers."""
        last, place = asked[-1]
        messages = list_at(last, "input")
        for index, message in enumerate(messages):
            self.take(message, place.inside("input", index))
        for event, where in asked[-1:] if messages else asked:
            self.take(message_of(event), where.inside("output", "choices", 0, "message"))

    def fail(self, said: str, place: Place) -> None:
        """The sample broke off."""
        self.talk.say("user", "command", said, place, is_error=True, error_source="environment")

    def _kind(self, message: dict[str, Any]) -> str:
        """When the agent has begun, a message without a source is of the program that drives it."""
        if object_at(message, "metadata").get("summary") is True:
            return "compaction"
        return "prompt" if text_at(message, "source") in PEOPLE or not self._is_begun else "command"

    def _instruct(self, message: dict[str, Any], place: Place) -> None:
        pieces = list(self._pieces(message, place))
        if self.talk.turns or self.system_prompt or self._is_inside:
            lay_out(self.talk.say("system", "instruction", "", place), pieces)
        else:
            self.system_prompt = "\n".join(piece.text for piece in pieces).strip()

    def _act(self, message: dict[str, Any], place: Place) -> None:
        self._is_begun = True
        facts = {"model": text_at(message, "model"), **self._events.of_answer(message)}
        turn = self.talk.say("assistant", "agent", "", place, **facts)
        thought = text_at(message, "reasoning")  # of logs of early 2025; later a part of the content
        pieces = [Piece("thinking", thought)] if thought else []
        pieces += self._pieces(message, place, turn)
        for index, call in enumerate(list_at(message, "tool_calls")):
            self._call(turn, call, place.inside("tool_calls", index))
            pieces.append(Piece("call", part={"type": "call", "call": len(turn["tool_calls"]) - 1}))
        lay_out(turn, pieces)

    def _call(self, turn: Turn, call: Any, place: Place) -> None:
        identity = id_at(call, "id")
        started, _ = self._events.of_call(identity)
        given = call.get("arguments") if isinstance(call, dict) else call
        if error := text_at(call, "parse_error"):
            self.report.warn(str(place), f"is a call that could not be read: {error}")
        tool = text_at(call, "function") or text_at(object_at(call, "function"), "name")
        self.talk.call(turn, tool, self._held.whole(given), place, identity=identity, at=started or turn.get("at", ""))

    def _observe(self, message: dict[str, Any], place: Place) -> None:
        pieces = list(self._pieces(message, place))
        error = message.get("error") or message.get("tool_error")  # the latter in the first logs, a text
        identity = id_at(message, "tool_call_id")
        output = "\n".join(piece.text for piece in pieces if piece.part is None)
        facts: dict[str, Any] = {"is_error": bool(error), "ended_at": self._events.of_call(identity)[1]}
        if error:
            facts["error_source"] = SOURCES.get(text_at(error, "type"), "agent")
            output = with_error(output, text_at(error, "message") or text_of(error))
        found = self.talk.answer(identity, output, place, **facts)
        if parts := [piece.part for piece in pieces if piece.part is not None]:
            found["parts"] = parts if "output" in found else [{"type": "text", "at": [0, len(output)]}, *parts]

    def _pieces(self, message: dict[str, Any], place: Place, turn: Turn | None = None) -> Iterator[Piece]:
        """Of a content that is a text, or a list of parts; those of a turn may be calls that ran at the API."""
        content, place = message.get("content"), place.inside("content")
        if not isinstance(content, list):
            if content not in (None, ""):
                yield Piece("text", text_of(self._held.whole(content)))
            return
        for index, part in enumerate(content):
            yield from self._piece(part, place.inside(index), turn)

    def _piece(self, part: Any, place: Place, turn: Turn | None) -> Iterator[Piece]:
        kind = "text" if isinstance(part, str) else text_at(part, "type")
        if kind == "text":
            if text := part if isinstance(part, str) else text_at(part, "text"):
                yield Piece("text", text_of(self._held.whole(text)))
        elif kind == "reasoning":
            yield from self._thought(part, turn)
        elif kind in FILES:
            yield self._file(part, kind, place)
        elif kind == "tool_use" and turn is not None:
            yield self._ran(part, place, turn)
        else:
            self.report.unknown[f"part {kind}" if kind else "part without type"] += 1
            yield Piece("text", text_of(self._held.whole(part)))

    def _thought(self, part: dict[str, Any], turn: Turn | None) -> Iterator[Piece]:
        """One that is redacted has only a summary, or nothing that a person can read."""
        text = text_at(part, "summary") if part.get("redacted") is True else text_at(part, "reasoning")
        if text:
            yield Piece("thinking", text_of(self._held.whole(text)))
        elif turn is not None:
            turn["thinking_withheld"] = turn.get("thinking_withheld", 0) + 1

    def _file(self, part: dict[str, Any], kind: str, place: Place) -> Piece:
        """The data may stand in the part, or among what the sample holds."""
        link, place = self._held.data(text_at(part, kind), place.inside(kind))
        named = self.attachments.part(
            {"type": FILES[kind], "image_url" if kind == "image" else "file_data": link}, place.source()
        )
        return Piece(named["type"], part=named)

    def _ran(self, part: dict[str, Any], place: Place, turn: Turn) -> Piece:
        identity, error = id_at(part, "id"), part.get("error")
        tool = text_at(part, "name") or text_at(part, "tool_type")
        self.talk.call(
            turn, tool, self._held.whole(part.get("arguments")), place, identity=identity, at=turn.get("at", "")
        )
        output = text_of(self._held.whole(error or part.get("result") or ""))
        self.talk.answer(identity, output, place, is_error=bool(error))
        return Piece("call", part={"type": "call", "call": len(turn["tool_calls"]) - 1})
