"""What the events of a sample tell of its messages: when a model was asked and what it spent, when a tool ran."""

from collections.abc import Iterable
from typing import Any

from tracewright import json_text
from tracewright.convert.inspect.held import Held
from tracewright.convert.place import id_at, list_at, number_at, object_at, text_at


class Events:
    """The facts of turns and calls. Answers are taken once, in their order."""

    def __init__(self, events: Iterable[Any], held: Held) -> None:
        self.tools: list[Any] = []  # that the model was given, of the last event that has some
        self._answers: dict[str, list[dict[str, Any]]] = {}
        self._calls: dict[str, dict[str, Any]] = {}
        self._held = held
        for event in events:
            kind = text_at(event, "event")
            if kind == "model":
                if message := message_of(event):
                    self._answers.setdefault(self._key(message), []).append(event)
                self.tools = list_at(event, "tools") or self.tools
            elif kind == "tool":
                self._calls[id_at(event, "id")] = event

    def of_answer(self, message: dict[str, Any]) -> dict[str, Any]:
        """Model, usage, cost, time and the reason why it stopped; {} where no event is of this message."""
        events = self._answers.get(self._key(message))
        if not events:
            return {}
        event = events.pop(0)
        output = object_at(event, "output")
        usage = object_at(output, "usage")
        reason = text_at(next(iter(list_at(output, "choices")), None), "stop_reason")
        return {
            "model": text_at(output, "model"),
            "usage": usage,
            "cost_usd": number_at(usage, "total_cost"),
            "at": text_at(event, "completed") or text_at(event, "timestamp"),
            "stop_reason": "" if reason in ("stop", "tool_calls") else reason,
        }

    def of_call(self, identity: str) -> tuple[str, str]:
        """When it was started and when it ended."""
        event = self._calls.get(identity) if identity else None
        return text_at(event, "timestamp"), text_at(event, "completed")

    def left(self) -> list[dict[str, Any]]:
        """The answers of a model that were not asked for: of scorers, and of agents that have other messages than the sample."""
        return [event for events in self._answers.values() for event in events]

    def _key(self, message: dict[str, Any]) -> str:
        """By which a message is known: its id; in older logs its calls, and what it says."""
        if identity := id_at(message, "id"):
            return f"id {identity}"
        calls = [id_at(call, "id") for call in list_at(message, "tool_calls")]
        return json_text.compact([calls, "" if calls else self._held.whole(message.get("content"))])


def message_of(event: dict[str, Any]) -> dict[str, Any]:
    """What the model answered; {} where it did not."""
    choice = next(iter(list_at(object_at(event, "output"), "choices")), None)
    return object_at(choice, "message")
