"""The events of the SDK (V1): each has a `kind`, and calls have the ids that the model gave them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tracewright import json_text
from tracewright.convert import runs
from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.layout import lay_out
from tracewright.convert.openhands.content import Images, parts_in, text_in
from tracewright.convert.openhands.secrets import Secrets
from tracewright.convert.openhands.stats import Stats
from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report

SOURCES = ("user", "agent", "environment", "hook")
SET_ASIDE = ("PauseEvent", "InterruptEvent", "CondensationRequest", "TokenEvent", "LLMCompletionLogEvent")


def is_event(value: Any) -> bool:
    kind = text_at(value, "kind")
    is_named = kind.endswith(("Event", "Observation")) or kind.startswith("Condensation") or kind == "Condensation"
    return is_named and text_at(value, "source") in SOURCES


def made(run: runs.Run, state: Mapping[str, Any], left: Sequence[Sequence[runs.Placed]] = ()) -> runs.Made:
    secrets, images = Secrets(state), Images()
    others = [_told(events, state, secrets, images, run.report) for events in left]
    told = _told(run.values, state, secrets, images, run.report)
    identity = text_at(state, "id") or run.hash()
    facts: dict[str, Any] = {
        "model": text_at(object_at(object_at(state, "agent"), "llm"), "model") or told.stats.model,
        "system_prompt": told.system_prompt,
        "tools": told.tools,
        "cwd": text_at(object_at(state, "workspace"), "working_dir"),
        "outcome": {"exit_status": told.status} if told.status else {},
        "usage": told.stats.usage,
        "metrics": told.stats.metrics,
        "attachments": images.listed,
        "alternatives": [_alternative(index, other) for index, other in enumerate(others) if other.talk.turns],
    }
    document = told.talk.document(identity, {"format": "openhands"}, **facts)
    return runs.Made(identity, document)


def _told(
    events: Sequence[runs.Placed], state: Mapping[str, Any], secrets: Secrets, images: Images, report: Report
) -> "_Told":
    told = _Told(report, images, state)
    for event, place in events:
        told.take(secrets.hide(event), place)
    return told


def _alternative(index: int, told: "_Told") -> dict[str, Any]:
    fork = {"turn": None, "call": None}
    return {
        "id": f"history-{index + 1}",
        "fork": fork,
        "turns": told.talk.turns,
        "chosen": False,
        "by": None,
        "reason": None,
    }


class _Told:
    """What the events say, one after the other."""

    def __init__(self, report: Report, images: Images, state: Mapping[str, Any]) -> None:
        self.talk, self.report, self.images = Conversation(report), report, images
        self.system_prompt, self.tools = "", list[Any]()
        self.status, self.stats = text_at(state, "execution_status"), Stats(object_at(state, "stats"))
        self._has_state = bool(self.status)
        self._turns: dict[str, Turn] = {}  # by the response of the model that they are
        self._tellers: dict[str, Callable[[dict[str, Any], Place], None]] = {
            "SystemPromptEvent": self._instruct,
            "SystemPromptUpdateEvent": self._instruct,
            "MessageEvent": self._say,
            "ActionEvent": self._act,
            "ObservationEvent": self._observe,
            "AgentErrorEvent": self._fail,
            "UserRejectObservation": self._reject,
            "ConversationErrorEvent": self._break_off,
            "ServerErrorEvent": self._break_off,
            "Condensation": self._condense,
            "CondensationSummaryEvent": self._condense,
            "ConversationStateUpdateEvent": self._update,
        }

    def take(self, event: Any, place: Place) -> None:
        kind = text_at(event, "kind")
        self.report.types[kind or "without kind"] += 1
        if teller := self._tellers.get(kind):
            teller(event, place)
        elif kind not in SET_ASIDE:
            self.report.unknown[f"kind {kind}" if kind else "without kind"] += 1

    def _instruct(self, event: dict[str, Any], place: Place) -> None:
        texts = [_text(event.get("system_prompt")), _text(event.get("dynamic_context"))]
        prompt = "\n\n".join(filter(None, texts))
        self.tools = list_at(event, "tools") or self.tools
        if not self.system_prompt:
            self.system_prompt = prompt
        else:
            reason = text_at(event, "reason")
            said = prompt if prompt != self.system_prompt else ""
            said = said or f"The system prompt is sent again{f': {reason}' if reason else '.'}"
            self.talk.say("system", "instruction", said, place, at=text_at(event, "timestamp"))

    def _say(self, event: dict[str, Any], place: Place) -> None:
        message, at = object_at(event, "llm_message"), text_at(event, "timestamp")
        pieces = self.images.pieces(message.get("content"), place.inside("llm_message", "content"))
        if text_at(event, "source") == "agent":
            turn = self._turn(event, place, text_in(pieces), text_at(message, "reasoning_content") or _thought(message))
        else:
            kind = "prompt" if text_at(event, "source") == "user" else "command"
            turn = self.talk.say("user", kind, text_in(pieces), place, at=at)
        if parts_in(pieces):
            lay_out(turn, pieces)
        extended = place.inside("extended_content")
        if added := text_in(self.images.pieces(event.get("extended_content"), extended)):
            self.talk.say("user", "reminder", added, extended, at=at)

    def _act(self, event: dict[str, Any], place: Place) -> None:
        said = text_in(self.images.pieces(event.get("thought"), place.inside("thought")))
        turn = self._turn(event, place, said, text_at(event, "reasoning_content") or _thought(event))
        called = object_at(event, "tool_call")
        tool = text_at(event, "tool_name") or text_at(called, "name") or text_at(object_at(called, "function"), "name")
        identity = text_at(event, "tool_call_id") or text_at(called, "id")
        given = self._arguments(event, called, place)
        self.talk.call(turn, tool, given, place, identity=identity, at=text_at(event, "timestamp"))

    def _turn(self, event: dict[str, Any], place: Place, said: str, thinking: str) -> Turn:
        """Events of one response are one turn: parallel calls. What is said of it stands at the first."""
        response = text_at(event, "llm_response_id")
        turn = self._turns.get(response)
        if turn is not None and turn is self.talk.turns[-1]:
            turn["content"] = "\n".join(filter(None, [turn["content"], said]))
            if thinking and not turn.get("thinking"):
                turn["thinking"] = thinking
            return turn
        facts = {"thinking": thinking, "at": text_at(event, "timestamp"), **self.stats.of(response)}
        turn = self.talk.say("assistant", "agent", said, place, **facts)
        if response:
            self._turns[response] = turn
        return turn

    def _arguments(self, event: dict[str, Any], called: dict[str, Any], place: Place) -> Any:
        """As the model gave them, else as they were understood."""
        given = called.get("arguments", object_at(called, "function").get("arguments"))
        if not isinstance(given, str):
            action = object_at(event, "action")
            return given if given is not None else {key: value for key, value in action.items() if key != "kind"}
        try:
            return json_text.read(given.encode(errors="replace"))[0]
        except json_text.NotJson as error:
            self.report.warn(str(place), f"has arguments that are no JSON: {error}; they stand as text")
            return given

    def _observe(self, event: dict[str, Any], place: Place) -> None:
        seen = event.get("observation")
        fields = seen if isinstance(seen, dict) else {"content": seen}
        key = next((key for key in ("content", "output", "error", "result") if fields.get(key)), "content")
        inside = place.inside("observation", key) if isinstance(seen, dict) else place.inside("observation")
        pieces = self.images.pieces(fields.get(key), inside)
        code = number_at(fields, "exit_code")
        code = number_at(object_at(fields, "metadata"), "exit_code") if code is None else code
        code = None if code is None or code < 0 else int(code)  # -1: it still runs
        failed = fields.get("is_error") is True or bool(code)
        self._answer(event, text_in(pieces), place, is_error=failed, exit_code=code, parts=parts_in(pieces))

    def _fail(self, event: dict[str, Any], place: Place) -> None:
        self._answer(event, text_at(event, "error"), place, is_error=True)

    def _reject(self, event: dict[str, Any], place: Place) -> None:
        reason = text_at(event, "rejection_reason")
        self._answer(event, reason or "Rejected", place, is_error=True, error_source="rejected")

    def _answer(self, event: dict[str, Any], output: str, place: Place, **facts: Any) -> None:
        parts = facts.pop("parts", [])
        ended = text_at(event, "timestamp")
        found = self.talk.answer(text_at(event, "tool_call_id"), output, place, ended_at=ended, **facts)
        if parts:
            found["parts"] = parts

    def _break_off(self, event: dict[str, Any], place: Place) -> None:
        said = ": ".join(filter(None, [text_at(event, "code"), text_at(event, "detail")]))
        facts = {"is_error": True, "error_source": "environment", "at": text_at(event, "timestamp")}
        self.talk.say("user", "command", said or text_at(event, "kind"), place, **facts)

    def _condense(self, event: dict[str, Any], place: Place) -> None:
        """One without a summary only forgets: nothing is said."""
        if summary := text_at(event, "summary"):
            self.talk.say("user", "compaction", summary, place, at=text_at(event, "timestamp"))

    def _update(self, event: dict[str, Any], place: Place) -> None:
        """The base state was written last: where it is there, it is right."""
        key, value = text_at(event, "key"), event.get("value")
        whole = value if key == "full_state" and isinstance(value, dict) else {key: value}
        if not self._has_state:
            self.status = text_at(whole, "execution_status") or self.status
            if stats := object_at(whole, "stats"):
                self.stats = Stats(stats)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else text_at(value, "text")


def _thought(fields: dict[str, Any]) -> str:
    return "\n".join(_thoughts(fields))


def _thoughts(fields: dict[str, Any]) -> Iterator[str]:
    for block in list_at(fields, "thinking_blocks"):
        if text := text_at(block, "thinking"):
            yield text
