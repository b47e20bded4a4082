"""A span as every export of observability has it, and what was said in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tracewright.convert.place import Place
from tracewright.convert.runs import Placed
from tracewright.convert.spans.message import Message
from tracewright.convert.spans.reading import messages_in

LLM, TOOL, AGENT, OTHER = "llm", "tool", "agent", "other"
Candidate = list[
    Placed
]  # one way in which a span tells its messages: a value that holds all of them, or each by itself


@dataclass
class Span:
    """`kind` is LLM, TOOL, AGENT or OTHER, `type` what the log calls it; times are ISO 8601, "" where the log has none.

    `inputs` and `outputs` are told in several ways by some logs: the first that holds messages is taken. A tool has `tool`,
    `call_id`, `given` and `result`, None for what is not logged; `error` says why a span failed, "" where it did not.
    """

    id: str
    parent: str
    kind: str
    name: str
    place: Place
    type: str = "span"
    started: str = ""
    ended: str = ""
    inputs: Sequence[Candidate] = ()
    outputs: Sequence[Candidate] = ()
    system: Sequence[Placed] = ()
    model: str = ""
    usage: dict[str, Any] = field(default_factory=dict)
    cost_usd: float | None = None
    stop_reason: str = ""
    tools: list[Any] = field(default_factory=list)
    error: str = ""
    tool: str = ""
    call_id: str = ""
    given: Any = None
    result: Placed | None = None

    @cached_property
    def said(self) -> list[Message]:
        """What went in: the instructions, which some APIs repeat in their answer, then the messages so far."""
        instructions = [message for each in self.system for message in messages_in(each, "system")]
        messages = _first(self.inputs, "user")
        if not any(message.role == "system" for message in [*instructions, *messages]):
            instructions = [message for message in self._out if message.role == "system"]
        return instructions + messages

    @cached_property
    def answered(self) -> list[Message]:
        return [message for message in self._out if message.role != "system"]

    @cached_property
    def _out(self) -> list[Message]:
        return _first(self.outputs, "assistant")

    @property
    def says(self) -> bool:
        return bool(self.said or self.answered)


def _first(candidates: Sequence[Candidate], role: str) -> list[Message]:
    """The first that are messages, else the first that say anything, as a text of that role."""
    found: list[Message] = []
    for candidate in candidates:
        messages = [message for each in candidate for message in messages_in(each, role)]
        if any(not message.is_guessed for message in messages):
            return messages
        found = found or messages
    return found
