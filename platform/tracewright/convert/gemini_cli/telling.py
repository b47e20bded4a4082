"""What is said, by whom, from messages of a chat and from contents of the API."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tracewright.convert.conversation import Conversation, Turn
from tracewright.convert.gemini_cli.chat import Chat
from tracewright.convert.gemini_cli.history import is_content
from tracewright.convert.gemini_cli.outputs import joined
from tracewright.convert.gemini_cli.speech import FAILED, Speech
from tracewright.convert.place import Place, list_at, number_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed
from tracewright.trace import Document, text_of


class Told:
    def __init__(self, report: Report) -> None:
        self.report, self.speech = report, Speech(report)
        self.system_prompt = ""
        self.tools: list[Any] = []
        self.alternatives: list[dict[str, Any]] = []

    def chat(self, chat: Chat) -> None:
        """Its messages, then what was rewound as alternatives that leave from the turn before."""
        ends: dict[str, int] = {}
        for name, placed in chat.messages.items():
            self._one(placed)
            ends[name] = len(self.speech.talk.turns) - 1
        live = self.speech.talk
        for number, left in enumerate(chat.left, start=1):
            self.speech.talk = Conversation(self.report)
            for placed in left.messages:
                self._one(placed)
            fork = {"turn": ends.get(left.after), "call": None}
            about = {"chosen": False, "by": None, "reason": None}
            if self.speech.talk.turns:
                self.alternatives.append(
                    {"id": f"rewind-{number}", "fork": fork, "turns": self.speech.talk.turns, **about}
                )
        self.speech.talk = live

    def _one(self, placed: Placed) -> None:
        if is_content(placed.value):
            self.content(placed.value, placed.place)
        else:
            self.message(placed.value, placed.place)

    def asked(self, body: dict[str, Any]) -> None:
        """Instructions and tools of a request."""
        texts = [text_at(part, "text") for part in list_at(object_at(body, "systemInstruction"), "parts")]
        self.system_prompt = self.system_prompt or "\n".join(filter(None, texts))
        self.tools = self.tools or [
            tool for each in list_at(body, "tools") for tool in list_at(each, "functionDeclarations")
        ]

    def answered(self, chunks: Sequence[Any], parts: Sequence[Any], places: Sequence[Place], place: Place) -> None:
        """An answer of the model; of the chunks of a stream the last one counts the tokens."""
        self.report.types["response"] += 1
        usage = next((found for chunk in reversed(chunks) if (found := object_at(chunk, "usageMetadata"))), {})
        model = next((named for chunk in chunks if (named := text_at(chunk, "modelVersion"))), "")
        turn = self.speech.say("assistant", parts, places, place, in_chunks=len(chunks) > 1, model=model, usage=usage)
        ends = [text_at(candidate, "finishReason") for chunk in chunks for candidate in list_at(chunk, "candidates")]
        if broken := next((end for end in ends if end not in ("", "STOP", "MAX_TOKENS")), ""):
            turn |= {
                "is_error": True,
                "error_source": "environment" if broken != "MALFORMED_FUNCTION_CALL" else "agent",
            }
            self.report.warn(str(place), f"ends with {broken}")

    def content(self, content: dict[str, Any], place: Place) -> None:
        """{"role", "parts"}: results have the role user too."""
        role = text_at(content, "role")
        self.report.types[f"content {role}"] += 1
        speaker = "assistant" if role in ("model", "gemini") else "user"
        parts = list_at(content, "parts")
        self.speech.say(
            speaker, parts, [place.inside("parts", index) for index in range(len(parts))], place, at=_at(content)
        )

    def message(self, message: Any, place: Place) -> None:
        kind = text_at(message, "type")
        self.report.types[f"message {kind or 'without type'}"] += 1
        if kind in ("gemini", "model"):
            self._agent(message, place)
        elif kind == "user":
            self._said("user", message, place, at=_at(message))
        elif kind in ("info", "warning", "error"):
            broken: dict[str, Any] = {"is_error": True, "error_source": "environment"} if kind == "error" else {}
            self._said("command", message, place, at=_at(message), **broken)
        else:
            self.report.unknown[f"message {kind or 'without type'}"] += 1

    def document(self, identity: str, source: dict[str, Any], about: dict[str, Any]) -> Document:
        facts: dict[str, Any] = {
            "system_prompt": self.system_prompt,
            "tools": self.tools,
            "alternatives": self.alternatives,
            "attachments": self.speech.attachments.listed,
            "title": text_at(about, "summary"),
        }
        if not any(turn.get("model") for turn in self.speech.talk.turns):
            facts["model"] = text_at(object_at(about, "meta"), "model")
        if text_at(about, "kind") == "subagent":
            source = {**source, "agent": "subagent"}
            for turn in self.speech.talk.turns:  # nobody but an agent speaks to it
                turn["kind"] = "agent" if turn["kind"] == "prompt" else turn["kind"]
        document = self.speech.talk.document(identity, source, **facts)
        for key, name in (("started_at", "startTime"), ("ended_at", "lastUpdated")):
            if text_at(about, name):
                document.setdefault(key, text_at(about, name))
        return document

    def _said(self, role: str, message: dict[str, Any], place: Place, **facts: Any) -> Turn:
        """`content`, or in some versions `parts`: a text, or a list of parts."""
        key = "content" if message.get("content") or "parts" not in message else "parts"
        found = message.get(key)
        parts = found if isinstance(found, list) else [{"text": "" if found is None else text_of(found)}]
        inside = place.inside(key)
        places = [inside.inside(index) for index in range(len(parts))] if isinstance(found, list) else [inside]
        return self.speech.say(role, parts, places, place, **facts)

    def _agent(self, message: dict[str, Any], place: Place) -> None:
        usage = object_at(message, "tokens")
        turn = self._said("assistant", message, place, model=text_at(message, "model"), usage=usage, at=_at(message))
        if thoughts := [_thought(each) for each in list_at(message, "thoughts")]:
            turn["thinking"] = "\n".join(filter(None, [*thoughts, turn.get("thinking", "")]))
        for index, call in enumerate(list_at(message, "toolCalls")):
            self._tool_call(turn, call, place.inside("toolCalls", index))

    def _tool_call(self, turn: Turn, call: Any, place: Place) -> None:
        """Call and result in one."""
        if not isinstance(call, dict):
            self.report.unknown["tool call that is no object"] += 1
            return
        name, identity, status = text_at(call, "name"), text_at(call, "id"), text_at(call, "status")
        self.speech.talk.call(turn, name, call.get("args"), place, identity=identity, at=turn.get("at", ""))
        result = None if call.get("result") == [] else call.get("result")
        if result is None and status not in (*FAILED, "success"):
            return
        shown = [text_of(call["resultDisplay"])] if call.get("resultDisplay") else []
        values = (result if isinstance(result, list) else [result]) if result is not None else shown
        output = joined(values, name)
        self.speech.answer(
            identity, output, place.inside("result") if result is not None else place, status, at=_at(call)
        )


def _thought(thought: Any) -> str:
    """**Subject**, and below it the description; a text as it came."""
    if not isinstance(thought, dict):
        return text_of(thought or "")
    subject, description = text_at(thought, "subject"), text_at(thought, "description")
    return "\n".join(filter(None, (f"**{subject}**" if subject else "", description)))


def _at(message: dict[str, Any]) -> str:
    """`timestamp`, or `ts` in seconds."""
    seconds = number_at(message, "ts")
    try:
        return text_at(message, "timestamp") if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return ""
