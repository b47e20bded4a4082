"""A rollout, told record by record."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from tracewright.convert.attachments import Attachments, holds_file
from tracewright.convert.codex.calls import RESULTS, Calls
from tracewright.convert.codex.events import SAID, SET_ASIDE, Repeated, text_of_event
from tracewright.convert.codex.records import Record, texts_of
from tracewright.convert.codex.speakers import kind_of
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report

ASIDE = {"world_state", "inter_agent_communication_metadata", "inter_agent_communication"}
ASIDE_ITEMS = {"ghost_snapshot", "state", "compaction_trigger", "other"}


class Left(NamedTuple):
    """Turns that were rolled back, and the one before them; None when they were the first."""

    after: Turn | None
    turns: list[Turn]


class Told:
    """What the records say: `talk` has the thread as it was in the end, `left` what was rolled back."""

    def __init__(self, records: Sequence[Record], report: Report, attachments: Attachments, is_sub_agent: bool) -> None:
        self.talk, self.report, self.attachments = Conversation(report), report, attachments
        self.left: list[Left] = []
        self.model, self.usage = "", dict[str, Any]()
        self._is_sub_agent, self._repeated = is_sub_agent, Repeated(records)
        self._turn: Turn | None = None  # the response that is being told
        self._withheld = 0  # thoughts without a text, of the response that comes next
        self._calls = Calls(records, self.talk, report, attachments)
        takers: dict[str, Callable[[Record], None]] = {
            "response_item": self._item,
            "event_msg": self._event,
            "turn_context": self._context,
            "compacted": self._compacted,
        }
        for record in records:
            report.types[record.type if record.name == record.type else f"{record.type} {record.name}"] += 1
            if record.type in takers:
                takers[record.type](record)
            elif record.type not in ASIDE and record.type != "session_meta":
                report.unknown[record.type] += 1
        self._calls.answer_from_events()

    def _context(self, record: Record) -> None:
        self.model = text_at(record.payload, "model") or self.model

    def _compacted(self, record: Record) -> None:
        self._turn = None
        self.talk.say("user", "compaction", text_at(record.payload, "message"), record.place, at=record.at)

    def _item(self, record: Record) -> None:
        payload, name = record.payload, record.name
        if name == "message":
            self._message(record)
        elif name == "reasoning":
            self._reason(record)
        elif name in RESULTS:
            self._turn = None
            self._calls.result(record)
        elif name.endswith("_call"):
            self._calls.call(self._respond(record), record)
        elif name in ("compaction", "context_compaction", "compaction_summary"):
            self._compacted(record)
        elif name not in ASIDE_ITEMS:
            self.report.unknown[f"response_item {name}"] += 1
        self.model = text_at(payload, "model") or self.model

    def _message(self, record: Record) -> None:
        payload = record.payload
        key = "content" if payload.get("content") else "message"
        role, texts = text_at(payload, "role"), texts_of(payload, key)
        content = "\n".join(text for text in texts if text)
        if role == "assistant":
            turn = self._respond(record, has_text=True)
            turn |= {"content": content, "source": record.place.source()}
        else:
            self._turn, self._withheld = None, 0
            turn = self.talk.say(
                "user", kind_of(role, content, self._is_sub_agent), content, record.place, at=record.at
            )
        parts = [
            self.attachments.part(block, record.place.inside(key, index).source())
            for index, block in enumerate(list_at(payload, key))
            if holds_file(block)
        ]
        if parts:
            lay_out(turn, [Piece("text", content), *(Piece("image", part=part) for part in parts)])

    def _respond(self, record: Record, *, has_text: bool = False, thinks: bool = False) -> Turn:
        """The open response; a new one where thoughts, text and calls would not stand in that order, or one had two texts."""
        turn = self._turn
        if turn and (turn["tool_calls"] or turn["content"]) and (has_text or thinks):
            turn = None
        if turn is None:
            turn = self.talk.say("assistant", "agent", "", record.place, model=self.model, at=record.at)
        if self._withheld:
            turn["thinking_withheld"] = turn.get("thinking_withheld", 0) + self._withheld
        self._turn, self._withheld = turn, 0
        return turn

    def _reason(self, record: Record) -> None:
        texts = texts_of(record.payload, "summary") or texts_of(record.payload)
        thought = "\n".join(text for text in texts if text)
        if thought:
            self._think(thought, record)
        else:
            self._withheld += 1
            self.report.types["reasoning withheld"] += 1

    def _think(self, thought: str, record: Record) -> None:
        turn = self._respond(record, thinks=True)
        turn["thinking"] = f"{turn['thinking']}\n{thought}" if "thinking" in turn else thought

    def _event(self, record: Record) -> None:
        name, payload = record.name, record.payload
        if name in SAID:
            if not self._repeated.take(record):
                self._said(record)
        elif self._calls.is_alone(record):
            self._calls.ended(self._respond(record), record)
            self._turn = None
        elif name == "token_count":
            self._count(object_at(payload, "info"))
        elif name == "thread_rolled_back":
            self._roll_back(number_at(payload, "num_turns"), record.place)
        elif name == "turn_aborted":
            self._broken(f"turn aborted: {text_at(payload, 'reason')}", record, "cancelled")
        elif name == "error":
            self._broken(text_of_event(record), record, "environment")
        elif name not in SET_ASIDE:
            self.report.unknown[f"event_msg {name}"] += 1

    def _said(self, record: Record) -> None:
        """What no response item says."""
        text, role = text_of_event(record), SAID[record.name]
        if role == "reasoning":
            self._think(text, record)
        elif role == "assistant":
            turn = self._respond(record, has_text=True)
            turn |= {"content": text, "source": record.place.source()}
        else:
            self._turn = None
            self.talk.say("user", kind_of(role, text, self._is_sub_agent), text, record.place, at=record.at)

    def _broken(self, text: str, record: Record, source: str) -> None:
        self._turn = None
        facts = {"is_error": True, "error_source": source, "at": record.at}
        self.talk.say("user", "command", text, record.place, **facts)

    def _count(self, info: dict[str, Any]) -> None:
        """The tokens of the last response. The same count may be told again, and tells of no response then."""
        total, last = object_at(info, "total_token_usage"), object_at(info, "last_token_usage")
        if not last or total == self.usage:
            return
        self.usage, self._turn = total, None
        turn = next((turn for turn in reversed(self.talk.turns) if turn["role"] == "assistant"), None)
        if turn is not None and "usage" not in turn:
            turn["usage"] = last

    def _roll_back(self, number: int | float | None, place: Place) -> None:
        """Leaves the last `number` things that were asked for, with what came of them."""
        turns = self.talk.turns
        asked = [
            index for index, turn in enumerate(turns) if turn["role"] == "user" and turn["kind"] in ("prompt", "agent")
        ]
        count = min(int(number or 0), len(asked))
        if count != number:
            self.report.warn(str(place), f"rolls back {number} turns of {len(asked)}")
        if count < 1:
            return
        start = asked[-count]
        self.left.append(Left(turns[start - 1] if start else None, turns[start:]))
        del turns[start:]
        self._turn = None

    def all_turns(self) -> Iterator[Turn]:
        yield from self.talk.turns
        for left in self.left:
            yield from left.turns
