"""A span as every export of observability has it, and what was said in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tracewright.convert.place import Place
from tracewright.convert.runs import Placed
from tracewright.convert.spans.message import Message
from tracewright.convert.spans.reading import messages_in

LLM, TOOL, AGENT, EVENT, OTHER = "llm", "tool", "agent", "event", "other"
Candidate = list[
    Placed
]  # one way in which a span tells its messages: a value that holds all of them, or each by itself


class Reading:
    """Reads what spans tell; what a request repeats of the one before it, below the same span, is read once."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], list[tuple[Any, list[Message]]]] = {}

    def messages(self, candidate: Candidate, role: str, parent: str) -> list[Message]:
        last, read = self._last.get((role, parent), []), list[tuple[Any, list[Message]]]()
        for each in candidate:
            number = len(read)
            if number < len(last) and last[number][0] == each.value:
                read.append(last[number])
            else:
                last = []
                read.append((each.value, messages_in(each, role)))
        if len(read) > 1:
            self._last[role, parent] = read
        return [message for _, messages in read for message in messages]


@dataclass
class Span:
    """`kind` is LLM, TOOL, AGENT, EVENT (what a program notes at one moment) or OTHER, `type` what the log calls it; times are
    ISO 8601, "" where the log has none.

    `inputs` and `outputs` are told in several ways by some logs: the first that holds messages is taken. A tool has `tool`,
    `call_id`, `given` and `result`, None for what is not logged; `error` says why a span failed, "" where it did not;
    `error_details` what else is told of that, as where in the program it was.
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
    error_details: str = ""
    tool: str = ""
    call_id: str = ""
    given: Any = None
    result: Placed | None = None
    reading: Reading = field(default_factory=Reading)

    @cached_property
    def said(self) -> list[Message]:
        """What went in: the instructions, which some APIs repeat in their answer, then the messages so far."""
        instructions = [message for each in self.system for message in messages_in(each, "system")]
        messages = self._first(self.inputs, "user")
        if not any(message.role == "system" for message in [*instructions, *messages]):
            instructions = [message for message in self._out if message.role == "system"]
        return instructions + messages

    @cached_property
    def answered(self) -> list[Message]:
        return [message for message in self._out if message.role != "system"]

    @cached_property
    def _out(self) -> list[Message]:
        return self._first(self.outputs, "assistant")

    @property
    def why(self) -> str:
        """All that is told of why it failed; "" where it did not."""
        return "\n".join(filter(None, (self.error, self.error_details)))

    @property
    def says(self) -> bool:
        return bool(self.said or self.answered)

    def _first(self, candidates: Sequence[Candidate], role: str) -> list[Message]:
        """The first that are messages, else the first that say anything, as a text of that role."""
        found: list[Message] = []
        for candidate in candidates:
            messages = self.reading.messages(candidate, role, self.parent)
            if any(not message.is_guessed for message in messages):
                return messages
            found = found or messages
        return found
