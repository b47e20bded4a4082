"""Spans as one conversation: what each request repeats of it is told once, and each result stands on its call."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tracewright.convert.anthropic.messages import INJECTED
from tracewright.convert.attachments import Attachments
from tracewright.convert.claude_code.results import error_source
from tracewright.convert.conversation import Call, Conversation, Turn, write_result
from tracewright.convert.layout import Piece, lay_out
from tracewright.convert.report import Report
from tracewright.convert.spans.message import CALL, DEFINITION, FILE, RESULT, TEXT, THINKING, Message, Part
from tracewright.convert.spans.parts import given_of, result_text
from tracewright.convert.spans.reading import parsed
from tracewright.convert.spans.span import LLM, OTHER, TOOL, Span
from tracewright.convert.spans.tree import Tree
from tracewright.trace import Document

SPENT = ("usage", "cost_usd")


@dataclass
class Made:
    """A call that was told. `seen` is whether a message gave its result: what the model read, which a span may have otherwise."""

    call: Call
    turn: Turn
    seen: bool = False
    spanned: bool = False


@dataclass
class Lane:
    """What one agent was told so far: the places of each message, by what it is known again. The main agent has no name."""

    agent: str = ""
    call: str = ""
    name: str = ""
    length: int = 0
    places: dict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))
    made: list[Made] = field(default_factory=list)
    last: Turn | None = None


def tell(spans: Iterable[Span], report: Report) -> "Told":
    """The conversation of the spans of one run."""
    told = Told(Tree(spans), report)
    told.tell()
    return told


class Told:
    """`talk` has the turns. A sub-agent has a lane of its own, below the call of a tool in which it worked."""

    def __init__(self, tree: Tree, report: Report) -> None:
        self.talk, self.report, self.attachments = Conversation(report), report, Attachments()
        self.system_prompt, self.tools = "", list[Any]()
        self.alternatives: list[dict[str, Any]] = []
        self._tree = tree
        self._lanes: dict[str, Lane] = {"": Lane()}
        self._by_id: dict[str, Made] = {}
        self._by_span: dict[str, Made] = {}

    def tell(self) -> None:
        exchanges = {id(span) for span in self._tree.exchanges()}
        self._prompt(exchanges)
        for span in self._tree.spans:
            self.report.types[span.kind] += 1
            if id(span) in exchanges:
                self._exchange(span, self._lane(span))
            elif span.kind == TOOL:
                self._tool(span, self._lane(span))
            elif span.kind == OTHER and (made := self._called(span, self._lane(span))):
                self._on(made, span)
            elif span.error and span.kind == LLM:
                self._fail(span, self._lane(span))

    def document(self, identity: str, source: dict[str, Any], **facts: Any) -> Document:
        times = [time for span in self._tree.spans for time in (span.started, span.ended) if time]
        agents = [
            {
                key: value
                for key, value in {"id": lane.agent, "type": lane.name, "parent_call": lane.call}.items()
                if value
            }
            for lane in self._lanes.values()
            if lane.agent
        ]
        known = {
            "system_prompt": self.system_prompt,
            "tools": self.tools,
            "agents": agents,
            "alternatives": self.alternatives,
            "attachments": self.attachments.listed,
            "started_at": min(times, default=""),
            "ended_at": max(times, default=""),
        }
        return self.talk.document(identity, source, **{**known, **facts})

    def _prompt(self, exchanges: set[int]) -> None:
        """Where no request tells what a person asked, what went into the outermost span does."""
        asked = [message for span in self._tree.spans if id(span) in exchanges for message in span.said]
        if any(message.role == "user" for message in asked):
            return
        for root in self._tree.roots:
            if id(root) not in exchanges and root.said:
                for message in root.said:
                    self._hear(message, self._lanes[""])
                return

    def _lane(self, span: Span) -> Lane:
        """The main one, or that of the sub-agent in whose tool's call the span stands."""
        caller = self._tree.caller(span)
        if caller is None or not any(each.kind == LLM for each in self._tree.below(caller)):
            return self._lanes[""] if caller is None else self._lane(caller)
        if caller.id not in self._lanes:
            made = self._by_span.get(caller.id)
            call = made.call.get("id", "") if made else ""
            agents = [each.name for each in reversed(list(self._tree.above(span))) if each.kind == "agent"]
            name = agents[-1] if agents else caller.tool or caller.name
            self._lanes[caller.id] = Lane(caller.id, call, name)
        return self._lanes[caller.id]

    def _exchange(self, span: Span, lane: Lane) -> None:
        """What the request says that was not said yet, then the answer."""
        self.tools = span.tools or self.tools
        self._history(span.said, lane)
        facts = self._facts(span)
        turns = [turn for message in span.answered if message.choice == 0 and (turn := self._say(message, lane, facts))]
        agents = [turn for turn in turns if turn["role"] == "assistant"]
        if not agents and not span.error and (facts.keys() & set(SPENT) or span.kind == LLM):
            agents = [self._speak(Message("assistant", [], span.place), lane, {})]
        for turn in agents[-1:]:
            turn |= {key: value for key, value in facts.items() if value not in (None, "", {})}
            lane.last = turn
        for message in (each for each in span.answered if each.choice):
            self._put_aside(message, lane)
        if span.error:
            self._fail(span, lane, **({} if agents else facts))

    def _facts(self, span: Span) -> dict[str, Any]:
        return {
            "model": span.model,
            "at": span.ended or span.started,
            "usage": span.usage,
            "cost_usd": span.cost_usd,
            "stop_reason": span.stop_reason,
        }

    def _history(self, messages: list[Message], lane: Lane) -> None:
        """Each message is looked for behind the one before it: what is not there is new. A result without an id answers the call
        of this history that comes first and has none yet.
        """
        base, at, open_ = lane.length, -1, list[Made]()
        for message in messages:
            message = self._with_role(message, open_ or lane.made)
            known = self._known(message, lane, at, base)
            if known is not None:
                at = known
            elif message.role != "tool":
                self._say(message, lane, {})
            open_ += [made for call in message.of(CALL) if (made := self._made(call, lane))]
            for part in message.of(RESULT):
                self._answer(part, lane, open_)

    def _with_role(self, message: Message, made: list[Made]) -> Message:
        """Some logs name a tool where its role should stand."""
        if message.role in ("system", "user", "assistant", "tool") or not message.parts:
            return message
        if any(each.call["tool"] == message.role for each in made):
            text = "\n".join(part.text for part in message.of(TEXT))
            return message._replace(role="tool", parts=[Part(RESULT, message.parts[0].place, text, name=message.role)])
        return message

    def _known(self, message: Message, lane: Lane, at: int, base: int) -> int | None:
        """The place of a message that was told before this request, behind `at`; an agent's may be the last one found."""
        first = at if message.role == "assistant" else at + 1
        for key in message.known_by():
            places = lane.places.get(key, [])
            number = bisect_left(places, first)
            if number < len(places) and places[number] < base:
                return places[number]
        return None

    def _say(self, message: Message, lane: Lane, facts: dict[str, Any]) -> Turn | None:
        if message.role == "assistant":
            return self._speak(message, lane, facts)
        if message.role == "tool":
            for part in message.of(RESULT):
                self._answer(part, lane, [])
            self.tools = self.tools or [part.value for part in message.of(DEFINITION)]
            return None
        return self._hear(message, lane)

    def _hear(self, message: Message, lane: Lane) -> Turn | None:
        """What is said to the agent, and the results that stand among it."""
        for part in message.of(RESULT):
            self._answer(part, lane, [])
        pieces = list(self._pieces(message))
        if not pieces:
            return None
        self._remember(message, lane)
        said = "\n".join(piece.text for piece in pieces if piece.type == "text")
        if message.role == "system" and not lane.agent and not self.system_prompt and said:
            self.system_prompt = said
            return None
        if message.role not in ("system", "user"):
            self.report.unknown[f"role {message.role}"] += 1
        role, kind = ("system", "instruction") if message.role == "system" else ("user", self._kind(said, lane))
        turn = self.talk.say(
            role, kind, "", message.parts[0].place if len(message.parts) == 1 else message.place, **_of(lane)
        )
        lay_out(turn, pieces)
        return turn

    def _kind(self, said: str, lane: Lane) -> str:
        """A sub-agent is asked by an agent."""
        if INJECTED.fullmatch(said):
            return "reminder"
        return "agent" if lane.agent else "prompt"

    def _speak(self, message: Message, lane: Lane, facts: dict[str, Any]) -> Turn:
        turn = self.talk.say("assistant", "agent", "", message.place, **_of(lane))
        self._remember(message, lane)
        for part in message.of(CALL):
            self._call(turn, part, lane, facts.get("at", ""))
        lay_out(turn, list(self._pieces(message)))
        lane.last = turn
        for part in message.of(RESULT):
            self._answer(part, lane, [])
        return turn

    def _remember(self, message: Message, lane: Lane) -> None:
        for key in {*message.known_by(), message.saying()}:
            lane.places[key].append(lane.length)
        lane.length += 1

    def _pieces(self, message: Message) -> Iterator[Piece]:
        calls = 0
        for part in message.parts:
            if part.kind in (TEXT, THINKING):
                if part.text:
                    yield Piece(part.kind, part.text)
            elif part.kind == CALL:
                yield Piece("call", part={"type": "call", "call": calls})
                calls += 1
            elif part.kind == FILE:
                made = self.attachments.part(part.value, part.place.source())
                yield Piece(made["type"], part=made)
            elif part.kind not in (RESULT, DEFINITION):
                self.report.unknown[f"part {part.name}"] += 1

    def _call(self, turn: Turn, part: Part, lane: Lane, at: str) -> Made:
        if not part.name:
            self.report.warn(str(part.place), "is a call without a name; it stands as it came")
        elif isinstance(part.value, str) and part.value:
            self.report.warn(str(part.place), "has arguments that are no JSON; they stand as text")
        call = self.talk.call(turn, part.name, part.value, part.place, identity=part.id, at=at)
        made = Made(call, turn)
        lane.made.append(made)
        if part.id:
            self._by_id.setdefault(part.id, made)
        return made

    def _made(self, part: Part, lane: Lane) -> Made | None:
        """The call that a history repeats."""
        if part.id:
            return self._by_id.get(part.id)
        alike = [each for each in lane.made if each.call["tool"] == part.name and each.call["input"] == part.value]
        return next((each for each in alike if not each.seen), None)

    def _answer(self, part: Part, lane: Lane, open_: list[Made]) -> None:
        """A result that a message tells; the first telling of it counts."""
        made = self._by_id.get(part.id) if part.id else None
        if made is None:
            waiting = [each for each in (open_ or lane.made) if not each.seen and not (part.id and each.call.get("id"))]
            named = [each for each in waiting if each.call["tool"] == part.name]
            made = next(iter(named or waiting), None)
        if made is None:
            if (key := ("result", part.id, part.text)) not in lane.places:
                lane.places[key].append(lane.length)
                self.report.warn(str(part.place), "is the result of a call that is not there; it stands by itself")
                self.talk.say(
                    "tool", "result", part.text, part.place, **_failure(part.is_error, part.text), **_of(lane)
                )
        elif not made.seen:
            made.seen = True
            is_error = part.is_error or made.call.get("is_error") is True
            write_result(made.call, part.text, part.place, **_failure(is_error, part.text))

    def _tool(self, span: Span, lane: Lane) -> None:
        """The work of a tool: on the call that asked for it, else on one of its own."""
        made = self._by_id.get(span.call_id) if span.call_id else None
        made = made or self._called(span, lane)
        if made is None:
            turn = lane.last or self.talk.say("assistant", "agent", "", span.place, **_of(lane))
            lane.last = turn
            given = {} if span.given is None else span.given
            part = Part(CALL, span.place, id=span.call_id, name=span.tool or span.name, value=given)
            made = self._call(turn, part, lane, span.started)
            if span.call_id:
                lane.places[("call", span.call_id)].append(max(lane.length - 1, 0))
        self._on(made, span)

    def _called(self, span: Span, lane: Lane) -> Made | None:
        """The call that a span without its id carries out: by its name and what it is given, else for a tool by its name."""
        name = span.tool or span.name
        waiting = [each for each in lane.made if not each.spanned and each.call["tool"] == name]
        waiting = [each for each in waiting if not (span.call_id and each.call.get("id"))]
        if not waiting:
            return None
        given = span.given if span.kind == TOOL else next((parsed(each[0]).value for each in span.inputs if each), None)
        exact = [each for each in waiting if given_of(given) == each.call["input"]]
        return next(iter(exact or (waiting if span.kind == TOOL else [])), None)

    def _on(self, made: Made, span: Span) -> None:
        made.spanned = True
        self._by_span[span.id] = made
        made.call |= {key: time for key, time in (("started_at", span.started), ("ended_at", span.ended)) if time}
        if made.seen:
            return
        output = span.result if span.kind == TOOL else None
        if output is not None:
            value = parsed(output).value
            text = output.value if isinstance(output.value, str) and not isinstance(value, str) else result_text(value)
            write_result(made.call, text, output.place, **_failure(bool(span.error), text or span.error))
        elif span.error:
            write_result(made.call, span.error, span.place, **_failure(True, span.error))

    def _fail(self, span: Span, lane: Lane, **facts: Any) -> None:
        facts = {"is_error": True, "error_source": "environment", "at": span.ended, **facts}
        self.talk.say("user", "command", span.error, span.place, **{**facts, **_of(lane)})

    def _put_aside(self, message: Message, lane: Lane) -> None:
        """An answer that the API gave to choose from, and the conversation did not go on with."""
        talk, self.talk = self.talk, Conversation(self.report)
        aside, last = Lane(lane.agent, lane.call), len(talk.turns) - 2
        self._say(message, aside, {})
        fork = {"turn": last if last >= 0 else None, "call": None}
        named = {"id": f"answer-{len(self.alternatives) + 1}", "fork": fork, "turns": self.talk.turns}
        self.alternatives.append({**named, "chosen": False, "by": None, "reason": None})
        self.talk = talk


def _of(lane: Lane) -> dict[str, Any]:
    return {"agent": lane.agent, "parent_call": lane.call} if lane.agent else {}


def _failure(is_error: bool, text: str) -> dict[str, Any]:
    return {"is_error": True, "error_source": error_source(text)} if is_error else {"is_error": False}
