"""A session of OpenCode, message by message. A message of the agent is a turn; a call and its result are one part."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from tracewright.convert.attachments import Attachments
from tracewright.convert.conversation import Call, Conversation, Turn
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.opencode.outputs import result_of, sub_session
from tracewright.convert.opencode.records import Message, Session
from tracewright.convert.place import Place, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.convert.times import of_milliseconds

# What says nothing of its own: where a step began, and the state of the files around it.
NOTICES = ("step-start", "step-finish", "snapshot", "patch", "agent", "compaction")
FINISHED = ("", "stop", "tool-calls", "unknown")
TOKENS = {"input": "input_tokens", "output": "output_tokens", "reasoning": "reasoning_tokens"}
CACHED = {"read": "cache_read_input_tokens", "write": "cache_creation_input_tokens"}


class Telling:
    """`spawned` are the calls that ran a session of their own, by its id; `left` the turns that were taken back."""

    def __init__(self, session: Session, report: Report, attachments: Attachments) -> None:
        self.session, self.report, self.attachments = session, report, attachments
        self.spawned: dict[str, Call] = {}
        self.agent, self.system_prompt = "", ""
        kept, reverted = _kept(session)
        self.left = self._told(reverted).turns
        self.talk = self._told(kept)

    @property
    def cost(self) -> float:
        return float(sum(turn.get("cost_usd", 0) for turn in (*self.talk.turns, *self.left)))

    def _told(self, messages: Iterable[Message]) -> Conversation:
        self.talk = Conversation(self.report)
        for message in messages:
            role = text_at(message.info, "role")
            self.report.types[f"message {role}"] += 1
            self.agent = self.agent or text_at(message.info, "agent") or text_at(message.info, "mode")
            if role == "user":
                self._hear(message)
            else:
                self._act(message)
        return self.talk

    def _hear(self, message: Message) -> None:
        self.system_prompt = self.system_prompt or text_at(message.info, "system")
        at, before = of_milliseconds(_time(message.info, "created")), len(self.talk.turns)
        for kind, stretch in groupby(message.parts, key=_kind):
            parts = list(stretch)
            if pieces := [piece for part in parts if (piece := self._said(part))]:
                lay_out(self.talk.say("user", kind, "", parts[0].place, at=at), pieces)
        summary = object_at(message.info, "summary")
        if not message.parts and (text := text_at(summary, "body") or text_at(summary, "title")):
            self.report.warn(str(message.place), "has no part; what OpenCode says it asked stands for it")
            self.talk.say("user", "prompt", text, message.place, at=at)
        elif len(self.talk.turns) == before and not message.parts:
            self.report.warn(str(message.place), "says nothing: it has no part")

    def _act(self, message: Message) -> None:
        info = message.info
        error, at = object_at(info, "error"), of_milliseconds(_time(info, "created"))
        facts = {
            "model": text_at(info, "modelID"),
            "at": at,
            "ended_at": of_milliseconds(_time(info, "completed")),
            "usage": _usage(message),
            "stop_reason": "" if text_at(info, "finish") in FINISHED else text_at(info, "finish"),
        }
        kind = "compaction" if info.get("summary") is True else "agent"
        if message.parts or not error:
            turn = self.talk.say("assistant", kind, "", message.place, **facts)
            if cost := number_at(info, "cost") or sum(number_at(part.value, "cost") or 0 for part in message.parts):
                turn["cost_usd"] = cost
            lay_out(turn, [piece for part in message.parts if (piece := self._done(turn, part))])
        if error:
            self._fail(error, message.place.inside("error"), at)

    def _said(self, part: Placed) -> Piece | None:
        """Of a user: text, files, and a task that a command hands to a sub-agent."""
        value, kind = part.value, self._type(part)
        if kind in ("text", "subtask"):
            text = text_at(value, "text") or text_at(value, "prompt")
            return Piece("text", text) if text else None
        return self._other(part, kind)

    def _done(self, turn: Turn, part: Placed) -> Piece | None:
        value, kind = part.value, self._type(part)
        if kind == "tool":
            self._call(turn, part)
            return Piece("call", part={"type": "call", "call": len(turn["tool_calls"]) - 1})
        if kind == "reasoning":
            if text := text_at(value, "text"):
                return Piece("thinking", text)
            turn["thinking_withheld"] = turn.get("thinking_withheld", 0) + 1
            return None
        if kind == "text":
            return Piece("text", text) if (text := text_at(value, "text")) else None
        if kind == "retry":
            self._fail(object_at(value, "error"), part.place.inside("error"), _began(value))
            return None
        return self._other(part, kind)

    def _other(self, part: Placed, kind: str) -> Piece | None:
        if kind == "file":
            found = self._file(part.value, part.place)
            return Piece(found["type"], part=found)
        if kind not in NOTICES:
            self.report.unknown[f"part {kind}" if kind else "part without type"] += 1
        return None

    def _type(self, part: Placed) -> str:
        kind = text_at(part.value, "type")
        self.report.types[f"part {kind}"] += 1
        return kind

    def _file(self, value: Any, place: Place) -> dict[str, Any]:
        """One that was only linked to has its type and no data."""
        block = {"type": "file", "file": {"file_data": text_at(value, "url")}}
        found = self.attachments.part(block, (place.inside("url") if text_at(value, "url") else place).source())
        listed = self.attachments.listed[-1]
        listed["media_type"] = listed["media_type"] or text_at(value, "mime")
        return found

    def _call(self, turn: Turn, part: Placed) -> None:
        value, state = part.value, object_at(part.value, "state")
        identity, place = text_at(value, "callID"), part.place.inside("state")
        self.talk.leave(identity)  # its result is in the same part, so one that waits is another's
        call = self.talk.call(
            turn, text_at(value, "tool"), state.get("input"), part.place, identity=identity, at=_began(state)
        )
        if child := sub_session(state):
            self.spawned.setdefault(child, call)
        result = result_of(state)
        if result is None:
            return
        if result.status:
            self.report.unknown[f"status {result.status}"] += 1
        self.talk.answer(identity, result.output, place, **result.facts, ended_at=of_milliseconds(_time(state, "end")))
        files = state.get("attachments")
        listed = enumerate(files if isinstance(files, list) else ())
        if parts := [self._file(each, place.inside("attachments", index)) for index, each in listed]:
            call["parts"] = parts

    def _fail(self, error: dict[str, Any], place: Place, at: str) -> None:
        name = text_at(error, "name") or "error"
        said = text_at(object_at(error, "data"), "message") or text_at(error, "message")
        source = "cancelled" if "Abort" in name else "environment"
        text = f"{name}: {said}" if said else name
        self.talk.say("user", "command", text, place, at=at, is_error=True, error_source=source)


def _kept(session: Session) -> tuple[list[Message], list[Message]]:
    """The messages that stand, and those that a person took back, with which the session did not go on."""
    first = text_at(object_at(session.info, "revert"), "messageID")
    ids = [text_at(message.info, "id") for message in session.messages]
    at = ids.index(first) if first and first in ids else len(ids)
    return session.messages[:at], session.messages[at:]


def _kind(part: Placed) -> str:
    """OpenCode adds what it read of the files that were mentioned, and shows a person what no agent gets."""
    fields = part.value if isinstance(part.value, dict) else {}
    if fields.get("ignored") is True or text_at(fields, "type") == "subtask":
        return "command"
    return "reminder" if fields.get("synthetic") is True else "prompt"


def _usage(message: Message) -> dict[str, int]:
    """Of the message; one of several steps tells in its own `tokens` only those of the last."""
    steps = [tokens for part in message.parts if (tokens := object_at(part.value, "tokens"))]
    found = Counter[str]()
    for tokens in steps or [object_at(message.info, "tokens")]:
        for names, counts in ((TOKENS, tokens), (CACHED, object_at(tokens, "cache"))):
            for key, ours in names.items():
                count = number_at(counts, key)
                if count is not None:
                    found[ours] += int(count)
    return dict(found)


def _began(value: Any) -> str:
    return of_milliseconds(_time(value, "start") or _time(value, "created"))


def _time(value: Any, key: str) -> int | float | None:
    return number_at(object_at(value, "time"), key)
