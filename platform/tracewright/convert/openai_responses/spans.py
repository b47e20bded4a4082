"""The spans that the Agents SDK exports of a run: of agents, of what a model was asked, of functions, and of handoffs.

Read from the SDK's documentation; no real file was had.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from tracewright import json_text
from tracewright.convert.conversation import Call, Conversation, Turn
from tracewright.convert.failures import with_error
from tracewright.convert.openai_responses.kinds import text_of_message
from tracewright.convert.place import Place, id_at, list_at, object_at, text_at
from tracewright.convert.report import Report
from tracewright.convert.runs import Placed, Run
from tracewright.trace import text_of

TRACE, SPAN = "trace", "trace.span"
ASKED = ("generation", "response")
QUIET = ("agent", "mcp_tools", "task", "turn")  # what they hold is in the spans inside them, or only names tools


def is_span(value: Any) -> bool:
    """Whether it is a span, or the head of a trace."""
    kind = text_at(value, "object")
    return kind == SPAN and bool(object_at(value, "span_data")) or kind == TRACE and bool(text_at(value, "id"))


def spans_in(run: Run) -> list[Placed]:
    """The records of a run; of a request of the exporter, {"data": [...]}, what it holds."""
    value, place = run.values[0]
    if len(run.values) > 1 or not list_at(value, "data"):
        return run.values
    return [Placed(each, place.inside("data", index)) for index, each in enumerate(list_at(value, "data"))]


def traces_of(run: Run) -> Iterator[Run]:
    """A run for each trace; of several, each has its own records, a line each."""
    spans = spans_in(run)
    names = list(dict.fromkeys(_trace_of(each.value) for each in spans))
    if len(names) < 2:
        yield run
        return
    for number, name in enumerate(names):
        own = [each.value for each in spans if _trace_of(each.value) == name]
        native = b"".join(json_text.compact(value).encode() + b"\n" for value in own)
        report = run.report if number == 0 else Report()
        report.records = len(own)
        lines = range(1, len(own) + 1) if len(own) > 1 else [0]  # one record is one JSON value
        values = [Placed(value, Place(line)) for line, value in zip(lines, own, strict=True)]
        yield Run(f"{run.where} {name}", native, values, report)


def _trace_of(value: Any) -> str:
    return text_at(value, "id") if text_at(value, "object") == TRACE else text_at(value, "trace_id")


class Spans:
    """A trace, told in the order in which its spans began."""

    def __init__(self, spans: Iterable[Placed], report: Report) -> None:
        self.report, self.talk = report, Conversation(report)
        self.system_prompt, self.head = "", dict[str, Any]()
        self.agents: list[dict[str, str]] = []
        self._turns: dict[str, Turn] = {}  # the last one of each agent's span
        self._known: dict[
            str, int
        ] = {}  # how many messages were told, of agents that hand over to one another together
        self._called: dict[str, str] = {}  # the ids of calls by their functions' spans
        found = [each for each in spans if text_at(each.value, "object") == SPAN]
        self.head = next((each.value for each in spans if text_at(each.value, "object") == TRACE), {})
        self._by_id = {text_at(each.value, "id"): each.value for each in found}
        for span, place in sorted(found, key=lambda each: text_at(each.value, "started_at")):
            self._take(span, place)

    @property
    def identity(self) -> str:
        return text_at(self.head, "id") or next((text_at(span, "trace_id") for span in self._by_id.values()), "")

    def _take(self, span: dict[str, Any], place: Place) -> None:
        data = object_at(span, "span_data")
        place = place.inside("span_data") if data else place
        kind = text_at(data, "type")
        self.report.types[f"span {kind}"] += 1
        if kind in ASKED:
            self._ask(span, data, place)
        elif kind == "function":
            self._call(span, text_at(data, "name"), self._given(data, place), data.get("output"), place)
        elif kind == "handoff":
            given = {key: data.get(key) for key in ("from_agent", "to_agent")}
            self._call(span, "handoff", given, "", place)
        elif kind == "guardrail" and data.get("triggered") is True:
            self._fail(span, f"guardrail {text_at(data, 'name')} triggered", place, "rejected")
        elif kind not in (*QUIET, "guardrail"):
            self.report.unknown[f"span {kind}"] += 1
        if kind == "agent":
            self._list(span, data)
        if kind != "function" and (error := object_at(span, "error")):
            self._fail(span, _told(error), place, "environment")

    def _ask(self, span: dict[str, Any], data: dict[str, Any], place: Place) -> None:
        """Each request repeats the messages so far; a span of a response has none at all."""
        caller, messages, answers = self._caller(span), list_at(data, "input"), list_at(data, "output")
        known = self._known.get(caller, 0)
        for index, message in enumerate(messages[known:], start=known):
            self._hear(span, message, place.inside("input", index))
        self._known[caller] = max(known, len(messages))
        if not answers:
            self.report.unknown["answer whose text is not in the log"] += 1
        facts = {"model": text_at(data, "model"), "usage": object_at(data, "usage"), "at": text_at(span, "ended_at")}
        content = "\n".join(filter(None, map(text_of_message, answers)))
        turn = self._say(span, "assistant", "agent", content, place, **facts)
        for number, answer in enumerate(answers):
            for index, call in enumerate(list_at(answer, "tool_calls")):
                function, where = object_at(call, "function"), place.inside("output", number, "tool_calls", index)
                given = self._given({"input": function.get("arguments")}, where)
                self.talk.call(
                    turn, text_at(function, "name"), given, where, identity=id_at(call, "id"), at=turn.get("at", "")
                )
        self._turns[self._agent(span)] = turn

    def _hear(self, span: dict[str, Any], message: Any, place: Place) -> None:
        """What the agent said and what its tools gave back is told where it happened."""
        role, content = text_at(message, "role"), text_of_message(message)
        if role in ("system", "developer") and not self.talk.turns and not self.system_prompt:
            self.system_prompt = content
        elif role in ("system", "developer"):
            self._say(span, "system", "instruction", content, place)
        elif role == "user":
            self._say(span, "user", "agent" if self._caller(span) else "prompt", content, place)

    def _call(self, span: dict[str, Any], tool: str, given: Any, output: Any, place: Place) -> None:
        """On the message that asked for it, where that is told; else on the agent's last turn."""
        agent = self._agent(span)
        turn = self._turns.get(agent) or self._say(
            span, "assistant", "agent", "", place, at=text_at(span, "started_at")
        )
        self._turns[agent] = turn
        asked = [call for call in turn["tool_calls"] if call["output"] is None and call["tool"] == tool]
        call: Call | None = next((call for call in asked if call["input"] == given), None) or next(iter(asked), None)
        if call is None:
            call = self.talk.call(turn, tool, given, place, identity=text_at(span, "id"))
        self._called[text_at(span, "id")] = str(call.get("id", ""))
        call["started_at"] = text_at(span, "started_at")
        error = object_at(span, "error")
        if output is not None or error:
            said = with_error(text_of(output) if output is not None else "", _told(error))
            facts = {"is_error": bool(error), "ended_at": text_at(span, "ended_at")}
            self.talk.answer(str(call.get("id", "")), said, place, **facts)

    def _given(self, data: dict[str, Any], place: Place) -> Any:
        given = data.get("input")
        try:
            return json_text.read(given.encode())[0] if isinstance(given, str) and given.strip() else given or {}
        except (json_text.NotJson, UnicodeEncodeError) as error:
            self.report.warn(str(place), f"has arguments that are no JSON: {error}; they stand as text")
            return given

    def _fail(self, span: dict[str, Any], said: str, place: Place, source: str) -> None:
        facts = {"is_error": True, "error_source": source, "at": text_at(span, "ended_at")}
        self._say(span, "user", "command", said, place, **facts)

    def _say(self, span: dict[str, Any], role: str, kind: str, content: str, place: Place, **facts: Any) -> Turn:
        """Of what is said to an agent only what another agent says is a sub-agent's."""
        caller, agent = self._caller(span), self._above(span, "agent")
        name = text_at(object_at(agent, "span_data"), "name") if caller or role == "assistant" else ""
        return self.talk.say(role, kind, content, place, agent=name, parent_call=caller, **facts)

    def _list(self, span: dict[str, Any], data: dict[str, Any]) -> None:
        named = {"id": text_at(data, "name"), "parent_call": self._caller(span)}
        listed = {key: value for key, value in named.items() if value}
        if listed and listed not in self.agents:
            self.agents.append(listed)

    def _agent(self, span: dict[str, Any]) -> str:
        return text_at(self._above(span, "agent"), "id")

    def _caller(self, span: dict[str, Any]) -> str:
        """The call in which the span's agent runs as a tool."""
        agent = self._above(span, "agent")
        function = self._above(agent, "function") if agent else {}
        return self._called.get(text_at(function, "id"), "")

    def _above(self, span: dict[str, Any], kind: str) -> dict[str, Any]:
        """The span itself, or the nearest around it that is of this kind; {} where none is."""
        seen = set[str]()
        while span and text_at(object_at(span, "span_data"), "type") != kind:
            above = text_at(span, "parent_id")
            if above in seen:
                return {}
            seen.add(above)
            span = self._by_id.get(above, {})
        return span


def _told(error: dict[str, Any]) -> str:
    """{"message": "Error running tool", "data": {"tool_name": "find", "error": "no such file"}} in one line."""
    told = (text_at(error, "message"), text_at(object_at(error, "data"), "error"))
    return ": ".join(filter(None, told)) or (text_of(error) if error else "")
