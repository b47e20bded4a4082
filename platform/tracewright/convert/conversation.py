"""A run as it is told in its log, turn by turn: each result goes to the call that it answers."""

from collections.abc import Iterator, Mapping
from typing import Any

from tracewright.convert import tools
from tracewright.convert.pairing import Waiting
from tracewright.convert.place import Place
from tracewright.convert.report import Report
from tracewright.trace import Document

Turn = dict[str, Any]
Call = dict[str, Any]


class Conversation:
    """The turns so far. docs/reference/trace-document.md says what the keys of turns and calls mean."""

    def __init__(self, report: Report) -> None:
        self.turns: list[Turn] = []
        self._report = report
        self._waiting = Waiting[Call]()

    def say(self, role: str, kind: str, content: str, place: Place, **facts: Any) -> Turn:
        """A turn; of `facts` only those that say something are kept."""
        turn: Turn = {"role": role, "kind": kind, "content": content}
        if role == "assistant":
            turn["tool_calls"] = []
        turn |= {key: value for key, value in facts.items() if value not in (None, "", {}, [])}
        turn["source"] = place.source()
        self.turns.append(turn)
        return turn

    def call(self, turn: Turn, tool: str, given: Any, place: Place, *, identity: str = "", at: str = "") -> Call:
        """A call of the turn that nobody has answered yet: its output is null."""
        call: Call = {"id": identity} if identity else {}
        call |= {"tool": tool, "input": given, "output": None, "output_type": tools.output_type(tool)}
        if language := tools.language(given):
            call["language"] = language
        if at:
            call["started_at"] = at
        call["source"] = place.source()
        turn["tool_calls"].append(call)
        self._waiting.add(identity, call)
        return call

    def answer(self, identity: str, output: str, place: Place, **facts: Any) -> Turn | Call:
        """Writes a result onto the call of this id that still waits; without one it stands by itself, as a turn.

        `facts`: `is_error` (with `error_source`, the agent where it is not said), `exit_code`, `ended_at`.
        """
        call = self._waiting.take(identity)
        if call is None:
            self._report.warn(str(place), "is the result of a call that is not there; it stands by itself")
            return self.say("tool", "result", output, place, **_outcome(facts))
        return write_result(call, output, place, **facts)

    def leave(self, identity: str = "") -> None:
        """No result of this id comes any more: the calls that wait for one stay unanswered."""
        self._waiting.drop(identity)

    @property
    def task(self) -> str:
        """The first thing a person asked for, else what another agent did; "" where neither spoke."""
        asked = (
            turn["content"]
            for kind in ("prompt", "agent")
            for turn in self.turns
            if turn["role"] == "user" and turn["kind"] == kind and turn["content"]
        )
        return str(next(asked, ""))

    def document(self, identity: str, source: Mapping[str, Any], *, task: str = "", **facts: Any) -> Document:
        """The document of the run; `source` has the `format`, and the version of the program where it is known."""
        document: Document = {"id": identity, "task_description": task or self.task, "structured_turns": self.turns}
        document |= {key: value for key, value in {**dict(self._spans()), **facts}.items() if value}
        return document | {"source": {key: value for key, value in source.items() if value}}

    def _spans(self) -> Iterator[tuple[str, Any]]:
        """Model and times, where the turns have them; the model as it was in the end."""
        models = [turn["model"] for turn in self.turns if turn.get("model")]
        times = sorted(turn["at"] for turn in self.turns if isinstance(turn.get("at"), str))
        if models:
            yield "model", models[-1]
        if times:
            yield "started_at", times[0]
            yield "ended_at", times[-1]


def write_result(call: Call, output: str, place: Place, **facts: Any) -> Call:
    """Writes a result onto a call, whether it waits for one or not; `facts` are those of `Conversation.answer`."""
    call["output"] = output
    call |= _outcome({"is_error": False, **facts})
    call["source"]["result"] = place.source()
    return call


def _outcome(facts: Mapping[str, Any]) -> dict[str, Any]:
    """An error has somebody whose error it is."""
    found = {key: value for key, value in facts.items() if value not in (None, "")}
    if not found.get("is_error"):
        found.pop("error_source", None)
        return found
    return {"is_error": True, "error_source": "agent"} | found
